// A list of many elements as an argument.
package dev.jacobi;

import static dev.jacobi.Numeric.assertNear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
class LongListsTest {
    @Test
    void longLists() {
        List<Double> a = Collections.nCopies(70, 0.5);
        assertNear(35.0, Jacobi.jit((List<Double> l) -> {
            double s = 0;
            for (double v : l) {
                s += v;
            }
            return s;
        }).apply(a));
        assertEquals(70, Arrays.asList(a.toArray()).size());
    }

    private static double squares(List<double[]> l) {
        double s = 0;
        for (double[] a : l) {
            for (double v : a) {
                s += v * v;
            }
        }
        return s;
    }

    private static double squaresOfRows(List<double[][]> l) {
        double s = 0;
        for (double[][] a : l) {
            s += a[0][0] * a[0][0];
        }
        return s;
    }

    /** Lists whose arrays fill what a call can take: there is no room for arrays for all of the results, nor for what tells whether rows lie apart. */
    @Test
    void gradientsByManyArrays() {
        for (int n : new int[] {60, 124}) {
            List<double[]> a = IntStream.range(0, n).mapToObj(i -> new double[] {i, 1}).toList();
            List<double[]> g = Jacobi.grad(LongListsTest::squares).apply(a);
            for (int i = 0; i < n; i++) {
                assertArrayEquals(new double[] {2 * i, 2}, g.get(i));
            }
        }
        for (int n : new int[] {64, 82}) {
            List<double[][]> a = IntStream.range(0, n).mapToObj(i -> new double[][] {{i}}).toList();
            List<double[][]> g = Jacobi.grad(LongListsTest::squaresOfRows).apply(a);
            for (int i = 0; i < n; i++) {
                assertArrayEquals(new double[] {2 * i}, g.get(i)[0]);
            }
        }
    }

    @Test
    void moreThanACallCanTakeIsSaid() {
        for (int n : new int[] {130}) {
            List<double[]> a = Collections.nCopies(n, new double[] {1});
            JacobiException e = assertThrows(JacobiException.class, () -> Jacobi.grad(LongListsTest::squares).apply(a));
            assertTrue(e.getMessage().contains("have " + n + " arrays and numbers, which is more than a compiled call can take"), e.getMessage());
        }
    }
}
