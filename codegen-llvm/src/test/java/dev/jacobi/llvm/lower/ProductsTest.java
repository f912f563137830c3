package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.emit.Oracle;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrix products by the native library are those of the interpreter, for every layout of the operands. All numbers are small integers, so that sums are exact in any order. */
@Tag("slow")
class ProductsTest {
    private static Tensor integers(DType t, int... dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        double[] x = new double[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i * 37 + i / 7) % 11 - 5;
            y[i] = (float) x[i];
        }
        return new Tensor(t, dims, t == DType.F64 ? x : y);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void matrices(String t) {
        DType d = DType.valueOf(t.toUpperCase());
        for (String contracted : List.of("1; 0", "1; 1", "0; 0", "0; 1")) {
            String text = "f(a:" + t + "[m,k], b:" + t + "[p,n]) { c = dot_general[" + contracted + "; ; ] a b; return c }";
            boolean ta = contracted.startsWith("0");
            boolean tb = contracted.endsWith("1");
            for (int[] mkn : new int[][] {{31, 23, 19}, {1, 90, 50}, {50, 90, 1}, {1, 5000, 1}, {64, 1, 80}, {300, 17, 5}, {0, 3, 4}, {3, 0, 4}, {3, 4, 0}, {1, 1, 1}, {140, 33, 40}}) {
                Tensor a = integers(d, ta ? new int[] {mkn[1], mkn[0]} : new int[] {mkn[0], mkn[1]});
                Tensor b = integers(d, tb ? new int[] {mkn[2], mkn[1]} : new int[] {mkn[1], mkn[2]});
                Oracle.checkArrays(text, a, b);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void batchesAndAxesInAnyOrder(String t) {
        DType d = DType.valueOf(t.toUpperCase());
        // batches in front, in the middle, behind; two of them in another order; heads of attention, which CBLAS takes as they lie
        product(d, "2; 1; 0; 0", new int[] {3, 20, 30}, new int[] {3, 30, 25});
        product(d, "2; 2; 0; 0", new int[] {20, 20, 30}, new int[] {20, 25, 30});
        product(d, "1; 0; 2; 1", new int[] {20, 30, 3}, new int[] {30, 3, 25});
        product(d, "3; 3; 0,2; 0,2", new int[] {2, 40, 3, 16}, new int[] {2, 50, 3, 16});
        product(d, "3; 2; 0,1; 1,0", new int[] {2, 3, 40, 16}, new int[] {3, 2, 16, 50});
        // several axes contracted, and several free ones: side by side, in another order, apart
        product(d, "1,2; 0,1; ; ", new int[] {20, 5, 6}, new int[] {5, 6, 25});
        product(d, "2,1; 0,1; ; ", new int[] {20, 5, 6}, new int[] {6, 5, 25});
        product(d, "2,1; 1,0; ; ", new int[] {20, 5, 6}, new int[] {5, 6, 25});
        product(d, "0,2; 0,2; ; ", new int[] {6, 20, 5}, new int[] {6, 25, 5});
        product(d, "2; 0; ; ", new int[] {7, 20, 30}, new int[] {30, 5, 6});
        product(d, "1; 1; ; ", new int[] {7, 20, 30}, new int[] {5, 20, 6});
        // nothing contracted, all contracted, only batches
        product(d, "; ; ; ", new int[] {70, 2}, new int[] {90});
        product(d, "; ; 0; 0", new int[] {30, 20}, new int[] {30, 40});
        product(d, "0,1; 0,1; ; ", new int[] {70, 90}, new int[] {70, 90});
        product(d, "; ; 0; 0", new int[] {5000}, new int[] {5000});
    }

    private static void product(DType t, String axes, int[] a, int[] b) {
        String text = "f(a:" + t.text() + "[" + dims("a", a.length) + "], b:" + t.text() + "[" + dims("b", b.length) + "]) { c = dot_general[" + axes + "] a b; return c }";
        Oracle.checkArrays(text, integers(t, a), integers(t, b));
    }

    private static String dims(String name, int rank) {
        return IntStream.range(0, rank).mapToObj(k -> name + k).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void convolutions(String t) {
        DType d = DType.valueOf(t.toUpperCase());
        convolved(d, "1,1; 1,1; 1,1; 1,1; 1", new int[] {2, 3, 20, 17}, new int[] {8, 3, 3, 3});
        convolved(d, "2,1; 2,0; 1,0; 1,2; 1", new int[] {1, 5, 30, 28}, new int[] {16, 5, 5, 3});
        convolved(d, "1,1; 0,0; 0,0; 1,1; 2", new int[] {2, 4, 24, 16}, new int[] {8, 2, 3, 3});
        // as in the gradient by the kernel: windows as large as images, few places
        convolved(d, "1,1; 1,1; 1,1; 1,1; 1", new int[] {3, 10, 14, 14}, new int[] {8, 10, 14, 14});
        convolved(d, "3; 2; 7; 2; 1", new int[] {2, 40, 300}, new int[] {8, 40, 3});
        convolved(d, "1,1,1; 1,1,1; 1,1,1; 1,1,1; 1", new int[] {1, 2, 8, 9, 10}, new int[] {4, 2, 3, 3, 3});
        // small ones, and kernels larger than the image
        convolved(d, "1,1; 0,0; 0,0; 1,1; 1", new int[] {1, 1, 5, 5}, new int[] {1, 1, 2, 2});
        convolved(d, "1; 0; 0; 1; 1", new int[] {1, 40, 30}, new int[] {8, 40, 31});
    }

    private static void convolved(DType t, String params, int[] a, int[] w) {
        String text = "f(a:" + t.text() + "[" + dims("a", a.length) + "], b:" + t.text() + "[" + dims("b", w.length) + "]) { c = conv[" + params + "] a b; return c }";
        Oracle.checkArrays(text, integers(t, a), integers(t, w));
    }

    @Test
    void factorsAndSystems() {
        // L with small integers, ones in the diagonal but for a two: A = L L', L and the solutions are exact in any order
        int n = 45;
        double[] l = new double[2 * n * n];
        double[] a = new double[2 * n * n];
        for (int m = 0; m < 2; m++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    l[(m * n + i) * n + j] = i == j ? 1 + (i + m) % 2 : i < j + 4 ? (i + 2 * j + m) % 3 - 1 : 0;
                }
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < n; k++) {
                        a[(m * n + i) * n + j] += l[(m * n + i) * n + k] * l[(m * n + j) * n + k];
                    }
                }
            }
        }
        Tensor both = new Tensor(DType.F64, new int[] {2, n, n}, a);
        Tensor one = new Tensor(DType.F64, new int[] {n, n}, Arrays.copyOfRange(a, n * n, 2 * n * n));
        Oracle.check("f(a:f64[b,n,n]) { c = cholesky a; return c }", List.of(), both);
        Oracle.check("f(a:f64[n,n]) { c = cholesky a; return c }", List.of(), one);
        a[n * n + 40 * n + 40] = -1;
        Oracle.check("f(a:f64[b,n,n]) { c = cholesky a; return c }", List.of(), new Tensor(DType.F64, new int[] {2, n, n}, a));
        Tensor lower = new Tensor(DType.F64, new int[] {2, n, n}, triangle(n, false));
        Tensor upper = new Tensor(DType.F64, new int[] {2, n, n}, triangle(n, true));
        for (int columns : new int[] {1, 70}) {
            Tensor y = integers(DType.F64, 2, n, columns);
            Oracle.check("f(a:f64[b,n,n], y:f64[b,n,k]) { x = triangular_solve[0] a y; return x }", List.of(), lower, y);
            Oracle.check("f(a:f64[b,n,n], y:f64[b,n,k]) { x = triangular_solve[0 reverse] a y; return x }", List.of(), upper, y);
        }
    }

