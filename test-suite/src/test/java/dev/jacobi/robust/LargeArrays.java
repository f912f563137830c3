// Methods that need more memory than the JVM's heap has: what each call comes to, a result or the error that Java throws.
package dev.jacobi.robust;

import java.util.Arrays;
import java.util.function.Supplier;

/** Prints a line per call. Run with a heap of 64 megabytes; the results without the agent are what the others are compared with. */
public final class LargeArrays {
    private static final long[][] HELD = new long[5000][];

    private LargeArrays() {
    }

    /** A result. */
    static long[] made(int n) {
        long[] a = new long[n];
        for (int i = 0; i < n; i++) {
            a[i] = i * 3L;
        }
        return a;
    }

    /** An array for the time of the call, which a compiler may do without. */
    static long fused(int n) {
        long[] a = new long[n];
        for (int i = 0; i < n; i++) {
            a[i] = i ^ 5;
        }
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[i] * i;
        }
        return sum;
    }

    /** One that is really there. */
    static long scattered(int n, int seed) {
        int[] a = new int[n];
        int at = seed;
        for (int i = 0; i < 1000; i++) {
            at = (at * 1103515245 + 12345) & 0x7fffffff;
            a[at % n] += i;
        }
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum = sum * 31 + a[i];
        }
        return sum;
    }

    /** One that nobody looks at. */
    static int unused(int n) {
        double[] a = new double[n];
        return n + a.length;
    }

    static int bytes(int n, int at) {
        byte[] a = new byte[n];
        a[at] = 7;
        return a[at] + a[at / 2];
    }

    static double matrix(int n, int m) {
        double[][] a = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                a[i][j] = i - j;
            }
        }
        double sum = 0;
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < n; i++) {
                sum += a[i][j] * j;
            }
        }
        return sum;
    }

    /** Many that are small, all alive at the end. */
    static long chain(int depth, int n) {
        int[] a = new int[n];
        for (int i = 0; i < n; i++) {
            a[i] = depth ^ i;
        }
        long below = depth == 0 ? 1 : chain(depth - 1, n);
        return below * 31 + a[depth % n];
    }

    /** A copy of the argument, beside it. */
    static long sorted(long[] given, int turns) {
        long[] a = given.clone();
        for (int t = 0; t < turns; t++) {
            for (int i = 1; i < a.length; i++) {
                a[i] += a[i - 1] ^ t;
            }
        }
        return a[a.length - 1];
    }

    private static void call(String name, Supplier<Object> s) {
        String got;
        try {
            Object r = s.get();
            got = r instanceof long[] a ? a.length + " longs, " + a[a.length - 1] : String.valueOf(r);
        } catch (OutOfMemoryError e) {
            got = e.toString();
        }
        System.out.println(name + ": " + got);
    }

    private static void all(String when) {
        System.out.println(when);
        call("made, 1000", () -> made(1000));
        call("made, 1M", () -> made(1_000_000));
        call("made, 200M", () -> made(200_000_000));
        call("made, as many as can be", () -> made(Integer.MAX_VALUE));
        call("made, two less", () -> made(Integer.MAX_VALUE - 2));
        call("fused, 1M", () -> fused(1_000_000));
        call("fused, 200M", () -> fused(200_000_000));
        call("scattered, 1M", () -> scattered(1_000_000, 5));
        call("scattered, 100M", () -> scattered(100_000_000, 5));
        call("unused, 1000", () -> unused(1000));
        call("unused, 100M", () -> unused(100_000_000));
        call("unused, as many as can be", () -> unused(Integer.MAX_VALUE));
        call("bytes, 1M", () -> bytes(1 << 20, 12345));
        call("bytes, 500M", () -> bytes(500_000_000, 12345));
        call("bytes, as many as can be", () -> bytes(Integer.MAX_VALUE, 12345));
        call("matrix, small", () -> matrix(100, 200));
        call("matrix, wide", () -> matrix(3, 50_000_000));
        call("matrix, long", () -> matrix(5_000, 5_000));
        call("matrix, too wide", () -> matrix(Integer.MAX_VALUE, 2_000_000_000));
        call("chain, short", () -> chain(100, 1000));
        call("chain, large", () -> chain(1000, 50_000));
    }

    public static void main(String[] args) {
        for (int k = 0; k < 3; k++) {
            all("with an empty heap");
        }
        for (int k = 0; k < HELD.length; k++) {
            HELD[k] = new long[1000];
        }
        System.out.println("with a heap that is two thirds full");
        call("scattered, 1M", () -> scattered(1_000_000, 5));
        call("scattered, 12M", () -> scattered(12_000_000, 5));
        call("made, 5M", () -> made(5_000_000));
        call("sorted, 4M", () -> {
            Arrays.fill(HELD, 2500, 5000, null);
            return sorted(new long[4_000_000], 2);
        });
        System.out.println(HELD[0].length);
    }
}
