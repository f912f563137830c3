// Programs whose classes were not changed when they were loaded.
package dev.jacobi.late;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.math3.util.MathArrays;

/** {@code Late WHICH STOP}: works until there is a file of that name, and prints whether all results were the same. */
public final class Late {
    /** An argument that is an object. */
    record Scale(double by, int terms) {
    }

    private Late() {
    }

    public static void main(String[] args) {
        boolean same = true;
        same &= switch (args[0]) {
            case "arrays" -> arrays(Path.of(args[1]));
            case "objects" -> objects(Path.of(args[1]));
            case "serial" -> serial(Path.of(args[1]));
            case "names" -> names(Path.of(args[1]));
            case "leaf" -> leaf(Path.of(args[1]));
            case "shapes" -> shapes(Path.of(args[1]));
            default -> old(Path.of(args[1]));
        };
        System.out.println("same " + same);
    }

    /** Called once, so that making code of it would be in vain. */
    private static boolean arrays(Path stop) {
        double[] x = numbers(20_000);
        String first = Arrays.toString(roots(x, 40));
        boolean same = true;
        while (!Files.exists(stop)) {
            same &= first.equals(Arrays.toString(roots(x, 40)));
            same &= rarely(3) == 6;
        }
        return same;
    }

    static double[] roots(double[] x, int steps) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double r = 1;
            for (int s = 0; s < steps; s++) {
                r = 0.5 * (r + x[i] / r);
            }
            y[i] = r;
        }
        return y;
    }

    static int rarely(int n) {
        return n + n;
    }

    private static boolean objects(Path stop) {
        double[] x = numbers(20_000);
        double first = series(x, new Scale(0.5, 40));
        boolean same = true;
        while (!Files.exists(stop)) {
            same &= first == series(x, new Scale(0.5, 40));
        }
        return same;
    }

    static double series(double[] x, Scale s) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double r = 0;
            for (int k = 0; k < s.terms(); k++) {
                r = r * s.by() + x[i] / (k + 1);
            }
            y[i] = r;
        }
        double sum = 0;
        for (double v : y) {
            sum += v;
        }
        return sum;
    }

    private static boolean serial(Path stop) {
        double[] x = numbers(20_000);
        double first = decay(x);
        boolean same = true;
        while (!Files.exists(stop)) {
            same &= first == decay(x);
        }
        return same;
    }

    static double decay(double[] x) {
        double h = 0;
        for (double v : x) {
            h = h * 0.31 + v;
        }
        return h;
    }

    private static boolean leaf(Path stop) {
        boolean same = true;
        while (!Files.exists(stop)) {
            for (int i = 0; i < 50_000; i++) {
                same &= straight(i) > 0;
            }
        }
        return same;
    }

    /** Too long to become part of its caller, and without a loop in which its thread might stop. */
    static double straight(double x) {
        double y = x;
        y = (((((y * 0.91 + 0.11) * 0.92 + 0.12) * 0.93 + 0.13) * 0.94 + 0.14) * 0.95 + 0.15);
        y = (((((y * 0.96 + 0.16) * 0.90 + 0.17) * 0.91 + 0.18) * 0.92 + 0.19) * 0.93 + 0.20);
        y = (((((y * 0.94 + 0.21) * 0.95 + 0.22) * 0.96 + 0.23) * 0.90 + 0.24) * 0.91 + 0.25);
        y = (((((y * 0.92 + 0.26) * 0.93 + 0.27) * 0.94 + 0.28) * 0.95 + 0.29) * 0.96 + 0.30);
        y = (((((y * 0.90 + 0.31) * 0.91 + 0.32) * 0.92 + 0.33) * 0.93 + 0.34) * 0.94 + 0.35);
        y = (((((y * 0.95 + 0.36) * 0.96 + 0.37) * 0.90 + 0.38) * 0.91 + 0.39) * 0.92 + 0.40);
        y = (((((y * 0.93 + 0.41) * 0.94 + 0.42) * 0.95 + 0.43) * 0.96 + 0.44) * 0.90 + 0.45);
        y = (((((y * 0.91 + 0.46) * 0.92 + 0.47) * 0.93 + 0.48) * 0.94 + 0.49) * 0.95 + 0.50);
        return y;
    }

    private static boolean names(Path stop) {
        StringBuilder text = new StringBuilder();
        int first = joined(text, 2_000);
        boolean same = true;
        while (!Files.exists(stop)) {
            same &= first == joined(text, 2_000);
        }
        return same;
    }

    static int joined(StringBuilder text, int n) {
        text.setLength(0);
        for (int i = 0; i < n; i++) {
            text.append(i).append(", ");
        }
        return text.length();
    }

    /** What its objects are shows at calls only. */
    private static boolean shapes(Path stop) {
        Shape[] all = {() -> 3, () -> 4};
        long first = corners(all[0], 50_000) + corners(all[1], 50_000);
        boolean same = true;
        while (!Files.exists(stop)) {
            same &= first == corners(all[0], 50_000) + corners(all[1], 50_000);
        }
        return same;
    }

    interface Shape {
        int corners();
    }

    static long corners(Shape s, int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (long) s.corners() * i;
        }
        return sum;
    }

    /** Class files that know no invokedynamic. */
    private static boolean old(Path stop) {
        double[] x = numbers(3_000);
        double[] h = numbers(300);
        double[] first = MathArrays.convolve(x, h);
        boolean same = true;
        while (!Files.exists(stop)) {
            same &= Arrays.equals(first, MathArrays.convolve(x, h));
        }
        return same;
    }

    private static double[] numbers(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = 1 + i % 97;
        }
        return x;
    }
}
