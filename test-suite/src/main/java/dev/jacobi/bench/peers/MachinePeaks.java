package dev.jacobi.bench.peers;

import dev.jacobi.Fn1;
import dev.jacobi.Fp;
import dev.jacobi.Jacobi;
import dev.jacobi.Options;
import java.util.stream.IntStream;

/**
 * What this machine does at most, measured with all of its processors.
 *
 * @param copied bytes that a copy of a long array reads and writes in a nanosecond
 * @param multiplied operations of chains of multiply-adds on floats in registers in a nanosecond
 */
record MachinePeaks(double copied, double multiplied) {
    private static final int COPIED = 1 << 24;
    private static final int PARTS = 16;
    private static final int CHAINS = 8;
    private static final int POINTS = 1 << 14;
    private static final int TRIPS = 512;
    private static final int ROUNDS = 9;

    static MachinePeaks measured() {
        float[] from = new float[COPIED];
        float[] to = new float[COPIED];
        double copy = least(() -> IntStream.range(0, PARTS).parallel().forEach(k -> System.arraycopy(from, k * (COPIED / PARTS), to, k * (COPIED / PARTS), COPIED / PARTS)));
        Fn1<float[], float[]> f = Jacobi.jit(MachinePeaks::chains, Options.DEFAULT.fp(Fp.FAST));
        float[] x = PeerInputs.uniform(0, POINTS, 0, 1);
        double chains = least(() -> f.apply(x));
        if (Jacobi.cacheInfo(f).fallbacks() > 0) {
            throw new IllegalStateException("The chains of multiply-adds ran as plain Java.");
        }
        return new MachinePeaks(8.0 * COPIED / copy, 2.0 * CHAINS * TRIPS * POINTS / chains);
    }

    private static double least(Runnable work) {
        double least = Double.MAX_VALUE;
        for (int k = 0; k < ROUNDS; k++) {
            long start = System.nanoTime();
            work.run();
            least = Math.min(least, System.nanoTime() - start);
        }
        return least;
    }

    /** Eight chains at a time, as each multiply-add waits four cycles for the one before and two can begin in a cycle. */
    static float[] chains(float[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            float a = v;
            float b = v + 1;
            float c = v + 2;
            float d = v + 3;
            float e = v + 4;
            float f = v + 5;
            float g = v + 6;
            float h = v + 7;
            for (int k = 0; k < TRIPS; k++) {
                a = a * v + 0.5f;
                b = b * v + 0.5f;
                c = c * v + 0.5f;
                d = d * v + 0.5f;
                e = e * v + 0.5f;
                f = f * v + 0.5f;
                g = g * v + 0.5f;
                h = h * v + 0.5f;
            }
            out[i] = a + b + c + d + e + f + g + h;
        }
        return out;
    }
}
