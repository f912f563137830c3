package dev.jacobi.llvm.plan;

import static dev.jacobi.llvm.text.Value.VARYING;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Aliases;
import dev.jacobi.llvm.math.SharedFormulas;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses which loops run in lanes, and how many. In a nest of parallel loops each is a candidate; an estimate of the work per element
 * decides, which counts consecutive accesses as one and gathers as many. Lanes that would not pay are not used: LLVM may still
 * vectorise the sequential loop.
 */
public final class LanePlan {
    private static final double WORTH = 0.85;
    /** What rows whose lanes share what they load take of the time that they would take one by one. */
    private static final double JAMMED = 0.7;
    private static final int MOST_LANES = 64;
    private static final int MOST_IN_COLUMNS = 128;
    /** Equations of a loop that does little more than add up what it reads down its columns. */
    private static final int COLUMN = 8;
    /** Equations of a loop inside that are few enough for many lanes to have their numbers in registers. */
    private static final int MOST_IN_CHAINS = 16;
    private final Aliases aliases;
    private final int vectorBytes;

    private final boolean eager;

    private final Map<Var, OrderedTrips> ordered;
    private Map<Var, Integer> lanes = Map.of();
    private Map<Var, Eqn> tests = Map.of();
    private final Map<Var, Map<Var, Integer>> inFewTrips = new HashMap<>();

    private LanePlan(Aliases aliases, Map<Var, OrderedTrips> ordered, int vectorBytes, boolean eager) {
        this.ordered = ordered;
        this.eager = eager;
        this.aliases = aliases;
        this.vectorBytes = vectorBytes;
    }

    /** A plan for these equations; of the loops that carry something those among {@code ordered} may run in lanes. {@code eager} takes lanes wherever they are possible. */
    public static LanePlan choose(List<Eqn> body, Aliases aliases, Map<Var, OrderedTrips> ordered, int vectorBytes, boolean eager) {
        var plan = new LanePlan(aliases, ordered, vectorBytes, eager);
        if (vectorBytes > 0) {
            plan.tests = LaneEstimate.tests(body);
            plan.lanes = plan.inside(body);
        }
        return plan;
    }

    /** Number of lanes by index parameter of the loops chosen. */
    public Map<Var, Integer> lanes() {
        return lanes;
    }

    /** By index parameter of a chosen loop with loops inside: the plan of these for the case that the chosen one has so few trips that they run one by one. */
    public Map<Var, Map<Var, Integer>> inFewTrips() {
        return inFewTrips;
    }

    private Map<Var, Integer> inside(List<Eqn> body) {
        var out = new HashMap<Var, Integer>();
        for (Eqn e : body) {
            if (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.FOR && ordered.containsKey(Regions.trip(e))) {
                out.putAll(nest(e));
            } else {
                Regions.of(e).forEach(r -> out.putAll(inside(r.body())));
            }
        }
        return out;
    }

    /** The best plan of a loop and those in it. */
    private Map<Var, Integer> nest(Eqn e) {
        Region r = Regions.of(e).get(0);
        Map<Var, Integer> inner = inside(r.body());
        Var index = r.params().get(0);
        if (ordered.containsKey(index) && ordered.get(index).packing() != null) {
            return !eager && Collecting.collects(e, true, vectorBytes) ? inner : Map.of(index, vectorBytes / ordered.get(index).packing().array().param().dtype().bytes());
        }
        if (ordered.containsKey(index) && ordered.get(index).unpacking() != null) {
            return Map.of(index, vectorBytes / ordered.get(index).unpacking().array().param().dtype().bytes());
        }
        var mine = new Variance(List.of(e), Set.of(index), Set.of());
        if (!LaneRules.allow(e, mine, aliases)) {
            return inner;
        }
        int width = width(e, r, mine);
        if (width < 2) {
            return inner;
        }
        Map<Var, Integer> self = Map.of(index, width);
        double with = new LaneEstimate(mine, self, vectorBytes, tests).loop(e) + (isRunning(index) ? ordered.get(index).running() * LaneEstimate.running(width) : 0);
        double without = new LaneEstimate(new Variance(inner.isEmpty() ? List.of() : List.of(e), inner.keySet(), Set.of()), inner, vectorBytes, tests).loop(e);
        without = isRunning(index) && ordered.get(index).waits() ? Math.max(without, LaneEstimate.waiting()) : without;
        boolean better = with < WORTH * without && (with < WORTH * JAMMED * without || inner.isEmpty() || !JamPlan.choose(List.of(e), aliases, inner, vectorBytes).containsKey(index));
        if (better || eager && inner.isEmpty()) {
            if (!inner.isEmpty()) {
                inFewTrips.put(index, inner);
            }
            return self;
        }
        return inner;
    }

