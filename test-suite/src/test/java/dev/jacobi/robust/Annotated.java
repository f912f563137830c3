// Methods whose annotations say how they are to be compiled.
package dev.jacobi.robust;

import dev.jacobi.Fp;
import dev.jacobi.Jit;

/** Called by {@link RobustnessTest}. */
public final class Annotated {
    private Annotated() {
    }

    @Jit(staticArgs = 1)
    public static double power(double[] a, int n) {
        double s = 0;
        for (double x : a) {
            double p = 1;
            for (int i = 0; i < n; i++) {
                p *= x;
            }
            s += p;
        }
        return s;
    }

    @Jit(backend = "interp")
    public static int slow(int[] a) {
        int s = 0;
        for (int x : a) {
            s = 31 * s + x;
        }
        return s;
    }

    @Jit(fp = Fp.FAST, backend = "gpux")
    public static double nowhere(double[] a) {
        return a[0] + a[1];
    }

    @Jit(staticArgs = {0, 3})
    public static double tooFew(double[] a, int n) {
        return a[n];
    }

    /** Prints what the calls return. */
    public static void main(String[] args) {
        double[] a = {1, 0.5, 3};
        for (int n = 0; n < 3; n++) {
            System.out.println(power(a, n) + " " + power(a, n) + " " + slow(new int[] {n, 2}) + " " + nowhere(a) + " " + tooFew(a, n));
        }
    }
}
