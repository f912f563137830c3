package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.array.core.ArrayRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One compiled operation serves arrays of all lengths; what depends on values is checked when compiled functions run. */
class NpCompiledTest {
    private static NDArray line(int n) {
        double[] x = new double[n];
        for (int j = 0; j < n; j++) {
            x[j] = j + 1;
        }
        return NDArray.of(x);
    }

    private static double[] all(NDArray x) {
        return new double[] {Np.sum(x).item(), Np.mean(x).item(), Np.var(x).item(), Np.median(x).item(), Np.max(Np.roll(x, 1)).item(), Np.dot(x, x).item(), Np.sum(Np.diff(x)).item(),
            Np.sum(Np.tile(x, 2)).item()};
    }

    @Test
    void lengthsDoNotMakeNewCode() {
        assertArrayEquals(new double[] {15, 3, 2, 3, 5, 55, 4, 30}, all(line(5)), 1e-5);
        int compiled = ArrayRuntime.ofProcess().compiled();
        assertArrayEquals(new double[] {28, 4, 4, 4, 7, 140, 6, 56}, all(line(7)), 1e-5);
        assertArrayEquals(new double[] {45, 5, 60 / 9.0, 5, 9, 285, 8, 90}, all(line(9)), 1e-4);
        assertEquals(compiled, ArrayRuntime.ofProcess().compiled());
    }

    private static NDArray chosen(NDArray at, NDArray a, NDArray b) {
        return Np.choose(at, List.of(a, b.times(b)));
    }

    @Test
    void numbersOfArraysAreCheckedWhenTheProgramRuns() {
        Fn3<NDArray, NDArray, NDArray, NDArray> jit = Jacobi.jit(NpCompiledTest::chosen);
        Fn3<NDArray, NDArray, NDArray, NDArray> mapped = Jacobi.vmap(NpCompiledTest::chosen);
        Fn1<NDArray, NDArray> slope = Jacobi.grad((NDArray b) -> Np.sum(chosen(NDArray.of(new int[] {1, 0, 1}), b, b)));
        NDArray right = NDArray.of(new int[] {1, 0, 1});
        assertArrayEquals(new double[] {1, 2, 9}, jit.apply(right, line(3), line(3)).astype(DType.F64).toDoubleArray());
        assertArrayEquals(new double[] {1, 2, 9}, mapped.apply(right, line(3), line(3)).astype(DType.F64).toDoubleArray());
        assertArrayEquals(new double[] {2, 1, 6}, slope.apply(line(3)).astype(DType.F64).toDoubleArray());
        for (int wrong : new int[] {2, -1}) {
            NDArray at = NDArray.of(new int[] {1, wrong, 1});
            for (Fn3<NDArray, NDArray, NDArray, NDArray> f : List.of(jit, mapped)) {
                String message = assertThrows(JacobiException.class, () -> f.apply(at, line(3), line(3))).getMessage();
                assertTrue(message.contains("Np.choose: a number is negative or not below 2"), message);
            }
        }
    }
}
