package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops and branches of Lax give values of one type and shape; what does not is refused by a sentence that names both, run now as well as compiled. */
class CarryTest {
    record Pair(NDArray a, NDArray b) {
    }

    private static final NDArray INTS = NDArray.of(new int[] {1, 2, 3});
    private static final NDArray FLOATS = NDArray.of(new float[] {1, 2, 3});

    private static void refusedCompiled(Fn1<NDArray, ?> f, NDArray x, String sentence) {
        String said = assertThrows(JacobiException.class, () -> Jacobi.jit(f).apply(x)).getMessage();
        assertTrue(said.contains(sentence) && said.contains("at dev.jacobi.CarryTest."), said);
    }

    private static void refused(Fn1<NDArray, ?> f, NDArray x, String sentence) {
        String said = assertThrows(JacobiException.class, () -> f.apply(x)).getMessage();
        assertTrue(said.startsWith(sentence), said);
        refusedCompiled(f, x, sentence);
    }

    @Test
    void carriesKeepTypesAndShapes() {
        refused(x -> Lax.foriLoop(0, 3, (k, c) -> c.times(1.5), x), INTS, "Lax.foriLoop: the loop carries int32[3], but a trip makes it float32[3];");
        refused(x -> Lax.foriLoop(0, 3, (k, c) -> c.sum(), x), FLOATS, "Lax.foriLoop: the loop carries float32[3], but a trip makes it float32[];");
        refused(x -> Lax.foriLoop(0, 3, (k, c) -> Np.concatenate(c, c), x), FLOATS, "Lax.foriLoop: the loop carries float32[3], but a trip makes it float32[6];");
        refused(x -> Lax.whileLoop(c -> c.sum().lt(100), c -> c.times(1.5), x), INTS, "Lax.whileLoop: the loop carries int32[3], but a trip makes it float32[3];");
        refused(x -> Lax.scan((NDArray c, NDArray y) -> new Scanned<>(Np.stack(c, y), y), x.sum(), x), FLOATS, "Lax.scan: the loop carries float32[], but a trip makes it float32[2];");
        refusedCompiled(x -> Lax.foriLoop(0, 3, (k, c) -> new Pair(c.a(), c.b().plus(c.a())), new Pair(x, x.sum())), FLOATS, "the loop carries float32[] as .b, but a trip makes it float32[3];");
    }

    @Test
    void javaNumbersAtTheStartTakeTheTypeOfATrip() {
        Fn1<NDArray, NDArray> f = x -> Lax.foriLoop(0, 3, (k, c) -> c.plus(x.sum()), NDArray.scalar(0));
        assertArrayEquals(new double[] {18}, f.apply(FLOATS).reshape(1).toDoubleArray());
        assertArrayEquals(new double[] {18}, Jacobi.jit(f).apply(FLOATS).reshape(1).toDoubleArray());
    }

    @Test
    void branchesGiveOneTypeAndShape() {
        refusedCompiled(x -> Lax.cond(x.sum().gt(1), c -> c.times(1.5), c -> c, x), INTS, "Lax.cond: the branches give int32[3] and float32[3];");
        refusedCompiled(x -> Lax.cond(x.sum().gt(1), c -> new Pair(c, c), c -> new Pair(c, c.sum()), x), FLOATS, "Lax.cond: the branches give float32[3] and float32[];");
        refusedCompiled(x -> Lax.cond(x.sum().gt(1), (NDArray c) -> List.of(c), (NDArray c) -> List.of(c, c), x), FLOATS, "Lax.cond: the branches give trees of different structures;");
        refusedCompiled(x -> Lax.switchCase(x.sum().astype(DType.I32), List.<Fn1<NDArray, NDArray>>of(NDArray::sum, c -> c), x), FLOATS, "Lax.switchCase: the branches give float32[] and float32[3];");
    }

    /** Lengths and types are those of jax.lax.scan. */
    @Test
    void nothingToGoThrough() {
        NDArray none = Np.zeros(0, 3);
        Fn1<NDArray, Scanned<NDArray, NDArray>> f = x -> Lax.scan((NDArray c, NDArray r) -> new Scanned<>(c.times(r), Np.stack(c, r)), x, none);
        for (Scanned<NDArray, NDArray> s : List.of(f.apply(FLOATS), Jacobi.jit(f).apply(FLOATS))) {
            assertArrayEquals(new double[] {1, 2, 3}, s.carry().toDoubleArray());
            assertArrayEquals(new int[] {0, 2, 3}, s.y().shape());
        }
        assertArrayEquals(new double[] {1, 1, 1}, Jacobi.grad((NDArray x) -> Np.sum(f.apply(x).carry())).apply(FLOATS).toDoubleArray());
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap((NDArray x) -> f.apply(x).y());
        assertArrayEquals(new int[] {2, 0, 2, 3}, lanes.apply(Np.stack(FLOATS, FLOATS)).shape());
        assertArrayEquals(new int[] {0}, Lax.map(r -> r.times(2f).sum(), none).shape());
    }
}
