// Methods whose helpers are redefined while they run; each helper has a constant of its own to be exchanged.
package dev.jacobi.redefine;

import java.util.function.DoubleUnaryOperator;

/** Callers and what they inline. All classes are compiled as they are; the constants are bytes, so that one instruction has each. */
final class Programs {
    private Programs() {
    }

    /** A helper that callers inline. */
    static final class Weight {
        private Weight() {
        }

        static int of(int x) {
            return x * 11;
        }
    }

    /** A record whose method is inlined. */
    record Scale(double by) {
        double times(double x) {
            return by * x + shift();
        }

        private static int shift() {
            return 12;
        }
    }

    /** What a lambda calls. */
    static final class Step {
        private Step() {
        }

        static double of(double x) {
            return x + shift();
        }

        private static int shift() {
            return 13;
        }
    }

    /** Compiled itself, with a helper in the same class. */
    static final class Own {
        private Own() {
        }

        static long total(int[] a) {
            long s = shift();
            for (int i = 0; i < a.length; i++) {
                s += a[i];
            }
            return s;
        }

        private static int shift() {
            return 14;
        }
    }

    /** With {@code refusal=throw} it gets members when it is loaded: code in place of the native method, an initialiser because of the abstract one. */
    abstract static class Refused {
        static native int missing(int x);

        abstract int open(int[] a);

        static int shift() {
            return 15;
        }
    }

    /** Called by the program; they stay as they are. */
    static final class Callers {
        private Callers() {
        }

        static long weights(int[] a) {
            long s = 0;
            for (int i = 0; i < a.length; i++) {
                s += Weight.of(a[i]);
            }
            return s;
        }

        static double scales(double[] a, double by) {
            Scale scale = new Scale(by);
            double s = 0;
            for (int i = 0; i < a.length; i++) {
                s += scale.times(a[i]);
            }
            return s;
        }

        static double steps(double[] a) {
            DoubleUnaryOperator f = Step::of;
            double s = 0;
            for (int i = 0; i < a.length; i++) {
                s += f.applyAsDouble(a[i]);
            }
            return s;
        }

        /** Calls a method of the JDK that has an instruction of the machine. */
        static long zeros(int[] a) {
            long s = 0;
            for (int i = 0; i < a.length; i++) {
                s += Integer.numberOfTrailingZeros(a[i] - 1);
            }
            return s;
        }

        /** Its gradient is the helper's factor. */
        static double loss(double x) {
            return x * Weight.of(1);
        }
    }
}
