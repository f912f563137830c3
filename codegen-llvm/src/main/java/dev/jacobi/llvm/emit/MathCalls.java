package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.math.SharedFormulas;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Transcendental functions that have not been lowered: calls of one of {@link SharedFormulas}, which stands in the module once for each number of lanes, else of the C
 * library, lane by lane.
 */
final class MathCalls {
    private final EquationEmitter g;

    MathCalls(EquationEmitter g) {
        this.g = g;
    }

    String call(Prim p, DType t, List<String> x, int n) {
        var use = new SharedFormulas.Use(p, t);
        if (isShared(use, n) || use.formula() != null) {
            return shared(use, x, n);
        }
        if (g.unit.device()) {
            throw new IllegalStateException(p.text() + " has not been lowered, and a GPU has no C library");
        }
        String name = p == Prim.LGAMMA ? "lgamma" : p.text();
        String ty = Ty.value(t);
        String symbol = t == DType.F32 ? name + "f" : name;
        String f = g.out.declare(ty, symbol, "(" + String.join(", ", x.stream().map(v -> ty).toList()) + ") memory(none) nounwind willreturn");
        return eachLane(ty, ty, x, n, args -> {
            String r = g.fn.def("call " + ty + " " + f + "(" + String.join(", ", args.stream().map(a -> ty + " " + a).toList()) + ")");
            return p == Prim.POW ? javaPow(t, args, r) : r;
        });
    }

    /** A call for {@code n} lanes, of which those outside of the mask get an argument that every function takes the short way with. */
    private String shared(SharedFormulas.Use use, List<String> x, int n) {
        String ty = Ty.vector(Ty.value(use.dtype()), n);
        var args = new ArrayList<String>();
        for (String v : x) {
            String one = Ty.splat(Ty.value(use.dtype()), Ty.real(use.dtype(), 1), n);
            args.add(ty + " " + (n > 1 && g.mask != null ? g.fn.def("select " + Ty.vector("i1", n) + " " + g.mask + ", " + ty + " " + v + ", " + ty + " " + one) : v));
        }
        return g.fn.def("call " + ty + " " + symbol(use, n) + "(" + String.join(", ", args) + ")");
    }

    private static String name(SharedFormulas.Use use, int n) {
        return "math." + use.prim().text() + "." + use.dtype().text() + (n == 1 ? "" : ".v" + n);
    }

    /** Whether the function is in the module already. */
    private boolean isShared(SharedFormulas.Use use, int n) {
        return g.out.hasHelper(name(use, n));
    }

    private String symbol(SharedFormulas.Use use, int n) {
        String name = name(use, n);
        return g.out.hasHelper(name) ? "@" + name : g.out.helper(name, function(g.unit, use, n, name));
    }

    private static String function(ModuleContext unit, SharedFormulas.Use use, int n, String name) {
        Func f = use.formula();
        String ty = Ty.vector(Ty.value(use.dtype()), n);
        var params = new ArrayList<String>();
        for (int k = 0; k < f.in().size(); k++) {
            params.add(ty + " %a" + k);
        }
        var fn = new FnText("define internal " + ty + " @" + name + "(" + String.join(", ", params) + ")");
        fn.pure();
        var g = new EquationEmitter(unit, new FunctionFacts(f, Map.of(), 0), fn, (text, code) -> {
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

    /** C's pow says 1 where Java says NaN: pow(1, NaN), pow(+-1, +-infinity). */
    private String javaPow(DType t, List<String> x, String r) {
        String ty = Ty.value(t);
        String mag = g.ops.intrinsic("fabs", t, 1, x.get(0));
        String one = g.fn.def("fcmp oeq " + ty + " " + mag + ", " + Ty.real(t, 1));
        String exp = g.ops.intrinsic("fabs", t, 1, x.get(1));
        String wild = g.fn.def("fcmp ueq " + ty + " " + exp + ", " + Ty.real(t, Double.POSITIVE_INFINITY));
        String nan = g.fn.def("and i1 " + one + ", " + wild);
        return g.fn.def("select i1 " + nan + ", " + ty + " " + Ty.real(t, Double.NaN) + ", " + ty + " " + r);
    }

    /** A scalar computation done for every lane of vector operands. */
    String eachLane(String in, String out, List<String> x, int n, Function<List<String>, String> one) {
        if (n == 1) {
            return one.apply(x);
        }
        String r = "poison";
        for (int l = 0; l < n; l++) {
            var args = new ArrayList<String>();
            for (String v : x) {
                args.add(g.fn.def("extractelement " + Ty.vector(in, n) + " " + v + ", i64 " + l));
            }
            r = g.fn.def("insertelement " + Ty.vector(out, n) + " " + r + ", " + out + " " + one.apply(args) + ", i64 " + l);
        }
        return r;
    }
}
