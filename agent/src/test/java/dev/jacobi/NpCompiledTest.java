package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.array.core.ArrayRuntime;
import org.junit.jupiter.api.Test;

/** One compiled operation serves arrays of all lengths. */
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
}
