package dev.jacobi.llvm.plan;

import static dev.jacobi.llvm.text.Value.VARYING;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Estimates the work of equations in units of a simple scalar operation: of scalar code, or of loops in lanes, where an equation costs as much
 * as the registers it fills, consecutive accesses count as one and gathers as many.
 */
public final class LaneEstimate {
    /** Lanes whose elements are at most so many apart share registers, of which they read or write a part under a mask. */
    private static final int MOST_APART = 4;
    private static final double UNKNOWN_TRIPS = 20;
    /** Per lane, against 1 for a scalar access: instructions that collect take two cycles an element on AMD's processors, and on Intel's with newer microcode; lanes that touch different cache lines also crowd the cache. */
    private static final double GATHER = 6;
    /** The same where each lane reads its index once more, see {@link Collecting#again}: half of it are accesses, the other half puts the elements together. */
    private static final double GATHER_AGAIN = 2.5;
    /** The same of rows, of which each lane has one and goes along it: what a trip reads is beside what the trip before has read. */
    private static final double GATHER_ROWS = 3;
    private static final double SCATTER = 4;
    /** A register of elements of rows that are read by registers. */
    private static final double EXCHANGED = 5;
    /** Trips that are left when rows have been read by registers, and collect their elements one by one, where the number of all trips is not known. */
    private static final double LEFT = (RowReads.FEWEST - 1) / 2.0;
    /** Of adding one lane's term to a sum that keeps its order: it is taken out of its register, and waits for the sum before it. */
    private static final double IN_ORDER = 1.5;
    /** Until an extreme of two reals is there. */
    private static final double EXTREME = 8;
    /** Of a float division, per byte of a vector: a wide register is divided in several turns. */
    private static final double DIVIDED = 0.25;
    /** By how much of the logarithm of their number the longest of some searches is longer than they are on average. */
    private static final double LONGEST = 1.5;
    private static final Set<Prim> LIMITS = Set.of(Prim.LT, Prim.LE, Prim.GT, Prim.GE);
    private final Variance variance;
    private final Map<Var, Integer> plan;
    private final int vectorBytes;
    /** Comparisons of integers with numbers, questions whether two are equal or not, and conjunctions, by what they give. */
    private final Map<Var, Eqn> tests;
    /** Of the branch under way, variables that its condition keeps small, with the most that they are. */
    private final Map<Var, Long> small = new HashMap<>();
    private int lanes = 1;
    /** How many loops are around the one under way. */
    private int around;
    /** Reads of the loop under way that bring a register's worth of elements of each lane's row at a time. */
    private Set<Eqn> rowReads = Set.of();
    /** For how many of its trips they don't. */
    private double rowsLeft;
    /** Rows of an array, of which each lane has another. */
    private final Set<Atom> rows = new HashSet<>();
    /** Of the body under way, indices that may be read again where they lie. */
    private Set<Var> indices = Set.of();

    /** {@code plan}: the lanes of loops by their index parameters; {@code variance} is that of the same loops. */
    LaneEstimate(Variance variance, Map<Var, Integer> plan, int vectorBytes) {
        this(variance, plan, vectorBytes, Map.of());
    }

    /** The same with the {@link #tests} of the program: a loop of {@code n} trips where {@code n < 4} is a short one. */
    LaneEstimate(Variance variance, Map<Var, Integer> plan, int vectorBytes, Map<Var, Eqn> tests) {
        this.variance = variance;
        this.plan = plan;
        this.vectorBytes = vectorBytes;
        this.tests = tests;
    }

    /** The comparisons of integers with numbers, questions whether two are equal or not, and conjunctions among equations and those in them. */
    static Map<Var, Eqn> tests(List<Eqn> body) {
        var tests = new HashMap<Var, Eqn>();
        Regions.each(body, e -> {
            boolean asks = (e.prim() == Prim.EQ || e.prim() == Prim.NE) && e.in().get(0).dtype().isInt() || e.prim() == Prim.AND && e.in().get(0).dtype() == DType.BOOL;
            if (asks && e.result().type().isScalar() || LIMITS.contains(e.prim()) && e.in().get(0) instanceof Var v && v.dtype().isInt() && e.in().get(1) instanceof Lit) {
                tests.put(e.result(), e);
            }
        });
        return tests;
    }

