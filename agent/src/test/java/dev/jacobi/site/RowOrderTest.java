package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows that are written may lie in any order in the heap, between those of other arrays, too; where one stands in two places compiled code gives up and has changed nothing. */
class RowOrderTest {
    private static final int ROWS = 9;
    private static final int WIDTH = 40;

    static void shift(float[][] a, float[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 1; j < a[i].length; j++) {
                a[i][j] = a[i][j] * 0.5f + b[i][j - 1];
            }
        }
    }

    private static float[][] rows(float[][] from, int... which) {
        return Arrays.stream(which).mapToObj(k -> from[k]).toArray(float[][]::new);
    }

    private static float[][] fresh() {
        var random = new Random(5);
        var all = new float[2 * ROWS][WIDTH];
        for (float[] row : all) {
            for (int j = 0; j < WIDTH; j++) {
                row[j] = random.nextFloat();
            }
        }
        return all;
    }

    private static void compare(Compiled compiled, boolean shared, int[] a, int[] b) throws Throwable {
        float[][] expected = fresh();
        float[][] own = fresh();
        String text = Arrays.toString(a) + Arrays.toString(b);
        if (shared) {
            assertThrows(Deopt.class, () -> compiled.invoke(rows(own, a), rows(own, b)), text);
        } else {
            shift(rows(expected, a), rows(expected, b));
            compiled.invoke(rows(own, a), rows(own, b));
        }
        for (int k = 0; k < own.length; k++) {
            assertArrayEquals(expected[k], own[k], text);
        }
    }

    @Test
    void anyOrder() throws Throwable {
        Compiled compiled = OnDemandCompiler.cpu().compile(RowOrderTest.class.getDeclaredMethod("shift", float[][].class, float[][].class));
        int[] up = {0, 1, 2, 3};
        int[] down = {7, 6, 5, 4};
        compare(compiled, false, up, down);
        compare(compiled, false, down, up);
        compare(compiled, false, new int[] {0, 2, 4, 6}, new int[] {1, 3, 5, 7});
        compare(compiled, false, new int[] {3, 0, 2, 1}, new int[] {9, 4, 8, 5});
        compare(compiled, false, up, new int[] {8, 8, 9, 9});
        compare(compiled, true, up, new int[] {3, 4, 5, 6});
        compare(compiled, true, up, new int[] {6, 5, 4, 3});
        compare(compiled, true, up, new int[] {4, 0, 5, 6});
        compare(compiled, true, new int[] {0, 1, 1, 2}, down);
        compare(compiled, true, new int[] {0, 1, 2, 0}, down);
    }
}
