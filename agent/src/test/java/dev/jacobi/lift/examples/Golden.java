package dev.jacobi.lift.examples;

import java.util.function.IntUnaryOperator;

/** One small method per construct; their lifted form stands in golden.txt. */
public final class Golden {
    static final int SIZE = 3;
    static int counter = 1;

    private Golden() {
    }

    record Point(int x, int y) {
    }

    static int forLoop(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            s += i;
        }
        return s;
    }

    static int whileTwoTests(int n, int m) {
        int i = 0;
        while (i < n && i * i < m) {
            i++;
        }
        return i;
    }

    static int doWhile(int n) {
        int c = 0;
        do {
            n >>= 1;
            c++;
        } while (n != 0);
        return c;
    }

    static int breakOut(int n) {
        int i = 0;
        for (; i < n; i++) {
            if (i * i == n) {
                break;
            }
        }
        return i;
    }

    static int continueOuter(int n) {
        int c = 0;
        outer:
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if ((i ^ j) == 5) {
                    continue outer;
                }
            }
            c++;
        }
        return c;
    }

    static int earlyReturn(int n) {
        for (int i = 0; i < n; i++) {
            if (i * i > n) {
                return i;
            }
        }
        return -1;
    }

    static int tableSwitch(int x) {
        return switch (x) {
            case 0 -> 7;
            case 1 -> x + 5;
            case 2 -> x * x;
            case 3 -> 1;
            case 4 -> -x;
            default -> 0;
        };
    }

    static int fallThrough(int x, int y) {
        switch (x) {
            case 10:
                y++;
            case 1000:
                return y;
            default:
                return -1;
        }
    }

    static int ternary(int a, int b) {
        return a > b ? a - b : b;
    }

    static boolean shortCircuit(boolean a, int b, int c) {
        return a && b < c || b == 0;
    }

    static int guardedRead(int[] a, int i) {
        return i >= 0 && a[i] > 0 ? 1 : 2;
    }

    static boolean comparesNan(double a, double b) {
        return !(a < b);
    }

    static int divide(int a, int b) {
        return a / b;
    }

    static int throwing(int a) {
        if (a < 0) {
            throw new IllegalArgumentException("negative");
        }
        return a;
    }

    static void store(byte[] a, int i, int v) {
        a[i] += v;
    }

    static double element(double[][] a, int i, int j) {
        return a[i][j];
    }

    static long[] newArray(int n) {
        long[] a = new long[n];
        a[0] = n;
        return a;
    }

    static char[] copied(char[] a) {
        return a.clone();
    }

    static void arrayCopy(int[] a, int[] b) {
        System.arraycopy(a, 0, b, 1, 2);
    }

    static int constant() {
        return SIZE * 2;
    }

    static int staticField() {
        return counter;
    }

    static int calls(int a) {
        return twice(twice(a));
    }

    private static int twice(int a) {
        return a + a;
    }

    static int recursive(int n) {
        return n == 0 ? 1 : n * recursive(n - 1);
    }

    static Point records(Point p) {
        return new Point(p.y(), p.x() + 1);
    }

    static int lambda(int a, int b) {
        IntUnaryOperator f = x -> x * b;
        return f.applyAsInt(a);
    }

    static int[] either(int[] a, int[] b, boolean c) {
        int[] r = c ? a : b;
        r[0] = 1;
        return r;
    }

    static float[] swapped(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            float[] t = a;
            a = b;
            b = t;
        }
        return a;
    }

    static void exchangeRows(int[][] a) {
        int[] t = a[0];
        a[0] = a[1];
        a[1] = t;
    }

    static int narrowing(long a) {
        return (byte) a + (char) a;
    }

    static double math(double a, double b) {
        return Math.sqrt(a) + Math.sin(b) + Math.pow(a, b);
    }

    static int[][] literalRows(int x) {
        return new int[][] {{1, x}, {x, 1}};
    }

    static double[][] rowByRow(int n, int m) {
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = new double[m];
        }
        return a;
    }

    static int[][] deepCopy(int[][] a) {
        int[][] c = a.clone();
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i].clone();
        }
        return c;
    }

    static void sorts(float[] a, int to) {
        java.util.Arrays.sort(a, 1, to);
    }

    private static short calls;

    static int countsCalls(int n) {
        for (int i = 0; i < n; i++) {
            calls++;
        }
        return calls;
    }

    static double pairs(double[] a) {
        Pair[] p = new Pair[a.length];
        for (int i = 0; i < a.length; i++) {
            p[i] = new Pair(a[i], i);
        }
        return p[0].x() + p[1].k();
    }

    record Pair(double x, int k) {
    }
}
