// Every elementwise primitive of every type on edge values: StableHLO text on the oracle against the interpreter.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.StableHlo;
import dev.jacobi.pjrt.program.HloProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * One program for each type, with all its primitives: exact but for transcendental functions, whose tolerances stand in {@link #part}. Four types, or all
 * with {@code -Dstablehlo.full=true}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ElementwiseHloTest {
    private static final double[] REALS = {0.0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 1.5, 2.5, -2.5, 3.7, -3.7, 1e-3, 10, -10, 100.25, 127, 128, -128.5, 32767.5, 32768,
        65535, 65536.5, 2147483647.0, 2147483648.0, -2147483649.0, 9.3e18, -9.3e18, 1e10, -1e10, 1e-10, Double.NaN, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, 0.1, 7.0 / 3, Math.PI, -Math.E, 1e30, 1e-30, 0.999, 1.0000001, 20.5, 88, -87, 709, -700};
    private static final long[] INTS = {0, 1, -1, 2, -2, 3, 7, -8, 31, 32, 33, 63, 64, 65, 100, 127, 128, -128, -129, 255, 256, 32767, 32768, -32768, 65535, 65536,
        0x12345678, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 1L << 32, (1L << 32) + 5, 0x123456789abcdefL, Long.MAX_VALUE, Long.MIN_VALUE,
        Long.MIN_VALUE + 1, -12345678901L};
    private static final int TRIPLES = 3000;
    private Oracle oracle;

    @BeforeAll
    void start() throws IOException {
        oracle = Oracle.start();
    }

    @AfterAll
    void end() throws IOException {
        if (oracle != null) {
            oracle.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> types() {
        List<DType> some = List.of(DType.BOOL, DType.U16, DType.I64, DType.F32);
        return Stream.of(DType.values()).filter(d -> Boolean.getBoolean("stablehlo.full") || some.contains(d)).map(d -> DynamicTest.dynamicTest(d.text(), () -> check(d)));
    }

    private void check(DType d) {
        List<Tensor> in = inputs(d);
        var b = new Builder();
        List<Var> vars = in.stream().map(t -> b.fresh(Type.of(t.dtype(), Dim.of(t.size())))).toList();
        var prims = new ArrayList<Prim>();
        var out = new ArrayList<Var>();
        for (Prim p : Prim.values()) {
            List<Var> operands = switch (p.group()) {
                case UNARY, CONVERSION -> vars.subList(0, 1);
                case BINARY, COMPARE -> vars.subList(1, 3);
                case TERNARY -> p == Prim.SELECT ? List.of(vars.get(3), vars.get(5), vars.get(6)) : vars.subList(4, 7);
                case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> null;
            };
            for (DType to : p.group() == Prim.Group.CONVERSION ? List.of(DType.values()) : operands == null ? List.<DType>of() : List.of(d)) {
                if (defined(p, d, to)) {
                    prims.add(p);
                    out.addAll(b.emitAll(p, p.group() == Prim.Group.CONVERSION ? new Params.To(to) : Params.NONE, operands));
                }
            }
        }
        Func f = b.build(vars, out);
        HloProgram h = StableHlo.emit(Module.of("f", f), "f", Compare.types(in), HloOptions.DEFAULT);
        List<Tensor> want = Interpreter.run(f, in);
        List<Tensor> have = oracle.run(h.text(), in);
        assertTrue(prims.size() > 10);
        for (int k = 0; k < prims.size(); k++) {
            compare(prims.get(k), want.get(k), have.get(k), in);
        }
    }

    private static void compare(Prim p, Tensor want, Tensor have, List<Tensor> in) {
        // Near its zeros lgamma is as exact as its terms; bf16's fma is rounded once here and, over f64, twice in the interpreter.
        double absolute = p == Prim.LGAMMA ? want.dtype() == DType.F64 ? 1e-14 : 2e-6 : 0;
        double part = p == Prim.FMA && want.dtype() == DType.BF16 ? 0x1p-7 : part(p, want.dtype());
        for (int i = 0; i < want.size(); i++) {
            Lit w = want.get(i);
            Lit h = have.get(i);
            if (!Compare.close(w, h, part) && !(Math.abs(w.asDouble() - h.asDouble()) <= absolute)) {
                int at = i;
                List<Double> operands = in.stream().filter(t -> t.size() == want.size()).map(t -> t.get(at).asDouble()).toList();
                throw new AssertionError(p.text() + " of element " + i + " of " + operands + " is " + h.asDouble() + ", not " + w.asDouble());
            }
        }
    }

    static double part(Prim p, DType d) {
        return switch (p) {
            case CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERF_INV, LGAMMA, DIGAMMA, POW, ATAN2,
                 HYPOT -> switch (d) {
                     case F64 -> 2e-13;
                     case F32 -> 5e-6;
                     case F16 -> 0x1p-10;
                     case BF16 -> 0x1p-7;
                     case BOOL, I8, I16, U16, I32, I64 -> 0;
                 };
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, ADD, SUB, MUL, DIV, REM, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, MULHI,
                 COPYSIGN, NEXTAFTER, EQ, NE, LT, LE, GT, GE, SELECT, FMA, CONVERT, BITCAST, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE,
                 TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN,
                 REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT,
                 FFT, CHOLESKY, TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD,
                 ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, OPT_BARRIER -> 0;
        };
    }

    /** Whether the primitive takes the type, as its type rule says. */
    static boolean defined(Prim p, DType d, DType to) {
        boolean group = switch (p.group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> true;
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
        if (!group) {
            return false;
        }
        var b = new Builder();
        Var x = b.fresh(Type.scalar(d));
        Var s = b.fresh(Type.BOOL);
        List<Var> in = p.group() == Prim.Group.TERNARY ? List.of(p == Prim.SELECT ? s : x, x, x)
            : p.group() == Prim.Group.BINARY || p.group() == Prim.Group.COMPARE ? List.of(x, x) : List.of(x);
        try {
            b.emitAll(p, p.group() == Prim.Group.CONVERSION ? new Params.To(to) : Params.NONE, in);
            return true;
        } catch (RuntimeException notDefined) {
            return false;
        }
    }

    /** Edge values; all pairs of them; bools and triples, half of these such that a b + c is nearly nothing. */
    private static List<Tensor> inputs(DType d) {
        var values = new LinkedHashSet<Lit>();
        if (d.isFloat()) {
            for (double x : REALS) {
                values.add(Lit.real(d, x));
            }
        } else {
            for (long x : INTS) {
                values.add(Lit.of(d, x));
            }
        }
        List<Lit> v = List.copyOf(values);
        var x = new ArrayList<Lit>();
        var y = new ArrayList<Lit>();
        for (Lit a : v) {
            for (Lit c : v) {
                x.add(a);
                y.add(c);
            }
        }
        var random = new Random(3);
        List<List<Lit>> triples = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int k = 0; k < TRIPLES; k++) {
            boolean close = d.isFloat() && k % 2 == 0;
            Lit a = close ? Lit.real(d, random.nextGaussian()) : v.get(random.nextInt(v.size()));
            Lit c = close ? Lit.real(d, 3 * random.nextGaussian()) : v.get(random.nextInt(v.size()));
            triples.get(0).add(Lit.bool(random.nextBoolean()));
            triples.get(1).add(a);
            triples.get(2).add(c);
            triples.get(3).add(close ? Lit.real(d, -a.asDouble() * c.asDouble() * (random.nextBoolean() ? 1 : 1 + random.nextInt(5))) : v.get(random.nextInt(v.size())));
        }
        return Stream.concat(Stream.of(v, x, y), triples.stream()).map(Compare::tensor).toList();
    }
}
