package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays of arrays whose rows compiled code uses where they lie, or packed when they are short: results, what is written, and giving up without a trace are Java's either way. */
class RowsInPlaceTest {
    private static final int[][] SHAPES = {{0, 0}, {1, 1}, {3, 3}, {5, 60}, {40, 41}, {7, 500}, {300, 200}};
    /** So often that calls of a size no longer work on copies. */
    private static final int TIMES = 6;

    static double sum(double[][] a, double[][] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                s += a[i][j] * 3;
            }
        }
        return s;
    }

    static double reverse(double[][] a, double[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int l = 0, h = a[i].length - 1; l < h; l++, h--) {
                double t = a[i][l];
                a[i][l] = a[i][h];
                a[i][h] = t;
            }
        }
        return a.length;
    }

    static double add(double[][] a, double[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                b[i][j] += 2 * a[i][j];
            }
        }
        return 1;
    }

    static double stencil(double[][] a, double[][] b) {
        for (int i = 1; i < a.length - 1; i++) {
            for (int j = 1; j < a[0].length - 1; j++) {
                b[i][j] = 0.25 * (a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]);
            }
        }
        return a.length > 0 ? a[0].length : -1;
    }

    static double transposedRead(double[][] a, double[][] b) {
        int n = Math.min(a.length, a.length == 0 ? 0 : a[0].length);
        double s = 0;
        for (int j = 0; j < n; j++) {
            double m = 0;
            for (int i = 0; i < n; i++) {
                m = Math.max(m, a[i][j]);
                b[j][i] = a[i][j];
            }
            s += m;
        }
        return s;
    }

    static double scan(double[][] a, double[][] b) {
        for (int i = 1; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                a[i][j] += a[i - 1][j];
            }
        }
        return 0;
    }

    /** Three passes over each row, two of which add up in order. */
    static double normalized(double[][] a, double[][] b) {
        for (int i = 0; i < a.length; i++) {
            double sum = 0;
            for (int j = 0; j < a[i].length; j++) {
                sum += a[i][j];
            }
            double mean = sum / a[i].length;
            double squares = 0;
            for (int j = 0; j < a[i].length; j++) {
                squares += (a[i][j] - mean) * (a[i][j] - mean);
            }
            double scale = 1 / Math.sqrt(squares / a[i].length + 1e-5);
            for (int j = 0; j < a[i].length; j++) {
                b[i][j] = (a[i][j] - mean) * scale;
            }
        }
        return a.length;
    }

    /** Where each row has its largest element, the first of several. */
    static double places(double[][] a, double[][] b) {
        for (int i = 0; i < a.length; i++) {
            int best = 0;
            for (int j = 1; j < a[i].length; j++) {
                if (a[i][j] > a[i][best]) {
                    best = j;
                }
            }
            b[i][0] = best;
        }
        return a.length;
    }

    /** Terms that take long are added in order while they are written. */
    static double weighed(double[][] a, double[][] b) {
        double last = 0;
        for (int i = 0; i < a.length; i++) {
            double sum = 0;
            for (int j = 0; j < a[i].length; j++) {
                double x = a[i][j];
                b[i][j] = Math.sqrt(x * x + 1) / (2 + x * x * (0.5 + x * x * 0.25));
                sum += b[i][j];
            }
            for (int j = 0; j < a[i].length; j++) {
                b[i][j] /= sum;
            }
            last = sum;
        }
        return last;
    }

    static double conditional(double[][] a, double[][] b) {
        int n = 0;
        for (int i = 0; i < a.length; i++) {
            double[] row = a[i];
            for (int j = 0; j < row.length; j++) {
                if (row[j] > 1) {
                    row[j] = b[i][j] / row[j];
                    n++;
                }
            }
        }
        return n;
    }

    static double while0(double[][] a, double[][] b) {
        int i = 0;
        while (i < a.length && a[i].length > 0 && a[i][0] < 1e9) {
            int j = 0;
            while (j < a[i].length && a[i][j] != 4) {
                b[i][j] = a[i][j];
                j++;
            }
            i++;
        }
        return i;
    }

    /** The index goes beyond the row somewhere in the middle. */
    static double failing(double[][] a, double[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                a[i][j] = a[i][j] + 1;
                b[i][j] = a[i][(int) Math.abs(a[i][j]) * 100];
            }
        }
        return 0;
    }

    static double product(double[][] a, double[][] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                double t = 0;
                for (int k = 0; k < a[0].length; k++) {
                    t += a[i][k] * b[j][k];
                }
                s += t;
            }
        }
        return s;
    }

    static double columns(double[][] a, double[][] b) {
        double s = 0;
        for (int i = 0; i < a[0].length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                double t = 0;
                for (int k = 0; k < a.length; k++) {
                    t += a[k][i] * b[k][j];
                }
                s += t;
            }
        }
        return s;
    }

    static Stream<Method> methods() {
        return Stream.of(RowsInPlaceTest.class.getDeclaredMethods()).filter(m -> !m.isSynthetic() && m.getParameterCount() == 2 && m.getParameterTypes()[0] == double[][].class);
    }

    private static double[][] matrix(int n, int m, int seed) {
        var a = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                a[i][j] = (i * 31 + j * 17 + seed) % 11 - 3;
            }
        }
        return a;
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whateverTheShapeResultsAreThoseOfJava(Method m) throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(m);
        for (int[] shape : SHAPES) {
            for (int t = 0; t < TIMES; t++) {
                compare(c, m, matrix(shape[0], shape[1], 0), matrix(shape[0], shape[1], t), matrix(shape[0], shape[1], 0), matrix(shape[0], shape[1], t));
            }
        }
    }

    /** Inputs are packed whose elements are used many times each, down columns, or that are worked on in copies, as a check may fail after they were written. */
    @Test
    void rowsAreUsedWhereTheyLie(@TempDir Path folder) throws Exception {
        var engine = new OnDemandCompiler(SiteFixture.options("dump=" + folder), OnDemandCompiler.Stage.RAISED);
        methods().forEach(engine::compile);
        var rows = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith("-llvm.ll")).toList()) {
                String method = file.getParent().getFileName().toString().replaceAll(".*\\.(\\w+)-\\w+", "$1");
                String line = Files.readString(file).lines().filter(l -> l.contains(" row by row: ")).findFirst().orElseThrow();
                rows.put(method, line.replaceAll(".*row by row: (\\[.*?\\]).*", "$1"));
            }
        }
        assertEquals("{add=[0, 1], columns=[], conditional=[0, 1], failing=[], normalized=[0, 1], places=[0, 1], product=[0, 1], reverse=[0, 1], scan=[0, 1], stencil=[0, 1], sum=[0, 1], transposedRead=[0, 1], "
            + "weighed=[0, 1], while0=[0, 1]}",
            rows.toString());
    }

    private static void compare(Compiled c, Method m, double[][] a, double[][] b, double[][] x, double[][] y) throws Exception {
        String what = m.getName() + " " + a.length;
        try {
            Object expected = m.invoke(null, a, b);
            assertEquals(expected, c.invoke(x, y), what);
            assertEquals(Arrays.deepToString(a), Arrays.deepToString(x), what);
            assertEquals(Arrays.deepToString(b), Arrays.deepToString(y), what);
        } catch (InvocationTargetException e) {
            String before = Arrays.deepToString(x) + Arrays.deepToString(y);
            assertThrows(Deopt.class, () -> c.invoke(x, y), what);
            assertEquals(before, Arrays.deepToString(x) + Arrays.deepToString(y), what);
        }
    }

    /** A call either has Java's result or gives up with nothing changed; {@code odd} makes the second matrix's rows strange. */
    private static void strange(Method m, java.util.function.BiConsumer<double[][], double[][]> odd) throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(m);
        for (int n : new int[] {4, 300}) {
            for (int t = 0; t < TIMES; t++) {
                double[][] a = matrix(n, 200, 0);
                double[][] b = matrix(n, 200, t);
                double[][] x = matrix(n, 200, 0);
                double[][] y = matrix(n, 200, t);
                odd.accept(a, b);
                odd.accept(x, y);
                String before = Arrays.deepToString(x) + Arrays.deepToString(y);
                Object result;
                try {
                    result = c.invoke(x, y);
                } catch (Deopt d) {
                    assertEquals(before, Arrays.deepToString(x) + Arrays.deepToString(y), m.getName());
                    continue;
                }
                assertEquals(m.invoke(null, a, b), result, m.getName());
                assertEquals(Arrays.deepToString(a) + Arrays.deepToString(b), Arrays.deepToString(x) + Arrays.deepToString(y), m.getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aRowThatStandsTwice(Method m) throws Exception {
        strange(m, (a, b) -> {
            a[1] = a[0];
            b[2] = b[3];
        });
    }

    @ParameterizedTest
    @MethodSource("methods")
    void rowsOfBothArguments(Method m) throws Exception {
        strange(m, (a, b) -> b[1] = a[2]);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void raggedRows(Method m) throws Exception {
        strange(m, (a, b) -> a[a.length - 1] = new double[201]);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void missingRows(Method m) throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(m);
        double[][] x = matrix(300, 200, 0);
        x[299] = null;
        String before = Arrays.deepToString(x);
        assertThrows(Deopt.class, () -> c.invoke(x, matrix(300, 200, 1)));
        assertEquals(before, Arrays.deepToString(x));
    }

    static long deep(int[][][] a, byte[][] b) {
        long s = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                for (int k = 0; k < a[i][j].length; k++) {
                    a[i][j][k] += i - j;
                    s += a[i][j][k];
                }
            }
        }
        for (int i = 0; i < b.length; i++) {
            for (int j = 0; j < b[i].length; j++) {
                b[i][j]++;
            }
        }
        return s;
    }

    @Test
    void otherTypesAndThreeAxes() throws Exception {
        Method m = RowsInPlaceTest.class.getDeclaredMethod("deep", int[][][].class, byte[][].class);
        Compiled c = OnDemandCompiler.cpu().compile(m);
        for (int t = 0; t < TIMES; t++) {
            var a = new int[5][4][300];
            var x = new int[5][4][300];
            var b = new byte[9][1000];
            var y = new byte[9][1000];
            a[1][2][3] = x[1][2][3] = 77;
            int[] kept = x[1][2];
            assertEquals(m.invoke(null, a, b), c.invoke(x, y));
            assertEquals(Arrays.deepToString(a) + Arrays.deepToString(b), Arrays.deepToString(x) + Arrays.deepToString(y));
            assertSame(kept, x[1][2]);
        }
    }

    static void shift(double[][] a, int row, int n) {
        for (int j = 0; j < n; j++) {
            a[row][j] = a[row][j + 1] * 2;
        }
    }

    /** A loop without trips may name a row that is not there: nothing looks where that row would lie. */
    @Test
    void noTripsInARowFarAway() throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(RowsInPlaceTest.class.getDeclaredMethod("shift", double[][].class, int.class, int.class));
        double[][] a = matrix(40, 300, 0);
        double[][] x = matrix(40, 300, 0);
        for (int t = 0; t < TIMES; t++) {
            for (int n : new int[] {0, 299, 260, 1}) {
                shift(a, n == 0 ? 1_000_000_000 : 7, n);
                c.invoke(x, n == 0 ? 1_000_000_000 : 7, n);
            }
        }
        assertEquals(Arrays.deepToString(a), Arrays.deepToString(x));
    }
}
