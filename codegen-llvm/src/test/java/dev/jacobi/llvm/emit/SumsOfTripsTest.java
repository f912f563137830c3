package dev.jacobi.llvm.emit;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Indices that are sums of a trip's number and several other terms, which may leave 32 bits on their way to a place that is there. */
class SumsOfTripsTest {
    /** A recurrence, so that its trips come one by one, with two rows of one array. */
    private static final String ROWS = """
        f(x:f64[n], o:f64[n], m:i32[], far:i32[], back:i32[]) {
          r = for(m, 0.0:f64) { i:i32[], s:f64[] ->
            a = add i far; b = add a back; v = index x b
            c = add i 3:i32; d = add m c; e = add d -2:i32; w = index x e
            h = mul s 0.5:f64; p = add h v; q = add p w
            yield q
          }
          t = for(m, o) { j:i32[], z:f64[n] ->
            k = add j 1:i32; l = add k m; g = index z j; y = add g r; u = update z l y
            yield u
          }
          return r, t
        }""";

    private static double[] numbers(int n) {
        var x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.sin(i);
        }
        return x;
    }

    @Test
    void termsMayWrapAround() {
        for (int[] far : new int[][] {{3, -2}, {Integer.MAX_VALUE, -Integer.MAX_VALUE}, {Integer.MAX_VALUE, Integer.MIN_VALUE + 2}, {Integer.MIN_VALUE, Integer.MIN_VALUE}, {-5, 6}}) {
            for (int m : new int[] {0, 1, 7, 33}) {
                Oracle.check(ROWS, List.of(-1, 1), numbers(2 * m + 9), numbers(2 * m + 9), m, far[0], far[1]);
            }
        }
    }
}
