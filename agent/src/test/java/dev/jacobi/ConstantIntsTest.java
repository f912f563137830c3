package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Java arrays of ints that are axes, shapes and widths of functions on arrays: written in place, nested and with rows of different lengths, and in static fields, whose numbers may change. */
class ConstantIntsTest {
    private static final int[] SHAPE = {2, 2};
    private static final int[] CHANGING = {2, 3};
    private static final int[][] WIDTHS = {{1, 0}, {0, 2}};
    private static final int[][][] AXES = {{{1}, {0}}, {{}, {}}};
    private static final Window WINDOW = new Window(new int[] {2, 2}, "VALID");

    private record Window(int[] sizes, String padding) {
    }

    private static NDArray range(int... shape) {
        return Np.arange(1, 1 + Arrays.stream(shape).reduce(1, (a, b) -> a * b)).astype(DType.F32).reshape(shape);
    }

    private static void check(Fn2<NDArray, NDArray, NDArray> f, NDArray x, NDArray y) {
        NDArray want = f.apply(x, y);
        assertTrue(Np.allclose(Jacobi.jit(f).apply(x, y), want).toBoolean());
        Fn2<NDArray, NDArray, NDArray> each = Jacobi.vmap(f, 0, 0);
        assertTrue(Np.allclose(each.apply(Np.stack(x, x), Np.stack(y, y)), Np.stack(want, want)).toBoolean());
        Fn2<NDArray, NDArray, NDArray> sum = (u, v) -> f.apply(u, v).sum();
        NDArray moved = f.apply(x.plus(1f), y).sum().minus(want.sum());
        assertTrue(Np.allclose(Jacobi.grad(sum).apply(x, y).sum(), moved).toBoolean()); // all functions here are linear in x
    }

    @Test
    void nestedArraysOfDifferentLengthsAreAxes() {
        check((x, y) -> Lax.dotGeneral(x, y, new int[][][] {{{1}, {0}}, {{}, {}}}), range(2, 3), range(3, 2));
        check((x, y) -> Lax.dotGeneral(x, y, new int[][][] {{{2}, {1}}, {{0}, {0}}}), range(2, 2, 3), range(2, 3, 2));
        check((x, y) -> Lax.dotGeneral(x, y, axes(1)), range(2, 3), range(3, 2));
        check(ConstantIntsTest::byElements, range(2, 3), range(3, 2));
    }

    private static int[][][] axes(int last) {
        int[][] summed = {{last}, {last - 1}};
        return new int[][][] {summed, {{}, {}}};
    }

    private static NDArray byElements(NDArray x, NDArray y) {
        int[][] sums = new int[2][1];
        sums[0][0] = 1;
        int[][][] all = new int[2][][];
        all[0] = sums;
        all[1] = new int[2][0];
        return Lax.dotGeneral(x, y, all);
    }

    @Test
    void staticArraysAreShapesWidthsAndAxes() {
        check((x, y) -> x.reshape(SHAPE), range(4), range(4));
        check((x, y) -> Np.pad(x, WIDTHS), range(2, 3), range(2, 3));
        check((x, y) -> Lax.dotGeneral(x, y, AXES), range(2, 3), range(3, 2));
        check((x, y) -> Nn.avgPool(x, WINDOW.sizes(), WINDOW.sizes(), WINDOW.padding()), range(1, 4, 4, 1), range(1));
    }

    @Test
    void aProgramIsMadeAnewWhenTheNumbersChange() {
        Fn1<NDArray, NDArray> f = Jacobi.jit(x -> x.reshape(CHANGING));
        assertArrayEquals(new int[] {2, 3}, f.apply(range(6)).shape());
        CHANGING[0] = 6;
        CHANGING[1] = 1;
        assertArrayEquals(new int[] {6, 1}, f.apply(range(6)).shape());
        CHANGING[0] = 2;
        CHANGING[1] = 3;
        assertArrayEquals(new int[] {2, 3}, f.apply(range(6)).shape());
    }

    @Test
    void longCapturedNumbersAreRefusedWithWhatToDo() {
        int[] shape = new int[20];
        Arrays.fill(shape, 1);
        String said = assertThrows(JacobiException.class, () -> Jacobi.jit((NDArray x) -> x.reshape(shape)).apply(range(1))).getMessage();
        assertTrue(said.contains("it gives NDArray.reshape an int array that is an argument or a captured variable"), said);
        assertTrue(said.contains("write them in place, as in new int[] {2, 3}"), said);
    }

    private static int[][] jagged(int m) {
        return new int[][] {{m}, {m, 2 * m}};
    }

    /** All lanes together would be an array of them, each of rows of different lengths. */
    @Test
    void lanesThatGiveRowsOfDifferentLengthsAreRefused() {
        Fn1<int[], int[][][]> f = Jacobi.vmap(ConstantIntsTest::jagged);
        String said = assertThrows(JacobiException.class, () -> f.apply(new int[] {5, 6, 7})).getMessage();
        assertTrue(said.contains("its result is an array of rows of different lengths") && said.contains("as long as the longest one"), said);
        Fn1<Integer, int[][]> one = Jacobi.jit(ConstantIntsTest::jagged);
        assertArrayEquals(new int[][] {{5}, {5, 10}}, one.apply(5));
    }
}
