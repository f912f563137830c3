package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.MathLibrary;
import dev.jacobi.llvm.emit.Value.Val;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Transcendental functions that are called instead of put in place of each use. A formula has a hundred equations and more, so a method with hundreds of
 * uses would be compiled for minutes. The function that is called has the same formula, and so gives the same bits.
 */
final class SharedMath {
    /** Equations of formulas that are put in place in one function; with more than these, functions that are used again are shared. */
    private static final int MOST_EQUATIONS = 3000;
    private static final int FEW_USES = 3;

    /** A primitive at a type. */
    record Use(Prim prim, DType dtype) {
        /** The formula, or null when there is none to be shared: the narrow floats would be rounded twice, as they are computed by way of f32 elsewhere. */
        Func formula() {
            return hasFormula() ? MathLibrary.func(prim, dtype) : null;
        }

        private boolean hasFormula() {
            return (dtype == DType.F64 || dtype == DType.F32) && prim != Prim.NEXTAFTER && MathLibrary.has(prim);
        }
    }

    private SharedMath() {
    }

    /** Whether an equation that has been left as it is calls a formula, which computes in f64. */
    static boolean has(Eqn e) {
        return isElementwise(e) && new Use(e.prim(), e.in().get(0).dtype()).hasFormula();
    }

    private static boolean isElementwise(Eqn e) {
        return e.prim().group() == Prim.Group.UNARY || e.prim().group() == Prim.Group.BINARY;
    }

    /** What a function's equations had better share. */
    static Set<Use> of(Func f) {
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

    /** A call for {@code n} lanes, of which those outside of the mask get an argument that every function takes the short way with. */
    static String call(Gen g, Use use, List<String> x, int n) {
        String ty = Ty.vector(Ty.value(use.dtype), n);
        var args = new ArrayList<String>();
        for (String v : x) {
            String one = Ty.splat(Ty.value(use.dtype), Ty.real(use.dtype, 1), n);
            args.add(ty + " " + (n > 1 && g.mask != null ? g.fn.def("select " + Ty.vector("i1", n) + " " + g.mask + ", " + ty + " " + v + ", " + ty + " " + one) : v));
        }
        return g.fn.def("call " + ty + " " + symbol(g, use, n) + "(" + String.join(", ", args) + ")");
    }

    private static String name(Use use, int n) {
        return "math." + use.prim.text() + "." + use.dtype.text() + (n == 1 ? "" : ".v" + n);
    }

    /** Whether the function is in the module already. */
    static boolean isShared(Gen g, Use use, int n) {
        return g.out.hasHelper(name(use, n));
    }

    private static String symbol(Gen g, Use use, int n) {
        String name = name(use, n);
        return g.out.hasHelper(name) ? "@" + name : g.out.helper(name, emit(g.unit, use, n, name));
    }

    private static String emit(Unit unit, Use use, int n, String name) {
        Func f = use.formula();
        String ty = Ty.vector(Ty.value(use.dtype), n);
        var params = new ArrayList<String>();
        for (int k = 0; k < f.in().size(); k++) {
            params.add(ty + " %a" + k);
        }
        var fn = new FnText("define internal " + ty + " @" + name + "(" + String.join(", ", params) + ")");
        fn.pure();
        var g = new Gen(unit, new Facts(f, Map.of(), 0), fn, (text, code) -> {
            throw new IllegalStateException("a mathematical function has no checks");
        });
        g.lanes = n;
        for (int k = 0; k < f.in().size(); k++) {
            Var v = f.in().get(k);
            List<String> text = List.of("%a" + k);
            g.set(v, n == 1 ? Val.uniform(v.dtype(), text) : Val.varying(v.dtype(), text));
        }
        g.body(f.body());
        fn.terminate("ret " + ty + " " + g.vector(g.val(f.out().get(0)), 0));
        g.memory.scopes().finish();
        return fn.toString();
    }
}
