package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which results of a loop may be the memory of arrays that it begins with: a loop hands on each of its arrays, or exchanges some of them, but not others. */
final class HandedOn {
    private HandedOn() {
    }

    /** The results of a loop that may be the memory of some arrays, of which it carries at least one. Parts of arrays that are taken inside the loop are not followed: they are copied where they leave a region. */
    static Set<Var> results(Eqn loop, Set<Var> arrays) {
        List<RegionView.Slot> carries = RegionView.of(loop).carried();
        var same = new HashSet<>(arrays);
        carries.stream().filter(c -> isAmong(c.init(), arrays)).forEach(c -> same.addAll(c.params()));
        boolean more = true;
        while (more) {
            Regions.of(loop).forEach(r -> body(r.body(), same));
            more = false;
            for (RegionView.Slot c : carries) {
                more |= isAmong(c.yield(), same) && same.addAll(c.params());
            }
        }
        var out = new HashSet<Var>();
        for (RegionView.Slot s : RegionView.of(loop).slots()) {
            if (s.init() != null && (s.param() == null ? isAmong(s.init(), same) : same.contains(s.param()))) {
                out.addAll(s.results());
            }
        }
        return out;
    }

    private static boolean isAmong(Atom a, Set<Var> arrays) {
        return a instanceof Var v && arrays.contains(v);
    }

    private static void body(List<Eqn> body, Set<Var> same) {
        for (Eqn e : body) {
            switch (e.prim().memory()) {
                case PART, NEW -> {
                    continue;
                }
                case BRANCH -> branches(e, same);
                case LOOP -> same.addAll(results(e, same));
                case OVERWRITTEN, SAME, VIEW, CHOSEN, CALLEE -> {
                    if (Var.among(Bufferise.passedOn(e)).stream().anyMatch(same::contains)) {
                        e.out().stream().filter(Var::isArray).forEach(same::add);
                    }
                }
            }
        }
    }

    private static void branches(Eqn cond, Set<Var> same) {
        List<Region> regions = Regions.of(cond);
        regions.forEach(r -> body(r.body(), same));
        for (int k = 0; k < cond.out().size(); k++) {
            int result = k;
            if (regions.stream().anyMatch(r -> isAmong(r.out().get(result), same))) {
                same.add(cond.out().get(k));
            }
        }
    }
}
