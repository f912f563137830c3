// Calls the methods of LengthKernels with arrays of every length up to the one that is given, also where they throw; prints a line for each call.
package dev.jacobi.tpu;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;

public final class LengthsMain {
    private static final Random RANDOM = new Random(7);

    private LengthsMain() {
    }

    private static void print(String name, Callable<Object> call) {
        String result;
        try {
            result = Arrays.deepToString(new Object[] {call.call()});
        } catch (Exception e) {
            result = e.toString();
        }
        System.out.println(name + " " + result);
    }

    private static int[] ints(int n) {
        return RANDOM.ints(n, -50, 50).toArray();
    }

    private static float[] floats(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = RANDOM.nextInt(64) / 8f;
        }
        return x;
    }

    private static float[][] matrix(int n, int m) {
        float[][] t = new float[n][];
        for (int i = 0; i < n; i++) {
            t[i] = floats(m);
        }
        return t;
    }

    private static int[][] table(int n, int m) {
        int[][] t = new int[n][];
        for (int i = 0; i < n; i++) {
            t[i] = ints(m);
        }
        return t;
    }

    private static void calls(int n) {
        float[] x = floats(n);
        print("saxpy", () -> LengthKernels.saxpy(2, x, floats(n)));
        print("saxpy of a longer array", () -> LengthKernels.saxpy(2, x, floats(n + 3)));
        print("saxpy of a shorter array", () -> LengthKernels.saxpy(2, x, floats(Math.max(0, n - 1))));
        int[] a = ints(n);
        print("scale", () -> {
            int[] b = a.clone();
            LengthKernels.scale(b, 3);
            return b;
        });
        print("sum", () -> LengthKernels.sum(a));
        print("least", () -> LengthKernels.least(x));
        print("factors", () -> LengthKernels.factors(a));
        print("prefix", () -> LengthKernels.prefix(a));
        print("stencil", () -> LengthKernels.stencil(a));
        print("average ~", () -> LengthKernels.average(x));
        print("softmax ~", () -> LengthKernels.softmax(x));
        print("times", () -> LengthKernels.times(matrix(n / 4 + 1, n), x));
        print("table", () -> LengthKernels.table(a, ints(n / 2 + 1)));
        print("rows", () -> LengthKernels.rows(table(n / 3 + 1, n)));
        print("columns", () -> LengthKernels.columns(table(n, n / 3 + 2)));
        print("counts", () -> LengthKernels.counts(a, 7));
        print("greatest", () -> LengthKernels.greatest(a));
        print("first", () -> LengthKernels.first(a, 0));
        print("first that is not there", () -> LengthKernels.first(a, 99));
        print("quotients", () -> LengthKernels.quotients(a, ints(n)));
    }

    /** What has a program for each length, as elements would be at places that are not known before the call. */
    private static void exact(int n) {
        int[] a = ints(n);
        print("reversed", () -> LengthKernels.reversed(a));
        print("doubled", () -> LengthKernels.doubled(a));
        print("around", () -> LengthKernels.around(a));
        print("every", () -> LengthKernels.every(a));
        print("triangle", () -> LengthKernels.triangle(a));
    }

    public static void main(String[] args) {
        int most = Integer.parseInt(args[0]);
        for (int n = 1; n <= most; n++) {
            calls(n);
        }
        calls(0);
        calls(150);
        for (int n = 6; n >= 0; n--) {
            exact(n);
        }
    }
}
