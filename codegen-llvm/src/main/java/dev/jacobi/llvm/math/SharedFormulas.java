package dev.jacobi.llvm.math;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Transcendental functions that are called instead of put in place of each use. A formula has a hundred equations and more, so a method with hundreds of
 * uses would be compiled for minutes. The function that is called has the same formula, and so gives the same bits.
 */
public final class SharedFormulas {
    /** Equations of formulas that are put in place in one function; with more than these, functions that are used again are shared. */
    private static final int MOST_EQUATIONS = 3000;
    private static final int FEW_USES = 3;

    /** A primitive at a type. */
    public record Use(Prim prim, DType dtype) {
        /** The formula, or null when there is none to be shared: the narrow floats would be rounded twice, as they are computed by way of f32 elsewhere. */
        public Func formula() {
            return hasFormula() ? MathLibrary.func(prim, dtype) : null;
        }

        private boolean hasFormula() {
            return (dtype == DType.F64 || dtype == DType.F32) && prim != Prim.NEXTAFTER && MathLibrary.has(prim);
        }
    }

    private SharedFormulas() {
    }

    /** Whether an equation that has been left as it is calls a formula, which computes in f64. */
    public static boolean has(Eqn e) {
        return isElementwise(e) && new Use(e.prim(), e.in().get(0).dtype()).hasFormula();
    }

    private static boolean isElementwise(Eqn e) {
        return e.prim().group() == Prim.Group.UNARY || e.prim().group() == Prim.Group.BINARY;
    }

    /** The same for a GPU, where functions of doubles that are rounded in a branch of their own ({@link MathLibrary#rounded}) are called: their code would lengthen the loops around it. */
    public static Set<Use> ofDevice(Func f) {
        var out = new HashSet<>(of(f));
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.COND) {
                Regions.of(e).stream().map(Region::body).filter(SharedFormulas::isRounded).forEach(body -> out.add(new Use(body.get(0).prim(), DType.F64)));
            }
        });
        return out;
    }

    private static boolean isRounded(List<Eqn> body) {
        return body.size() == 2 && has(body.get(0)) && body.get(0).result().dtype() == DType.F64 && body.get(1).prim() == Prim.CONVERT && body.get(1).result().dtype() == DType.F32;
    }

    /** What a function's equations had better share. */
    public static Set<Use> of(Func f) {
        var counts = new int[Prim.values().length][DType.values().length];
        Regions.each(f.body(), e -> {
            if (isElementwise(e)) {
                counts[e.prim().ordinal()][e.in().get(0).dtype().ordinal()]++;
            }
        });
        var uses = new HashMap<Use, Integer>();
        for (Prim p : Prim.values()) {
            for (DType t : DType.values()) {
                if (counts[p.ordinal()][t.ordinal()] > 0) {
                    uses.put(new Use(p, t), counts[p.ordinal()][t.ordinal()]);
                }
            }
        }
        long equations = 0;
        for (Map.Entry<Use, Integer> u : Map.copyOf(uses).entrySet()) {
            Func formula = u.getKey().formula();
            if (formula == null) {
                uses.remove(u.getKey());
            } else {
                equations += (long) u.getValue() * Regions.size(formula.body());
            }
        }
        if (equations <= MOST_EQUATIONS) {
            return Set.of();
        }
        var out = new HashSet<>(uses.keySet());
        out.removeIf(u -> uses.get(u) < FEW_USES);
        return out;
    }
}
