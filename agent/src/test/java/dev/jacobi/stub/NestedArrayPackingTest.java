package dev.jacobi.stub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.woven.Deopt;
import java.lang.reflect.Array;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of arrays of every element type as flat arrays. */
class NestedArrayPackingTest {
    @ParameterizedTest
    @ValueSource(classes = {double.class, float.class, int.class, long.class, short.class, char.class, byte.class, boolean.class})
    void packs(Class<?> t) {
        for (int[] size : new int[][] {{0, 0}, {1, 0}, {3, 0}, {1, 5}, {4, 3}, {17, 33}}) {
            Object[] rows = rows(t, size[0], size[1]);
            int[] dims = {-1, -1};
            Object flat = NestedArrayPacking.pack(rows, t, dims);
            assertArrayEquals(size, dims);
            assertSame(t, flat.getClass().getComponentType());
            assertEquals(size[0] * size[1], Array.getLength(flat));
            for (int i = 0; i < size[0]; i++) {
                for (int j = 0; j < size[1]; j++) {
                    assertEquals(Array.get(rows[i], j), Array.get(flat, i * size[1] + j));
                }
            }
            Object copy = NestedArrayPacking.copy(flat);
            assertNotSame(flat, copy);
            assertSame(flat.getClass(), copy.getClass());
            for (int i = 0; i < Array.getLength(flat); i++) {
                assertEquals(Array.get(flat, i), Array.get(copy, i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {double.class, float.class, int.class, long.class, short.class})
    void whatIsNoMatrixEndsTheCall(Class<?> t) {
        for (int at : new int[] {0, 1, 2}) {
            Object[] missing = rows(t, 3, 2);
            missing[at] = null;
            assertSame(Deopt.MISSING, assertThrows(Deopt.class, () -> NestedArrayPacking.pack(missing, t, new int[2])));
            Object[] jagged = rows(t, 3, 2);
            jagged[at] = Array.newInstance(t, 1);
            assertSame(Deopt.JAGGED, assertThrows(Deopt.class, () -> NestedArrayPacking.pack(jagged, t, new int[2])));
        }
    }

    private static Object[] rows(Class<?> t, int n, int m) {
        Object[] rows = (Object[]) Array.newInstance(t, n, m);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                byte v = (byte) (i * 31 + j);
                if (t == boolean.class) {
                    Array.setBoolean(rows[i], j, v % 3 == 0);
                } else if (t == char.class) {
                    Array.setChar(rows[i], j, (char) v);
                } else {
                    Array.setByte(rows[i], j, v);
                }
            }
        }
        return rows;
    }
}
