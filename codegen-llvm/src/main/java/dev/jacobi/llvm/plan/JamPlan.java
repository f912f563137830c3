package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses maps to unroll and jam: rows of a nest whose inner map runs in lanes and loops over something that all rows share, as a matrix
 * product does, where four rows then use each vector that is loaded; and rows that are added up in order each, where four sums go on side by side.
 */
public final class JamPlan {
    private static final int ACCUMULATORS = 16;
    /** Sums that go on side by side, and equations of a trip that such a sum may have: others have enough to do while they wait. */
    private static final int CHAINS = 2;
    private static final int SHORT = 24;
    /** As many rows go together where a trip waits for the one before for more than this, in cycles. */
    private static final int LONG_CHAINS = 4;
    private static final int LONG = 6;
    /** Equations a processor starts in a cycle. */
    private static final int ISSUED = 3;
    private final Aliases aliases;
    private final Map<Var, Integer> lanes;
    private final int vectorBytes;
    private final Map<Var, Integer> rows = new HashMap<>();

    private JamPlan(Aliases aliases, Map<Var, Integer> lanes, int vectorBytes) {
        this.aliases = aliases;
        this.lanes = lanes;
        this.vectorBytes = vectorBytes;
    }

    /** Number of rows by index parameter of the maps chosen. */
    public static Map<Var, Integer> choose(List<Eqn> body, Aliases aliases, Map<Var, Integer> lanes, int vectorBytes) {
        var plan = new JamPlan(aliases, lanes, vectorBytes);
        plan.look(body, null);
        return plan.rows;
    }

    /** {@code inLanes} is the loop around a block whose trips are lanes, or null. */
    private void look(List<Eqn> body, Eqn inLanes) {
        for (Eqn e : body) {
            if (e.prim() == Prim.MAP && !lanes.containsKey(Regions.trip(e))) {
                consider(e, inLanes);
            }
            boolean loop = e.prim() == Prim.MAP || e.prim() == Prim.FOR || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
            Eqn around = inLanes == null && loop && lanes.containsKey(Regions.trip(e)) ? e : inLanes;
            Regions.of(e).forEach(r -> look(r.body(), around));
        }
    }

    private void consider(Eqn e, Eqn inLanes) {
        Region r = Regions.of(e).get(0);
        if (waits(e, r, inLanes == null ? e : inLanes)) {
            rows.put(r.params().get(0), r.body().stream().anyMatch(x -> x.prim() == Prim.FOR && wait(x) > LONG) ? LONG_CHAINS : CHAINS);
            return;
        }
        List<Eqn> wide = r.body().stream().filter(x -> x.prim() == Prim.MAP && lanes.containsKey(Regions.trip(x))).toList();
        if (wide.size() != 1 || Regions.any(r.body(), x -> x.prim() == Prim.FOR && lanes.containsKey(Regions.trip(x)))) {
            return;
        }
        Region inner = Regions.of(wide.get(0)).get(0);
        Var index = r.params().get(0);
        var v = new Variance(List.of(e), Set.of(inner.params().get(0)), Set.of(index));
        if (!allowed(r.body(), v) || !shares(inner.body(), v, false)) {
            return;
        }
        int widest = inner.body().stream().flatMap(x -> x.out().stream()).mapToInt(o -> o.dtype().bytes()).max().orElse(8);
        int vectors = Math.max(1, lanes.get(inner.params().get(0)) * widest / vectorBytes);
        int n = ACCUMULATORS / vectors;
        if (n >= 2) {
            rows.put(index, Math.min(4, n));
        }
    }

    /**
     * True when each row has a loop that adds up in order, one number a trip: a row alone waits for each addition to end, of several rows the additions go on side by side. {@code around} is the
     * outermost loop by whose trips values may differ: where the rows themselves are made in lanes, these have to go through the same trips and branches.
     */
    private boolean waits(Eqn e, Region r, Eqn around) {
        boolean chain = r.body().stream().anyMatch(x -> x.prim() == Prim.FOR && isChain(x));
        boolean plain = r.body().stream().allMatch(x -> isPlain(x) || x.prim() == Prim.FOR && isChain(x)
            || x.prim() == Prim.MAP && lanes.containsKey(Regions.trip(x)) && !Regions.any(Regions.of(x).get(0).body()));
        return chain && plain && allowed(r.body(), new Variance(List.of(around), lanes.keySet(), Set.of(r.params().get(0))));
    }

