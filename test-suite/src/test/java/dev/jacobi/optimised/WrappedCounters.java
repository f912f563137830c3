// Loops whose counters are masked, divided, shifted or narrowed before they are an index. Run with and without the agent.
package dev.jacobi.optimised;

import java.util.Arrays;
import java.util.function.Supplier;

/** Prints a digest per method and number of trips. */
public final class WrappedCounters {
    private static final int[] TRIPS = {0, 1, 5, 8, 16, 17, 20, 31, 40, 63, 64, 65, 100, 260, 700};

    private WrappedCounters() {
    }

    static void quarter(double[] in, int n) {
        for (int i = 0; i < n / 4; i++) {
            in[i] = in[i * 4 + (i & 3)];
        }
    }

    static void quarterRemainder(int[] in, int n) {
        for (int i = 0; i < n / 4; i++) {
            in[i] = in[i * 4 + i % 4];
        }
    }

    static void masked(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i & 63] = a[i * 5 & 63];
        }
    }

    static void added(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i * 5 & 63] += a[i & 63];
        }
    }

    static void longs(long[] a, long[] b, int n) {
        for (long i = 0; i < n; i++) {
            b[(int) (i & 63)] = a[(int) (i * 3 & 63)] + i;
        }
    }

    static void floats(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i & 63] = a[Math.floorMod(i * 3, 64)];
        }
    }

    static void bytes(byte[] a, byte[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i & 63] += a[((byte) (i * 7) + 128) >> 2];
        }
    }

    static void chars(char[] a, char[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i & 63] = a[(char) (i * 3277) >>> 10];
        }
    }

    static void shorts(short[] a, short[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i & 63] = a[((short) (i * 3333) + 32768) >>> 10];
        }
    }

    static void shifted(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i & 63] = a[i * 3 << 26 >>> 26];
        }
    }

    /** Numbers by lot, the lowest two bits of which count. */
    static void drawn(int[] a, int[] b, int n) {
        int s = 1;
        int t = 7;
        for (int i = 0; i < n; i++) {
            s = s * 1103515245 + 12345;
            b[s & 3] = a[s & 63];
            b[s >>> 16 & 63] += a[s >> 8 & 63];
            t = t * 33 + 1 & 0xffff;
            b[t & 31] += a[t % 64];
        }
    }

    /** The same, where a loop inside draws on. */
    static void drawnInside(int[] a, int[] b, int n) {
        int s = 1;
        for (int i = 0; i < n; i++) {
            int k = 0;
            while (k < 5 && a[s & 63] != 3) {
                s = s * 69069 + 1;
                b[s & 3] += a[s >>> 20 & 63];
                k++;
            }
            s = s * 5 + 1;
        }
    }

    /** A hash of the counter. */
    static void hashed(int[] a, int[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i & 63] += a[i * 0x9E3779B1 >>> 26];
        }
    }

    /** What is carried to the next trip wraps. */
    static void carried(double[] a, double[] b, int n) {
        int j = 0;
        for (int i = 0; i < n; i++) {
            b[i & 63] = a[j];
            j = j + 5 & 63;
        }
    }

    static void carriedByte(double[] a, double[] b, int n) {
        byte j = 0;
        for (int i = 0; i < n; i++) {
            b[i & 63] = a[j & 63];
            j += 3;
        }
    }

    /** The product wraps around; a condition picks the trips in which it is within the array. */
    static void guarded(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            int j = i * 0x08000001;
            if (j >= 0 && j < 64) {
                b[j] += a[i & 63];
            }
        }
    }

    /** The outer counter of a nest wraps twice on its way to the index; the inner loop writes one element again and again. */
    static void narrowedInNest(int[] a, int[] b, int n) {
        for (int i = 0; i < n / 4; i++) {
            for (int j = 0; j < 16; j++) {
                b[(char) i & 31] = a[Math.floorMod((char) (i * 5), 32)] + j;
            }
        }
    }

    static void narrowedTwice(int[] a, int[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i & 63] = a[(byte) ((char) (i * 3) % 64)] + i;
        }
    }

    static void remainderTwice(double[] a, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[(i & 63) % 32] = a[(i * 5 & 0xffff) % 64 % 16];
        }
    }

    private static int wrap(int i) {
        return (char) i % 64;
    }

    static void wrappedByHelper(int[] a, int[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[wrap(i)] += a[wrap(wrap(i * 7) ^ wrap(i))];
        }
    }

    /** The sum of squares of a ring's elements, for derivatives. */
    static double loss(double[] a, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += a[i * 5 & 63] * a[i & 63];
        }
        return s;
    }

    private static double[] doubles() {
        double[] a = new double[768];
        Arrays.setAll(a, i -> i * 7 % 23);
        return a;
    }

    private static int[] ints() {
        int[] a = new int[768];
        Arrays.setAll(a, i -> i * 7 % 23);
        return a;
    }

    private static float[] reals() {
        float[] a = new float[64];
        for (int i = 0; i < a.length; i++) {
            a[i] = i * 7 % 23;
        }
        return a;
    }

    private static void call(String name, int n, int calls, Supplier<String> once) {
        String last = "";
        for (int c = 0; c < calls; c++) {
            String now = once.get();
            if (!now.equals(last)) {
                System.out.println(name + " " + n + ": " + now);
            }
            last = now;
        }
    }

    private interface Kernel<A> {
        void run(A a, A b, int n);
    }

    private static String doubles(Kernel<double[]> k, int n) {
        double[] a = doubles();
        double[] b = new double[64];
        k.run(a, b, n);
        return Arrays.toString(b) + Arrays.hashCode(a);
    }

    private static String ints(Kernel<int[]> k, int n) {
        int[] a = ints();
        int[] b = new int[64];
        k.run(a, b, n);
        return Arrays.toString(b) + Arrays.hashCode(a);
    }

    private static String small(int n) {
        long[] wide = Arrays.stream(ints()).asLongStream().toArray();
        long[] longs = new long[64];
        longs(wide, longs, n);
        float[] reals = new float[64];
        floats(reals(), reals, n);
        byte[] bytes = new byte[64];
        char[] chars = new char[64];
        short[] shorts = new short[64];
        for (int i = 0; i < 64; i++) {
            bytes[i] = (byte) i;
            chars[i] = (char) (i * 11);
            shorts[i] = (short) (i * 13);
        }
        byte[] b = new byte[64];
        char[] c = new char[64];
        short[] s = new short[64];
        bytes(bytes, b, n);
        chars(chars, c, n);
        shorts(shorts, s, n);
        return Arrays.toString(longs) + Arrays.toString(reals) + Arrays.toString(b) + Arrays.hashCode(c) + Arrays.toString(s);
    }

    public static void main(String[] args) {
        int calls = args.length == 0 ? 2 : Integer.parseInt(args[0]);
        for (int n : TRIPS) {
            call("quarter", n, calls, () -> doubles((a, b, m) -> quarter(a, m), n));
            call("quarterRemainder", n, calls, () -> ints((a, b, m) -> quarterRemainder(a, m), n));
            call("masked", n, calls, () -> doubles(WrappedCounters::masked, n));
            call("added", n, calls, () -> doubles(WrappedCounters::added, n));
            call("shifted", n, calls, () -> doubles(WrappedCounters::shifted, n));
            call("drawn", n, calls, () -> ints(WrappedCounters::drawn, n));
            call("drawnInside", n, calls, () -> ints(WrappedCounters::drawnInside, n));
            call("hashed", n, calls, () -> ints(WrappedCounters::hashed, n));
            call("carried", n, calls, () -> doubles(WrappedCounters::carried, n));
            call("carriedByte", n, calls, () -> doubles(WrappedCounters::carriedByte, n));
            call("guarded", n, calls, () -> doubles(WrappedCounters::guarded, n));
            call("narrowedInNest", n, calls, () -> ints(WrappedCounters::narrowedInNest, n));
            call("narrowedTwice", n, calls, () -> ints(WrappedCounters::narrowedTwice, n));
            call("remainderTwice", n, calls, () -> doubles(WrappedCounters::remainderTwice, n));
            call("wrappedByHelper", n, calls, () -> ints(WrappedCounters::wrappedByHelper, n));
            call("loss", n, calls, () -> "" + loss(doubles(), n));
            call("small", n, calls, () -> small(n));
        }
    }
}
