package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.SquareRoots;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the square roots that {@link SquareRoots} computes beside the divider. On the processors in question one unit does divisions and square roots,
 * while two do everything else; a loop whose iterations overlap takes as long as the busier side. Multiplying roots out moves work from the one to the
 * others, which pays in innermost loops that do little besides. The latency grows, so what the next iteration waits for stays with the divider.
 */
public final class SquareRootPlan {
    /** Cycles of the divider for 64 bytes of doubles, and of floats; Intel's processors since Ice Lake. */
    private static final double ROOT = 18;
    private static final double DIVISION = 16;
    private static final double FLOAT_ROOT = 12;
    private static final double FLOAT_DIVISION = 10;
    /** Instructions of one register in {@link SquareRoots}, against those of one that goes to the divider. */
    private static final double MULTIPLIED = 18;
    private static final double TO_DIVIDER = 3;
    private static final double UNITS = 2;
    private static final double WORTH = 0.85;
    private static final int REGISTER_BYTES = 64;
    private final Variance variance;
    private final Map<Var, Integer> lanes;
    private final boolean eager;
    private final Set<Var> chosen = new HashSet<>();

    private SquareRootPlan(Variance variance, Map<Var, Integer> lanes, boolean eager) {
        this.variance = variance;
        this.lanes = lanes;
        this.eager = eager;
    }

    /** The results of the square roots chosen; {@code eager} takes all that are possible. */
    public static Set<Var> choose(List<Eqn> body, Variance variance, Map<Var, Integer> lanes, boolean eager) {
        var plan = new SquareRootPlan(variance, lanes, eager);
        plan.inside(body, 1);
        return plan.chosen;
    }

    /** {@code width}: the lanes that the equations run in. */
    private void inside(List<Eqn> body, int width) {
        for (Eqn e : body) {
            for (Region r : Regions.of(e)) {
                int n = width > 1 || r.params().isEmpty() ? width : lanes.getOrDefault(r.params().get(0), 1);
                if (n % SquareRoots.REGISTER == 0 && (eager || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.FOR)) {
                    loop(e, r, n);
                }
                inside(r.body(), n);
            }
        }
    }

    private void loop(Eqn e, Region r, int width) {
        var roots = new HashSet<Var>();
        Set<Var> waited = e.prim() == Prim.FOR && !eager ? recurrent(e, r) : Set.of();
        var cost = new Cost(width);
        Regions.each(r.body(), x -> {
            if (x.prim() == Prim.SQRT && x.result().dtype() == DType.F64 && varies(x) && !waited.contains(x.result())) {
                roots.add(x.result());
            }
            cost.add(x);
        });
        if (e.params() instanceof Params.Fold f) {
            cost.others += f.ops().size();
        }
        if (eager || !cost.nested && cost.pays(roots.size())) {
            chosen.addAll(roots);
        }
    }

    private boolean varies(Eqn e) {
        return e.in().stream().anyMatch(a -> variance.stride(a) != 0) || e.out().stream().anyMatch(o -> variance.stride(o) != 0);
    }

    /** What depends on a value from the iteration before. */
    private static Set<Var> recurrent(Eqn loop, Region r) {
        var found = new HashSet<Var>();
        RegionView.of(loop).carried().forEach(c -> found.add(c.param()));
        Regions.each(r.body(), x -> {
            if (x.in().stream().anyMatch(found::contains) || Regions.captures(x).stream().anyMatch(found::contains)) {
                found.addAll(x.out());
                Regions.of(x).forEach(inner -> found.addAll(inner.params()));
            }
        });
        return found;
    }

    /** Cycles of the divider and instructions of the other units for one iteration of all lanes. */
    private final class Cost {
        private final int width;
        private double divider;
        private double others;
        private boolean nested;

        Cost(int width) {
            this.width = width;
        }

        boolean pays(int roots) {
            double n = roots * registers(DType.F64);
            double now = Math.max(divider, others / UNITS);
            double then = Math.max(divider - n * ROOT, (others + n * (MULTIPLIED - TO_DIVIDER)) / UNITS);
            return then < WORTH * now;
        }

        private double registers(DType t) {
            return Math.max(1, (double) width * t.bytes() / REGISTER_BYTES);
        }

        /** Equations in regions come by themselves. What is the same in all lanes costs next to nothing. */
        void add(Eqn e) {
            nested |= e.prim() != Prim.COND && !Regions.of(e).isEmpty();
            if (!varies(e)) {
                return;
            }
            DType t = e.in().isEmpty() ? DType.I32 : e.in().get(e.in().size() - 1).dtype();
            boolean doubles = t == DType.F64;
            if (e.prim() == Prim.SQRT) {
                divide(doubles ? ROOT : FLOAT_ROOT, t);
            } else if (e.prim() == Prim.DIV && t != DType.I64) {
                // integers of up to 32 bits are divided as doubles
                divide(doubles || t.isInt() ? DIVISION : FLOAT_DIVISION, t.isInt() ? DType.F64 : t);
            } else if (e.prim() == Prim.REM || e.prim() == Prim.DIV) {
                others += 10 * width;
            } else {
                others += switch (e.prim().group()) {
                    case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> registers(t);
                    case ACCESS, LINEAR -> reaches(e) && !consecutive(e) ? width : 0;
                    case CONTROL -> e.prim() == Prim.CALL ? 40 * width : 1;
                    case STRUCTURAL, MARK, COLLECTIVE -> 0;
                    case REDUCTION, LIBRARY, RANDOM -> 40 * registers(t);
                };
            }
        }

        private void divide(double cycles, DType t) {
            divider += cycles * registers(t);
            others += TO_DIVIDER * registers(t);
        }

        private boolean reaches(Eqn e) {
            return e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD;
        }

        private boolean consecutive(Eqn e) {
            List<Atom> at = e.indices();
            return at.isEmpty() || Math.abs(variance.likely(at.get(at.size() - 1))) <= 1 && at.subList(0, at.size() - 1).stream().allMatch(a -> variance.stride(a) == 0);
        }
    }
}
