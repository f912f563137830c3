package dev.jacobi.llvm.emit;

import static dev.jacobi.llvm.emit.Value.VARYING;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses which loops run in lanes, and how many. In a nest of parallel loops each is a candidate; an estimate of the work per element
 * decides, which counts consecutive accesses as one and gathers as many. Lanes that would not pay are not used: LLVM may still
 * vectorise the sequential loop.
 */
final class LanePlan {
    private static final double UNKNOWN_TRIPS = 20;
    private static final double WORTH = 0.85;
    /** Per lane, against 1 for a scalar access: lanes that touch different cache lines also crowd the cache. */
    private static final double GATHER = 3.5;
    private static final double SCATTER = 4;
    private static final int MOST_LANES = 64;
    private final Aliases aliases;
    private final int vectorBytes;

    private final boolean eager;

    private LanePlan(Aliases aliases, int vectorBytes, boolean eager) {
        this.eager = eager;
        this.aliases = aliases;
        this.vectorBytes = vectorBytes;
    }

    /** Number of lanes by index parameter of the loops chosen; {@code eager} takes lanes wherever they are possible. */
    static Map<Var, Integer> choose(List<Eqn> body, Aliases aliases, int vectorBytes, boolean eager) {
        return vectorBytes == 0 ? Map.of() : new LanePlan(aliases, vectorBytes, eager).inside(body);
    }

    private Map<Var, Integer> inside(List<Eqn> body) {
        var out = new HashMap<Var, Integer>();
        for (Eqn e : body) {
            if (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) {
                out.putAll(nest(e));
            } else {
                Walk.regions(e).forEach(r -> out.putAll(inside(r.body())));
            }
        }
        return out;
    }

    /** The best plan of a loop and those in it. */
    private Map<Var, Integer> nest(Eqn e) {
        Region r = Walk.regions(e).get(0);
        Map<Var, Integer> inner = inside(r.body());
        Var index = r.params().get(0);
        var mine = new Variance(List.of(e), Set.of(index), Set.of());
        if (!LaneRules.allow(e, mine, aliases)) {
            return inner;
        }
        int width = width(e, r, mine);
        if (width < 2) {
            return inner;
        }
        Map<Var, Integer> self = Map.of(index, width);
        double with = new Estimate(mine, self).loop(e);
        double without = new Estimate(new Variance(List.of(e), inner.keySet(), Set.of()), inner).loop(e);
        return with < WORTH * without || eager && inner.isEmpty() ? self : inner;
    }

    /** Lanes for a loop: what fills a register with the widest type computed on, times a factor that hides latency. */
    private int width(Eqn e, Region r, Variance v) {
        int[] widest = {1};
        boolean[] shape = new boolean[2];
        Walk.each(r.body(), x -> {
            for (Var o : x.out()) {
                if (v.stride(o) == VARYING && (!Walk.isArray(o) || x.prim() == Prim.UPDATE)) {
                    widest[0] = Math.max(widest[0], o.dtype().bytes());
                }
            }
            if (x.prim() == Prim.UPDATE || x.prim() == Prim.INDEX) {
                widest[0] = Math.max(widest[0], x.in().get(0).dtype().bytes());
            }
            shape[0] |= x.prim() == Prim.WHILE && v.stride(((Params.While) x.params()).cond().out().get(0)) != 0;
            shape[1] |= x.prim() == Prim.FOR || x.prim() == Prim.WHILE || x.prim() == Prim.REDUCE || x.prim() == Prim.MAP;
        });
        r.out().forEach(a -> widest[0] = Math.max(widest[0], Walk.isArray(a) ? 1 : a.dtype().bytes()));
        int size = Walk.size(r.body());
        int block = shape[0] ? size <= 40 ? 2 : 1 : shape[1] ? size <= 16 ? 4 : size <= 30 ? 2 : 1
            : e.prim() == Prim.REDUCE ? size <= 12 ? 4 : 2 : size <= 30 ? 2 : 1;
        int n = Math.min(MOST_LANES, Math.max(1, vectorBytes / widest[0]) * block);
        if (e.in().get(0) instanceof Lit l) {
            while (n > 1 && n / 2 >= l.bits()) {
                n /= 2;
            }
        }
        return n;
    }

    /** Work of equations in units of a simple scalar operation. */
    private final class Estimate {
        private final Variance variance;
        private final Map<Var, Integer> plan;
        private int lanes = 1;

        Estimate(Variance variance, Map<Var, Integer> plan) {
            this.variance = variance;
            this.plan = plan;
        }

        private double body(List<Eqn> body) {
            return body.stream().mapToDouble(this::eqn).sum();
        }

        private double trips(Atom n) {
            return n instanceof Lit l ? Math.max(0, l.bits()) : UNKNOWN_TRIPS;
        }

