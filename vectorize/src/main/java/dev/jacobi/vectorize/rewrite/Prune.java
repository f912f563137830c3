package dev.jacobi.vectorize.rewrite;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Removes what nothing needs: equations, and also results of branches and carries of loops (a carry that only feeds
 * itself is needed by nothing). A carry that no trip changes becomes the value it starts from. While loops stay even when
 * nothing needs their results, as they may not end.
 */
public final class Prune implements Optimisation {
    @Override
    public String name() {
        return "prune";
    }

    @Override
    public Func run(Func in) {
        Func f = hasInvariants(in.body()) ? Rewriter.run(in, (e, r) -> e.prim() == Prim.FOR || e.prim() == Prim.WHILE ? invariantCarries(e, r) : false) : in;
        var live = new BitSet();
        Regions.uses(f.out(), live::set);
        List<Eqn> body = block(f.body(), live);
        return body == f.body() ? f : new Func(f.in(), body, f.out());
    }

    private static boolean hasInvariants(List<Eqn> body) {
        for (Eqn e : body) {
            List<Region> rs = Regions.of(e);
            if (!rs.isEmpty() && RegionView.of(e).slots().stream().anyMatch(Prune::isInvariant) || rs.stream().anyMatch(r -> hasInvariants(r.body()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInvariant(RegionView.Slot s) {
        return s.role() == RegionView.Role.CARRY && s.yield().equals(s.param());
    }

    private static boolean invariantCarries(Eqn e, Rewriter r) {
        RegionView view = RegionView.of(e);
        for (RegionView.Slot s : view.slots()) {
            if (isInvariant(s)) {
                s.params().forEach(p -> r.put(p, s.init()));
                r.put(s.result(), s.init());
            }
        }
        Eqn kept = view.keep(s -> !isInvariant(s));
        if (kept != e) {
            r.b.append(r.copy(kept));
        }
        return kept != e;
    }

    private static boolean isLive(List<Var> vars, BitSet live) {
        for (int i = 0, n = vars.size(); i < n; i++) {
            if (live.get(vars.get(i).id())) {
                return true;
            }
        }
        return false;
    }

    /** The equations of a block that are needed, given what is needed after it; adds what they need. The same list when all of it is needed as it is. */
    private static List<Eqn> block(List<Eqn> body, BitSet live) {
        var kept = new Eqn[body.size()];
        int first = kept.length;
        boolean same = true;
        for (int i = body.size() - 1; i >= 0; i--) {
            Eqn e = body.get(i);
            if (isLive(e.out(), live) || Regions.hasEffect(e) || e.prim() == Prim.WHILE) {
                Eqn now = Regions.of(e).isEmpty() ? e : control(e, live);
                Regions.uses(now.in(), live::set);
                kept[--first] = now;
                same &= now == e;
            }
        }
        return same && first == 0 ? body : List.of(Arrays.copyOfRange(kept, first, kept.length));
    }

    /** The equation without the results of a branch, or the carries of a loop, that nothing needs; adds what it needs. Destinations and folds all stay. */
    private static Eqn control(Eqn e, BitSet live) {
        RegionView view = RegionView.of(e);
        List<Region> rs = Regions.of(e);
        Predicate<RegionView.Slot> used = s -> s.role() != RegionView.Role.CARRY && s.role() != RegionView.Role.BRANCH || live.get(s.result().id());
        List<RegionView.Slot> keep = view.slots().stream().filter(used).toList();
        while (true) {
            BitSet seen = (BitSet) live.clone();
            var bodies = new ArrayList<List<Eqn>>();
            boolean same = true;
            for (int x = rs.size() - 1; x >= 0; x--) {
                boolean condition = e.prim() == Prim.WHILE && x == 0;
                Regions.uses(condition ? rs.get(0).out() : yields(keep, x), seen::set);
                bodies.add(0, block(rs.get(x).body(), seen));
                same &= bodies.get(0) == rs.get(x).body();
            }
            List<RegionView.Slot> more = view.slots().stream().filter(s -> used.test(s) || isLive(s.params(), seen)).toList();
            if (more.size() == keep.size()) {
                live.or(seen);
                return same && keep.size() == view.slots().size() ? e : view.with(keep, bodies);
            }
            keep = more;
        }
    }

    /** What region {@code x} yields to these slots. */
    private static List<Atom> yields(List<RegionView.Slot> slots, int x) {
        var out = new ArrayList<Atom>();
        for (RegionView.Slot s : slots) {
            out.addAll(s.role() == RegionView.Role.BRANCH ? s.yields().subList(x, x + 1) : s.yields());
        }
        return out;
    }
}
