package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Parts of arrays are those that JAX reads and replaces; the table is of jax 0.10.2. */
final class IndexingTest {
    private static final NDArray X = NDArray.of(IntStream.range(0, 24).asDoubleStream().toArray()).reshape(2, 3, 4);

    private static Object item(String s) {
        return switch (s) {
            case "N" -> NDArray.NEW_AXIS;
            case "..." -> NDArray.ELLIPSIS;
            case "I" -> NDArray.of(0, 2, -1, 1);
            case "J" -> NDArray.of(new int[][] {{0}, {1}});
            case "K" -> NDArray.of(3, 1);
            default -> s.contains(":") ? slice(s.split(":", -1)) : Integer.valueOf(s);
        };
    }

    private static Slice slice(String[] p) {
        return new Slice(p[0].isEmpty() ? null : Integer.valueOf(p[0]), p[1].isEmpty() ? null : Integer.valueOf(p[1]), p.length < 3 ? 1 : Integer.parseInt(p[2]));
    }

    private static int[] ints(String s) {
        return s.isBlank() ? new int[0] : Arrays.stream(s.trim().split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void partsAreThoseOfJax() throws IOException {
        int rows = 0;
        try (var in = new BufferedReader(new InputStreamReader(IndexingTest.class.getResourceAsStream("indexing.txt"), StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine(), rows++) {
                String[] f = line.split(" *\\| *", -1);
                Object[] index = Arrays.stream(f[0].split(",")).map(IndexingTest::item).toArray();
                NDArray part = X.get(index);
                assertArrayEquals(ints(f[1]), part.shape(), line);
                assertArrayEquals(ints(f[2]), part.toIntArray(), line);
                assertArrayEquals(ints(f[3]), X.at(index).set(-7).toIntArray(), line);
                assertArrayEquals(ints(f[4]), X.at(index).add(part.times(10)).toIntArray(), line);
            }
        }
        assertEquals(26, rows);
    }

    @Test
    void masksSelectWhereTheyHold() {
        NDArray m = NDArray.of(new boolean[][] {{true, false, true}, {false, false, true}});
        assertArrayEquals(new int[] {0, 1, 2, 3, 8, 9, 10, 11, 20, 21, 22, 23}, X.get(m).toIntArray());
        assertArrayEquals(new int[] {3, 4}, X.get(m).shape());
        assertArrayEquals(new int[] {0, 8, 20}, X.get(m, 0).toIntArray());
        assertArrayEquals(new int[] {21, 22, 23}, X.get(X.gt(20)).toIntArray());
        assertEquals(24 - 3 + 0.0, X.at(X.gt(20)).set(0).ne(0).sum().item() + 1);
        NDArray rows = X.at(m).set(NDArray.of(new double[][] {{1}, {2}, {3}}));
        assertArrayEquals(new int[] {1, 1, 1, 1, 4, 5, 6, 7, 2, 2, 2, 2, 12, 13, 14, 15, 16, 17, 18, 19, 3, 3, 3, 3}, rows.toIntArray());
    }

    @Test
    void valuesAreCombinedAsTheirCommonTypeAndKeepTheArraysType() {
        assertEquals("[2 2 3]", NDArray.of(1, 2, 3).at(0).add(1.7).toString());
        assertEquals("[1 2 3]", NDArray.of(1, 2, 3).at(0).mul(1.5).toString());
        NDArray bytes = NDArray.of(new int[] {200, 3}, DType.U8);
        assertEquals("[100   3]", bytes.at(new int[] {0, 1}).min(NDArray.of(new int[] {100, 250}, DType.U8)).toString());
        assertEquals("[5. 2. 3.]", NDArray.of(1.0, 2, 3).at(new int[] {0, 0, 7}).add(2).toString());
        assertEquals("[0.5 2.  3. ]", NDArray.of(1.0, 2, 3).at(0).divide(2).toString());
        assertEquals("[ 1.  8. -3.]", NDArray.of(1.0, 2, 3).at(1).power(3).at(2).apply(NDArray::neg).toString());
    }

    @Test
    void whatIsNoIndexIsRefused() {
        assertTrue(assertThrows(JacobiException.class, () -> X.get(0, 0, 0, 0)).getMessage().contains("4 positions"));
        assertTrue(assertThrows(JacobiException.class, () -> X.get("a")).getMessage().contains("[a]"));
        assertTrue(assertThrows(JacobiException.class, () -> X.at(0).set(NDArray.of(1.0, 2))).getMessage().contains("(2)"));
        assertThrows(JacobiException.class, () -> X.get(NDArray.ELLIPSIS, NDArray.ELLIPSIS));
        assertThrows(JacobiException.class, () -> Slice.of(0, 1, 0));
    }
}
