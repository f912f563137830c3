// An ordinary program with many methods worth compiling, some called for the first time at the end of a deep stack. It prints what it computes.
package dev.jacobi.robust;

import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import java.util.Arrays;
import java.util.function.Supplier;

/** Run where threads, address space, heap or stack are short. The output depends on nothing else. */
public final class Starved {
    private Starved() {
    }

    static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return s;
    }

    static int[] squares(int n) {
        int[] a = new int[n];
        for (int i = 0; i < n; i++) {
            a[i] = i * i;
        }
        return a;
    }

    static void scale(float[] a, float f) {
        for (int i = 0; i < a.length; i++) {
            a[i] = a[i] * f + i;
        }
    }

    static long collatz(long[] a) {
        long steps = 0;
        for (int i = 0; i < a.length; i++) {
            long x = a[i];
            while (x > 1) {
                x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
                steps++;
            }
        }
        return steps;
    }

    static double[][] outer(double[] a, double[] b) {
        double[][] r = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                r[i][j] = a[i] * b[j];
            }
        }
        return r;
    }

    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    static int[] histogram(byte[] data) {
        int[] h = new int[256];
        for (int i = 0; i < data.length; i++) {
            h[data[i] & 255]++;
        }
        return h;
    }

    static int deep0(int n) {
        return 3 * n + 1;
    }

    static int deep1(int[] a) {
        int s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
        }
        return s;
    }

    static long edge0(int n) {
        long s = 7;
        for (int i = 0; i < n; i++) {
            s = s * 31 + i;
        }
        return s;
    }

    static double edge1(double[] a) {
        double s = 1;
        for (int i = 0; i < a.length; i++) {
            s = s * 0.5 + a[i];
        }
        return s;
    }

    static int[] edge2(int[] a, int by) {
        int[] r = new int[a.length];
        for (int i = 0; i < a.length; i++) {
            r[i] = a[i] ^ by;
        }
        return r;
    }

    static long edge3(int[][] a) {
        long s = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                s = s * 3 + a[i][j];
            }
        }
        return s;
    }

    /** Goes to the end of the stack; on the way back the first level whose call fits has the result. Only a stack overflow may come out of a call there. */
    private static Object atTheEdge(Supplier<Object> call) {
        try {
            return atTheEdge(call);
        } catch (StackOverflowError e) {
            return call.get();
        }
    }

    private static double square(double x) {
        return x * x * Math.sin(x);
    }

    /** Goes to the end of the stack, then calls methods there that nobody has called before; what does not fit there is not this method's to say. */
    private static int down(int[] a) {
        try {
            return down(a) + 0;
        } catch (StackOverflowError e) {
            return 1;
        }
    }

    private static int called(int depth, int[] a) {
        if (depth > 0) {
            return called(depth - 1, a);
        }
        return deep0(5) + deep1(a);
    }

    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        byte[][] ballast = new byte[Integer.parseInt(args[1])][1 << 18];
        double[] x = new double[3000];
        double[] y = new double[3000];
        long[] l = new long[100];
        byte[] bytes = new byte[5000];
        float[] f = new float[4000];
        Arrays.setAll(x, i -> i * 0.5);
        Arrays.setAll(y, i -> 1.0 / (i + 1));
        Arrays.setAll(l, i -> i + 7);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        long sum = 0;
        int ends = down(squares(10));
        for (int k = 0; k < rounds; k++) {
            sum += (long) dot(x, y) + squares(500 + k % 3)[499] + collatz(l) + fib(12) + histogram(bytes)[3];
            sum += (long) outer(Arrays.copyOf(x, 40), Arrays.copyOf(y, 30))[39][29];
            scale(f, 0.5f);
        }
        System.out.println(sum + " " + Arrays.hashCode(f) + " " + ends + " " + called(50, squares(20)));
        Fn1<Double, Double> g = args.length > 2 ? Jacobi.grad(Starved::square) : null;
        int[] a = squares(1000);
        for (int k = 0; k < 3; k++) {
            System.out.println(atTheEdge(() -> edge0(900)) + " " + atTheEdge(() -> edge1(x)) + " " + atTheEdge(() -> edge2(a, 5)[999])
                + " " + atTheEdge(() -> edge3(new int[][] {a, a})));
        }
        System.out.println(edge0(900) + " " + edge1(x) + " " + edge2(a, 5)[999] + " " + edge3(new int[][] {a, a}));
        System.out.println(ballast.length + (g == null ? " done" : " done " + g.apply(2.0)));
    }
}
