package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
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
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A float that a loop counts by constant steps, {@code s += 2}, follows from the trip's number as long as no sum is rounded: when start and step are multiples of a power of two, and all sums are less than 2^24
 * (2^53) of these. A loop of so many trips gets a form without the carry.
 */
public final class ExactSteps implements Optimisation {
    private static final int MOST_EQUATIONS = 60;
    /** Trips that must be possible for two forms to be worth it. */
    private static final long LEAST_TRIPS = 4096;

    /** A carry that starts at one number and changes by another. */
    private record Step(double start, double by) {
        /** How many trips may be made without a rounded sum; 0 for none. */
        long trips(DType t) {
            if (by == 0 || !Double.isFinite(start) || !Double.isFinite(by) || start == 0 && 1 / start < 0) {
                return 0;
            }
            double unit = start == 0 ? unit(by) : Math.min(unit(by), unit(start));
            double room = Math.scalb(1.0, t == DType.F32 ? 24 : 53) - Math.abs(start / unit);
            // from here a unit is a number that the type has, and so are its multiples, up to here the steps alone are, too, which may be further from 0 than their sum with the start
            boolean all = t == DType.F32 ? unit >= Float.MIN_NORMAL && unit <= 0x1p103 : unit >= Double.MIN_NORMAL && unit <= 0x1p970;
            return room <= 0 || !all ? 0 : (long) (room / Math.abs(by / unit));
        }

        /** The largest power of two that a number is a multiple of. */
        private static double unit(double x) {
            long bits = Double.doubleToRawLongBits(x) & (1L << 52) - 1 | 1L << 52;
            return Math.scalb(1.0, Math.getExponent(x) - 52 + Long.numberOfTrailingZeros(bits));
        }
    }

    @Override
    public String name() {
        return "exact-steps";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && apart(e, r));
    }

    private static boolean apart(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        var steps = new LinkedHashMap<RegionView.Slot, Step>();
        long most = Integer.MAX_VALUE;
        for (RegionView.Slot s : view.slots()) {
            Step step = step(view, s);
            long trips = step == null ? 0 : step.trips(s.param().dtype());
            if (trips >= LEAST_TRIPS) {
                steps.put(s, step);
                most = Math.min(most, trips);
            }
        }
        if (steps.isEmpty() || Regions.size(view.body().body()) > MOST_EQUATIONS) {
            return false;
        }
        Atom n = view.head();
        if (n instanceof Lit l && l.asLong() <= most || n.dtype() == DType.I32 && most == Integer.MAX_VALUE) {
            r.replace(e.out(), closed(view, steps, r));
            return true;
        }
        Var few = r.b.emit(Prim.LE, n, Lit.of(n.dtype(), most));
        r.replace(e.out(), r.b.cond(few, () -> closed(view, steps, r), () -> r.beside().repeat(e)));
        return true;
    }

    private static Step step(RegionView view, RegionView.Slot s) {
        DType t = s.param().dtype();
        Eqn by = s.param().type().isScalar() && (t == DType.F32 || t == DType.F64) && s.init() instanceof Lit && s.yield() instanceof Var y ? Regions.definition(view.body().body(), y) : null;
        if (by == null || by.prim() != Prim.ADD && by.prim() != Prim.SUB) {
            return null;
        }
        int c = by.in().get(0).equals(s.param()) ? 1 : by.prim() == Prim.ADD && by.in().get(1).equals(s.param()) ? 0 : -1;
        return c >= 0 && by.in().get(c) instanceof Lit l ? new Step(((Lit) s.init()).asDouble(), by.prim() == Prim.SUB ? -l.asDouble() : l.asDouble()) : null;
    }

    /** Appends the loop without these carries; what it hands on. */
    private static List<Atom> closed(RegionView view, Map<RegionView.Slot, Step> steps, Rewrite r) {
        Builder b = r.b;
        Var i = b.fresh(view.trip().type());
        Rewrite copy = r.beside().replace(view.trip(), i);
        var slots = new ArrayList<RegionView.Slot>();
        b.open();
        steps.forEach((s, step) -> copy.replace(s.param(), at(b, s.param().dtype(), step, i)));
        var params = new HashMap<RegionView.Slot, Var>();
        view.slots().stream().filter(s -> !steps.containsKey(s)).forEach(s -> params.put(s, copy.rename(s.param())));
        copy.append(view.body().body());
        List<Eqn> body = b.close();
        Var count = b.emit(Prim.MAX, view.head(), Lit.zero(view.head().dtype()));
        var results = new HashMap<RegionView.Slot, Atom>();
        for (RegionView.Slot s : view.slots()) {
            if (steps.containsKey(s)) {
                results.put(s, at(b, s.param().dtype(), steps.get(s), count));
            } else {
                Var result = b.fresh(s.result().type());
                slots.add(RegionView.Slot.of(s.role(), r.atom(s.init()), params.get(s), copy.atom(s.yield()), result));
                results.put(s, result);
            }
        }
        b.append(RegionView.loop(Prim.FOR, view.extent(), view.head(), i, slots, body));
        return view.slots().stream().map(results::get).toList();
    }

    /** The value after so many trips; nothing in it is rounded. */
    private static Atom at(Builder b, DType t, Step step, Var trips) {
        Var times = b.emit(Prim.CONVERT, new Params.To(t), trips);
        Var way = step.by == 1 ? times : b.emit(Prim.MUL, times, Lit.real(t, step.by));
        // zero trips a negative step each are -0.0, which the sum with a start of 0.0 is not
        return step.start == 0 && step.by > 0 ? way : b.emit(Prim.ADD, way, Lit.real(t, step.start));
    }
}
