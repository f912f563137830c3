package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Functions of whole arrays that simulated devices share: what each computes comes together as one device would have it, and results lie where they were made. */
class SimulatedDevicesTest {
    private static final Mesh MESH = Mesh.of(Jacobi.devices("cpu:4"), "data", 2, "model", 2);
    private static final NamedSharding ROWS = on("data");
    private static final NamedSharding WHOLE = new NamedSharding(MESH, PartitionSpec.of());
    private static final NamedSharding COLUMNS = new NamedSharding(MESH, PartitionSpec.of(null, "model"));

    record Net(NDArray w, NDArray v, NDArray bias) {
    }

    private static NamedSharding on(String axis) {
        return new NamedSharding(MESH, PartitionSpec.of(axis));
    }

    private static NDArray random(int seed, int... shape) {
        return Prng.normal(Prng.key(seed), shape, DType.F64);
    }

    private static void same(NDArray want, NDArray got) {
        assertArrayEquals(want.shape(), got.shape());
        double[] x = want.ravel().astype(DType.F64).toDoubleArray();
        double[] y = got.ravel().astype(DType.F64).toDoubleArray();
        for (int k = 0; k < x.length; k++) {
            assertEquals(x[k], y[k], 1e-12 * Math.max(1, Math.abs(x[k])));
        }
    }

    private static String reason(Fn f) {
        List<String> all = Jacobi.cacheInfo(f).reasons();
        return all.get(all.size() - 1);
    }

    private static NDArray mlp(NDArray x, NDArray w, NDArray v) {
        return Np.matmul(Np.tanh(Np.matmul(x, w)), v);
    }

    @Test
    void tensorParallel() {
        Fn3<NDArray, NDArray, NDArray, NDArray> f = Jacobi.jit(SimulatedDevicesTest::mlp, Options.DEFAULT.in(ROWS, COLUMNS, on("model")));
        for (int n : new int[] {8, 12}) {
            NDArray x = random(1, n, 6);
            NDArray w = random(2, 6, 4);
            NDArray v = random(3, 4, 10);
            NDArray got = f.apply(x, w, v);
            same(mlp(x, w, v), got);
            assertEquals(ROWS, got.sharding());
            assertFalse(reason(f).contains("simulated devices"), reason(f));
        }
        assertEquals(2, Jacobi.cacheInfo(f).compilations());
    }

    private static Net step(Net p, NDArray x, NDArray y) {
        Net g = Jacobi.<Net, NDArray, NDArray, NDArray, Net>grad(SimulatedDevicesTest::loss).apply(p, x, y);
        return new Net(p.w().minus(g.w().times(0.1)), p.v().minus(g.v().times(0.1)), p.bias().minus(g.bias().times(0.1)));
    }

    private static NDArray loss(Net p, NDArray x, NDArray y) {
        NDArray d = mlp(x, p.w(), p.v()).plus(p.bias()).minus(y);
        return Np.mean(d.times(d));
    }

    @Test
    void fullyShardedSteps() {
        Options on = Options.DEFAULT.in(Map.of("w", ROWS, "v", ROWS, "bias", WHOLE), ROWS, ROWS);
        Fn3<Net, NDArray, NDArray, Net> f = Jacobi.jit(SimulatedDevicesTest::step, on);
        Net one = new Net(random(1, 6, 4), random(2, 4, 10), random(3, 10));
        Net many = one;
        NDArray x = random(4, 8, 6);
        NDArray y = random(5, 8, 10);
        for (int k = 0; k < 5; k++) {
            one = step(one, x, y);
            many = f.apply(many, x, y);
        }
        same(one.w(), many.w());
        same(one.v(), many.v());
        same(one.bias(), many.bias());
        assertEquals(ROWS, many.w().sharding());
        assertEquals(1, Jacobi.cacheInfo(f).compilations());
    }

