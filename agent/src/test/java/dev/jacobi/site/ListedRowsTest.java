package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacobi.jvm.Collector;
import dev.jacobi.woven.Deopt;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a large table of which a method uses rows whose numbers are in an array ({@code table[ids[k]]}), only these are looked at: others may be missing. */
class ListedRowsTest {
    private static final int WIDTH = 24;
    /** So often that calls of a size no longer work on copies. */
    private static final int TIMES = 6;

    static float[] sum(float[][] table, int[] ids) {
        var out = new float[WIDTH];
        for (int id : ids) {
            for (int d = 0; d < WIDTH; d++) {
                out[d] += table[id][d];
            }
        }
        return out;
    }

    static float[] bags(float[][] table, int[] ids) {
        int bags = ids.length / 4;
        var out = new float[bags * WIDTH];
        for (int b = 0; b < bags; b++) {
            for (int k = 0; k < 4; k++) {
                add(table[ids[b * 4 + k]], out, b * WIDTH);
            }
        }
        return out;
    }

    private static void add(float[] row, float[] out, int at) {
        for (int d = 0; d < row.length; d++) {
            out[at + d] += row[d];
        }
    }

    /** A row with a number that the method names, too, of which it takes nothing but the length, and an element that it does not use. */
    static float[] widths(float[][] table, int[] ids) {
        int n = table[1].length;
        var out = new float[ids.length];
        for (int k = 0; k < ids.length; k++) {
            float unused = table[ids[k]][0];
            out[k] = n + k;
        }
        return out;
    }

    /** Numbers that the method changes are not those that it was given. */
    static float[] changed(float[][] table, int[] ids) {
        var out = new float[ids.length];
        for (int k = 0; k < ids.length; k++) {
            ids[k] += 1;
            out[k] = table[ids[k]][0];
        }
        return out;
    }

    /** Rows that are written, some of them several times. */
    static float[] trained(float[][] table, int[] ids) {
        var out = new float[ids.length];
        for (int k = 0; k < ids.length; k++) {
            float[] row = table[ids[k]];
            for (int d = 0; d < row.length; d++) {
                out[k] += row[d];
                row[d] -= 0.25f * k;
            }
        }
        return out;
    }

    private static float[][] table(int rows) {
        var random = new Random(rows);
        return Stream.generate(() -> {
            var row = new float[WIDTH];
            for (int d = 0; d < WIDTH; d++) {
                row[d] = random.nextFloat() - 0.5f;
            }
            return row;
        }).limit(rows).toArray(float[][]::new);
    }

    private static int[] ids(int n, int rows) {
        return new Random(n).ints(n, 1, rows - 2).toArray();
    }

    private static Compiled code(String name) throws Exception {
        return OnDemandCompiler.cpu().compile(ListedRowsTest.class.getDeclaredMethod(name, float[][].class, int[].class));
    }

    private static float[] plain(String name, float[][] table, int[] ids) throws Exception {
        return (float[]) ListedRowsTest.class.getDeclaredMethod(name, float[][].class, int[].class).invoke(null, table, ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "bags", "widths", "changed"})
    void resultsAreThoseOfJava(String name) throws Exception {
        Compiled code = code(name);
        for (int rows : new int[] {5, 30, 100, 1000, 5000}) {
            for (int n : new int[] {0, 1, 4, 24, 40, 200}) {
                float[][] table = table(rows);
                float[] expected = plain(name, table, ids(n, rows));
                assertArrayEquals(expected, (float[]) code.invoke(table, ids(n, rows)), rows + " rows, " + n + " numbers");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "bags", "widths"})
    void otherRowsMayBeMissing(String name) throws Exception {
        assumeTrue(Collector.movesNothing());
        float[][] table = table(1000);
        int[] ids = ids(40, 1000);
        ids[3] = ids[17];
        float[] expected = plain(name, table, ids);
        Compiled code = code(name);
        for (int t = 0; t < TIMES; t++) {
            code.invoke(table, ids);
        }
        for (int k = 2; k < table.length; k++) {
            int row = k;
            if (Arrays.stream(ids).noneMatch(id -> id == row)) {
                table[k] = k % 2 == 0 ? null : new float[k % 5];
            }
        }
        for (int t = 0; t < TIMES; t++) {
            assertArrayEquals(expected, (float[]) code.invoke(table, ids));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "bags", "widths"})
    void rowsThatAreUsedMustBeThere(String name) throws Exception {
        Compiled code = code(name);
        int[] ids = ids(40, 1000);
        for (float[] other : new float[][] {null, new float[WIDTH - 1], new float[WIDTH + 1]}) {
            float[][] table = table(1000);
            table[ids[21]] = other;
            assertThrows(Deopt.class, () -> code.invoke(table, ids));
        }
        float[][] named = table(1000);
        named[1] = null;
        if (name.equals("widths")) {
            assertThrows(Deopt.class, () -> code.invoke(named, ids));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "bags", "changed"})
    void numbersOfNoRow(String name) throws Exception {
        Compiled code = code(name);
        for (int none : new int[] {-1, -2, 1000, Integer.MAX_VALUE - 1, Integer.MIN_VALUE}) {
            int[] ids = ids(40, 1000);
            ids[11] = none == -1 && name.equals("changed") ? -3 : none;
            int[] was = ids.clone();
            assertThrows(Deopt.class, () -> code.invoke(table(1000), ids));
            assertArrayEquals(was, ids);
        }
    }

    /** Where another row than a listed one is used all are looked at. */
    @Test
    void changedNumbersAreNotListed() throws Exception {
        float[][] table = table(1000);
        table[999] = null;
        assertThrows(Deopt.class, () -> code("changed").invoke(table, ids(40, 500)));
    }

    @Test
    void writtenRows() throws Exception {
        Compiled code = code("trained");
        int[] ids = ids(40, 1000);
        ids[3] = ids[17];
        for (int t = 0; t < TIMES; t++) {
            float[][] table = table(1000);
            float[][] expected = table(1000);
            assertArrayEquals(plain("trained", expected, ids), (float[]) code.invoke(table, ids));
            assertArrayEquals(expected, table);
        }
    }

    /** Two listed rows that are the same array: what is written to one is read of the other. */
    @Test
    void writtenRowsThatAreOneArray() throws Exception {
        Compiled code = code("trained");
        int[] ids = ids(40, 1000);
        for (int t = 0; t < TIMES; t++) {
            float[][] table = table(1000);
            table[ids[30]] = table[ids[5]];
            float[] first = table[ids[5]].clone();
            assertThrows(Deopt.class, () -> code.invoke(table, ids));
            assertArrayEquals(first, table[ids[5]]);
        }
    }
}
