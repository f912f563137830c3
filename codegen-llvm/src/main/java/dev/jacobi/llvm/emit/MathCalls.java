package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Transcendental functions that have not been lowered: calls of a shared function, else of the C library, lane by lane. */
final class MathCalls {
    private final Gen g;

    MathCalls(Gen g) {
        this.g = g;
    }

    String call(Prim p, DType t, List<String> x, int n) {
        var use = new SharedMath.Use(p, t);
        if (SharedMath.isShared(g, use, n) || use.formula() != null) {
            return SharedMath.call(g, use, x, n);
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
    String eachLane(String in, String out, List<String> x, int n, java.util.function.Function<List<String>, String> one) {
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
