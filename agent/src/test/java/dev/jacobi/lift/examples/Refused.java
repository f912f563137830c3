package dev.jacobi.lift.examples;

import java.util.ArrayList;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** What is left to the JVM. */
public final class Refused {
    static int[] latest;
    static volatile int flag;

    private Refused() {
    }

    static final class Matrix {
        private final double[] data;

        Matrix(int n) {
            data = new double[n];
        }
    }

    static final class Total {
        private final double[] data;
        private final double first;

        Total(double[] data) {
            this.data = data;
            this.first = data[0];
        }
    }

    static class Open {
        private int x = 3;

        int get() {
            return x;
        }
    }

    record Two(int[] a, int[] b) {
    }

    static void writesStatic(int[] x) {
        latest = x;
    }

    static int readsVolatile() {
        return flag;
    }

    static synchronized int locked(int x) {
        return x;
    }

    static int lock(int[] a) {
        synchronized (a) {
            return a[0];
        }
    }

    static int prints(int x) {
        System.out.println(x);
        return x;
    }

    static int strings(String s) {
        return s.trim().length();
    }

    static Object list(int x) {
        return new ArrayList<>(x);
    }

    static Object objectArray(Object[] a) {
        return a[0];
    }

    static double[][] jagged(int n) {
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = new double[i + 1];
        }
        return a;
    }

    static int jaggedLiteral(int n) {
        int[][] a = {{1}, {1, 1}, {1, 2, 1}};
        return a[n][0];
    }

    static double[][] withoutRows(int n) {
        return new double[n][];
    }

    static void replacesRows(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = new double[a[i].length];
        }
    }

    static int[][] oneRowForAll(int n) {
        int[][] a = new int[n][];
        int[] row = new int[n];
        for (int i = 0; i < n; i++) {
            a[i] = row;
        }
        return a;
    }

    static int[][] rowOfCaller(int[] row) {
        int[][] a = new int[1][];
        a[0] = row;
        return a;
    }

    static int[][] rowOfOther(int[][] b) {
        int[][] a = new int[b.length][];
        for (int i = 0; i < b.length; i++) {
            a[i] = b[b.length - 1 - i];
        }
        return a;
    }

    static int[][] shallow(int[][] a) {
        return a.clone();
    }

    static int[][] usesOldRow(int n) {
        int[][] a = new int[n][3];
        int[] old = a[0];
        a[0] = new int[] {1, 2, 3};
        old[0] = 5;
        return a;
    }

    static boolean identityOfBoxes(int a, int b) {
        Integer x = a;
        Integer y = b;
        return x == y;
    }

    static Matrix filledLater(int n) {
        Matrix m = new Matrix(n);
        m.data[0] = 1;
        return m;
    }

    static Total changedLater(double[] a) {
        Total t = new Total(a);
        a[0] = 7;
        return t;
    }

    static double[][] oneRowTwice(int n) {
        double[] a = new double[n];
        return new double[][] {a, a};
    }

    static int openMethod(Open o) {
        return o.get();
    }

    static void writesField(Open o) {
        o.x = 1;
    }

    static int[] row(int[][] a) {
        return a[0];
    }

    static void sharesRow(int[][] a, int[] b) {
        a[0] = b;
    }

    static double rowToEither(boolean k) {
        double[][] a = new double[2][3];
        double[][] b = new double[2][3];
        double[][] c = k ? a : b;
        double[] row = new double[3];
        c[0] = row;
        row[0] = 5;
        return a[0][0] + 10 * b[0][0];
    }

    static double nullToEither(boolean k) {
        double[][] a = new double[2][3];
        double[][] b = new double[2][3];
        double[][] c = k ? a : b;
        c[0] = null;
        return a[0][1];
    }

    static int withoutNumbers(Empty e) {
        Empty[] a = {e};
        return a[0].seven();
    }

    record Empty() {
        int seven() {
            return 7;
        }
    }

    static long time() {
        return System.nanoTime();
    }

    static int alwaysThrows(int x) {
        throw new IllegalStateException();
    }

    static int mutableElements(int n) {
        Open[] a = new Open[n];
        a[0] = new Open();
        return a[0].get();
    }

    static boolean whichElement(int n) {
        Point[] p = {new Point(n), new Point(n)};
        Point q = p[n & 1];
        return q == p[0];
    }

    static Object[] returnsObjects(int n) {
        Point[] p = new Point[n];
        p[0] = new Point(1);
        return p;
    }

    record Point(int x) {
    }

    static int anySeed(int n) {
        return new Random().nextInt(n);
    }

    static Object returnsRandom(int n) {
        return new Random(n);
    }

    static long countRandom(int n) {
        return new Random(n).ints(5).count();
    }

    static int givenRandom(Random r) {
        return r.nextInt();
    }

    /** Two variables that may be the same new array. */
    static int twoNames(Two f, byte n) {
        int[] w = n > 2 ? f.a : f.b;
        int[] v = w;
        for (int i = 0; i < (n & 7); i++) {
            if (i % 3 == 1) {
                w = new int[] {i, 1, w[0]};
            }
            if (i % 4 == 2) {
                v = w;
            }
            w[0] += 1;
            v[1] += w[0] + f.b[0];
        }
        return w[0] + 10 * w[1] + 100 * v[0] + 1000 * v[1];
    }

    record Mark(double x) {
    }

    record Marks(Mark a, Mark b) {
    }

    record Positive(double x) {
        Positive {
            x = x < 0 ? -x - 1 : x;
        }
    }

    private static Mark handedOn(Mark p, int n) {
        return n <= 0 ? p : handedOn(p, n - 1);
    }

    static Marks handedOnTwice(double x, int n) {
        Mark p = new Mark(x);
        return new Marks(p, handedOn(p, n));
    }

    static boolean handedOnSame(double x, int n) {
        Mark p = new Mark(x);
        return p == handedOn(p, n);
    }

    private static Positive wind(Positive p, int n) {
        return n <= 0 ? p : wind(new Positive(p.x - 2), n - 1);
    }

    static Positive woundUp(double x, int n) {
        return wind(new Positive(x), n);
    }

    private static double wrapped(DoubleUnaryOperator f, int n) {
        return n <= 0 ? f.applyAsDouble(1) : wrapped(x -> f.applyAsDouble(x) + 1, n - 1);
    }

    static double functionsInFunctions(double k, int n) {
        return wrapped(x -> x * k, n);
    }

    static double oneOfTwo(double[] a, double[] b, int k) {
        return k <= 0 ? a[0] : a[k % a.length] + oneOfTwo(k % 3 == 0 ? b : a, a, k - 1);
    }

    static String text(int n) {
        return new StringBuilder().append("n").append(n).toString();
    }

    static final class Leaks {
        private final double x;

        Leaks(double x) {
            double before = leaked(this, 1);
            this.x = x + before;
        }
    }

    private static double leaked(Leaks l, int n) {
        return n == 0 ? l.x : leaked(l, n - 1);
    }

    static double leaks(double x) {
        return new Leaks(x).x;
    }
}
