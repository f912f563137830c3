package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.report.MethodStats;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;

/** Methods that access a few elements of arrays of arrays do not pay for their size: where these are large the original runs, and after some calls nobody asks any more. */
class FewElementsTest extends SiteFixture {
    static double around(double[][] a, int i, int j) {
        double s = 0;
        for (int d = -1; d <= 1; d++) {
            for (int e = -1; e <= 1; e++) {
                s += a[i + d][j + e];
            }
        }
        return s;
    }

    static double row(double[][] a, int i) {
        double s = 0;
        for (int j = 0; j < a[i].length; j++) {
            s += a[i][j];
        }
        return s;
    }

    private static double[][] matrix(int n) {
        var a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = i + 2 * j;
            }
        }
        return a;
    }

    @Test
    void smallArraysArePackedAndLargeOnesLeftAlone() throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(FewElementsTest.class.getDeclaredMethod("around", double[][].class, int.class, int.class));
        assertEquals(around(matrix(5), 2, 2), c.invoke(matrix(5), 2, 2));
        assertThrows(Deopt.class, () -> c.invoke(matrix(100), 2, 2));
        assertThrows(Deopt.class, () -> c.invoke(matrix(5), 0, 2));
    }

    @Test
    void loopsOverRowsAreNoFewElements() throws Exception {
        Compiled c = OnDemandCompiler.cpu().compile(FewElementsTest.class.getDeclaredMethod("row", double[][].class, int.class));
        assertEquals(row(matrix(100), 7), c.invoke(matrix(100), 7));
    }

    @Test
    void theMethodIsLeftToTheJvmWhenThatIsAllItDoes() throws Throwable {
        MethodSite s = site("policy=always,report=off", "around");
        MethodHandle h = prologue(s);
        double[][] a = matrix(100);
        for (int k = 0; k < 200; k++) {
            assertEquals(around(a, 50, 50), (double) h.invoke(a, 50, 50));
        }
        long fallbacks = stats("around").fallbacks();
        assertTrue(fallbacks > 0 && fallbacks < 200, () -> "" + fallbacks);
        assertEquals(MethodStats.State.JVM, stats("around").state());
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> {
            double d = (double) h.invoke(a, 0, 50);
        });
    }
}
