// A program whose output shows every bit of its calls of Math.
package dev.jacobi.math;

import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;

/** Prints a hash of the bits of each function's results, by a method that can be compiled and by a transformed function. */
public final class MathProgram {
    private MathProgram() {
    }

    static double sum(double[] x, int from) {
        double s = 0;
        for (int i = from; i < x.length; i++) {
            s += Math.sin(x[i]) * Math.exp(-x[i] * x[i]) + Math.pow(Math.abs(x[i]), 0.3) + Math.tanh(x[i]) * Math.atan(x[i]) + Math.log10(2 + Math.cos(x[i]));
        }
        return s;
    }

    static double[] each(double[] x) {
        double[] r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = Math.cbrt(Math.tan(x[i])) + Math.sinh(x[i] / 40) * Math.log(Math.abs(x[i]));
        }
        return r;
    }

    /** The hash of all results; with an argument also that of a transformed function. */
    public static void main(String[] args) {
        double[] x = new double[20_000];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.scalb((double) (i * 7919 % 20_011 - 10_000), i % 9 - 12);
        }
        long hash = 0;
        for (int k = 0; k < 20; k++) {
            hash = hash * 31 + Double.doubleToLongBits(sum(x, k));
            for (double v : each(x)) {
                hash = hash * 31 + Double.doubleToLongBits(v);
            }
        }
        System.out.println(hash);
        if (args.length > 0) {
            Fn1<double[], double[]> f = Jacobi.jit((double[] v) -> each(v));
            long h = 0;
            for (double v : args[0].equals("plain") ? each(x) : f.apply(x)) {
                h = h * 31 + Double.doubleToLongBits(v);
            }
            System.out.println(h);
        }
    }
}
