package dev.jacobi.vectorize.idle;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop in whose trips one number, or nothing, is added to elements: where that number is zero the loop is passed over.
 *
 * <pre>
 *  for(n, g) { i, g -> x = c(i) ? v : 0;  g[p(i)] += x }     becomes     cond(v != 0) { the loop } else { g }
 * </pre>
 *
 * So it is with the gradient of a maximum or a minimum: of the states that lead somewhere mostly one has a cotangent. What derivatives add to may have any sign of zero; a loop of which a derivative is still to be taken
 * has to stay, as the slope by a number that is zero is not zero.
 */
public final class IdleSums {
    private final Map<Var, Eqn> inside = new HashMap<>();
    /** Whether some trips add nothing: what all trips add is seldom zero. */
    private boolean chosen;

    private IdleSums() {
    }

    /** The loop with its question; null where it is another one, or adds to new arrays ({@code zeros}), whose elements it had better write. The loop itself goes to {@code stay}. */
    public static List<Eqn> of(Eqn loop, Set<Atom> zeros, Set<Eqn> stay, Builder fresh) {
        Var v = loop.in().stream().noneMatch(zeros::contains) ? number(loop) : null;
        if (v == null) {
            return null;
        }
        var same = new Eqn(loop.prim(), loop.in(), loop.params(), loop.out().stream().map(x -> fresh.fresh(x.type())).toList());
        stay.add(same);
        fresh.open();
        fresh.cond(fresh.emit(Prim.NE, v, Lit.zero(v.dtype())), () -> {
            fresh.append(same);
            return same.out();
        }, () -> loop.in().subList(1, loop.in().size()), loop.out());
        return fresh.close();
    }

    /** Whether there is such a loop among the equations of a loop's body, whose trips the body counts: it cannot change places with the loop around. */
    public static boolean within(Eqn loop) {
        Region r = Regions.of(loop).get(0);
        return r.body().stream().anyMatch(e -> e.prim() == Prim.FOR && r.body().stream().anyMatch(x -> x.out().contains(e.in().get(0))) && number(e) != null);
    }

    private static Var number(Eqn loop) {
        boolean plain = loop.prim() == Prim.FOR && !(loop.in().get(0) instanceof Lit) && !Regions.hasEffect(loop);
        return plain ? new IdleSums().added(RegionView.of(loop)) : null;
    }

    /** The number from around that each trip adds to an element of each array, or leaves out; null where that is not all that the loop does. */
    private Var added(RegionView loop) {
        Map<Integer, Integer> uses = Regions.uses(loop.body().body(), loop.body().out());
        loop.body().body().forEach(e -> e.out().forEach(x -> inside.put(x, e)));
        Var all = null;
        for (RegionView.Slot s : loop.slots()) {
            Eqn add = inside.get(s.yield());
            boolean only = add != null && add.prim() == Prim.ACC_ADD && add.in().get(0).equals(s.param()) && add.result().isArray() && add.written().type().isScalar() && uses.get(s.param().id()) == 1
                && uses.get(add.result().id()) == 1;
            Var v = only ? number(add.written()) : null;
            if (v == null || all != null && !v.equals(all)) {
                return null;
            }
            all = v;
        }
        return chosen ? all : null;
    }

    /** The number that this is, with either sign, where it is not zero. */
    private Var number(Atom a) {
        if (!(a instanceof Var v) || !v.dtype().isFloat()) {
            return null;
        }
        Eqn e = inside.get(v);
        if (e == null) {
            return v;
        }
        Lit zero = Lit.zero(v.dtype());
        if (e.prim() == Prim.SELECT) {
            chosen = true;
            return e.in().get(1).equals(zero) ? number(e.in().get(2)) : e.in().get(2).equals(zero) ? number(e.in().get(1)) : null;
        }
        return e.prim() == Prim.NEG ? number(e.in().get(0)) : null;
    }
}