    /** What it costs a loop to have values run through so many lanes, a register full: for each distance, a shuffle, an operation, and the wait for both. */
    static double running(int width) {
        return UNKNOWN_TRIPS / width * 3 * Integer.numberOfTrailingZeros(width);
    }

    /** What a loop costs at least whose trips wait for an extreme of reals: for the greater one, for which of them is none, and for a choice. */
    static double waiting() {
        return UNKNOWN_TRIPS * EXTREME;
    }

    /** Whether lanes whose elements are so far apart share registers. */
    public static boolean isSpaced(long stride, DType t) {
        return stride > 1 && stride <= MOST_APART && t.bytes() >= 4;
    }

    /** How many scalar steps of a loop, which stands among equations that run in lanes, cost as much as one step of all lanes. */
    public static double ratio(Eqn loop, Variance variance, int lanes, int vectorBytes) {
        var wide = new LaneEstimate(variance, Map.of(), vectorBytes);
        wide.lanes = lanes;
        return wide.step(loop) / new LaneEstimate(new Variance(List.of(), Set.of(), Set.of()), Map.of(), vectorBytes).step(loop);
    }

    private double step(Eqn loop) {
        double sum = 1;
        for (Region r : Regions.of(loop)) {
            sum += body(r.body());
        }
        return sum;
    }

    private double body(List<Eqn> body) {
        double sum = 0;
        Set<Var> outer = indices;
        indices = new HashSet<>();
        for (Eqn e : body) {
            boolean row = e.prim() == Prim.INDEX && e.result().isArray() && (rows.contains(e.in().get(0)) || variance.stride(e.in().get(0)) == 0 && variance.stride(e.result()) != 0);
            if (row) {
                rows.add(e.result());
            }
            sum += eqn(e);
            Collecting.note(e, indices);
        }
        indices = outer;
        return sum;
    }

    private double trips(Atom n) {
        return n instanceof Lit l ? Math.max(0, l.bits()) : small.containsKey(n) ? Math.min(UNKNOWN_TRIPS, Math.max(0, small.get(n))) : UNKNOWN_TRIPS;
    }

    double loop(Eqn e) {
        Region r = Regions.of(e).get(0);
        double n = trips(e.in().get(0));
        Integer width = plan.get(r.params().get(0));
        if (width == null || lanes > 1) {
            Set<Eqn> outer = rowReads;
            rowReads = Set.copyOf(RowReads.of(e, variance, lanes, vectorBytes).reads());
            rowsLeft = n == 0 ? 0 : Math.min(1, (e.in().get(0) instanceof Lit ? n % RowReads.FEWEST : LEFT) / n);
            around++;
            double fixed = body(fixed(r));
            double one = body(r.body());
            around--;
            rowReads = outer;
            return 2 + fixed + n * (1 + one - fixed + stacked(e, r)) * (variance.stride(e.in().get(0)) != 0 ? 1.5 : 1);
        }
        lanes = width;
        int inOrder = e.prim() == Prim.FOR ? OrderedTrips.Sum.of(RegionView.of(e)).size() : 0;
        double one = 1 + body(r.body()) + stacked(e, r) + inOrder * IN_ORDER * lanes;
        lanes = 1;
        boolean known = e.in().get(0) instanceof Lit;
        boolean left = !known && (e.prim() == Prim.REDUCE || around > 0);
        return 3 + (known ? Math.ceil(n / width) : n / width) * one + (e.prim() == Prim.REDUCE ? combined(width) : 0) + (left ? one / 2 : 0);
    }

    /** What it costs at the end of a sum in lanes to add these up, each half of them to the other. Trips that do not fill all lanes, half a step on average, come on top, also of loops within others. */
    private static double combined(int width) {
        return 2 * Integer.numberOfTrailingZeros(width);
    }

