package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Methods that call themselves with NDArrays are lifted call by call where constants, shapes or the structure of objects say when they end. */
class RecursiveArraysTest {
    record Node(NDArray value, Node left, Node right) {
    }

    private static final NDArray X = NDArray.of(new float[] {1, 2, 3, 4});

    private static void check(Fn1<NDArray, NDArray> f) {
        NDArray want = f.apply(X);
        assertTrue(Np.allclose(Jacobi.jit(f).apply(X), want).toBoolean());
        Fn1<NDArray, NDArray> each = Jacobi.vmap(f, 0);
        assertTrue(Np.allclose(each.apply(Np.stack(X, X)), Np.stack(want, want)).toBoolean());
        Fn1<NDArray, NDArray> sum = x -> f.apply(x).sum();
        NDArray by = Np.full(new int[] {4}, 1e-3f);
        NDArray slope = sum.apply(X.plus(by)).minus(sum.apply(X.minus(by))).times(500);
        assertTrue(Np.allclose(Jacobi.grad(sum).apply(X).sum(), slope, 1e-2, 1e-1, false).toBoolean());
    }

    static NDArray add(NDArray x, int n) {
        return n == 0 ? x : add(x.plus(1), n - 1);
    }

    static NDArray power(NDArray x, int n) {
        if (n == 0) {
            return Np.ones(x.shape());
        }
        NDArray h = power(x, n / 2);
        return n % 2 == 0 ? h.times(h) : h.times(h).times(x);
    }

    static NDArray even(NDArray x, int n) {
        return n == 0 ? x : odd(x.times(2), n - 1);
    }

    static NDArray odd(NDArray x, int n) {
        return n == 0 ? x.plus(1) : even(x.plus(3), n - 1);
    }

    static NDArray halves(NDArray x) {
        int n = x.shape()[0];
        return n == 1 ? x : halves(x.get(Slice.of(0, n / 2)).plus(x.get(Slice.of(n / 2, n))));
    }

    static NDArray sum(Node n) {
        return n == null ? NDArray.of(0f) : n.value().plus(sum(n.left())).plus(sum(n.right()));
    }

    static NDArray untilSmall(NDArray x) {
        return x.sum().item() < 1 ? x : untilSmall(x.times(0.5));
    }

    @Test
    void constantsShapesAndStructuresEndRecursion() {
        check(x -> add(x, 3));
        check(x -> power(x, 5));
        check(x -> even(x, 5));
        check(RecursiveArraysTest::halves);
        check(x -> sum(new Node(x, new Node(x.times(2), null, null), new Node(x, new Node(x.times(x), null, null), null))));
    }

    @Test
    void anEndThatDependsOnTheDataIsRefused() {
        String said = assertThrows(JacobiException.class, () -> Jacobi.jit(RecursiveArraysTest::untilSmall).apply(X)).getMessage();
        assertTrue(said.contains("the method untilSmall calls itself with arrays, and how often depends on the data") && said.contains("write it as a loop"), said);
    }
}
