package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Factors of complex matrices by LAPACK, or by loops where there is little to do, are the interpreter's; of vectors, which have any phase, what does not depend on it, and
 * where they are real.
 */
@Tag("slow")
class ComplexDecompositionsTest {
    private static final int[][] SHAPES = {{1, 1}, {2, 2}, {3, 3}, {2, 3}, {3, 2}, {3, 5}, {5, 3}, {9, 9}, {1, 70}, {70, 1}, {0, 4}, {4, 0}};

    private static Tensor random(int seed, String t, int... dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        double[] x = new Random(n + seed).doubles(n, -1, 1).toArray();
        if (t.equals("f64")) {
            return new Tensor(DType.F64, dims, x);
        }
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            y[i] = (float) x[i];
        }
        return new Tensor(DType.F32, dims, y);
    }

    private static NativeRun compiled(String text) {
        Module m = Parser.parseModule(text);
        LlvmModule code = Emitter.emit(new CompileRequest(m, "f", Collections.nCopies(m.get("f").out().size(), -1), false, 2), 64);
        assertTrue(code.library());
        var run = new NativeRun(code, false);
        assertNull(NativeRun.withoutLibrary());
        return run;
    }

    private static String text(String t, String dims, String body) {
        return "f(a:" + t + "[" + dims + "], b:" + t + "[" + dims + "]) { " + body + " }";
    }

    /** One matrix, and in double a batch of three. */
    private static void check(String t, boolean square, String body) {
        String matrix = text(t, "n,m", body);
        String batch = text(t, "k,n,m", body.replaceAll("\\[(\\d); (\\d); ; \\]", "[!$1; !$2; 0; 0]").replace("!0", "1").replace("!1", "2"));
        NativeRun one = compiled(matrix);
        boolean wide = t.equals("f64");
        NativeRun many = wide ? compiled(batch) : null;
        var same = Comparison.ofLargest(wide ? 1e-12 : 1e-4);
        for (int[] s : SHAPES) {
            if (!square || s[0] == s[1]) {
                List<Tensor> in = List.of(random(1, t, s), random(2, t, s));
                same.check(body + " of " + s[0] + " rows and " + s[1], Interpreter.run(Parser.parseModule(matrix), "f", in), one.run(in).results());
                if (wide) {
                    List<Tensor> three = List.of(random(1, t, 3, s[0], s[1]), random(2, t, 3, s[0], s[1]));
                    same.check(body + " of three with " + s[0] + " rows", Interpreter.run(Parser.parseModule(batch), "f", three), many.run(three).results());
                }
            }
        }
    }

    /** {@code z = x y'} for complex x and y, as {zr, zi}. */
    private static String timesAdjoint(String z, String xr, String xi, String yr, String yi) {
        return z + "1 = dot_general[1; 1; ; ] " + xr + " " + yr + "; " + z + "2 = dot_general[1; 1; ; ] " + xi + " " + yi + "; " + z + "r = add " + z + "1 " + z + "2; "
            + z + "3 = dot_general[1; 1; ; ] " + xi + " " + yr + "; " + z + "4 = dot_general[1; 1; ; ] " + xr + " " + yi + "; " + z + "i = sub " + z + "3 " + z + "4; ";
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void elimination(String t) {
        check(t, false, "l, k, p, q = lu a b; return l, k, p, q");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void reflections(String t) {
        check(t, false, "q, r, s, u = qr[reduced] a b; return q, r, s, u");
        check(t, false, "q, r, s, u = qr[full] a b; return q, r, s, u");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void eigenvalues(String t) {
        for (String half : List.of("lower", "upper")) {
            check(t, true, "w, v, u = eigh[" + half + "] a b; c = mul v v; d = mul u u; e = add c d; " + timesAdjoint("z", "v", "u", "v", "u") + "y = add zr zi; return w, e, y");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void singularValues(String t) {
        check(t, false, "u, v, s, w, x = svd[reduced] a b; c = mul u u; d = mul v v; e = add c d; f = mul w w; g = mul x x; h = add f g; " + timesAdjoint("z", "u", "v", "u", "v")
            + "y = add zr zi; return s, e, h, y");
        if (t.equals("f32")) {
            return;
        }
        check(t, false, "u, v, s, w, x = svd[full] a b; " + timesAdjoint("z", "u", "v", "u", "v") + timesAdjoint("y", "w", "x", "w", "x")
            + "c = add zr zi; d = add yr yi; return s, c, d");
        check(t, false, "s = svd[values] a b; return s");
    }

    /** The factors' product is the matrix, and the elements that are to be real are, by the library, the loops and the interpreter. */
    @Test
    void productsAndPhases() {
        String text = text("f64", "n,m", "u, v, s, w, x = svd[reduced] a b; return u, v, s, w, x");
        NativeRun run = compiled(text);
        for (int[] s : new int[][] {{2, 2}, {4, 2}, {2, 4}, {3, 3}, {9, 9}, {11, 9}, {9, 11}}) {
            List<Tensor> in = List.of(random(1, "f64", s), random(2, "f64", s));
            for (List<Tensor> r : List.of(Interpreter.run(Parser.parseModule(text), "f", in), run.run(in).results())) {
                double[][] f = r.stream().map(x -> (double[]) x.data()).toArray(double[][]::new);
                int few = Math.min(s[0], s[1]);
                for (int i = 0; i < s[0]; i++) {
                    for (int j = 0; j < s[1]; j++) {
                        double re = 0;
                        double im = 0;
                        for (int k = 0; k < few; k++) {
                            int p = i * few + k;
                            int q = k * s[1] + j;
                            re += f[2][k] * (f[0][p] * f[3][q] - f[1][p] * f[4][q]);
                            im += f[2][k] * (f[0][p] * f[4][q] + f[1][p] * f[3][q]);
                        }
                        assertEquals(((double[]) in.get(0).data())[i * s[1] + j], re, 1e-12);
                        assertEquals(((double[]) in.get(1).data())[i * s[1] + j], im, 1e-12);
                    }
                }
                for (int k = 0; k < few; k++) {
                    assertEquals(0, s[0] >= s[1] ? f[4][k * s[1]] : f[1][k], 1e-12);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lower", "upper"})
    void eigenvectorsAndPhases(String half) {
        String text = text("f64", "n,m", "w, v, u = eigh[" + half + "] a b; return w, v, u");
        NativeRun run = compiled(text);
        for (int n : new int[] {1, 2, 3, 9}) {
            List<Tensor> in = List.of(random(1, "f64", n, n), random(2, "f64", n, n));
            double[] a = (double[]) in.get(0).data();
            double[] b = (double[]) in.get(1).data();
            for (List<Tensor> r : List.of(Interpreter.run(Parser.parseModule(text), "f", in), run.run(in).results())) {
                double[][] f = r.stream().map(x -> (double[]) x.data()).toArray(double[][]::new);
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j <= i; j++) {
                        double re = 0;
                        double im = 0;
                        for (int k = 0; k < n; k++) {
                            re += f[0][k] * (f[1][i * n + k] * f[1][j * n + k] + f[2][i * n + k] * f[2][j * n + k]);
                            im += f[0][k] * (f[2][i * n + k] * f[1][j * n + k] - f[1][i * n + k] * f[2][j * n + k]);
                        }
                        int own = half.equals("lower") ? i * n + j : j * n + i;
                        assertEquals(a[own], re, 1e-12, half + " " + n + " " + i + " " + j);
                        assertEquals(i == j ? 0 : half.equals("lower") ? b[own] : -b[own], im, 1e-12);
                    }
                    assertEquals(0, f[2][half.equals("lower") ? i : (n - 1) * n + i], 1e-12);
                }
            }
        }
    }
}