    /** What every trip of a loop reads and computes alike, which LLVM does once in front of it. */
    private static List<Eqn> fixed(Region r) {
        var changes = new HashSet<Var>(r.params());
        var fixed = new ArrayList<Eqn>();
        for (Eqn e : r.body()) {
            if (Regions.of(e).isEmpty() && !Regions.hasEffect(e) && e.in().stream().noneMatch(a -> a instanceof Var v && changes.contains(v))) {
                fixed.add(e);
            } else {
                changes.addAll(e.out());
            }
        }
        return fixed;
    }

    private double stacked(Eqn e, Region r) {
        double sum = 0;
        for (int k = RegionView.of(e).carried().size(); k < r.out().size(); k++) {
            sum += chunks(r.out().get(k).dtype());
        }
        return sum;
    }

    private double chunks(DType t) {
        return Math.max(1, Math.ceil((double) lanes * t.bytes() / vectorBytes));
    }

    private double eqn(Eqn e) {
        boolean varies = e.in().stream().anyMatch(a -> variance.stride(a) != 0) || e.out().stream().anyMatch(o -> variance.stride(o) != 0);
        DType t = e.in().isEmpty() ? DType.I32 : e.in().get(e.in().size() - 1).dtype();
        double many = varies ? chunks(t) : 1;
        return switch (e.prim().form()) {
            case ELEMENTWISE -> elementwise(e.prim(), t, e.result().dtype(), varies, many);
            case SELECT -> many;
            case FUNCTION -> 30 * many;
            case CALL -> 40 * (varies ? lanes : 1);
            case INDEX -> rowReads.contains(e) ? (1 - rowsLeft) * EXCHANGED * many + rowsLeft * access(e, GATHER) : e.result().isArray() ? 1 : access(e, Collecting.reads(e, indices) ? GATHER_AGAIN : GATHER);
            case UPDATE, ACC_ADD -> access(e, SCATTER);
            case COND -> cond(e);
            case WHILE -> {
                Params.While w = (Params.While) e.params();
                boolean divergent = variance.stride(w.cond().out().get(0)) != 0;
                yield UNKNOWN_TRIPS * (!divergent ? 1 : isSearch(w.body()) ? 1 + LONGEST * Math.log(lanes) : 1.5) * (1 + body(w.cond().body()) + body(w.body().body()));
            }
            case FOR, MAP, REDUCE, SCAN, HIST -> loop(e);
            case DIM, RESHAPE, STOP_GRADIENT, SHARD, ACC_GET, OPT_BARRIER, PSUM, PMAX, PMIN, AXIS_INDEX, DEBUG_CALLBACK -> 0;
            case CHECK -> 1;
            case FULL, ACC_NEW, COPY -> e.result().isArray() ? 10 * many : 0;
            case THREEFRY2X32 -> 80 * many;
            case IOTA, BROADCAST, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN,
                 REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV,
                 SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, ALL_GATHER -> 100;
        };
    }

    private double elementwise(Prim p, DType t, DType to, boolean varies, double many) {
        if (p == Prim.DIV || p == Prim.REM) {
            return !t.isFloat() ? wholeDivision(t, varies) : p == Prim.REM ? 30 * (varies ? lanes : 1)
                : varies && lanes > 1 ? Math.max(8 * many, DIVIDED * lanes * t.bytes()) : 4;
        }
        return p == Prim.CONVERT ? varies ? Math.max(chunks(t), chunks(to)) : 1
            : p == Prim.MULHI ? 2 * many
            : p == Prim.SQRT ? varies && lanes > 1 ? 10 * many : 5 : many;
    }

    private double wholeDivision(DType t, boolean varies) {
        return !varies || lanes == 1 ? 8 : t == DType.I64 ? 10.0 * lanes : Math.max(10 * chunks(DType.F64), 4 + DIVIDED * lanes * DType.F64.bytes());
    }

    /** Whether the trips of a while look for something: all that they hand on are counters and flags. How many there are differs much more from one search to the next than for what converges. */
    private static boolean isSearch(Region body) {
        return body.out().stream().allMatch(a -> a.dtype() == DType.BOOL || counts(a, body));
    }

