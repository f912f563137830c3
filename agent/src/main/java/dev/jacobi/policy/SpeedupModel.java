package dev.jacobi.policy;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import java.util.List;
import java.util.Map;

/**
 * Foresees from a raised program's loops alone how much faster compiled code of it may be than the JVM's. It is a guess, by which nothing is decided but how much time a
 * method has to cost before it is tried: loops whose trips do not wait for each other gain by threads and vectors, loops that wait for one result after the other hardly.
 */
public final class SpeedupModel {
    /** Trips of a loop of which the program does not say how often it runs. */
    private static final double TRIPS = 64;
    private static final double MOST_TRIPS = 1e6;
    private static final double SERIAL = 1.1;
    /** The JVM has a call where we have the instructions. */
    private static final double SLOW_FUNCTIONS = 1.4;
    /** What the JVM's own vectoriser takes, so that only threads are gained. */
    private static final double SIMPLE = 1.5;
    private static final double PARALLEL = 2.5;
    /** Sums in order of what vectors compute. */
    private static final double TERMS = 1.6;
    /** Operations from which on what a trip adds is worth vectors. */
    private static final int MANY_OPERATIONS = 6;

    /** Whether the JVM has these loops, too, and vectorises simple ones. */
    private final boolean alike;
    private double jvm;
    private double compiled;

    private SpeedupModel(boolean alike) {
        this.alike = alike;
    }

    /** What is foreseen at most. */
    public static double most() {
        return PARALLEL;
    }

    /** The JVM's time by the time of compiled code; at least 1. */
    public static double of(Module raised) {
        return of(raised, true);
    }

    /** The same where trips that wait for each other go together, in an order that the JVM does not find; less where nothing waits for such an order. */
    public static double ofOrdered(Module raised, Module ordered) {
        return Math.max(of(raised), of(ordered, ordered.equals(raised)));
    }

    private static double of(Module program, boolean alike) {
        var model = new SpeedupModel(alike);
        for (Func f : program.funcs().values()) {
            model.add(f.body(), 1, 1, 0);
        }
        return model.compiled == 0 ? 1 : model.jvm / model.compiled;
    }

    /** Equations that run {@code times} in all, within loops that gain {@code speedup} already, {@code parallel} of which are one in another. */
    private void add(List<Eqn> body, double times, double speedup, int parallel) {
        for (Eqn e : body) {
            switch (e.prim().group()) {
                case CONTROL -> loop(e, times, speedup, parallel);
                case LIBRARY, REDUCTION, RANDOM -> count(times * TRIPS * TRIPS, Math.max(speedup, PARALLEL));
                case UNARY, BINARY, COMPARE, TERNARY, CONVERSION, STRUCTURAL, ACCESS, LINEAR, COLLECTIVE, MARK -> {
                    Prim.Cost cost = e.prim().cost();
                    count(times * CostModel.effort(cost), Math.max(speedup, cost == Prim.Cost.MANY ? SLOW_FUNCTIONS : SERIAL));
                }
            }
        }
    }

    private void loop(Eqn e, double times, double speedup, int parallel) {
        boolean isParallel = e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.HIST;
        double inner = isParallel ? Math.max(speedup, alike && parallel == 0 && e.prim() != Prim.HIST && isSimple(e) ? SIMPLE : PARALLEL) : addsTerms(e) ? Math.max(speedup, TERMS) : speedup;
        for (Region r : Regions.of(e)) {
            add(r.body(), times * Math.min(MOST_TRIPS, CostModel.trips(e.params(), TRIPS)), inner, parallel + (isParallel ? 1 : 0));
        }
    }

    /** Whether all that trips hand on is sums, to each of which one term is added: terms are computed together, and added in order. */
    private static boolean addsTerms(Eqn loop) {
        if (loop.prim() != Prim.FOR) {
            return false;
        }
        RegionView view = RegionView.of(loop);
        List<Eqn> body = view.body().body();
        Map<Integer, Integer> uses = Regions.uses(body, view.body().out());
        return body.stream().filter(x -> isFloat(x) && x.prim() != Prim.INDEX).count() >= MANY_OPERATIONS && view.slots().stream().allMatch(s -> {
            Eqn by = s.param().isArray() ? null : Regions.definition(body, s.yield());
            return by != null && by.prim() == Prim.ADD && isFloat(by) && by.in().contains(s.param()) && uses.get(s.param().id()) == 1;
        });
    }

    private static boolean isFloat(Eqn e) {
        return e.out().size() == 1 && e.result().dtype().isFloat();
    }

    private void count(double work, double speedup) {
        jvm += work;
        compiled += work / speedup;
    }

    /** Whether all that a loop does is arithmetic on elements, without a loop, a branch or a conversion within: the JVM does several of its trips at a time, too. */
    private static boolean isSimple(Eqn loop) {
        return Regions.of(loop).stream().flatMap(r -> r.body().stream()).allMatch(SpeedupModel::isSimpleArithmetic);
    }

    private static boolean isSimpleArithmetic(Eqn e) {
        return switch (e.prim().group()) {
            case UNARY, BINARY -> e.prim().cost() != Prim.Cost.MANY && e.out().stream().noneMatch(v -> v.type().dtype() == DType.BOOL);
            case ACCESS, STRUCTURAL -> true;
            case COMPARE, TERNARY, CONVERSION, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }
}
