// Calls for which a check in front of a loop fails although no trip does. Run with and without the agent.
package dev.jacobi.indices;

import java.util.Arrays;

/** Prints a digest per call; one call of each method throws. */
public final class Strict {
    private static final int CALLS = 20;

    private Strict() {
    }

    static int bytes(byte[] data, int[] table) {
        int n = 0;
        for (byte d : data) {
            n = n * 3 + table[d & 0xff];
        }
        return n;
    }

    static int turns(int[] out, int[] table) {
        int r = 0;
        for (int i = 0; i < out.length; i++) {
            r += table[i & 7];
            out[i] = r;
        }
        return r;
    }

    static int top(int[] s, int[] table) {
        int r = 0;
        for (int c : s) {
            r += table[c >>> 28] * c;
        }
        return r;
    }

    static int digits(int[] s, int[] table) {
        int r = 0;
        for (int c : s) {
            r += table[Math.abs(c % 10)];
        }
        return r;
    }

    /** From and to are further apart than an int is large. */
    static long span(int from, int to, int step, int[] trips) {
        long sum = 0;
        for (int i = from; i <= to; i += step) {
            sum += i;
            trips[0]++;
        }
        return sum;
    }

    private interface Call {
        Object run();
    }

    private static void print(String name, Call c, Object... after) {
        Object result;
        try {
            result = c.run();
        } catch (RuntimeException e) {
            result = e.toString();
        }
        System.out.println(name + " " + result + " " + Arrays.deepToString(after));
    }

    /** The calls. */
    public static void main(String[] args) {
        int[] table = {3, 1, 4, 1};
        for (int k = 0; k < CALLS; k++) {
            int[] digits = {2, -3, 3, 12, 10};
            byte[] data = {2, 3, (byte) (k == 7 ? -1 : 3), 0};
            print("bytes", () -> bytes(data, table), data);
            int[] out = new int[k == 7 ? 6 : k % 5];
            print("turns", () -> turns(out, table), out);
            int[] high = {1 << 28, k == 7 ? -1 : 3 << 28, 5, k};
            print("top", () -> top(high, table), high);
            digits[1] = k == 7 ? -5 : -3;
            print("digits", () -> digits(digits, table), digits);
            int[] trips = new int[k == 7 ? 0 : 1];
            print("span", () -> span(-2_000_000_000, 2_000_000_000, 100_000_000, trips), trips);
        }
    }
}
