// Calls with arrays that the collector moves all the time, in which rows are shared or missing now and then.
package dev.jacobi.robust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** {@code main SECONDS} compares what compiled methods of {@link Kernels} do to new and old arrays with the same in plain Java, while garbage is made; prints how many calls there were, or what was wrong. */
public final class Moved {
    /** Calls by which all is compiled. */
    private static final int COMPILED = 9;
    private static volatile Object garbage;
    private static volatile boolean over;

    private Moved() {
    }

    /** The methods that are compiled. */
    public static final class Kernels {
        private Kernels() {
        }

        static double flat(double[] a, float[] b, int[] c, long[] d, byte[] e) {
            double s = 0;
            for (int i = 0; i < a.length; i++) {
                a[i] = a[i] * 0.5 + b[i];
                d[i] += c[i] * 3L;
                s += e[i];
            }
            return s;
        }

        static double rows(double[][] a, double[][] b, double[][] c) {
            double s = 0;
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) {
                    a[i][j] = b[i][j] * 2 + c[i][j];
                    s = Math.max(s, a[i][j]);
                }
            }
            return s;
        }

        static float[][] made(float[][] a, int k) {
            var out = new float[a.length][a[0].length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[0].length; j++) {
                    out[i][j] = a[i][j] * k;
                }
            }
            return out;
        }

        static int past(int[] a, int[] b, int n) {
            for (int i = 0; i < n; i++) {
                a[i] = a[i] * 31 + b[i];
            }
            return a[0];
        }
    }

    /** The same as plain Java. */
    private static final class Plain {
        static double flat(double[] a, float[] b, int[] c, long[] d, byte[] e) {
            double s = 0;
            for (int i = 0; i < a.length; i++) {
                a[i] = a[i] * 0.5 + b[i];
                d[i] += c[i] * 3L;
                s += e[i];
            }
            return s;
        }

        static double rows(double[][] a, double[][] b, double[][] c) {
            double s = 0;
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) {
                    a[i][j] = b[i][j] * 2 + c[i][j];
                    s = Math.max(s, a[i][j]);
                }
            }
            return s;
        }

        static int past(int[] a, int[] b, int n) {
            for (int i = 0; i < n; i++) {
                a[i] = a[i] * 31 + b[i];
            }
            return a[0];
        }
    }

    public static void main(String[] args) throws InterruptedException {
        var fill = new Thread(() -> {
            var kept = new ArrayList<Object>();
            var random = new SplittableRandom(1);
            while (!over) {
                garbage = new byte[random.nextInt(1, 4000)];
                if (kept.size() < 3000) {
                    kept.add(garbage);
                } else {
                    kept.set(random.nextInt(3000), garbage);
                }
            }
        });
        fill.setDaemon(true);
        fill.start();
        var random = new Random(3);
        List<double[][]> old = new ArrayList<>();
        for (int k = 0; k < 40; k++) {
            old.add(matrix(random, 1 + random.nextInt(40), 1 + random.nextInt(60)));
        }
        long calls = 0;
        long end = Long.MAX_VALUE;
        for (; calls < COMPILED || System.nanoTime() < end; calls++) {
            end = calls == COMPILED ? System.nanoTime() + (long) (Double.parseDouble(args[0]) * 1e9) : end;
            String wrong = calls % 3 == 0 ? flat(random) : calls % 3 == 1 ? rows(random, old) : past(random);
            if (wrong != null) {
                System.out.println("wrong: " + wrong + " in call " + calls);
                System.exit(1);
            }
        }
        over = true;
        fill.join();
        System.out.println("calls: " + calls);
    }

    private static double[][] matrix(Random r, int n, int m) {
        var a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = r.doubles(m).toArray();
        }
        return a;
    }

    private static String flat(Random r) {
        int n = r.nextInt(600);
        double[] a = r.doubles(n).toArray();
        int[] c = r.ints(n).toArray();
        long[] d = r.longs(n).toArray();
        var b = new float[n];
        var e = new byte[n];
        r.nextBytes(e);
        Arrays.fill(b, n % 7);
        double[] a2 = a.clone();
        long[] d2 = d.clone();
        double s = Kernels.flat(a, b, c, d, e);
        double t = Plain.flat(a2, b, c, d2, e);
        return s == t && Arrays.equals(a, a2) && Arrays.equals(d, d2) ? null : "flat, " + n;
    }

    /** Old arrays, in which now and then a row is another array's, stands twice, or is missing. */
    private static String rows(Random r, List<double[][]> old) {
        double[][] b = old.get(r.nextInt(old.size()));
        double[][] a = matrix(r, b.length, b[0].length);
        double[][] c = r.nextBoolean() ? b : matrix(r, b.length, b[0].length);
        switch (r.nextInt(12)) {
            case 0 -> a[r.nextInt(a.length)] = b[r.nextInt(a.length)];
            case 1 -> a[r.nextInt(a.length)] = a[r.nextInt(a.length)];
            case 2 -> a = b;
            case 3 -> a[r.nextInt(a.length)] = null;
            case 4 -> a[r.nextInt(a.length)] = new double[b[0].length + 1];
            default -> {
            }
        }
        Object[] before = {copy(a), copy(b), copy(c)};
        Object s = attempt(a, b, c, true);
        Object[] after = {copy(a), copy(b), copy(c)};
        put((double[][]) before[0], a);
        put((double[][]) before[1], b);
        put((double[][]) before[2], c);
        Object t = attempt(a, b, c, false);
        var f = new float[1 + r.nextInt(30)][1 + r.nextInt(50)];
        f[0][0] = 3;
        boolean made = Kernels.made(f, 7)[0][0] == 21;
        return made && s.equals(t) && Arrays.deepEquals(after, new Object[] {copy(a), copy(b), copy(c)}) ? null : "rows, " + s + " " + t;
    }

    private static Object attempt(double[][] a, double[][] b, double[][] c, boolean compiled) {
        try {
            return compiled ? Kernels.rows(a, b, c) : Plain.rows(a, b, c);
        } catch (NullPointerException | ArrayIndexOutOfBoundsException e) {
            return e.getClass();
        }
    }

    private static double[][] copy(double[][] a) {
        return Arrays.stream(a).map(x -> x == null ? null : x.clone()).toArray(double[][]::new);
    }

    private static void put(double[][] from, double[][] to) {
        for (int i = 0; i < to.length; i++) {
            if (to[i] != null) {
                System.arraycopy(from[i], 0, to[i], 0, to[i].length);
            }
        }
    }

    /** Indices that end behind an array: all before is written. */
    private static String past(Random r) {
        int n = 1 + r.nextInt(300);
        int[] a = r.ints(n).toArray();
        int[] b = r.nextInt(4) == 0 ? a : r.ints(1 + r.nextInt(300)).toArray();
        int m = r.nextInt(300);
        int[] a2 = a.clone();
        int[] b2 = b == a ? a2 : b;
        Object s = attempt(a, b, m, true);
        Object t = attempt(a2, b2, m, false);
        return s.equals(t) && Arrays.equals(a, a2) ? null : "past, " + s + " " + t;
    }

    private static Object attempt(int[] a, int[] b, int m, boolean compiled) {
        try {
            return compiled ? Kernels.past(a, b, m) : Plain.past(a, b, m);
        } catch (ArrayIndexOutOfBoundsException e) {
            return e.getClass();
        }
    }
}
