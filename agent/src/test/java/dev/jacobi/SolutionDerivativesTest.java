package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Derivatives of solutions of linear systems and of inverses, of first and second order, alone and of many systems, against central differences. */
class SolutionDerivativesTest {
    private static final int N = 5;

    private static NDArray matrix(long seed) {
        var random = new Random(seed);
        var a = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                // rows change places as the largest element of a column is not on the diagonal
                a[i][j] = random.nextGaussian() + (j == (i + 2) % N ? 4 : 0);
            }
        }
        return NDArray.of(a, DType.F64);
    }

    private static void differs(Fn1<NDArray, NDArray> f, NDArray at) {
        var exact = (double[][]) Jacobi.grad(f).apply(at).toArray();
        var a = (double[][]) at.toArray();
        double h = 1e-5;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double was = a[i][j];
                a[i][j] = was + h;
                double more = f.apply(NDArray.of(a, DType.F64)).item();
                a[i][j] = was - h;
                double less = f.apply(NDArray.of(a, DType.F64)).item();
                a[i][j] = was;
                assertEquals((more - less) / (2 * h), exact[i][j], 1e-6 * (1 + Math.abs(exact[i][j])), "element " + i + ", " + j);
            }
        }
    }

    private static NDArray sum(NDArray a, NDArray b) {
        NDArray x = Linalg.solve(a, b);
        return x.times(x).sum();
    }

    private static NDArray sumOfGradient(NDArray a, NDArray b) {
        NDArray g = Jacobi.grad((NDArray z) -> sum(z, b)).apply(a);
        return g.times(g).sum();
    }

    @Test
    void byMatrixAndRightSide() {
        NDArray b = matrix(2);
        differs(a -> sum(a, b), matrix(1));
        differs(a -> sum(a, b.get(0)), matrix(1));
        differs(y -> sum(b, y), matrix(1));
        differs(a -> sum(a.T(), a), matrix(1));
    }

    @Test
    void inverses() {
        differs(a -> Linalg.inv(a).times(Linalg.inv(a.T())).sum(), matrix(3));
    }

    @Test
    void ofSecondOrder() {
        NDArray b = matrix(4);
        differs(a -> sumOfGradient(a, b), matrix(5));
        differs(a -> sumOfGradient(b, a), matrix(5));
    }

    @Test
    void tangents() {
        NDArray b = matrix(6);
        NDArray direction = matrix(7);
        differs(a -> (NDArray) Jacobi.jvp((NDArray z) -> sum(z, b)).apply(a, direction).tangent(), matrix(8));
    }

    @Test
    void ofManySystems() {
        NDArray b = matrix(9);
        differs(a -> ((NDArray) Jacobi.vmap((NDArray row) -> sum(a, row)).apply(b)).sum(), matrix(10));
        differs(a -> ((NDArray) Jacobi.vmap((NDArray row) -> sumOfGradient(a, row)).apply(b)).sum(), matrix(10));
        differs(a -> sum(Np.stack(a, a.T()), b), matrix(10));
    }

    /** Numbers of these extents. */
    private static NDArray numbers(long seed, int... shape) {
        return Prng.normal(Prng.key(seed), shape, DType.F64);
    }

    /** A gradient in the shape of the argument, and the values of the compiled function, whatever extents the program around has. */
    private static void inPrograms(Fn1<NDArray, NDArray> f, NDArray at) {
        NDArray plain = f.apply(at);
        NDArray compiled = Jacobi.jit(f).apply(at);
        assertArrayEquals(plain.shape(), compiled.shape());
        assertEquals(0, Np.max(Np.abs(plain.minus(compiled))).item(), 1e-9 * (1 + Np.max(Np.abs(plain)).item()));
        Jacobi.checkGrads(f, at, 1, 1e-6, 1e-5, 1e-5);
    }

    @Test
    void extentsThatAreNotThoseOfTheProgram() {
        NDArray tall = numbers(21, 7, 3);
        NDArray side = numbers(22, 3, 4);
        NDArray systems = numbers(23, 2, 3, 3).plus(Np.eye(3, DType.F64).times(4.0));
        inPrograms(q -> Linalg.inv(q.T().matmul(q)), tall);
        inPrograms(q -> Linalg.solve(q.T().matmul(q), q.T()), tall);
        inPrograms(q -> Linalg.solve(q.get(Slice.of(0, 3)), side), tall);
        inPrograms(b -> Linalg.solve(systems.get(0), b), side);
        inPrograms(b -> Linalg.solve(systems, b), side);
        inPrograms(a -> Linalg.solve(a, side), systems);
        inPrograms(a -> Linalg.inv(a), systems);
        inPrograms(a -> Linalg.solve(a, numbers(24, 5, 1, 3, 1)), systems);
        inPrograms(b -> Linalg.solve(systems.get(1), b), numbers(25, 5, 3, 2));
        inPrograms(a -> Jacobi.<NDArray, NDArray, NDArray, NDArray>vmap((NDArray z) -> Linalg.solve(z, side)).apply(a), systems);
    }
}
