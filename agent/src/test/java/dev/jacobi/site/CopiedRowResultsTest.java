package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are made in front of a call which then works on copies, as how long it takes depends on what is in its arrays: what it computes is copied into them, whatever was in there. */
class CopiedRowResultsTest {
    /** Recursion has no bound, so the arrays are never used where they lie on a collector that cannot leave single regions alone. */
    static float[][] table(float[] a, int width) {
        var out = new float[a.length][width];
        for (int i = 0; i < a.length; i++) {
            float start = steps(a[i], 0);
            for (int j = 0; j < width; j++) {
                out[i][j] = start + j;
            }
        }
        return out;
    }

    static float steps(float x, int n) {
        return x <= 1 ? n : steps(x / 2, n + 1) + steps(x / 4, n);
    }

    @ParameterizedTest
    @CsvSource({"0, 300", "1, 0", "3, 1", "5, 191", "5, 192", "3, 70001", "900, 193", "2000, 3"})
    void rowsHaveWhatJavaWrites(int n, int width) throws Throwable {
        Compiled table = OnDemandCompiler.cpu().compile(CopiedRowResultsTest.class.getDeclaredMethod("table", float[].class, int.class));
        var a = new float[n];
        for (int i = 0; i < a.length; i++) {
            a[i] = i % 37;
        }
        float[][] before = null;
        for (int k = 0; k < 3; k++) {
            var got = (float[][]) table.invoke(a, width);
            assertArrayEquals(table(a, width), got);
            assertNotSame(before, got);
            before = got;
        }
        assertEquals(a.length, before.length);
    }
}
