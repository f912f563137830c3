package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forces among points with three coordinates each, which short loops add up: numbers are Java's to the bit, and arrays that are given change as there. */
class ForcesTest {
    private final OnDemandCompiler engine = OnDemandCompiler.cpu();

    static double[][] shortLoops(double[][] x, double[] m) {
        double[][] f = new double[x.length][3];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                if (j == i) {
                    continue;
                }
                double r2 = 1e-3;
                for (int d = 0; d < 3; d++) {
                    double q = x[j][d] - x[i][d];
                    r2 += q * q;
                }
                double s = m[j] / (r2 * Math.sqrt(r2));
                for (int d = 0; d < 3; d++) {
                    f[i][d] += s * (x[j][d] - x[i][d]);
                }
            }
        }
        return f;
    }

    static double[][] scratch(double[][] x, double[] m) {
        double[][] f = new double[x.length][3];
        double[] q = new double[3];
        for (int i = 0; i < x.length; i++) {
            double[] own = f[i];
            for (int j = 0; j < x.length; j++) {
                double r2 = 0;
                for (int d = 0; d < 3; d++) {
                    q[d] = x[j][d] - x[i][d];
                    r2 += q[d] * q[d];
                }
                if (r2 < 1 && j != i) {
                    for (int d = 0; d < 3; d++) {
                        own[d] += q[d] * m[j] * (1 - r2);
                    }
                }
            }
        }
        return f;
    }

    static double[][] bothOfAPair(double[][] x, double[] m) {
        double[][] f = new double[x.length][3];
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                double r2 = 1e-3;
                for (int d = 0; d < 3; d++) {
                    double q = x[j][d] - x[i][d];
                    r2 += q * q;
                }
                for (int d = 0; d < 3; d++) {
                    double q = (x[j][d] - x[i][d]) / r2;
                    f[i][d] += m[j] * q;
                    f[j][d] -= m[i] * q;
                }
            }
        }
        return f;
    }

    static double[][] inPlace(double[][] x, double[] m) {
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                if (j != i) {
                    for (int d = 0; d < 3; d++) {
                        x[i][d] += m[j] * (x[j][d] - x[i][d]) * .01;
                    }
                }
            }
        }
        return x;
    }

    static double[][] theLastOne(double[][] x, double[] m) {
        double[][] f = new double[x.length][3];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                if (m[j] > .5) {
                    for (int d = 0; d < 3; d++) {
                        f[i][d] = f[i][d] * .5 + x[j][d] - x[i][2 - d];
                    }
                }
            }
        }
        return f;
    }

    static Stream<Method> methods() {
        return Arrays.stream(ForcesTest.class.getDeclaredMethods()).filter(m -> m.getReturnType() == double[][].class && m.getParameterCount() == 2 && m.getParameterTypes()[1] == double[].class).sorted(Comparator.comparing(Method::getName));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameBits(Method m) throws Exception {
        Compiled c = engine.compile(m);
        var random = new Random(m.getName().hashCode());
        for (int n : new int[] {0, 1, 2, 3, 5, 8, 9, 17, 40}) {
            double[][] x = points(n, random);
            double[] mass = random.doubles(n).toArray();
            double[][] mine = Arrays.stream(x).map(double[]::clone).toArray(double[][]::new);
            assertArrayEquals((double[][]) m.invoke(null, x, mass), (double[][]) c.invoke(mine, mass), m.getName() + " of " + n);
            assertArrayEquals(x, mine, m.getName());
        }
    }

    private static double[][] points(int n, Random random) {
        var x = new double[n][];
        for (int i = 0; i < n; i++) {
            x[i] = random.doubles(3).map(v -> v < .02 ? -0.0 : v).toArray();
        }
        return x;
    }
}