    /** Lanes for a loop: what fills a register with the widest type computed on, times a factor that hides latency. */
    private int width(Eqn e, Region r, Variance v) {
        int[] widest = {1};
        int[] size = {0};
        boolean[] shape = new boolean[2];
        Regions.each(r.body(), x -> {
            for (Var o : x.out()) {
                if (v.stride(o) == VARYING && (!o.isArray() || x.prim() == Prim.UPDATE)) {
                    widest[0] = Math.max(widest[0], o.dtype().bytes());
                }
            }
            if (x.prim() == Prim.UPDATE || x.prim() == Prim.INDEX) {
                widest[0] = Math.max(widest[0], x.in().get(0).dtype().bytes());
            }
            boolean formula = SharedFormulas.has(x);
            widest[0] = formula ? Math.max(widest[0], DType.F64.bytes()) : widest[0];
            size[0] += formula ? 100 : 1;
            shape[0] |= x.prim() == Prim.WHILE && v.stride(((Params.While) x.params()).cond().out().get(0)) != 0;
            shape[1] |= x.prim() == Prim.FOR || x.prim() == Prim.WHILE || x.prim() == Prim.REDUCE || x.prim() == Prim.MAP;
        });
        r.out().forEach(a -> widest[0] = Math.max(widest[0], a.isArray() ? 1 : a.dtype().bytes()));
        int chains = chains(r);
        boolean column = isColumn(r, size[0]) || chains == 1;
        int block = shape[0] ? size[0] <= 40 ? 2 : 1 : shape[1] ? column ? 8 : chains == 2 || size[0] <= 16 ? 4 : size[0] <= 30 ? 2 : 1
            : e.prim() == Prim.REDUCE || r.out().isEmpty() && size[0] == r.body().size() ? size[0] <= 12 ? 4 : size[0] <= 40 ? 2 : 1
            : size[0] <= 30 && !isRunning(r.params().get(0)) ? 2 : 1;
        int n = Math.min(column ? MOST_IN_COLUMNS : MOST_LANES, Math.max(1, vectorBytes / widest[0]) * block);
        n = ordered.containsKey(r.params().get(0)) ? Math.min(n, ordered.get(r.params().get(0)).most()) : n;
        if (e.in().get(0) instanceof Lit l) {
            while (n > 1 && n / 2 >= l.bits()) {
                n /= 2;
            }
        }
        return n;
    }

    private boolean isRunning(Var index) {
        return ordered.containsKey(index) && ordered.get(index).isRunning();
    }

    /**
     * How many numbers of each lane a loop inside, perhaps in a branch, computes from what they were, with next to nothing besides: each waits for itself, so that many lanes are needed for a processor to have work. 0 where
     * the loop is none of that kind.
     */
    private static int chains(Region r) {
        List<Eqn> loops = r.body().stream().flatMap(x -> x.prim() == Prim.COND ? Regions.of(x).stream().flatMap(b -> b.body().stream()) : Stream.of(x)).filter(x -> !Regions.of(x).isEmpty()).toList();
        if (loops.size() != 1 || loops.get(0).prim() != Prim.FOR) {
            return 0;
        }
        Region trip = Regions.of(loops.get(0)).get(0);
        List<Eqn> inside = trip.body();
        Set<Integer> own = new HashSet<>(Regions.defined(trip));
        boolean plain = inside.stream().allMatch(x -> x.prim() == Prim.INDEX ? x.in().stream().noneMatch(a -> a instanceof Var v && own.contains(v.id())) : x.computesScalars() && x.result().dtype().isFloat() && (x.prim().cost() == Prim.Cost.ONE || x.prim() == Prim.DIV));
        return plain && inside.size() <= MOST_IN_CHAINS && loops.get(0).out().stream().allMatch(v -> v.dtype().isFloat()) ? loops.get(0).out().size() : 0;
    }

    /** Whether each lane reads one element a trip of a loop inside, and does next to nothing with it: wide stripes of the rows are read one after the other then, instead of some elements of each. */
    private static boolean isColumn(Region r, int size) {
        List<Eqn> loops = r.body().stream().filter(x -> !Regions.of(x).isEmpty()).toList();
        if (size > COLUMN || loops.size() != 1 || loops.get(0).prim() != Prim.FOR && loops.get(0).prim() != Prim.REDUCE) {
            return false;
        }
        List<Eqn> inside = Regions.of(loops.get(0)).get(0).body();
        return inside.stream().filter(x -> x.prim() == Prim.INDEX).count() == 1 && !Regions.any(inside, x -> x.prim() == Prim.UPDATE);
    }
}
