// Calls methods often enough that they are compiled, and prints what they give.
package dev.jacobi.agents;

import static dev.jacobi.Jacobi.grad;

import java.util.Arrays;

/** The argument is the number of calls. */
public final class CoveredMain {
    private CoveredMain() {
    }

    public static void main(String[] args) {
        double[] a = new double[100];
        Arrays.setAll(a, i -> i);
        double s = 0;
        for (int k = 0; k < Integer.parseInt(args[0]); k++) {
            s += Kernels.total(a) + Kernels.halves(a);
        }
        System.out.println(s);
        a[7] = -4;
        System.out.println(Kernels.total(a));
        if (args.length > 1) {
            System.out.println(grad(Kernels::squares).apply(3.0));
        }
    }
}
