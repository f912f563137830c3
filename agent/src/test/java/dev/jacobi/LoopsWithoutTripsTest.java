package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a loop would compute in trips that it does not make has no part in derivatives, also where that has no finite slope: first and second derivatives of functions that are constant then are zero. */
class LoopsWithoutTripsTest {
    private static final Map<String, Fn2<Double, double[], Double>> F = new LinkedHashMap<>();

    static {
        F.put("quotient", LoopsWithoutTripsTest::quotient);
        F.put("fixedQuotient", LoopsWithoutTripsTest::fixedQuotient);
        F.put("root", LoopsWithoutTripsTest::root);
        F.put("logarithm", LoopsWithoutTripsTest::logarithm);
        F.put("power", LoopsWithoutTripsTest::power);
        F.put("nested", LoopsWithoutTripsTest::nested);
        F.put("whileLoop", LoopsWithoutTripsTest::whileLoop);
        F.put("product", LoopsWithoutTripsTest::product);
    }

    static double quotient(double b, double[] y) {
        double s = 0;
        for (int i = 0; i < y.length; i++) {
            s += Math.sin(y[i]) / b;
        }
        return s;
    }

    static double fixedQuotient(double b, double[] y) {
        double s = 0;
        for (int i = 0; i < y.length; i++) {
            s += y[i] * (3.0 / b);
        }
        return s;
    }

    static double root(double b, double[] y) {
        double s = 0;
        for (double v : y) {
            s += Math.sqrt(b) * v;
        }
        return s;
    }

    static double logarithm(double b, double[] y) {
        double s = 0;
        for (double v : y) {
            s += v - Math.log(b) + Math.hypot(b, b);
        }
        return s;
    }

    static double power(double b, double[] y) {
        double s = 0;
        for (double v : y) {
            s += v * Math.pow(b, 0.5);
        }
        return s;
    }

    static double nested(double b, double[] y) {
        double s = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < y.length; j++) {
                s += y[j] / Math.sqrt(b + i * 0.0);
            }
        }
        return s;
    }

    static double whileLoop(double b, double[] y) {
        double s = 0;
        int i = y.length;
        while (i > 0 && s < 100) {
            i--;
            s += y[i] * y[i] / b;
        }
        return s;
    }

    static double product(double b, double[] y) {
        double s = 1;
        for (double v : y) {
            s *= 1 + v / b;
        }
        return s;
    }

    @Test
    void derivativesAreZero() {
        F.forEach((name, f) -> {
            assertEquals(0.0, Jacobi.<Double, double[], Double>grad(f).apply(0.0, new double[0]), 0, "gradient of " + name);
            Fn2<Double, double[], Double> first = Jacobi.<Double, double[], Double>grad(f);
            assertEquals(0.0, Jacobi.<Double, double[], Double>grad(first).apply(0.0, new double[0]), 0, "second derivative of " + name);
            assertEquals(0.0, Jacobi.<Double, double[], Double>grad((Double b, double[] y) -> first.apply(b, y)).apply(0.0, new double[0]), 0, "derivative of a call of the gradient of " + name);
        });
    }

    @Test
    void andAsEverWithTrips() {
        double h = 1e-4;
        double[] y = {0.3, 0.7, 1.1};
        F.forEach((name, f) -> {
            double middle = f.apply(0.8, y);
            double up = f.apply(0.8 + h, y);
            double down = f.apply(0.8 - h, y);
            Fn2<Double, double[], Double> first = Jacobi.<Double, double[], Double>grad(f);
            assertEquals((up - down) / 2 / h, first.apply(0.8, y), 1e-5, "gradient of " + name);
            assertEquals((up - 2 * middle + down) / h / h, Jacobi.<Double, double[], Double>grad(first).apply(0.8, y), 1e-4, "second derivative of " + name);
        });
    }

    static double squareOfSum(double b, double[] y) {
        double s = -12;
        for (double v : y) {
            s += Math.sqrt(b) * v;
        }
        return s * s;
    }

    /** At a minimum all cotangents are zero, and have slopes. */
    @Test
    void zeroAtAPointOnly() {
        double[] y = {1, 2, 3};
        Fn2<Double, double[], Double> first = Jacobi.<Double, double[], Double>grad(LoopsWithoutTripsTest::squareOfSum);
        assertEquals(0.0, first.apply(4.0, y), 0);
        assertEquals(4.5, Jacobi.<Double, double[], Double>grad(first).apply(4.0, y), 1e-12);
    }
}
