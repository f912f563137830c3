package dev.jacobi.roofline;

/** Reductions of whole arrays, searches and histograms. */
public final class Sums {
    private Sums() {
    }

    static float sum(float[] x) {
        float s = 0;
        for (float v : x) {
            s += v;
        }
        return s;
    }

    static double dot(double[] x, double[] y) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i] * y[i];
        }
        return s;
    }

    static long sumOfInts(int[] x) {
        long s = 0;
        for (int i = 0; i < x.length; i++) {
            s += x[i];
        }
        return s;
    }

    static float largest(float[] x) {
        float m = x[0];
        for (int i = 1; i < x.length; i++) {
            m = Math.max(m, x[i]);
        }
        return m;
    }

    static float largestIf(float[] x) {
        float m = Float.NEGATIVE_INFINITY;
        for (float v : x) {
            if (v > m) {
                m = v;
            }
        }
        return m;
    }

    static int argmin(double[] x) {
        int at = 0;
        for (int i = 1; i < x.length; i++) {
            if (x[i] < x[at]) {
                at = i;
            }
        }
        return at;
    }

    static int argmaxOfValue(float[] x) {
        int at = -1;
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (x[i] >= best) {
                best = x[i];
                at = i;
            }
        }
        return at;
    }

    static float range(float[] x) {
        float lo = x[0];
        float hi = x[0];
        for (int i = 1; i < x.length; i++) {
            if (x[i] < lo) {
                lo = x[i];
            } else if (x[i] > hi) {
                hi = x[i];
            }
        }
        return hi - lo;
    }

    static double variance(double[] x) {
        double s = 0;
        double q = 0;
        for (double v : x) {
            s += v;
            q += v * v;
        }
        double mean = s / x.length;
        return q / x.length - mean * mean;
    }

    static int countIf(int[] x, int lo, int hi) {
        int n = 0;
        for (int v : x) {
            if (v >= lo && v < hi) {
                n++;
            }
        }
        return n;
    }

    static boolean anyNaN(float[] x) {
        for (float v : x) {
            if (v != v) {
                return true;
            }
        }
        return false;
    }

    static int firstAbove(float[] x, float limit) {
        for (int i = 0; i < x.length; i++) {
            if (x[i] > limit) {
                return i;
            }
        }
        return -1;
    }

    static int[] histogram(int[] x) {
        int[] h = new int[256];
        for (int v : x) {
            h[v & 255]++;
        }
        return h;
    }

    public static float[] weightedHistogram(int[] bin, float[] w, int bins) {
        float[] h = new float[bins];
        for (int i = 0; i < bin.length; i++) {
            h[bin[i]] += w[i];
        }
        return h;
    }

    static int[] hashed(int[] key, int[] value, int buckets) {
        int[] total = new int[buckets];
        for (int i = 0; i < key.length; i++) {
            total[(key[i] * 0x9E3779B1 >>> 16) % buckets] += value[i];
        }
        return total;
    }

    public static int hashCode(int[] x) {
        int h = 1;
        for (int v : x) {
            h = 31 * h + v;
        }
        return h;
    }

    static int xor(int[] x) {
        int h = 0;
        for (int i = 0; i < x.length; i++) {
            h ^= x[i] << i % 8;
        }
        return h;
    }

    static double logSumExp(double[] x) {
        double m = Double.NEGATIVE_INFINITY;
        for (double v : x) {
            m = Math.max(m, v);
        }
        double s = 0;
        for (double v : x) {
            s += Math.exp(v - m);
        }
        return m + Math.log(s);
    }

    static float sumOfPositive(float[] x) {
        float s = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] > 0) {
                s += x[i];
            }
        }
        return s;
    }

    static void softmax(float[] x, float[] y) {
        float max = Float.NEGATIVE_INFINITY;
        for (float v : x) {
            max = Math.max(max, v);
        }
        float sum = 0;
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) Math.exp(x[i] - max);
            sum += y[i];
        }
        for (int i = 0; i < y.length; i++) {
            y[i] /= sum;
        }
    }

    static int compact(float[] x, float[] out) {
        int k = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] > 0) {
                out[k++] = x[i];
            }
        }
        return k;
    }

    static double monteCarlo(int n, long seed) {
        int hits = 0;
        for (int i = 0; i < n; i++) {
            long z = seed + i * 0x9E3779B97F4A7C15L;
            z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
            z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            double x = (z >>> 40) * 0x1p-24;
            double y = (z & 0xffffff) * 0x1p-24;
            if (x * x + y * y < 1) {
                hits++;
            }
        }
        return 4.0 * hits / n;
    }
}
