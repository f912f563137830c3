package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remainders in loops of numbers that are less than twice the divisor, the next place in a ring, {@code (i + 1) % n}, or the one before, {@code (i + n - 1) % n}: a comparison and a subtraction, which run in
 * lanes and which gradients compute again in place of keeping them, as they would the result of a division. Where nothing says that a number of trips and a divisor, {@code i + n}, does not overflow, a check in
 * front of the loop says that the divisor is no more than half of what there is.
 */
public final class NearRemainder implements Optimisation {
    /** Twice as much does not fit. */
    private static final int HALF = 1 << 30;

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
        var loops = new LoopsAround(in);
        Map<Eqn, Set<Atom>> limited = new IdentityHashMap<>();
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            if (!isOne(e) || values.depth() == 0) {
                return;
            }
            Eqn loop = isNear(e, values, values.exact(e.in().get(0))) ? e : isCounted(e, values, loops) ? loops.outside(e, e.in().get(1)) : null;
            if (loop != null) {
                near.add(e);
            }
            if (loop != null && loop != e) {
                limited.computeIfAbsent(loop, x -> new LinkedHashSet<>()).add(e.in().get(1));
            }
        });
        return near.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            limited.getOrDefault(r.old(), Set.of()).forEach(n -> r.b.checkEarly(r.b.emit(Prim.LE, r.atom(n), Lit.i32(HALF)), Params.Code.MEMORY, "loop count"));
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
    private static boolean isNear(Eqn e, IntValues values, Poly x) {
        Poly n = values.exact(e.in().get(1));
        try {
            return x != null && n != null && values.facts.prove(x) && values.facts.prove(n.plus(-1)) && values.facts.prove(n.times(2).minus(x).plus(-1));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** The same where 2n does not overflow, of what numbers of trips are added to the divisor or taken from it. */
    private static boolean isCounted(Eqn e, IntValues values, LoopsAround loops) {
        Poly x = values.ring(e.in().get(0));
        Poly n = values.exact(e.in().get(1));
        return e.result().dtype() == DType.I32 && x != null && n != null && !x.mentions(v -> !n.mentions(v) && !loops.counts(v)) && isNear(e, values, x);
    }

    /** Which loops are around equations. */
    private static final class LoopsAround {
        private final Map<Eqn, List<Eqn>> around = new IdentityHashMap<>();
        private final Set<Integer> trips = new HashSet<>();

        LoopsAround(Func f) {
            walk(f.body(), List.of());
        }

        private void walk(List<Eqn> body, List<Eqn> outer) {
            for (Eqn e : body) {
                if (isOne(e)) {
                    around.put(e, outer);
                }
                var inner = e.prim() == Prim.COND ? new ArrayList<Eqn>() : new ArrayList<>(outer);
                if (e.prim() != Prim.COND) {
                    inner.add(e);
                }
                Var trip = Regions.of(e).isEmpty() || e.prim() == Prim.COND ? null : RegionView.of(e).trip();
                if (trip != null) {
                    trips.add(trip.id());
                }
                Regions.of(e).forEach(r -> walk(r.body(), inner));
            }
        }

        boolean counts(int variable) {
            return trips.contains(variable);
        }

        /** The outermost loop around an equation, in the same branch of all conditions, that does not define a number; null where there is none. */
        Eqn outside(Eqn e, Atom n) {
            Eqn found = null;
            List<Eqn> all = around.get(e);
            for (int k = all.size() - 1; k >= 0 && Regions.of(all.get(k)).stream().noneMatch(r -> n instanceof Var v && Regions.defined(r).contains(v.id())); k--) {
                found = all.get(k);
            }
            return found;
        }
    }
}
