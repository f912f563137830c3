package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of arrays of rank three, which native code looks at: those that are missing, of another length, or there twice are seen, and nothing has changed then. */
class CubeRowsTest {
    private static Compiled add;

    static void add(double[][][] a, double[][][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                for (int k = 0; k < a[0][0].length; k++) {
                    b[i][j][k] += 2 * a[i][j][k] + j;
                }
            }
        }
    }

    @BeforeAll
    static void compile() throws NoSuchMethodException {
        add = OnDemandCompiler.cpu().compile(CubeRowsTest.class.getDeclaredMethod("add", double[][][].class, double[][][].class));
    }

    private static double[][][] cube(int n, int m, int k) {
        var a = new double[n][m][k];
        for (int i = 0; i < n * m * k; i++) {
            a[i / k / m][i / k % m][i % k] = i % 17 - 5.5;
        }
        return a;
    }

    private static double[][][] copy(double[][][] a) {
        return Arrays.stream(a).map(x -> Arrays.stream(x).map(y -> y == null ? null : y.clone()).toArray(double[][]::new)).toArray(double[][][]::new);
    }

    @Test
    void rowsAreUsedWhereTheyLie() throws Throwable {
        for (int[] s : new int[][] {{1, 1, 1}, {2, 3, 4}, {2, 700, 5}, {9, 9, 100}, {0, 0, 0}, {3, 0, 0}, {2, 5, 0}}) {
            double[][][] a = cube(s[0], s[1], s[2]);
            double[][][] b = cube(s[0], s[1], s[2]);
            double[][][] c = copy(b);
            if (s[0] > 0 && s[1] > 0) {
                add(a, c);
            }
            add.invoke(a, b);
            assertArrayEquals(c, b);
        }
    }

    @Test
    void oddRowsAreSeen() {
        for (int m : new int[] {3, 40, 300}) {
            for (int kind = 0; kind < 6; kind++) {
                double[][][] a = cube(2, m, 3);
                double[][][] b = cube(2, m, 3);
                switch (kind) {
                    case 0 -> b[1][m - 1] = null;
                    case 1 -> a[0][m / 2] = null;
                    case 2 -> b[1][0] = new double[2];
                    case 3 -> a[1][m - 2] = new double[4];
                    case 4 -> b[1][m - 1] = b[0][m - 1];
                    default -> b[0][0] = a[1][m - 1];
                }
                double[][][] was = copy(b);
                assertThrows(Deopt.class, () -> add.invoke(a, b), m + " " + kind);
                assertArrayEquals(was, b);
            }
        }
    }
}
