// How fast matrix products written as Java loops run on the CPU, beside OpenBLAS on the same numbers.
package dev.jacobi.bench;

import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fp;
import dev.jacobi.Jacobi;
import dev.jacobi.Options;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.LinkedCode;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code java -javaagent:jacobi-agent.jar dev.jacobi.bench.ProductLoops [THREADS [SIDES]]} prints, for square matrices of 256 to 2048 rows (or of the sides given, {@code 256,512}), of floats and doubles, as arrays of rows and flat ones,
 * the least time of the loops in strict and in fast mode, and how fast that is beside OpenBLAS, whose calls on blocks share the same number of threads and need no copies nor new arrays. All are timed by turns.
 */
public final class ProductLoops {
    /** Calls the library's product of dense matrices on the addresses of the result, the operands and the words that {@code product.ll} describes. */
    private static final String DIRECT = """
        declare void @jacobi_product_TYPE(ptr, ptr, ptr, ptr, i1)
        define i64 @direct_TYPE(ptr %p) {
          %p1 = getelementptr i64, ptr %p, i64 1
          %p2 = getelementptr i64, ptr %p, i64 2
          %p3 = getelementptr i64, ptr %p, i64 3
          %c = load ptr, ptr %p
          %a = load ptr, ptr %p1
          %b = load ptr, ptr %p2
          %shape = load ptr, ptr %p3
          call void @jacobi_product_TYPE(ptr %c, ptr %a, ptr %b, ptr %shape, i1 true)
          ret i64 0
        }
        """;
    private static final double SECONDS = 3;
    private final Llvm llvm;

    private ProductLoops(int threads) {
        llvm = Llvm.open(Natives.inUserCache(), threads);
        String any = "f(a:f32[m,k], b:f32[k,n]) { c = dot_general[1; 0; ; ] a b; return c }";
        llvm.libraries(Emitter.emit(new CompileRequest(Parser.parseModule(any), "f", List.of(-1), false, threads), Tuning.host()));
    }

    public static void main(String[] args) {
        var bench = new ProductLoops(args.length == 0 ? 2 : Integer.parseInt(args[0]));
        System.out.printf(Locale.ROOT, "%-18s %10s %10s %6s %10s %6s%n", "", "OpenBLAS", "strict", "", "fast", "");
        for (String side : (args.length < 2 ? "256,512,1024,2048" : args[1]).split(",")) {
            int n = Integer.parseInt(side);
            float[] f = new float[n * n];
            double[] d = new double[n * n];
            for (int i = 0; i < n * n; i++) {
                d[i] = f[i] = i * 7919L % 1000 / 1000f - 0.5f;
            }
            float[][] rows = new float[n][n];
            double[][] wide = new double[n][n];
            for (int i = 0; i < n * n; i++) {
                wide[i / n][i % n] = rows[i / n][i % n] = f[i];
            }
            bench.row("float[][] " + n, "f32", n, fp -> {
                Fn2<float[][], float[][], float[][]> p = Jacobi.jit(Products::rows, Options.DEFAULT.fp(fp));
                return () -> p.apply(rows, rows);
            });
            bench.row("float[] " + n, "f32", n, fp -> {
                Fn3<float[], float[], Integer, float[]> p = Jacobi.jit(Products::flat, Options.DEFAULT.fp(fp));
                return () -> p.apply(f, f, n);
            });
            bench.row("double[][] " + n, "f64", n, fp -> {
                Fn2<double[][], double[][], double[][]> p = Jacobi.jit(Products::wideRows, Options.DEFAULT.fp(fp));
                return () -> p.apply(wide, wide);
            });
            bench.row("double[] " + n, "f64", n, fp -> {
                Fn3<double[], double[], Integer, double[]> p = Jacobi.jit(Products::wideFlat, Options.DEFAULT.fp(fp));
                return () -> p.apply(d, d, n);
            });
        }
        System.exit(0);
    }

    /** Makes a call of the loops in a mode. */
    private interface Form {
        Runnable in(Fp mode);
    }

    private void row(String what, String type, int n, Form form) {
        int bytes = type.equals("f32") ? 4 : 8;
        ByteBuffer all = ByteBuffer.allocateDirect(3 * n * n * bytes);
        try (LinkedCode code = llvm.link(List.of(DIRECT.replace("TYPE", type)), List.of("direct_" + type), false); var memory = new Bridge.Memory()) {
            long at = Bridge.address(all);
            long each = (long) n * n * bytes;
            long words = memory.longs(at, at + each, at + 2 * each, memory.longs(n, n, n, 0, n, 0, n, 0));
            long direct = code.address("direct_" + type);
            double[] best = times(() -> Bridge.call(direct, words), form.in(Fp.STRICT), form.in(Fp.FAST));
            System.out.printf(Locale.ROOT, "%-18s %7.0f us %7.0f us %6.2f %7.0f us %6.2f%n", what, best[0], best[1], best[0] / best[1], best[2], best[0] / best[2]);
        }
        Reference.reachabilityFence(all);
    }

    /** The least microseconds of each, timed by turns. */
    private static double[] times(Runnable... calls) {
        var best = new double[calls.length];
        Arrays.fill(best, Double.MAX_VALUE);
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        for (int round = 0; round < 5 || System.nanoTime() < end; round++) {
            for (int k = 0; k < calls.length; k++) {
                long start = System.nanoTime();
                calls[k].run();
                best[k] = Math.min(best[k], (System.nanoTime() - start) / 1e3);
            }
        }
        return best;
    }

    /** The loops. */
    private static final class Products {
        static float[][] rows(float[][] a, float[][] b) {
            int m = b[0].length;
            var c = new float[a.length][m];
            for (int i = 0; i < a.length; i++) {
                for (int k = 0; k < b.length; k++) {
                    for (int j = 0; j < m; j++) {
                        c[i][j] += a[i][k] * b[k][j];
                    }
                }
            }
            return c;
        }

        static double[][] wideRows(double[][] a, double[][] b) {
            int m = b[0].length;
            var c = new double[a.length][m];
            for (int i = 0; i < a.length; i++) {
                for (int k = 0; k < b.length; k++) {
                    for (int j = 0; j < m; j++) {
                        c[i][j] += a[i][k] * b[k][j];
                    }
                }
            }
            return c;
        }

        static float[] flat(float[] a, float[] b, int n) {
            var c = new float[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    float s = 0;
                    for (int k = 0; k < n; k++) {
                        s += a[i * n + k] * b[k * n + j];
                    }
                    c[i * n + j] = s;
                }
            }
            return c;
        }

        static double[] wideFlat(double[] a, double[] b, int n) {
            var c = new double[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double s = 0;
                    for (int k = 0; k < n; k++) {
                        s += a[i * n + k] * b[k * n + j];
                    }
                    c[i * n + j] = s;
                }
            }
            return c;
        }
    }
}
