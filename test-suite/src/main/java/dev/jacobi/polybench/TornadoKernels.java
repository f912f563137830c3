package dev.jacobi.polybench;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** The kernels that TornadoVM measures, with their extents: a table. Their second form, in {@code flat}, is the parallel stream. */
public final class TornadoKernels {
    private TornadoKernels() {
    }

    private static PolyKernel of(String name, int[] mini, int[] medium, BiFunction<int[], Random, Object[]> make) {
        return new PolyKernel(name, Tornado.class, TornadoStreams.class, mini, medium, n -> make.apply(n, new Random(name.hashCode())));
    }

    private static int[] n(int... extents) {
        return extents;
    }

    private static Object[] args(Object... all) {
        return all;
    }

    private static float[] floats(Random random, int n) {
        var all = new float[n];
        for (int i = 0; i < n; i++) {
            all[i] = 0.5f + random.nextFloat();
        }
        return all;
    }

    /** Between 0 and 1: options whose time has not run out yet. */
    private static float[] parts(Random random, int n) {
        var all = new float[n];
        for (int i = 0; i < n; i++) {
            all[i] = random.nextFloat();
        }
        return all;
    }

    private static Object[] sparse(int rows, Random r) {
        var starts = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            starts[i + 1] = starts[i] + r.nextInt(40);
        }
        return args(rows, floats(r, starts[rows]), r.ints(starts[rows], 0, rows).toArray(), starts, floats(r, rows), floats(r, rows));
    }

    private static byte[] track(int n, Random r) {
        var all = new byte[n];
        for (int i = 0; i < n; i++) {
            all[i] = (byte) (r.nextInt(8) - 6);
        }
        return all;
    }

    /** All of them. */
    public static List<PolyKernel> all() {
        return List.of(
            of("saxpy", n(1001), n(4_194_304), (n, r) -> args(1.5f, floats(r, n[0]), floats(r, n[0]))),
            of("addImage", n(1003), n(4_194_304), (n, r) -> args(floats(r, n[0]), floats(r, n[0]), floats(r, n[0]))),
            of("stencil", n(11), n(64), (n, r) -> args(n[0], floats(r, n[0] * n[0] * n[0]), floats(r, n[0] * n[0] * n[0]))),
            of("convolve", n(31, 17, 5), n(512, 512, 5), (n, r) -> args(n[0], n[1], n[2], floats(r, n[0] * n[1]), floats(r, n[2] * n[2]), floats(r, n[0] * n[1]))),
            of("blackScholes", n(101), n(65_536), (n, r) -> args(parts(r, n[0]), floats(r, n[0]), floats(r, n[0]))),
            of("monteCarlo", n(100, 33), n(2_500, 512), (n, r) -> args(n[0], floats(r, n[1]))),
            of("blur", n(17, 23, 5), n(256, 256, 5), (n, r) -> args(n[0], n[1], n[2] | 1, r.ints(n[0] * n[1], 0, 256).toArray(), r.ints(n[0] * n[1], 0, 256).toArray(),
                r.ints(n[0] * n[1], 0, 256).toArray(), floats(r, (n[2] | 1) * (n[2] | 1)), new int[n[0] * n[1]], new int[n[0] * n[1]], new int[n[0] * n[1]])),
            of("renderTrack", n(1001), n(1_048_576), (n, r) -> args(track(n[0], r), new byte[3 * n[0]])),
            of("nBody", n(67), n(2_048), (n, r) -> args(0.005f, floats(r, 4 * n[0]), floats(r, 4 * n[0]), floats(r, 4 * n[0]), floats(r, 4 * n[0]))),
            of("sgemm", n(37), n(256), (n, r) -> args(n[0], floats(r, n[0] * n[0]), floats(r, n[0] * n[0]), floats(r, n[0] * n[0]))),
            of("dgemm", n(37), n(256), (n, r) -> args(n[0], r.doubles(n[0] * n[0]).toArray(), r.doubles(n[0] * n[0]).toArray(), r.doubles(n[0] * n[0]).toArray())),
            of("sgemv", n(33, 41), n(2_048, 2_048), (n, r) -> args(n[0], n[1], floats(r, n[0] * n[1]), floats(r, n[1]), floats(r, n[0]))),
            of("mandelbrot", n(33, 100), n(256, 1_000), (n, r) -> args(n[0], n[1], new short[n[0] * n[0]])),
            of("dft", n(61), n(1_024), (n, r) -> args(floats(r, n[0]), floats(r, n[0]), floats(r, n[0]), floats(r, n[0]))),
            of("hilbert", n(33), n(1_024), (n, r) -> args(n[0], new float[n[0] * n[0]])),
            of("spmv", n(101), n(20_000), (n, r) -> sparse(n[0], r)));
    }
}
