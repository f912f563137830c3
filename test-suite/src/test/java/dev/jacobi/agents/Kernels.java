// Methods that Jacobi compiles and other agents change: a caller, and a helper in a class of its own that it inlines.
package dev.jacobi.agents;

/** A caller. */
final class Kernels {
    private Kernels() {
    }

    /** A helper; the branch is there for coverage. */
    static final class Weights {
        private Weights() {
        }

        static double weight(double x) {
            if (x < 0) {
                return -x;
            }
            return 3 * x;
        }
    }

    /** A helper that nobody changes. */
    static final class Plain {
        private Plain() {
        }

        static double half(double x) {
            return 0.5 * x;
        }
    }

    static double total(double[] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += Weights.weight(a[i]);
        }
        return s;
    }

    static double halves(double[] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += Plain.half(a[i]);
        }
        return s;
    }

    static double squares(double x) {
        return x * x + Plain.half(x);
    }
}
