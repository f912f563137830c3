// How fast matrix products and a convolution run on the CPU.
package dev.jacobi.bench;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code main THREADS} prints, for products of f32 matrices, for one of f64 and for a convolution of a small image classifier, the time of a call and billions of operations per second: the best of five
 * series. The first line is how long the first program takes to compile, the library being loaded (and unpacked, where that has not been done) on the way.
 */
public final class MatrixProducts {
    /** Calls the entry as often as told, and frees its result. */
    private static final String CALLS = """
        declare void @jacobi_free(ptr)
        define i64 @NAME(ptr %p) {
          %p1 = getelementptr i64, ptr %p, i64 1
          %p2 = getelementptr i64, ptr %p, i64 2
          %args = load ptr, ptr %p
          %results = load ptr, ptr %p1
          %n = load i64, ptr %p2
          br label %next
        next:
          %i = phi i64 [ 0, %0 ], [ %i1, %next ]
          %code = call i32 @entry(ptr %args, ptr %results)
          %r = load ptr, ptr %results
          call void @jacobi_free(ptr %r)
          %i1 = add i64 %i, 1
          %more = icmp slt i64 %i1, %n
          br i1 %more, label %next, label %done
        done:
          %x = sext i32 %code to i64
          ret i64 %x
        }
        """;
    private final Llvm llvm;
    private final int threads;
    private int programs;

    private MatrixProducts(int threads) {
        this.threads = threads;
        llvm = Llvm.open(Natives.inUserCache(), threads);
    }

    public static void main(String[] args) {
        var bench = new MatrixProducts(args.length == 0 ? 1 : Integer.parseInt(args[0]));
        long start = System.nanoTime();
        bench.run("f32 16 16 16", product("f32"), 4, new int[][] {{16, 16}, {16, 16}}, 2.0 * 16 * 16 * 16);
        System.out.printf(Locale.ROOT, "first program: %d ms; library: %s%n", (System.nanoTime() - start) / 1_000_000, bench.llvm.withoutLibrary() == null ? "there" : bench.llvm.withoutLibrary());
        for (int[] mkn : new int[][] {{256, 256, 256}, {512, 512, 512}, {1024, 1024, 1024}, {128, 784, 256}, {784, 128, 256}, {128, 256, 784}, {4096, 4096, 1}}) {
            bench.run("f32 " + Arrays.toString(mkn), product("f32"), 4, new int[][] {{mkn[0], mkn[1]}, {mkn[1], mkn[2]}}, 2.0 * mkn[0] * mkn[1] * mkn[2]);
        }
        bench.run("f64 [1024, 1024, 1024]", product("f64"), 8, new int[][] {{1024, 1024}, {1024, 1024}}, 2.0 * 1024 * 1024 * 1024);
        bench.run("conv f32 128x32x28x28, 32 kernels of 3x3", "f(a:f32[n,c,h,w], b:f32[o,c,p,q]) { y = conv[1,1; 1,1; 1,1; 1,1; 1] a b; return y }", 4,
            new int[][] {{128, 32, 28, 28}, {32, 32, 3, 3}}, 2.0 * 128 * 32 * 28 * 28 * 32 * 9);
        System.exit(0);
    }

    private static String product(String t) {
        return "f(a:" + t + "[m,k], b:" + t + "[k,n]) { c = dot_general[1; 0; ; ] a b; return c }";
    }

    private void run(String what, String text, int bytes, int[][] shapes, double operations) {
        LlvmModule m = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, threads), Tuning.host());
        llvm.libraries(m);
        String name = "bench_" + programs++;
        try (var code = llvm.link(List.of(m.text() + CALLS.replace("NAME", name)), List.of(name), false); var memory = new Bridge.Memory()) {
            var slots = new long[shapes[0].length + shapes[1].length + 2];
            int at = 0;
            var buffers = new ByteBuffer[2];
            for (int k = 0; k < 2; k++) {
                buffers[k] = numbers(shapes[k], bytes);
                slots[at++] = Bridge.address(buffers[k]);
                for (int d : shapes[k]) {
                    slots[at++] = d;
                }
            }
            long results = memory.longs(new long[5]);
            long args = memory.longs(slots);
            double best = Double.MAX_VALUE;
            long calls = Math.max(1, (long) (1e10 / operations / 5));
            for (int series = 0; series < 5; series++) {
                long start = System.nanoTime();
                Bridge.call(code.address(name), memory.longs(args, results, calls));
                best = Math.min(best, (System.nanoTime() - start) / (double) calls);
            }
            System.out.printf(Locale.ROOT, "%-48s %10.1f us %8.1f GF/s%n", what, best / 1e3, operations / best);
        }
    }

    private static ByteBuffer numbers(int[] shape, int bytes) {
        int n = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer b = ByteBuffer.allocateDirect(n * bytes).order(ByteOrder.nativeOrder());
        for (int i = 0; i < n; i++) {
            double x = (i * 7919L % 1000) / 1000.0 - 0.5;
            if (bytes == 4) {
                b.putFloat(4 * i, (float) x);
            } else {
                b.putDouble(8 * i, x);
            }
        }
        return b;
    }
}
