package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a test of lengths decides between arrays of different shapes or between other objects, code is made for the lengths: behind casts of generic code, too. */
class LengthBranchesTest {
    private static final NDArray LONG = NDArray.of(new float[] {1, 2, 3});
    private static final NDArray SHORT = NDArray.of(new float[] {1, 2});

    private static <T> T pick(boolean first, T x, T y) {
        return first ? x : y;
    }

    private static void same(Fn1<NDArray, NDArray> f) {
        Fn1<NDArray, NDArray> compiled = Jacobi.jit(f);
        assertEquals(f.apply(LONG), compiled.apply(LONG));
        assertEquals(f.apply(SHORT), compiled.apply(SHORT));
    }

    private static NDArray row(NDArray x) {
        return pick(x.shape(0) > 2, x.times(3), x.reshape(1, -1));
    }

    @Test
    void casts() {
        same(LengthBranchesTest::row);
        same(x -> (x.shape(0) > 2 ? List.of(x) : List.of(x.reshape(1, -1))).get(0).times(2));
        same(x -> {
            Fn1<NDArray, NDArray> f = x.shape(0) > 2 ? z -> z.times(2) : z -> Np.sum(z);
            return f.apply(x);
        });
        Fn1<NDArray, NDArray> slope = Jacobi.grad((NDArray x) -> Np.sum(row(x)));
        assertEquals(NDArray.of(new float[] {3, 3, 3}), slope.apply(LONG));
        assertEquals(NDArray.of(new float[] {1, 1}), slope.apply(SHORT));
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap(LengthBranchesTest::row);
        assertEquals(NDArray.of(new float[][][] {{{1, 2}}, {{3, 4}}}), lanes.apply(NDArray.of(new float[][] {{1, 2}, {3, 4}})));
    }

    @Test
    void testsOfClasses() {
        same(x -> {
            Object y = x.shape(0) > 2 ? x : "short";
            return y instanceof NDArray z ? z : x.times(3);
        });
        same(x -> {
            Object y = x.shape(0) > 2 ? x : Np.sum(x);
            return y instanceof NDArray z ? z : x.times(3);
        });
    }

    @Test
    void lists() {
        same(x -> {
            List<NDArray> l = new ArrayList<>();
            l.add(x);
            if (x.shape(0) > 2) {
                l.add(Np.sum(x));
            }
            return l.get(l.size() - 1);
        });
    }

    @Test
    void shapesThatHangOnNumbersAreRefused() {
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray x) -> pick(Np.sum(x).item() > 2, x, Np.sum(x)));
        String said = assertThrows(JacobiException.class, () -> f.apply(LONG)).getMessage();
        assertTrue(said.contains("float32[3] on one way through the program and float32[] on another"), said);
    }
}
