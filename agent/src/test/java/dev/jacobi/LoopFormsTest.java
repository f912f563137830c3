package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Energies of pairs by loops in the forms that people write: the program, and what its gradient is, are the same as those of {@code for}. */
class LoopFormsTest {
    static double counted(double[] x, double[] y) {
        double e = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                e += x[i] * y[j];
            }
        }
        return e;
    }

    static double testedBehind(double[] x, double[] y) {
        double e = 0;
        if (x.length > 0) {
            int i = 0;
            do {
                if (i > 0) {
                    int j = 0;
                    do {
                        e += x[i] * y[j];
                    } while (++j < i);
                }
            } while (++i < x.length);
        }
        return e;
    }

    static double brokenOffBehind(double[] x, double[] y) {
        double e = 0;
        if (0 < x.length) {
            for (int i = 0;;) {
                if (0 < i) {
                    for (int j = 0;;) {
                        e += x[i] * y[j];
                        if (++j >= i) {
                            break;
                        }
                    }
                }
                if (++i >= x.length) {
                    break;
                }
            }
        }
        return e;
    }

    static double countedByLongs(double[] x, double[] y) {
        double e = 0;
        for (long i = 0; i < x.length; i++) {
            for (long j = 0; j < i; j++) {
                e += x[(int) i] * y[(int) j];
            }
        }
        return e;
    }

    static Stream<Fn2<double[], double[], Double>> forms() {
        return Stream.of(LoopFormsTest::testedBehind, LoopFormsTest::brokenOffBehind, LoopFormsTest::countedByLongs);
    }

    private static String code(Fn2<double[], double[], ?> f) {
        double[] x = {1, 2, 3};
        return Jacobi.ir(f, x, x).toString();
    }

    /** What stands behind the checks, which may be written otherwise for longs. */
    private static String behind(String code) {
        return code.substring(code.indexOf('\n', code.lastIndexOf("check[")));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void sameProgram(Fn2<double[], double[], Double> form) {
        Fn2<double[], double[], Double> usual = LoopFormsTest::counted;
        assertFalse(code(form).contains("while(") || code(form).contains("cond("), () -> code(form));
        assertEquals(behind(code(usual)), behind(code(form)));
        assertEquals(behind(code(Jacobi.grad(usual, 0, 1))), behind(code(Jacobi.grad(form, 0, 1))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void sameNumbers(Fn2<double[], double[], Double> form) {
        Fn2<double[], double[], Double> usual = LoopFormsTest::counted;
        for (int n : List.of(0, 1, 2, 5, 40)) {
            double[] x = new double[n];
            double[] y = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = Math.sin(i + 1);
                y[i] = Math.cos(3 * i);
            }
            ValueAndGrad<Double, Object[]> all = Jacobi.<double[], double[], Double, Object[]>valueAndGrad(form, 0, 1).apply(x, y);
            ValueAndGrad<Double, Object[]> want = Jacobi.<double[], double[], Double, Object[]>valueAndGrad(usual, 0, 1).apply(x, y);
            assertEquals(usual.apply(x, y), all.value());
            assertEquals(usual.apply(x, y), Jacobi.jit(form).apply(x, y));
            for (int k = 0; k < 2; k++) {
                assertArrayEquals((double[]) want.grad()[k], (double[]) all.grad()[k]);
            }
        }
    }
}
