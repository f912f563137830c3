// A gradient that has to remember more than the JVM's heap holds, though the function itself needs hardly any memory.
package dev.jacobi.robust;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;

/** Prints what the gradient of a short loop is, and what that of a long one comes to. */
public final class LargeTape {
    private LargeTape() {
    }

    static double loss(double w, int n) {
        double x = w;
        int i = 0;
        while (i < n && x < 1e300) {
            x = Math.sin(x) + x * 1e-9;
            i++;
        }
        return x;
    }

    /** What does not fit either way. */
    static double filled(double w, int n) {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
            a[i] = w * i;
        }
        return a[n / 2];
    }

    private static void call(String name, Fn2<Double, Integer, Double> f, int n) {
        try {
            System.out.println(name + ": " + f.apply(0.5, n));
        } catch (OutOfMemoryError e) {
            System.out.println(name + ": " + e);
        }
    }

    public static void main(String[] args) {
        call("short", Jacobi.grad(LargeTape::loss), 3);
        call("long", Jacobi.grad(LargeTape::loss), 20_000_000);
        call("filled", Jacobi.grad(LargeTape::filled), 1000);
        call("too large", Jacobi.grad(LargeTape::filled), 200_000_000);
    }
}