    private boolean isChain(Eqn loop) {
        Region r = Regions.of(loop).get(0);
        if (lanes.containsKey(Regions.trip(loop)) || Regions.size(r.body()) > SHORT || !r.body().stream().allMatch(JamPlan::isPlain)) {
            return false;
        }
        return wait(loop) > Regions.size(r.body()) / ISSUED;
    }

    /** Whether an equation has no loop in it. */
    private static boolean isPlain(Eqn e) {
        return e.prim() == Prim.COND ? Regions.of(e).stream().allMatch(r -> r.body().stream().allMatch(JamPlan::isPlain)) : Regions.of(e).isEmpty();
    }

    /** For how many cycles a trip waits for what the one before hands on, about. */
    private static int wait(Eqn loop) {
        Region r = Regions.of(loop).get(0);
        var known = new HashMap<Atom, Integer>();
        List<RegionView.Slot> carried = RegionView.of(loop).carried().stream().filter(c -> !c.param().isArray()).toList();
        carried.forEach(c -> known.put(c.param(), 0));
        wait(r.body(), known);
        return carried.stream().mapToInt(c -> known.getOrDefault(c.yield(), 0)).max().orElse(0);
    }

    /** Adds what follows from numbers that are known to be waited for. */
    private static void wait(List<Eqn> body, Map<Atom, Integer> known) {
        for (Eqn e : body) {
            if (e.prim() == Prim.COND) {
                for (Region side : Regions.of(e)) {
                    wait(side.body(), known);
                    for (int k = 0; k < e.out().size(); k++) {
                        if (known.containsKey(side.out().get(k))) {
                            known.merge(e.out().get(k), known.get(side.out().get(k)), Math::max);
                        }
                    }
                }
            } else if (e.computesScalars() && e.in().stream().anyMatch(known::containsKey)) {
                known.put(e.result(), e.in().stream().mapToInt(a -> known.getOrDefault(a, 0)).max().orElse(0) + latency(e));
            }
        }
    }

    private static int latency(Eqn e) {
        boolean real = e.result().dtype().isFloat();
        if (e.prim() == Prim.DIV || e.prim() == Prim.SQRT || e.prim() == Prim.REM) {
            return 13;
        }
        return e.prim() == Prim.ADD || e.prim() == Prim.SUB || e.prim() == Prim.MUL || e.prim() == Prim.FMA || e.prim() == Prim.MIN || e.prim() == Prim.MAX ? real ? 4 : e.prim() == Prim.MUL ? 3 : 1 : 1;
    }

    /** True when an inner counted loop loads vectors that do not depend on the row. */
    private static boolean shares(List<Eqn> body, Variance v, boolean inLoop) {
        for (Eqn e : body) {
            if (inLoop && e.prim() == Prim.INDEX && v.stride(e.result()) != 0 && !v.jammed(e.result())) {
                return true;
            }
            boolean loop = e.prim() == Prim.FOR || e.prim() == Prim.REDUCE;
            if (loop && shares(Regions.of(e).get(0).body(), v, true)) {
                return true;
            }
        }
        return false;
    }

    private boolean allowed(List<Eqn> body, Variance v) {
        return body.stream().allMatch(e -> allowed(e, v));
    }

    private boolean allowed(Eqn e, Variance v) {
        return switch (e.prim().group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> e.out().stream().noneMatch(Atom::isArray);
            case STRUCTURAL -> e.prim() == Prim.DIM;
            case ACCESS -> e.prim() == Prim.INDEX || !e.in().get(e.in().size() - 1).isArray();
            case CONTROL -> control(e, v);
            case MARK -> true;
            case REDUCTION, LIBRARY, LINEAR, RANDOM, COLLECTIVE -> false;
        };
    }

    private boolean control(Eqn e, Variance v) {
        if (e.prim() == Prim.CHECK) {
            return true;
        }
        // what lanes come to is one number, whichever row it is of
        if (e.prim() == Prim.REDUCE && lanes.containsKey(Regions.trip(e))) {
            return false;
        }
        boolean counted = e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
        boolean branches = e.prim() == Prim.COND && e.out().stream().noneMatch(Atom::isArray);
        boolean same = counted || branches ? !v.jammed(e.in().get(0)) && v.stride(e.in().get(0)) == 0
            : e.params() instanceof Params.While w && !v.jammed(w.cond().out().get(0)) && v.stride(w.cond().out().get(0)) == 0;
        return same && RegionView.of(e).carried().stream().allMatch(c -> !c.param().isArray() || aliases.stable(c))
            && e.out().stream().skip(RegionView.of(e).carried().size()).noneMatch(o -> o.isArray() && e.prim() == Prim.MAP)
            && Regions.of(e).stream().allMatch(r -> allowed(r.body(), v));
    }
}