    /** Two triangles with halves, ones and twos in the diagonal and little beside it: solutions are exact. */
    private static double[] triangle(int n, boolean upper) {
        double[] l = new double[2 * n * n];
        for (int m = 0; m < 2; m++) {
            for (int i = 0; i < n; i++) {
                l[(m * n + i) * n + i] = Math.scalb(1.0, (i + m) % 3 - 1);
                int beside = upper ? i + 1 + m : i - 1 - m;
                if (i % 3 == 0 && beside >= 0 && beside < n) {
                    l[(m * n + i) * n + beside] = 1;
                }
            }
        }
        return l;
    }

    @Test
    void sixteenBits() {
        Oracle.check("f(x:f32[m,k], y:f32[k,n]) { a = convert[f16] x; b = convert[f16] y; c = dot_general[1; 0; ; ] a b; d = convert[f32] c; return d }", List.of(), integers(DType.F32, 20, 30), integers(DType.F32, 30, 25));
    }

    /** A number has no address that could be handed on. */
    @Test
    void oneFactorMayBeANumber() {
        for (String t : List.of("f32", "f64")) {
            Tensor x = integers(t.equals("f32") ? DType.F32 : DType.F64, 20, 300);
            Tensor k = Tensor.of(t.equals("f32") ? Lit.f32(3) : Lit.f64(3));
            Oracle.check("f(a:T[m,n], k:T[]) { c = dot_general[; ; ; ] a k; d = dot_general[; ; ; ] k a; e = add c d; return e }".replace("T", t), List.of(), x, k);
        }
    }

