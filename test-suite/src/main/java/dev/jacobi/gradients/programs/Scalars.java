package dev.jacobi.gradients.programs;

/** Functions of one or two numbers: closed forms, an iteration of unknown length, recursion. */
public final class Scalars {
    private Scalars() {
    }

    /** x² + 2x + 1. */
    public static double polynomial(double x) {
        return x * x + 2 * x + 1;
    }

    /** sin²x + 1. */
    public static double sineSquared(double x) {
        double s = Math.sin(x);
        return s * s + 1;
    }

    /** The cube root of x by Newton's method, to a relative tolerance. */
    public static double newton(double x, double tolerance) {
        double y = x > 1 ? x : 1;
        double step = y;
        while (Math.abs(step) > tolerance * Math.abs(y)) {
            step = (y * y * y - x) / (3 * y * y);
            y -= step;
        }
        return y;
    }

    /** The mean square of a driven oscillator's states over n steps: start x, strength c, drive w in turn. */
    public static double driven(double x, double c, double[] w, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            x = 0.5 * Math.sin(x) + c * w[i % w.length];
            sum += x * x;
        }
        return sum / n + x;
    }

    /** f(n) = x f(n-1) + sin f(n-2): recursion like Fibonacci's. */
    public static double fibonacci(int n, double x) {
        if (n < 2) {
            return n == 0 ? x : 1 + x;
        }
        return x * fibonacci(n - 1, x) + Math.sin(fibonacci(n - 2, x));
    }

    /** A sum over a binary tree whose depth depends on the values at its nodes. */
    public static double tree(double x, double bound) {
        if (x < bound) {
            return x * x;
        }
        return Math.exp(-x) + tree(0.6 * x, bound) + tree(x / 2.5, bound);
    }

    /** Price of a European call (Black and Scholes, 1973) with spot s, strike k, rate r, volatility v, time t in years. */
    public static double call(double s, double k, double r, double v, double t) {
        double d1 = (Math.log(s / k) + (r + 0.5 * v * v) * t) / (v * Math.sqrt(t));
        double d2 = d1 - v * Math.sqrt(t);
        return s * normal(d1) - k * Math.exp(-r * t) * normal(d2);
    }

    /** The normal distribution function, to 7.5e-8 (Abramowitz and Stegun 26.2.17). */
    private static double normal(double x) {
        double k = 1 / (1 + 0.2316419 * Math.abs(x));
        double poly = k * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
        double tail = poly * Math.exp(-0.5 * x * x) * 0.3989422804014327;
        return x >= 0 ? 1 - tail : tail;
    }

    /** The sum of the prices of one call per spot. */
    public static double book(double[] s, double k, double r, double v, double t) {
        double sum = 0;
        for (double spot : s) {
            sum += call(spot, k, r, v, t);
        }
        return sum;
    }
}
