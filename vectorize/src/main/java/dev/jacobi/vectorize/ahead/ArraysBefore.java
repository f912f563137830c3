package dev.jacobi.vectorize.ahead;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Other names for the arrays that a loop carries, for those of its reads that do not depend on what earlier trips have written, so that they do not look as if they did. */
final class ArraysBefore {
    private final Map<Var, RegionView.Slot> arrays = new HashMap<>();
    private final Map<Integer, Var> names = new HashMap<>();
    private final Map<Integer, Var> back = new HashMap<>();
    private final Set<Var> reads;

    /** For these reads, by their results, but for those of {@code own} arrays, which are known better; names are free from this one on. */
    ArraysBefore(Eqn loop, Set<Var> reads, List<RegionView.Slot> own, int free) {
        this.reads = reads;
        for (RegionView.Slot s : reads.isEmpty() ? List.<RegionView.Slot>of() : RegionView.of(loop).slots()) {
            if (s.param() != null && s.param().isArray() && !own.contains(s)) {
                var v = new Var(free + names.size(), s.param().type());
                arrays.put(v, s);
                names.put(s.param().id(), v);
                back.put(v.id(), s.param());
            }
        }
    }

    /** The results of all that a loop reads of arrays that it carries, as they are when a trip begins. */
    static Set<Var> reads(Eqn loop) {
        Set<Var> arrays = new HashSet<>(RegionView.of(loop).params());
        Set<Var> reads = new HashSet<>();
        Regions.each(RegionView.of(loop).body().body(), e -> {
            if (e.prim() == Prim.INDEX && e.in().get(0) instanceof Var v && arrays.contains(v)) {
                reads.add(e.result());
            }
        });
        return reads;
    }

    /** What those of the other names stand for that equations use. */
    Map<Var, RegionView.Slot> arrays(List<Eqn> body) {
        var used = new HashMap<>(arrays);
        used.keySet().retainAll(Regions.captures(body));
        return used;
    }

    /** The equations with the other names. */
    List<Eqn> in(List<Eqn> body) {
        return names.isEmpty() ? body : body.stream().map(this::in).toList();
    }

    private Eqn in(Eqn e) {
        if (e.prim() == Prim.INDEX) {
            return reads.contains(e.result()) ? Rewrite.substitute(e, names) : e;
        }
        return Regions.of(e).isEmpty() ? e : e.withRegions(Regions.of(e).stream().map(r -> new Region(r.params(), in(r.body()), r.out())).toList());
    }

    /** An equation with the names that it had. */
    Eqn out(Eqn e) {
        return back.isEmpty() ? e : Rewrite.substitute(e, back);
    }
}