    @Test
    void integersAreLoops() {
        Oracle.check("f(a:i32[m,k], b:i32[k,n]) { c = dot_general[1; 0; ; ] a b; return c }", List.of(), new Tensor(DType.I32, new int[] {20, 30}, new int[600]), new Tensor(DType.I32, new int[] {30, 25}, new int[750]));
        assertFalse(emitted("f(a:i32[m,k], b:i32[k,n]) { c = dot_general[1; 0; ; ] a b; return c }", 2).library());
        // small for sure: no call either
        assertFalse(emitted("f(a:f32[4,8], b:f32[8,3]) { c = dot_general[1; 0; ; ] a b; return c }", 2).library());
        assertTrue(emitted("f(a:f32[4,8], b:f32[8,n]) { c = dot_general[1; 0; ; ] a b; return c }", 2).library());
    }

    /** Numbers whose sums are rounded: bits tell whether the order of summation, or the kernel, depends on how many threads share the work. */
    @Test
    void resultsDoNotDependOnThreads() {
        for (int[] mkn : new int[][] {{700, 90, 50}, {90, 80, 1300}, {5000, 300, 1}, {1, 300, 5000}}) {
            List<Tensor> in = List.of(fractions(mkn[0], mkn[1]), fractions(mkn[1], mkn[2]));
            String text = "f(a:f32[m,k], b:f32[k,n]) { c = dot_general[1; 0; ; ] a b; return c }";
            var alone = new NativeRun(emitted(text, 1), true).run(in).results();
            Comparison.EXACT.check("several threads", alone, new NativeRun(emitted(text, 4), true).run(in).results());
            Comparison.EXACT.check("in three parts", alone, new NativeRun(emitted(text, 4), false).run(in).results());
        }
    }

    private static Tensor fractions(int rows, int columns) {
        float[] x = new float[rows * columns];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(i);
        }
        return new Tensor(DType.F32, new int[] {rows, columns}, x);
    }

    /** Results whose sums are rounded are near those of the loops, which have another order. */
    @Test
    void roundedSumsAreNear() {
        Tensor a = fractions(60, 200);
        Tensor b = fractions(200, 40);
        float[] c = (float[]) new NativeRun(emitted("f(a:f32[m,k], b:f32[k,n]) { c = dot_general[1; 0; ; ] a b; return c }", 2), false).run(List.of(a, b)).results().get(0).data();
        for (int i = 0; i < 60; i++) {
            for (int j = 0; j < 40; j++) {
                double sum = 0;
                for (int k = 0; k < 200; k++) {
                    sum += (double) ((float[]) a.data())[i * 200 + k] * ((float[]) b.data())[k * 40 + j];
                }
                assertEquals(sum, c[i * 40 + j], 2e-5);
            }
        }
    }

    private static LlvmModule emitted(String text, int threads) {
        return Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, threads), 64);
    }

    @Test
    void theLibraryIsThere() {
        LlvmModule m = emitted("f(a:f32[m,k], b:f32[k,n]) { c = dot_general[1; 0; ; ] a b; return c }", 1);
        assertTrue(m.library());
        new NativeRun(m, false);
        assertNull(NativeRun.withoutLibrary());
    }
}
