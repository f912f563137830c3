package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Half;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every exact elementwise primitive on every type and pairs of edge values: scalar code and lanes give what the interpreter gives. */
class OpsTest {
    private static final Set<Prim.Group> GROUPS = Set.of(Prim.Group.UNARY, Prim.Group.BINARY, Prim.Group.COMPARE, Prim.Group.TERNARY);
    private static final Set<Prim> INEXACT = Set.of(Prim.CBRT, Prim.EXP, Prim.EXPM1, Prim.LOG, Prim.LOG1P, Prim.LOG10, Prim.SIN, Prim.COS, Prim.TAN,
        Prim.ASIN, Prim.ACOS, Prim.ATAN, Prim.SINH, Prim.COSH, Prim.TANH, Prim.ASINH, Prim.ACOSH, Prim.ATANH, Prim.ERF, Prim.ERF_INV, Prim.LGAMMA, Prim.DIGAMMA, Prim.POW, Prim.ATAN2,
        Prim.HYPOT, Prim.NEXTAFTER);

    private static Tensor edges(DType t, boolean second) {
        double[] reals = {0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, 7, 1e-3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            127.5, -128.5, 255.7, 32767.9, 65535.5, 65536, 2147483647.0, 2147483648.0, -2147483649.0, 9.3e18, -9.3e18, 1e300, Double.MIN_VALUE,
            Float.MIN_VALUE, 0x1p-14, 0x1p-24, 65504, 1.0 / 3};
        long[] wholes = {0, 1, -1, 2, -2, 3, 7, 8, 31, 32, 33, 63, 64, 100, -100, Byte.MIN_VALUE, Byte.MAX_VALUE, Short.MIN_VALUE, Short.MAX_VALUE, 40000,
            Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, -(1L << 33) - 5, 123456789, 0x5555555555555555L};
        int k = t.isFloat() ? reals.length : t == DType.BOOL ? 2 : wholes.length;
        int n = k * k + 3;
        Object data = Array.newInstance(switch (t) {
            case BOOL -> boolean.class;
            case I8 -> byte.class;
            case I16, F16, BF16 -> short.class;
            case U16 -> char.class;
            case I32 -> int.class;
            case I64 -> long.class;
            case F32 -> float.class;
            case F64 -> double.class;
        }, n);
        for (int i = 0; i < n; i++) {
            int j = second ? i % k : i / k % k;
            switch (t) {
                case BOOL -> Array.setBoolean(data, i, j == 1);
                case I8 -> Array.setByte(data, i, (byte) wholes[j]);
                case I16 -> Array.setShort(data, i, (short) wholes[j]);
                case U16 -> Array.setChar(data, i, (char) wholes[j]);
                case I32 -> Array.setInt(data, i, (int) wholes[j]);
                case I64 -> Array.setLong(data, i, wholes[j]);
                case F16, BF16 -> Array.setShort(data, i, Half.fromFloat(t, (float) reals[j]));
                case F32 -> Array.setFloat(data, i, (float) reals[j]);
                case F64 -> Array.setDouble(data, i, reals[j]);
            }
        }
        return new Tensor(t, new int[] {n}, data);
    }

    private static void emit(Builder b, Prim p, Params params, List<Atom> in, List<Atom> out) {
        try {
            TypeRules.infer(p, in, params);
        } catch (TypeRules.TypeError e) {
            return;
        }
        out.add(b.emitAll(p, params, in).get(0));
    }

    private static Module program(DType t) {
        var b = new Builder();
        Type array = Type.of(t, Dim.sym("n"));
        Var x = b.fresh(array);
        Var y = b.fresh(array);
        Var n = b.dim(x, 0);
        Var i = b.fresh(Type.I32);
        b.open();
        Var u = b.index(x, Params.Access.PROMISED, List.of(i));
        Var v = b.index(y, Params.Access.PROMISED, List.of(i));
        var out = new ArrayList<Atom>();
        for (Prim p : Prim.values()) {
            if (GROUPS.contains(p.group()) && !INEXACT.contains(p)) {
                emit(b, p, Params.NONE, List.of(u), out);
                emit(b, p, Params.NONE, List.of(u, v), out);
                emit(b, p, Params.NONE, List.of(u, v, u), out);
            }
        }
        Var less = b.emit(Prim.LT, u, v);
        out.add(b.emit(Prim.SELECT, less, u, v));
        for (DType to : DType.values()) {
            emit(b, Prim.CONVERT, new Params.To(to), List.of(u), out);
            emit(b, Prim.BITCAST, new Params.To(to), List.of(u), out);
        }
        if (t.isInt()) {
            for (long c : new long[] {1, -1, 0, 3, 10, -7}) {
                emit(b, Prim.DIV, Params.NONE, List.of(u, Lit.of(t, c)), out);
                emit(b, Prim.REM, Params.NONE, List.of(u, Lit.of(t, c)), out);
                emit(b, Prim.SHL, Params.NONE, List.of(u, Lit.of(t, c)), out);
            }
        }
        Region r = b.close(List.of(i), out);
        List<Var> results = b.emitAll(Prim.MAP, new Params.Loop(Dim.sym("n"), r), List.of(n));
        Func f = b.build(List.of(x, y), results);
        return Module.of("f", f);
    }

    @ParameterizedTest
    @EnumSource
    void exactOnEdges(DType t) {
        Module m = program(t);
        List<Tensor> in = List.of(edges(t, false), edges(t, true));
        for (int bytes : new int[] {0, 16, 64}) {
            Oracle.compare(m, "f", List.of(), bytes, 1, List.of(in));
        }
    }
}
