package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element that a trip has read, and then overwrites only where a condition holds, is overwritten in any case, by itself where it does not hold: lanes store without a mask, and the cotangent of the element is
 * read and set without one, too.
 *
 * <pre>
 *  old = a[i];  c = x < old;  if (c) a[i] = x      becomes      old = a[i];  c = x < old;  a[i] = c ? x : old
 * </pre>
 *
 * Only in arrays that the function has made itself: of others another thread may write the element meanwhile, and would lose what it has written.
 */
public final class CertainStores {
    private final Map<Var, Eqn> definitions = new HashMap<>();
    private final Map<Var, RegionView.Slot> params = new HashMap<>();

    private CertainStores() {
    }

    /** The function with such stores; {@code sequential}: in loops in order, too, and not only in those whose trips are independent. */
    public static Func run(Func f, boolean sequential) {
        if (!Regions.any(f.body(), e -> isLoop(e, sequential) && Regions.of(e).get(0).body().stream().anyMatch(x -> write(x) != null))) {
            return f;
        }
        var stores = new CertainStores();
        Regions.each(f.body(), stores::define);
        return Rewrite.run(f, (e, r) -> isLoop(e, sequential) && stores.store(e, r));
    }

    private static boolean isLoop(Eqn e, boolean sequential) {
        return e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || sequential && e.prim() == Prim.FOR;
    }

    private void define(Eqn e) {
        e.out().forEach(v -> definitions.put(v, e));
        if (e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.WHILE) {
            RegionView.of(e).slots().stream().filter(s -> s.param() != null).forEach(s -> params.put(s.param(), s));
        }
    }

    private boolean store(Eqn loop, Rewrite r) {
        List<Eqn> body = Regions.of(loop).get(0).body();
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            Eqn write = write(e);
            Eqn read = write == null || !isMadeHere(write.in().get(0), new HashSet<>()) ? null : body.stream().limit(body.indexOf(e))
                .filter(x -> ElementAccess.isOne(x, Prim.INDEX) && x.in().equals(write.in().subList(0, write.in().size() - 1))).findFirst().orElse(null);
            if (read == null) {
                out.add(e);
                continue;
            }
            boolean writes = !Regions.of(e).get(1).body().isEmpty();
            Var value = r.b.fresh(read.result().type());
            out.add(new Eqn(Prim.SELECT, List.of(e.in().get(0), writes ? write.written() : read.result(), writes ? read.result() : write.written()), Params.NONE, List.of(value)));
            var in = new ArrayList<>(write.in());
            in.set(in.size() - 1, value);
            out.add(new Eqn(Prim.UPDATE, in, write.params(), e.out()));
        }
        if (out.equals(body)) {
            return false;
        }
        Region now = Regions.of(loop).get(0);
        r.append(loop.withRegions(List.of(new Region(now.params(), out, now.out()))));
        return true;
    }

    /** The write that is all that a branch does, where the other one does nothing; null where it is something else. */
    private static Eqn write(Eqn e) {
        if (e.prim() != Prim.COND || e.out().size() != 1 || Regions.of(e).size() != 2) {
            return null;
        }
        Region no = Regions.of(e).get(0);
        Region yes = Regions.of(e).get(1);
        Region writes = yes.body().isEmpty() ? no : yes;
        Region leaves = writes == yes ? no : yes;
        Eqn write = writes.body().size() == 1 && leaves.body().isEmpty() ? writes.body().get(0) : null;
        boolean one = write != null && ElementAccess.isOne(write, Prim.UPDATE) && writes.out().get(0).equals(write.result()) && leaves.out().get(0).equals(write.in().get(0));
        return one ? write : null;
    }

    /** Whether the array was made by the function, and is no other's memory. */
    private boolean isMadeHere(Atom a, Set<Var> seen) {
        if (!(a instanceof Var v)) {
            return false;
        } else if (!seen.add(v)) {
            return true;
        }
        RegionView.Slot of = params.get(v);
        if (of != null) {
            return of.init() != null && isMadeHere(of.init(), seen) && (of.yield() == null || isMadeHere(of.yield(), seen));
        }
        Eqn e = definitions.get(v);
        if (e == null) {
            return false;
        } else if (e.prim() == Prim.UPDATE) {
            return isMadeHere(e.in().get(0), seen);
        } else if (e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.WHILE || e.prim() == Prim.COND) {
            RegionView.Slot s = RegionView.slot(e, e.out().indexOf(v));
            boolean init = e.prim() == Prim.COND || s.init() != null && isMadeHere(s.init(), seen);
            return init && s.yields().stream().allMatch(y -> isMadeHere(y, seen));
        }
        return e.prim() == Prim.FULL;
    }
}
