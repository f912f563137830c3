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
import dev.jacobi.ir.pass.Property;
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
 * front of the loop says that the divisor is no more than half of what there is. Where only data say how far a number is from the trip's, or where nothing says from which place on all go ({@code (i + step[k] + n) % n},
 {@code (i + first) % n}), each trip asks ({@link #asking}), and divides where it must.
 */
public final class NearRemainder implements Optimisation {
    /** Twice as much does not fit. */
    private static final int HALF = 1 << 30;
    /** Numbers beside the trip's and the divisor that are added up. */
    private static final int MOST_ADDED = 3;
    private final boolean careful;
    private final boolean asks;

    /** Remainders that are certainly of numbers less than twice the divisor; {@code careful}: without checks that may fail where nothing goes wrong. */
    public NearRemainder(boolean careful) {
        this(careful, false);
    }

    private NearRemainder(boolean careful, boolean asks) {
        this.careful = careful;
        this.asks = asks;
    }

    /** Those of which each trip asks whether they are, too: for processors, behind all that needs to know where a remainder lies. */
    public static NearRemainder asking() {
        return new NearRemainder(false, true);
    }

    @Override
    public String name() {
        return asks ? "asked-remainder" : "near-remainder";
    }

    @Override
    public Set<Property> keeps() {
        return careful ? Optimisation.super.keeps() : Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> !Regions.of(e).isEmpty() && Regions.any(Regions.of(e).get(0).body(), NearRemainder::isOne))) {
            return in;
        }
        Set<Eqn> near = Collections.newSetFromMap(new IdentityHashMap<>());
        var loops = new LoopsAround(in);
        Set<Eqn> asked = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<Eqn, Set<Atom>> limited = new IdentityHashMap<>();
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            if (!isOne(e) || values.depth() == 0) {
                return;
            }
            Eqn loop = isNear(e, values, values.exact(e.in().get(0))) ? e : !careful && isCounted(e, values) ? loops.outside(e, e.in().get(1)) : null;
            if (loop != null) {
                near.add(e);
            } else if (asks && isLikely(e, values, loops)) {
                asked.add(e);
            }
            if (loop != null && loop != e) {
                limited.computeIfAbsent(loop, x -> new LinkedHashSet<>()).add(e.in().get(1));
            }
        });
        return near.isEmpty() && asked.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            limited.getOrDefault(r.old(), Set.of()).forEach(n -> r.b.checkEarly(r.b.emit(Prim.LE, r.atom(n), Lit.i32(HALF)), Params.Code.MEMORY, "loop count"));
            if (asked.contains(r.old())) {
                ask(e, r);
            }
            if (!near.contains(r.old())) {
                return asked.contains(r.old());
            }
            Atom x = e.in().get(0);
            Atom n = e.in().get(1);
            Var beyond = r.b.emit(Prim.GE, x, n);
            Var less = r.b.emit(Prim.SELECT, beyond, n, Lit.zero(n.dtype()));
            r.b.append(new Eqn(Prim.SUB, List.of(x, less), Params.NONE, e.out()));
            return true;
        });
    }

    /** Not less than zero and less than twice the divisor, which is positive, so that no difference of the two overflows: what is left then, else the remainder. */
    private static void ask(Eqn e, Rewrite r) {
        Atom x = e.in().get(0);
        Atom n = e.in().get(1);
        Var beyond = r.b.emit(Prim.SUB, x, n);
        Var near = r.b.emit(Prim.AND, r.b.emit(Prim.GE, x, Lit.zero(n.dtype())), r.b.emit(Prim.LT, beyond, n));
        r.b.cond(near, () -> List.of(r.b.emit(Prim.SELECT, r.b.emit(Prim.LT, beyond, Lit.zero(n.dtype())), x, beyond)), () -> List.of(r.b.emit(Prim.REM, x, n)), e.out());
    }

    /** Whether it is the remainder of a trip's number, and others, to which the divisor is added so that it is not negative, or at which all trips begin. */
    private static boolean isLikely(Eqn e, IntValues values, LoopsAround loops) {
        Poly x = values.ring(e.in().get(0));
        Poly n = values.exact(e.in().get(1));
        if (e.result().dtype() != DType.I32 || x == null || n == null || n.asVar() < 0 || !loops.moves(e) || !values.facts.prove(n.plus(-1))) {
            return false;
        }
        int trips = 0;
        int added = 0;
        boolean fixed = true;
        boolean divisor = false;
        for (int k = 0; k < x.size(); k++) {
            int[] one = Poly.vars(x.mono(k));
            if (one.length > 1 || one.length == 1 && Math.abs(x.coef(k)) != 1) {
                return false;
            }
            if (one.length == 1 && one[0] == n.asVar()) {
                divisor = x.coef(k) == 1;
            } else if (one.length == 1 && loops.counts(one[0])) {
                trips++;
            } else if (one.length == 1) {
                added++;
                fixed &= values.depthOf(one[0]) == 0;
            }
        }
        return trips > 0 && trips + added > 1 && trips + added <= MOST_ADDED && (divisor || fixed);
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

    /** The same where 2n does not overflow, of what numbers of trips are added to the divisor or taken from it, or others that are known to be less than it, as remainders are. */
    private static boolean isCounted(Eqn e, IntValues values) {
        Poly x = values.ring(e.in().get(0));
        return e.result().dtype() == DType.I32 && x != null && isNear(e, values, x);
    }

    /** Which loops are around equations. */
    private static final class LoopsAround {
        private final Map<Eqn, List<Eqn>> around = new IdentityHashMap<>();
        private final Set<Integer> trips = new HashSet<>();
        private final Set<Eqn> moving = Collections.newSetFromMap(new IdentityHashMap<>());

        LoopsAround(Func f) {
            walk(f.body(), List.of(), new HashSet<>());
        }

        /** {@code moved}: what follows from the number of the innermost loop's trip, and from what its trips hand on. */
        private void walk(List<Eqn> body, List<Eqn> outer, Set<Atom> moved) {
            for (Eqn e : body) {
                boolean moves = e.in().stream().anyMatch(moved::contains);
                if (isOne(e)) {
                    around.put(e, outer);
                }
                if (moves && isOne(e)) {
                    moving.add(e);
                }
                if (moves || !Regions.of(e).isEmpty()) {
                    moved.addAll(e.out());
                }
                var inner = e.prim() == Prim.COND ? new ArrayList<Eqn>() : new ArrayList<>(outer);
                if (e.prim() != Prim.COND) {
                    inner.add(e);
                }
                Var trip = Regions.of(e).isEmpty() || e.prim() == Prim.COND ? null : RegionView.of(e).trip();
                if (trip != null) {
                    trips.add(trip.id());
                }
                Regions.of(e).forEach(r -> walk(r.body(), inner, e.prim() == Prim.COND ? moved : new HashSet<>(r.params())));
            }
        }

        /** Whether it may be another one in each trip of the innermost loop around it. */
        boolean moves(Eqn e) {
            return moving.contains(e);
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
