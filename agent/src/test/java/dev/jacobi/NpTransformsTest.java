// Functions of arrays inside of functions that are compiled, differentiated and batched.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** jit against running at once, grad against differences, vmap against rows one by one. */
@Tag("slow")
class NpTransformsTest {
    private static final double[] X = {0.3, -1.2, 2.5, 0.7};

    static NDArray smooth(NDArray x) {
        NDArray a = Np.add(Np.sinc(x), Np.logaddexp(x, Np.negative(x)));
        NDArray b = Np.multiply(Np.i0(x), Np.exp2(Np.tanh(x)));
        return Np.add(Np.add(a, b), Np.add(Np.log2(Np.add(Np.square(x), 1.0)), Np.hypot(x, NDArray.scalar(2.0))));
    }

    static NDArray loss(NDArray x) {
        return smooth(x).sum();
    }

    static NDArray whole(NDArray x) {
        NDArray i = Np.astype(x, DType.I32);
        NDArray chosen = Np.where(Np.greater(x, 0.0), Np.floorDivide(i, 2L), Np.gcd(i, Np.fullLike(i, 6L)));
        return Np.add(Np.clip(chosen, 0, 9), Np.bitwiseAnd(Np.leftShift(i, 2L), 12L));
    }

    static NDArray matrix(NDArray x) {
        return Np.add(Np.tril(Np.add(Np.diag(x), 1.0)), Np.multiply(Np.eye(4), Np.linspace(0, 1, 4)));
    }

    static NDArray pieces(NDArray x) {
        return Np.piecewise(x, List.of(Np.less(x, 0.0)), List.of(y -> Np.negative(y), y -> Np.multiply(y, 3.0)));
    }

    private static NDArray x64() {
        return NDArray.of(X, DType.F64);
    }

    @Test
    void compiled() {
        NDArray x = x64();
        assertArrayEquals(smooth(x).toDoubleArray(), Jacobi.jit(NpTransformsTest::smooth).apply(x).toDoubleArray(), 1e-12);
        NDArray n = NDArray.of(new double[] {7, -9, 12, -4});
        assertArrayEquals(whole(n).toDoubleArray(), Jacobi.jit(NpTransformsTest::whole).apply(n).toDoubleArray());
        assertArrayEquals(matrix(x).toDoubleArray(), Jacobi.jit(NpTransformsTest::matrix).apply(x).toDoubleArray(), 1e-12);
        assertArrayEquals(pieces(x).toDoubleArray(), Jacobi.jit(NpTransformsTest::pieces).apply(x).toDoubleArray(), 1e-12);
    }

    @Test
    void differentiated() {
        double[] g = Jacobi.grad(NpTransformsTest::loss).apply(x64()).toDoubleArray();
        for (int k = 0; k < X.length; k++) {
            double h = 1e-5;
            double[] up = X.clone();
            double[] down = X.clone();
            up[k] += h;
            down[k] -= h;
            double d = (loss(NDArray.of(up, DType.F64)).item() - loss(NDArray.of(down, DType.F64)).item()) / (2 * h);
            assertEquals(d, g[k], 1e-7 * Math.max(1, Math.abs(d)));
        }
    }

    static NDArray tie(NDArray x) {
        return Np.add(Np.logaddexp(x, NDArray.scalar(0.0)), Np.sinc(x)).sum();
    }

    @Test
    void derivativesAtTies() {
        assertArrayEquals(new double[] {0.5}, Jacobi.grad(NpTransformsTest::tie).apply(NDArray.of(new double[] {0}, DType.F64)).toDoubleArray(), 1e-15);
    }

    @Test
    void batched() {
        NDArray rows = NDArray.of(new double[][] {{7, -9, 12, -4}, {1, 2, 3, 4}});
        double[] all = ((NDArray) Jacobi.vmap(NpTransformsTest::whole).apply(rows)).toDoubleArray();
        assertArrayEquals(whole(rows).toDoubleArray(), all);
        NDArray m = (NDArray) Jacobi.vmap(NpTransformsTest::matrix).apply(rows);
        assertArrayEquals(new int[] {2, 4, 4}, m.shape());
        double[] second = matrix(NDArray.of(new double[] {1, 2, 3, 4})).toDoubleArray();
        assertArrayEquals(second, Arrays.copyOfRange(m.toDoubleArray(), 16, 32), 1e-6);
    }
}
