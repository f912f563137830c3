package dev.jacobi.gradients.programs;

import dev.jacobi.Fn2;
import java.util.LinkedHashMap;
import java.util.Map;

/** Loops that run as many steps as their argument says, found out step by step; {@code a} is what they can be differentiated by. */
public final class Steps {
    private Steps() {
    }

    /** Every one by its name: of the steps and {@code a}. */
    public static Map<String, Fn2<Double, Double, Double>> all() {
        Map<String, Fn2<Double, Double, Double>> all = new LinkedHashMap<>();
        all.put("cheap", Steps::cheap);
        all.put("division", Steps::division);
        all.put("sine", Steps::sine);
        all.put("nested", Steps::nested);
        all.put("memory", Steps::memory);
        all.put("table", Steps::table);
        all.put("counted", Steps::counted);
        all.put("search", Steps::search);
        return all;
    }

    /** A step of two operations. */
    public static double cheap(double steps, double a) {
        double y = a;
        double t = 0;
        while (t < steps) {
            y = y * 0.999 + 0.001;
            t += 1;
        }
        return y;
    }

    /** A division and a root in each step. */
    public static double division(double steps, double a) {
        double y = 1 + a;
        double t = 0;
        while (t < steps) {
            y = 0.5 * (y + a / y) + Math.sqrt(y + 1);
            t += 1;
        }
        return y;
    }

    /** A sine in each step. */
    public static double sine(double steps, double a) {
        double y = a;
        double t = 0;
        while (t < steps) {
            y = Math.sin(y + a);
            t += 1;
        }
        return y;
    }

    /** A loop in each step whose steps depend on what was computed: one to about eight. */
    public static double nested(double steps, double a) {
        double y = a;
        double t = 0;
        while (t < steps) {
            double u = 1 + 50 * Math.abs(y);
            while (u > 1) {
                u *= 0.5;
                y = 0.9 * y + 0.01 * u;
            }
            y = 0.7 - y * y;
            t += 1;
        }
        return y;
    }

    /** Each step reads and writes an array of the lane's own. */
    public static double memory(double steps, double a) {
        double[] last = new double[8];
        last[3] = a;
        double t = 0;
        int k = 0;
        while (t < steps) {
            last[k & 7] = 0.5 * (last[(k + 3) & 7] + last[(k + 6) & 7]) + 0.1;
            k++;
            t += 1;
        }
        return last[0] + last[5];
    }

    /** Each step reads a table that all lanes share, where the last step says. */
    public static double table(double steps, double a) {
        double[] table = new double[64];
        for (int i = 0; i < 64; i++) {
            table[i] = Math.abs(i * 37 % 64 - 20.5) / 64;
        }
        double y = a;
        double t = 0;
        while (t < steps) {
            y = 0.5 * (table[(int) (63 * y)] + y);
            t += 1;
        }
        return y;
    }

    /** A loop whose count is known before it starts. */
    public static double counted(double steps, double a) {
        int n = (int) steps;
        double y = a;
        for (int t = 0; t < n; t++) {
            y = 1 / (y + t * 0.25);
        }
        return y;
    }

    /** A loop of many independent operations per step. */
    public static double search(double steps, double a) {
        double x = a;
        double y = 1 - a;
        double t = 0;
        double best = 1e300;
        while (t < steps) {
            double u = x - 0.3;
            double v = y + 0.7;
            double w = u * u + v * v + 0.1 * u * v;
            double z = u * v - 0.2 * u + 0.3 * v;
            best = Math.min(best, w * w + z * z + 0.01 * u);
            x = x * 0.99 + 0.005;
            y = y * 0.98 + 0.007;
            t += 1;
        }
        return best;
    }
}