    @Test
    void derivativesAndMapsOfThem() {
        Fn2<NDArray, NDArray, NDArray> f = Jacobi.jit((NDArray x, NDArray w) -> Np.sum(Np.tanh(Np.matmul(x, w))), Options.DEFAULT.in(ROWS, COLUMNS));
        NDArray x = random(1, 8, 6);
        NDArray w = random(2, 6, 4);
        NDArray slope = Jacobi.<NDArray, NDArray, NDArray, NDArray>grad((NDArray a, NDArray b) -> Np.sum(Np.tanh(Np.matmul(a, b)))).apply(x, w);
        NDArray got = Jacobi.<NDArray, NDArray, NDArray, NDArray>grad(f).apply(x, w);
        same(slope, got);
        assertEquals(ROWS, got.sharding());
        NDArray many = random(3, 5, 8, 6);
        NDArray each = Jacobi.<NDArray, NDArray, NDArray, NDArray, NDArray, NDArray>vmap(f, 0, null).apply(many, w);
        for (int k = 0; k < 5; k++) {
            same(f.apply(many.get(k), w), each.get(k));
        }
    }

    @Test
    void capturedArraysAreDividedAsTheyAreUsed() {
        NDArray w = random(2, 6, 4);
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray x) -> Np.tanh(Np.matmul(Lax.withShardingConstraint(x, ROWS), w)).sum(1));
        NDArray x = random(1, 8, 6);
        NDArray got = f.apply(x);
        same(Np.tanh(Np.matmul(x, w)).sum(1), got);
        assertEquals(ROWS, got.sharding());
    }

    @Test
    void whatCannotBeDividedIsSaid() {
        NDArray x = random(1, 8, 6);
        Fn1<NDArray, NDArray> sorted = Jacobi.jit((NDArray a) -> Np.sort(Np.exp(a), 0), Options.DEFAULT.in(ROWS));
        same(Np.sort(Np.exp(x), 0), sorted.apply(x));
        assertTrue(reason(sorted).contains("On its 4 simulated devices sort needs the whole of axis 0 of f64[8,6], which is divided by data."), reason(sorted));
        Fn1<NDArray, NDArray> loop = Jacobi.jit((NDArray a) -> {
            NDArray s = a;
            for (int k = 0; k < 100; k++) {
                s = Np.sin(s).plus(a);
            }
            return s;
        }, Options.DEFAULT.in(ROWS).out(ROWS));
        NDArray want = x;
        for (int k = 0; k < 100; k++) {
            want = Np.sin(want).plus(x);
        }
        same(want, loop.apply(x));
        assertTrue(reason(loop).contains("is computed on each device of the whole of f64[8,6], which is divided by data"), reason(loop));
        Fn1<NDArray, NDArray> printed = Jacobi.jit((NDArray a) -> {
            Debug.print("sum {}", a.sum());
            return a.times(2);
        }, Options.DEFAULT.in(ROWS));
        same(x.times(2), printed.apply(x));
        assertTrue(reason(printed).contains("the program is computed as a whole, because it has debug callbacks"), reason(printed));
    }

    /** An array that is said to lie on one mesh, and then on another. */
    @Test
    void twoMeshes() {
        Mesh other = Mesh.of(Jacobi.devices("cpu:2"), "half", 2);
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray a) -> Lax.withShardingConstraint(Np.sin(Lax.withShardingConstraint(a.times(2), ROWS)), new NamedSharding(other, PartitionSpec.of("half"))).plus(1));
        NDArray x = random(1, 8, 6);
        same(Np.sin(x.times(2)).plus(1), f.apply(x));
    }

    /** What is said of an array that nothing is made of, and a function that is divided inside of one for each device, or beside it. */
    @Test
    void besideOtherThings() {
        NDArray x = random(1, 8, 6);
        Fn1<NDArray, NDArray> twice = Jacobi.jit((NDArray a) -> a.times(2), Options.DEFAULT.in(ROWS));
        Fn1<NDArray, NDArray> unused = Jacobi.jit((NDArray a) -> {
            twice.apply(Np.sin(a));
            return a.plus(1);
        });
        same(x.plus(1), unused.apply(x));
        Fn1<NDArray, NDArray> each = Jacobi.shardMap((NDArray a) -> a.minus(Lax.pmean(a, "data")), MESH, PartitionSpec.of("data"), PartitionSpec.of("data"));
        Fn1<NDArray, NDArray> both = Jacobi.jit((NDArray a) -> each.apply(twice.apply(a)));
        same(each.apply(x.times(2)), both.apply(x));
        Fn1<NDArray, NDArray> inside = Jacobi.shardMap((NDArray a) -> twice.apply(a).minus(Lax.pmean(a, "data")), MESH, PartitionSpec.of(null, "data"), PartitionSpec.of(null, "data"));
        same(x.times(2).minus(Np.concatenate(List.of(x.get(Slice.ALL, Slice.to(3)).plus(x.get(Slice.ALL, Slice.from(3))), x.get(Slice.ALL, Slice.to(3)).plus(x.get(Slice.ALL, Slice.from(3)))), 1).dividedBy(2)),
            inside.apply(x));
    }

    @Test
    void axesOfTheMeshAreNoAxesOfTheFunction() {
        Fn1<NDArray, NDArray> f = Jacobi.jit((NDArray a) -> Lax.psum(a, "data"), Options.DEFAULT.in(ROWS));
        JacobiException e = assertThrows(JacobiException.class, () -> f.apply(random(1, 8)));
        assertTrue(e.getMessage().contains("it uses the axis 'data', which no vmap around it has"), e.getMessage());
    }

    @Test
    void javaArraysAreWholeAndSaid() {
        Fn1<double[], double[]> f = Jacobi.jit((double[] x) -> {
            double[] y = new double[x.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = x[i] * x[i] + x[0];
            }
            return y;
        }, Options.DEFAULT.in(ROWS));
        assertArrayEquals(new double[] {2, 5, 10, 17}, f.apply(new double[] {1, 2, 3, 4}));
        assertTrue(reason(f).contains("whose lengths are known at the call only, is not divided as (data)"), reason(f));
    }

    /** What is added to, a Java array, has a length that is known at the call only. */
    @Test
    void partsAreAddedToJavaArrays() {
        Fn3<double[], NDArray, NDArray, NDArray> f = Jacobi.jit((double[] b, NDArray i, NDArray v) -> NDArray.of(b).at(i).add(v), Options.DEFAULT.in(WHOLE, ROWS, ROWS));
        double[] b = {1, 2, 3, 4, 5};
        assertArrayEquals(new double[] {51, 22, 33, 4, 5}, f.apply(b, NDArray.of(new int[] {0, 1, 2, 0}), NDArray.of(new double[] {10, 20, 30, 40})).toDoubleArray());
    }

    /** A gather, a convolution, a running sum and products of three axes, divided along one axis and then another. */
    @Test
    void manyOperations() {
        Fn2<NDArray, NDArray, List<NDArray>> f = (x, w) -> {
            NDArray h = Np.einsum("bij,jk->bik", x, w);
            NDArray attention = Nn.softmax(Np.matmul(h, Np.swapaxes(h, 1, 2)), 2);
            NDArray y = Np.matmul(attention, h);
            return List.of(y, Np.cumsum(y, 1), Np.max(y, 0), Np.take(w, Np.argmax(y, 2), 1), Np.concatenate(List.of(x, y), 2).reshape(-1, 3), Np.transpose(y, 2, 0, 1), Np.where(y.gt(0), y, 0).sum());
        };
        NDArray x = random(1, 8, 6, 10);
        NDArray w = random(2, 10, 20);
        List<NDArray> want = f.apply(x, w);
        for (List<NamedSharding> in : List.of(List.of(ROWS, COLUMNS), List.of(new NamedSharding(MESH, PartitionSpec.of("model", "data")), WHOLE), List.of(WHOLE, on("model")),
                List.of(new NamedSharding(MESH, PartitionSpec.of(List.of("data", "model"))), COLUMNS))) {
            Fn2<NDArray, NDArray, List<NDArray>> devices = Jacobi.jit(f, Options.DEFAULT.in(in.get(0), in.get(1)));
            List<NDArray> got = devices.apply(x, w);
            for (int k = 0; k < want.size(); k++) {
                same(want.get(k), got.get(k));
            }
            same(Jacobi.<NDArray, NDArray, NDArray, NDArray>grad((a, b) -> all(f.apply(a, b))).apply(x, w), Jacobi.<NDArray, NDArray, NDArray, NDArray>grad((a, b) -> all(devices.apply(a, b))).apply(x, w));
        }
    }

    private static NDArray all(List<NDArray> values) {
        NDArray s = Np.zeros(new int[0], DType.F64);
        for (int k = 0; k < values.size(); k++) {
            s = s.plus(Np.sin(values.get(k)).mean());
        }
        return s;
    }
}
