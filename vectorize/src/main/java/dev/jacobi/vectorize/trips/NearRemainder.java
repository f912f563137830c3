package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Remainders in loops of numbers that are less than twice the divisor, the next place in a ring, {@code (i + 1) % n}, or the one before, {@code (i + n - 1) % n}: a comparison and a subtraction, which run in
 * lanes and which gradients compute again in place of keeping them, as they would the result of a division.
 */
public final class NearRemainder implements Optimisation {
    @Override
    public String name() {
        return "near-remainder";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> !Regions.of(e).isEmpty() && Regions.any(Regions.of(e).get(0).body(), NearRemainder::isOne))) {
            return in;
        }
        Set<Eqn> near = Collections.newSetFromMap(new IdentityHashMap<>());
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            if (isOne(e) && values.depth() > 0 && isNear(e, values)) {
                near.add(e);
            }
        });
        return near.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            if (!near.contains(r.old())) {
                return false;
            }
            Atom x = e.in().get(0);
            Atom n = e.in().get(1);
            Var beyond = r.b.emit(Prim.GE, x, n);
            Var less = r.b.emit(Prim.SELECT, beyond, n, Lit.zero(n.dtype()));
            r.b.append(new Eqn(Prim.SUB, List.of(x, less), Params.NONE, e.out()));
            return true;
        });
    }

    private static boolean isOne(Eqn e) {
        return e.prim() == Prim.REM && e.result().type().isScalar() && !e.result().dtype().isFloat() && e.in().get(1) instanceof Var;
    }

    /** Whether 0 <= x < 2n. */
    private static boolean isNear(Eqn e, IntValues values) {
        Poly x = values.exact(e.in().get(0));
        Poly n = values.exact(e.in().get(1));
        try {
            return x != null && n != null && values.facts.prove(x) && values.facts.prove(n.plus(-1)) && values.facts.prove(n.times(2).minus(x).plus(-1));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }
}
