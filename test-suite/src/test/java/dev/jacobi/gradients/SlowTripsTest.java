package dev.jacobi.gradients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.Fn2;
import dev.jacobi.Jacobi;
import org.junit.jupiter.api.Test;

/** Gradients of loops whose trips look for something of their own for as long as that takes, in many forms, against central differences of the same programs as plain Java. */
class SlowTripsTest {
    private static double root(double a, double p) {
        double x = a;
        double d = 1;
        while (Math.abs(d) > 1e-13) {
            d = (x + p * Math.sin(x) - a) / (1 + p * Math.cos(x));
            x -= d;
        }
        return x;
    }

    static double byHelper(double[] a, double p) {
        double s = 0;
        for (double v : a) {
            double r = root(v, p);
            s += Math.exp(-r) * v;
        }
        return s;
    }

    static double inline(double[] a, double p) {
        double s = 1;
        for (int i = 0; i < a.length; i++) {
            double x = a[i];
            for (int k = 0; k < 40; k++) {
                double d = (x * x * x + p * x - a[i]) / (3 * x * x + p);
                x -= d;
                if (Math.abs(d) < 1e-12) {
                    break;
                }
            }
            s -= x * p;
        }
        return Math.log(3 + s * s);
    }

    static double fixed(double[] a, double p) {
        double s = 0;
        for (int i = a.length - 1; i >= 0; i--) {
            double x = 1;
            for (int k = 0; k < 20; k++) {
                x = 0.5 * (x + p * a[i] / x);
            }
            s += x;
        }
        return s;
    }

    /** More steps than tapes have places at first. */
    static double slowly(double[] a, double p) {
        double s = 0;
        for (double v : a) {
            double x = 0;
            double d = 1;
            while (d * d > 1e-24) {
                d = 0.1 * (v - x - p * Math.sin(x));
                x += d;
            }
            s += x * x;
        }
        return s;
    }

    static double several(double[] a, double p) {
        double s = 0;
        double t = 0;
        int steps = 0;
        for (int i = 0; i < a.length; i++) {
            double r = root(a[i], p);
            s += r;
            t += r * r;
            steps++;
        }
        return t / steps - s * s / steps / steps;
    }

    static double intoArray(double[] a, double p) {
        double[] r = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            r[i] = root(a[i], p);
        }
        double s = 0;
        for (int i = 1; i < a.length; i++) {
            s += r[i] * r[i - 1];
        }
        return s;
    }

    static double intoBins(double[] a, double p) {
        double[] bins = new double[3];
        for (int i = 0; i < a.length; i++) {
            bins[i % 3] += root(a[i], p);
        }
        return bins[0] * bins[1] + bins[2];
    }

    /** A loop over pairs, and one element that two trips read. */
    static double pairs(double[] a, double p) {
        double s = 0;
        for (int i = 0; i + 1 < a.length; i++) {
            double t = 0;
            for (int j = 0; j < 2; j++) {
                t += root(a[i] * a[i + 1] + j, p);
            }
            s += t * t;
        }
        return s;
    }

    /** In a loop of steps, each of which waits for the one before. */
    static double steps(double[] a, double p) {
        double q = p;
        for (int t = 0; t < 3; t++) {
            double s = 0;
            for (double v : a) {
                s += root(v, q);
            }
            q = 0.1 * Math.sin(s / a.length) + 0.3;
        }
        return q;
    }

    /** Chosen elements, of which the last trip may be a short one. */
    static double chosen(double[] a, double p) {
        double s = 0;
        for (double v : a) {
            if (v > 0.7) {
                s += root(v, p);
            } else {
                s += v * v;
            }
        }
        return s;
    }

    static float singles(float[] a, float p) {
        float s = 0;
        for (float v : a) {
            float x = 3 * v;
            for (int k = 0; k < 30; k++) {
                float d = (x * x - v) / (2 * x + p);
                x -= d;
                if (Math.abs(d) < 1e-6f) {
                    break;
                }
            }
            s += x * p;
        }
        return s;
    }

    @Test
    void asDifferencesSay() {
        for (int n : new int[] {1, 3, 17, 50, 3000}) {
            Fn2<double[], Double, Double> helper = SlowTripsTest::byHelper;
            check("helper", helper, n);
            Fn2<double[], Double, Double> inline = SlowTripsTest::inline;
            check("inline", inline, n);
            Fn2<double[], Double, Double> fixed = SlowTripsTest::fixed;
            check("fixed", fixed, n);
            Fn2<double[], Double, Double> slowly = SlowTripsTest::slowly;
            check("slowly", slowly, n);
            Fn2<double[], Double, Double> several = SlowTripsTest::several;
            check("several", several, n);
            Fn2<double[], Double, Double> array = SlowTripsTest::intoArray;
            check("array", array, n);
            Fn2<double[], Double, Double> bins = SlowTripsTest::intoBins;
            check("bins", bins, n);
            Fn2<double[], Double, Double> pairs = SlowTripsTest::pairs;
            check("pairs", pairs, n);
            Fn2<double[], Double, Double> steps = SlowTripsTest::steps;
            check("steps", steps, n);
            Fn2<double[], Double, Double> chosen = SlowTripsTest::chosen;
            check("chosen", chosen, n);
        }
    }

    @Test
    void floatsAreAsDoublesSay() {
        float[] a = new float[40];
        for (int i = 0; i < a.length; i++) {
            a[i] = 0.5f + i / 40f;
        }
        Fn2<float[], Float, Float> f = SlowTripsTest::singles;
        Fn2<float[], Float, float[]> g = Jacobi.grad(f);
        float[] found = g.apply(a, 0.3f);
        for (int i = 0; i < a.length; i++) {
            // s = p * sqrt(v)
            assertEquals(0.3 / (2 * Math.sqrt(a[i])), found[i], 2e-3, "element " + i);
        }
    }

    private static void check(String name, Fn2<double[], Double, Double> f, int n) {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
            a[i] = 0.4 + 0.9 * ((i * 37 + 11) % 64) / 64 + 0.003;
        }
        double p = 0.35;
        double value = f.apply(a, p);
        Fn2<double[], Double, double[]> byArray = Jacobi.grad(f);
        Fn2<double[], Double, Double> byNumber = Jacobi.grad(f, 1);
        double[] by = byArray.apply(a, p);
        double slope = byNumber.apply(a, p);
        double h = 1e-5;
        assertEquals((f.apply(a, p + h) - f.apply(a, p - h)) / (2 * h), slope, 1e-5 * (1 + Math.abs(slope) + Math.abs(value)), name + " of " + n);
        for (int i = 0; i < n; i += Math.max(1, n / 5)) {
            double old = a[i];
            a[i] = old + h;
            double above = f.apply(a, p);
            a[i] = old - h;
            double below = f.apply(a, p);
            a[i] = old;
            assertEquals((above - below) / (2 * h), by[i], 1e-5 * (1 + Math.abs(by[i])) + 1e-9 * Math.abs(value), name + " by element " + i + " of " + n);
        }
    }
}
