package dev.jacobi.llvm.lower;

import dev.jacobi.llvm.emit.Oracle;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Lines that are in order, or nearly: one run or two, falling ones, with and without equal elements, of which each keeps its place behind those that it stood behind. */
class SortedRunsTest {
    private static final List<IntUnaryOperator> LINES = List.of(i -> i, i -> -i, i -> 7, i -> i == 40 ? 3 : 7, i -> i % 37, i -> i / 3, i -> -i / 3, i -> i == 1 ? -9 : i, i -> i < 45 ? i : 90 - i,
        i -> i * 7919 % 101, i -> i % 2, i -> i == 0 ? 1000 : i);

    @Test
    void runs() {
        for (String type : List.of("i32", "f64")) {
            String text = "f(a:" + type + "[n], b:i32[n]) { c = sort[0, 1] a; d, e = sort[0, 1] a b; return c, d, e }";
            for (IntUnaryOperator line : LINES) {
                for (int n : new int[] {0, 1, 2, 3, 7, 8, 9, 39, 40, 41, 74, 255, 256, 450}) {
                    int[] places = new int[n];
                    int[] ints = new int[n];
                    double[] reals = new double[n];
                    for (int i = 0; i < n; i++) {
                        places[i] = i;
                        ints[i] = line.applyAsInt(i);
                        reals[i] = ints[i] == 7 ? Double.NaN : ints[i] == 0 && i % 2 == 1 ? -0.0 : ints[i];
                    }
                    Oracle.check(text, List.of(), type.equals("i32") ? ints : reals, places);
                }
            }
        }
    }
}
