package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes and axes in arrays of ints that are captured, given as arguments or held by records: programs are made for these numbers, and anew for others. */
class GivenShapesTest {
    private static final NDArray X = NDArray.of(1f, 2f, 3f, 4f, 5f, 6f);

    record Layout(int[] shape, int[] axes) {
    }

    static NDArray reshaped(NDArray x, int[] shape) {
        return x.reshape(shape);
    }

    static NDArray changed(NDArray x, int[] shape) {
        int[] other = shape.clone();
        other[0] = shape[1];
        other[1] = shape[0];
        return x.reshape(other);
    }

    @Test
    void capturedOnesAreReadAtEachCall() {
        int[] shape = {3, 2};
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray x) -> reshaped(x, shape));
        assertArrayEquals(new int[] {3, 2}, f.apply(X).shape());
        shape[0] = 2;
        shape[1] = 3;
        assertArrayEquals(new int[] {2, 3}, f.apply(X).shape());
        shape[0] = 3;
        shape[1] = 2;
        assertArrayEquals(new int[] {3, 2}, f.apply(X).shape());
    }

    @Test
    void argumentsAndRecords() {
        Fn2<NDArray, int[], NDArray> f = Jacobi.jit(GivenShapesTest::reshaped);
        assertArrayEquals(new int[] {3, 2}, f.apply(X, new int[] {3, 2}).shape());
        assertArrayEquals(new int[] {6, 1, 1}, f.apply(X, new int[] {6, 1, 1}).shape());
        assertArrayEquals(new int[] {2, 3}, Jacobi.jit(GivenShapesTest::changed).apply(X, new int[] {3, 2}).shape());
        var layout = new Layout(new int[] {3, 2}, new int[] {1, 0});
        Fn1<NDArray, NDArray> turned = x -> Np.transpose(x.reshape(layout.shape()), layout.axes());
        assertArrayEquals(turned.apply(X).reshape(-1).toDoubleArray(), Jacobi.jit(turned).apply(X).reshape(-1).toDoubleArray());
        Fn1<NDArray, NDArray> drawn = key -> Prng.normal(key, layout.shape());
        assertArrayEquals(drawn.apply(Prng.key(3)).reshape(-1).toDoubleArray(), Jacobi.jit(drawn).apply(Prng.key(3)).reshape(-1).toDoubleArray(), 1e-6);
    }

    @Test
    void transformed() {
        int[] shape = {3, 2};
        NDArray w = NDArray.of(1f, 2f);
        assertArrayEquals(new double[] {1, 2, 1, 2, 1, 2}, Jacobi.grad((NDArray x) -> x.reshape(shape).times(w).sum()).apply(X).toDoubleArray());
        Fn1<NDArray, NDArray> lanes = Jacobi.vmap((NDArray x) -> x.reshape(shape));
        assertArrayEquals(new int[] {2, 3, 2}, lanes.apply(Np.stack(List.of(X, X), 0)).shape());
    }

    static int[] places = {1, 0};

    static NDArray cleared(NDArray x) {
        return x.at((Object) places).set(0.0);
    }

    /** Arrays of ints that select a part. */
    @Test
    void indices() {
        NDArray x = NDArray.of(1f, 2f, 3f);
        Fn2<NDArray, int[], NDArray> f = Jacobi.jit((NDArray z, int[] i) -> z.get(i));
        assertArrayEquals(new double[] {3, 2}, f.apply(x, new int[] {2, 1}).toDoubleArray());
        assertArrayEquals(new double[] {1, 2, 2}, f.apply(x, new int[] {0, 1, 1}).toDoubleArray());
        Fn1<NDArray, NDArray> g = Jacobi.jit(GivenShapesTest::cleared);
        assertArrayEquals(new double[] {0, 0, 3}, g.apply(x).toDoubleArray());
        places = new int[] {2};
        assertArrayEquals(new double[] {1, 2, 0}, g.apply(x).toDoubleArray());
        assertArrayEquals(new double[] {1, 0, 1}, Jacobi.grad((NDArray z) -> z.get(new Object[] {OUTER}).sum()).apply(x).toDoubleArray());
    }

    private static final int[] OUTER = {0, 2};
}
