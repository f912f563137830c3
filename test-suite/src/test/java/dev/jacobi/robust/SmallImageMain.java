// What runs in the small JVM.
package dev.jacobi.robust;

import static dev.jacobi.Jacobi.grad;

import java.util.Arrays;

/** Prints a sum and a derivative. */
public final class SmallImageMain {
    private SmallImageMain() {
    }

    static double total(double[] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i];
        }
        return s;
    }

    static double square(double x) {
        return x * x;
    }

    public static void main(String[] args) {
        double[] a = new double[100];
        Arrays.setAll(a, i -> i);
        System.out.println(total(a) + " " + grad(SmallImageMain::square).apply(3.0));
    }
}