    private static boolean counts(Atom a, Region body) {
        if (a.isArray()) {
            return false;
        }
        Eqn e = Regions.definition(body.body(), a);
        boolean isSum = e != null && e.result().dtype().isInt() && (e.prim() == Prim.ADD || e.prim() == Prim.SUB) && e.in().get(1) instanceof Lit;
        return isSum ? counts(e.in().get(0), body) : e != null && e.prim() == Prim.SELECT ? e.in().subList(1, 3).stream().allMatch(x -> counts(x, body)) : e == null && a.dtype().isInt();
    }

    private double cond(Eqn e) {
        List<Region> rs = ((Params.Branches) e.params()).regions();
        boolean splits = variance.stride(e.in().get(0)) != 0;
        int seldom = splits ? seldom(e.in().get(0)) : -1;
        double sum = 0;
        double most = 0;
        for (int k = 0; k < rs.size(); k++) {
            Map<Var, Long> before = Map.copyOf(small);
            keepSmall(tests.get(e.in().get(0)), k != 0);
            double one = body(rs.get(k).body());
            small.clear();
            small.putAll(before);
            sum += k == seldom ? one * Math.min(1, lanes / UNKNOWN_TRIPS) : one;
            most = Math.max(most, one);
        }
        return splits ? sum + 3 : most + 1;
    }

    /** The branch that one trip takes, and no others: the one where its number is a certain one, such as the first; -1 where there is none. */
    private int seldom(Atom condition) {
        Eqn test = tests.get(condition);
        if (test == null) {
            return -1;
        }
        if (test.prim() == Prim.AND) {
            return test.in().stream().anyMatch(a -> seldom(a) == 1) ? 1 : -1;
        }
        long one = variance.stride(test.in().get(0));
        long other = variance.stride(test.in().get(1));
        boolean ofOneTrip = (one == 0) != (other == 0) && one != VARYING && other != VARYING;
        return !ofOneTrip ? -1 : test.prim() == Prim.EQ ? 1 : test.prim() == Prim.NE ? 0 : -1;
    }

    /** Takes note of what a comparison says of its variable where it is as given; null says nothing. */
    private void keepSmall(Eqn test, boolean holds) {
        if (test != null && LIMITS.contains(test.prim()) && (test.prim() == Prim.LT || test.prim() == Prim.LE) == holds) {
            long limit = ((Lit) test.in().get(1)).asLong();
            small.put((Var) test.in().get(0), test.prim() == Prim.LT || test.prim() == Prim.GE ? limit - 1 : limit);
        }
    }

    /** Loads and stores: one per register when consecutive, one per lane when scattered. */
    private double access(Eqn e, double scattered) {
        List<Atom> at = e.indices();
        Atom array = e.in().get(0);
        DType t = array.dtype();
        boolean varies = at.stream().anyMatch(a -> variance.stride(a) != 0);
        boolean first = at.subList(0, Math.max(0, at.size() - 1)).stream().anyMatch(a -> variance.stride(a) != 0);
        long last = at.isEmpty() ? 0 : variance.stride(at.get(at.size() - 1));
        if (variance.stride(array) != 0) {
            return varies ? lanes * scattered : rows.contains(array) ? lanes * Math.min(scattered, GATHER_ROWS) : chunks(t);
        }
        if (!varies) {
            return e.prim() == Prim.INDEX || variance.stride(e.written()) == 0 ? 1 : lanes * scattered;
        }
        boolean step = !first && (last == 1 || last == -1) && array.isArray() && array.type().rank() == at.size();
        if (!first && isSpaced(last, t) && array.type().rank() == at.size()) {
            return (last + 1) * chunks(t);
        }
        boolean mostly = e.prim() == Prim.INDEX && !first && variance.likely(at.get(at.size() - 1)) == 1;
        return step ? chunks(t) : mostly ? chunks(t) + 3 : lanes * scattered * (t.bytes() < 4 ? 2 : 1);
    }
}