        double loop(Eqn e) {
            Region r = Walk.regions(e).get(0);
            double n = trips(e.in().get(0));
            Integer width = plan.get(r.params().get(0));
            if (width == null || lanes > 1) {
                return 2 + n * (1 + body(r.body()) + stacked(e, r)) * (variance.stride(e.in().get(0)) != 0 ? 1.5 : 1);
            }
            lanes = width;
            double one = 1 + body(r.body()) + stacked(e, r);
            lanes = 1;
            boolean known = e.in().get(0) instanceof Lit;
            return 3 + (known ? Math.ceil(n / width) : n / width) * one;
        }

        private double stacked(Eqn e, Region r) {
            return r.out().stream().skip(InPlace.carries(e).size()).mapToDouble(a -> chunks(a.dtype())).sum();
        }

        private double chunks(DType t) {
            return Math.max(1, Math.ceil((double) lanes * t.bytes() / vectorBytes));
        }

        private double eqn(Eqn e) {
            boolean varies = e.in().stream().anyMatch(a -> variance.stride(a) != 0) || e.out().stream().anyMatch(o -> variance.stride(o) != 0);
            DType t = e.in().isEmpty() ? DType.I32 : e.in().get(e.in().size() - 1).dtype();
            double many = varies ? chunks(t) : 1;
            return switch (e.prim()) {
                case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, ADD, SUB, MUL, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, COPYSIGN,
                     EQ, NE, LT, LE, GT, GE, SELECT, FMA, BITCAST -> many;
                case CONVERT -> varies ? Math.max(chunks(t), chunks(e.result().dtype())) : 1;
                case MULHI -> 2 * many;
                case SQRT -> varies && lanes > 1 ? 10 * many : 5;
                case DIV -> t.isFloat() ? varies && lanes > 1 ? 8 * many : 4 : wholeDivision(t, varies);
                case REM -> t.isFloat() ? 30 * (varies ? lanes : 1) : wholeDivision(t, varies);
                case CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ERF, ERF_INV, LGAMMA, DIGAMMA, POW,
                     ATAN2, HYPOT, NEXTAFTER -> 30 * many;
                case CALL -> 40 * (varies ? lanes : 1);
                case INDEX -> Walk.isArray(e.result()) ? 1 : access(e, e.in().subList(1, e.in().size()), GATHER);
                case UPDATE, ACC_ADD -> access(e, e.in().subList(1, e.in().size() - 1), SCATTER);
                case COND -> cond(e);
                case FOR -> 2 + trips(e.in().get(0)) * (1 + body(((Params.Loop) e.params()).body().body())) * (variance.stride(e.in().get(0)) != 0 ? 1.5 : 1);
                case WHILE -> {
                    Params.While w = (Params.While) e.params();
                    boolean divergent = variance.stride(w.cond().out().get(0)) != 0;
                    yield UNKNOWN_TRIPS * (divergent ? 1.5 : 1) * (1 + body(w.cond().body()) + body(w.body().body()));
                }
                case MAP, REDUCE, SCAN, HIST -> loop(e);
                case DIM, RESHAPE, STOP_GRADIENT, ACC_GET, OPT_BARRIER, PSUM, PMAX, PMIN, AXIS_INDEX, DEBUG_CALLBACK -> 0;
                case CHECK -> 1;
                case FULL, ACC_NEW, COPY -> Walk.isArray(e.result()) ? 10 * many : 0;
                case THREEFRY2X32 -> 80 * many;
                case IOTA, BROADCAST, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN,
                     REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV,
                     SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, ALL_GATHER -> 100;
            };
        }

        private double wholeDivision(DType t, boolean varies) {
            return !varies || lanes == 1 ? 8 : t == DType.I64 ? 10.0 * lanes : 10 * chunks(DType.F64);
        }

        private double cond(Eqn e) {
            List<Region> rs = ((Params.Branches) e.params()).regions();
            boolean splits = variance.stride(e.in().get(0)) != 0;
            double sum = rs.stream().mapToDouble(r -> body(r.body())).sum();
            double most = rs.stream().mapToDouble(r -> body(r.body())).max().orElse(0);
            return splits ? sum + 3 : most + 1;
        }

        /** Loads and stores: one per register when consecutive, one per lane when scattered. */
        private double access(Eqn e, List<Atom> at, double scattered) {
            Atom array = e.in().get(0);
            DType t = array.dtype();
            boolean varies = at.stream().anyMatch(a -> variance.stride(a) != 0);
            boolean first = at.subList(0, Math.max(0, at.size() - 1)).stream().anyMatch(a -> variance.stride(a) != 0);
            long last = at.isEmpty() ? 0 : variance.stride(at.get(at.size() - 1));
            if (variance.stride(array) != 0) {
                return varies ? lanes * scattered : chunks(t);
            }
            if (!varies) {
                return e.prim() == Prim.INDEX || variance.stride(e.in().get(e.in().size() - 1)) == 0 ? 1 : lanes * scattered;
            }
            boolean step = !first && (last == 1 || last == -1) && Walk.isArray(array) && array.type().rank() == at.size();
            boolean mostly = e.prim() == Prim.INDEX && !first && variance.likely(at.get(at.size() - 1)) == 1;
            return step ? chunks(t) : mostly ? chunks(t) + 3 : lanes * scattered * (t.bytes() < 4 ? 2 : 1);
        }
    }
}
