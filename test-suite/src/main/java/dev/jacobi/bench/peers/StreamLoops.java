package dev.jacobi.bench.peers;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Work on long vectors as loops with a new result, and as parallel streams. */
public final class StreamLoops {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1p-53;

    private StreamLoops() {
    }

    public static float[] saxpy(float a, float[] x, float[] y) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = a * x[i] + y[i];
        }
        return out;
    }

    static float[] saxpyStream(float a, float[] x, float[] y) {
        float[] out = new float[x.length];
        IntStream.range(0, x.length).parallel().forEach(i -> out[i] = a * x[i] + y[i]);
        return out;
    }

    static float sum(float[] x) {
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
        }
        return s;
    }

    static float sumStream(float[] x) {
        return (float) IntStream.range(0, x.length).parallel().mapToDouble(i -> x[i]).sum();
    }

    static float squares(float x) {
        float s = (float) Math.sin(x);
        float c = (float) Math.cos(x);
        return s * s + c * c;
    }

    static float[] sines(float[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = squares(x[i]);
        }
        return out;
    }

    static float[] sinesStream(float[] x) {
        float[] out = new float[x.length];
        IntStream.range(0, x.length).parallel().forEach(i -> out[i] = squares(x[i]));
        return out;
    }

    static float[] softmax(float[] x) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            max = Math.max(max, x[i]);
        }
        float[] out = new float[x.length];
        float sum = 0;
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) Math.exp(x[i] - max);
            sum += out[i];
        }
        for (int i = 0; i < x.length; i++) {
            out[i] /= sum;
        }
        return out;
    }

    static float[] cumsum(float[] x) {
        float[] out = new float[x.length];
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
            out[i] = s;
        }
        return out;
    }

    static float[] sort(float[] x) {
        float[] out = x.clone();
        Arrays.sort(out);
        return out;
    }

    static float[] sortParallel(float[] x) {
        float[] out = x.clone();
        Arrays.parallelSort(out);
        return out;
    }

    static float add(float a) {
        return a + 1;
    }

    /** A number whose bits depend on all bits of the counter, as SplittableRandom mixes them. */
    static long mixed(long counter) {
        long z = (counter + 1) * GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A normal number of a key and a counter, by Box and Muller. */
    static float gaussian(long key, int i) {
        double u = ((mixed(key + 2L * i) >>> 11) + 1) * UNIT;
        double v = (mixed(key + 2L * i + 1) >>> 11) * UNIT;
        return (float) (Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v));
    }

    static float[] normal(long key, int n) {
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            out[i] = gaussian(key, i);
        }
        return out;
    }

    static float[] normalStream(long key, int n) {
        float[] out = new float[n];
        IntStream.range(0, n).parallel().forEach(i -> out[i] = gaussian(key, i));
        return out;
    }
}
