package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions on a mesh against the same on whole arrays, and collectives against what they are defined as. */
class MeshTest {
    private static final PartitionSpec WHOLE = PartitionSpec.of();
    private static final PartitionSpec ROWS = PartitionSpec.of("data");

    private static Mesh mesh(int n) {
        return Mesh.of(Jacobi.devices("cpu:" + n), "data", n);
    }

    private static Mesh square() {
        return Mesh.of(Jacobi.devices("cpu:8"), "data", 2, "model", 4);
    }

    private static NDArray random(int seed, int... shape) {
        return Prng.normal(Prng.key(seed), shape, DType.F64);
    }

    private static void same(NDArray want, NDArray got) {
        assertArrayEquals(want.shape(), got.shape());
        assertArrayEquals(want.ravel().toDoubleArray(), got.ravel().toDoubleArray(), 1e-12);
    }

    static NDArray loss(NDArray w, NDArray x, NDArray y) {
        NDArray e = Np.tanh(Np.matmul(x, w)).minus(y);
        return e.times(e).mean();
    }

    static NDArray lossOfRows(NDArray w, NDArray x, NDArray y) {
        return Lax.pmean(loss(w, x, y), "data");
    }

    static NDArray lossOfParameters(NDArray w, NDArray x, NDArray y) {
        return lossOfRows(Lax.allGather(w, "data", 0, true), x, y);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void gradientsAreThoseOfWholeArrays(int n) {
        NDArray w = random(1, 8);
        NDArray x = random(2, 16, 8);
        NDArray y = random(3, 16);
        Fn3<NDArray, NDArray, NDArray, NDArray> rows = Jacobi.shardMap(MeshTest::lossOfRows, mesh(n), List.of(WHOLE, ROWS, ROWS), WHOLE);
        Fn3<NDArray, NDArray, NDArray, NDArray> parameters = Jacobi.shardMap(MeshTest::lossOfParameters, mesh(n), List.of(ROWS, ROWS, ROWS), WHOLE);
        Fn3<NDArray, NDArray, NDArray, NDArray> whole = MeshTest::loss;
        same(loss(w, x, y), rows.apply(w, x, y));
        same(loss(w, x, y), parameters.apply(w, x, y));
        NDArray want = Jacobi.grad(whole).apply(w, x, y);
        same(want, Jacobi.grad(rows).apply(w, x, y));
        same(want, Jacobi.jit(Jacobi.grad(parameters)).apply(w, x, y));
    }

    static NDArray columnsOfProduct(NDArray x, NDArray w1, NDArray w2) {
        return Lax.psum(Np.matmul(Np.tanh(Np.matmul(x, w1)), w2), "model");
    }

    @Test
    void twoAxes() {
        NDArray x = random(1, 6, 4);
        NDArray w1 = random(2, 4, 8);
        NDArray w2 = random(3, 8, 3);
        Fn3<NDArray, NDArray, NDArray, NDArray> f = Jacobi.shardMap(MeshTest::columnsOfProduct, square(),
            List.of(ROWS, PartitionSpec.of(null, "model"), PartitionSpec.of("model")), ROWS);
        NDArray got = f.apply(x, w1, w2);
        same(Np.matmul(Np.tanh(Np.matmul(x, w1)), w2), got);
        assertEquals(new NamedSharding(square(), ROWS), got.sharding());
        assertEquals(8, got.shards().size());
        assertArrayEquals(new int[] {3, 0}, got.shards().get(7).start());
        same(Lax.slice(got.get(), new int[] {3, 0}, new int[] {6, 3}), got.shards().get(7).data());
        assertEquals("+---------+\n| 0,1,2,3 |\n+---------+\n| 4,5,6,7 |\n+---------+\n", got.sharding().picture(got.shape()));
    }

    static NDArray sent(NDArray x) {
        return Lax.ppermute(x, "data", new int[][] {{0, 1}, {1, 2}, {2, 3}});
    }

    static NDArray turned(NDArray x) {
        return Lax.ppermute(x, "data", new int[][] {{0, 1}, {1, 2}, {2, 3}, {3, 0}});
    }

    static NDArray transposed(NDArray x) {
        return Lax.allToAll(x, "data", 1, 0, true);
    }

    static NDArray scattered(NDArray x) {
        return Lax.psumScatter(x, "data", 0, true);
    }

    @Test
    void collectives() {
        NDArray x = random(1, 8, 4);
        NDArray zeros = Np.zeros(new int[] {2, 4}, DType.F64);
        same(Np.concatenate(List.of(zeros, Lax.slice(x, new int[] {0, 0}, new int[] {6, 4})), 0), on(MeshTest::sent, ROWS, ROWS).apply(x));
        same(Np.roll(x, 2, 0), on(MeshTest::turned, ROWS, ROWS).apply(x));
        same(x, on(MeshTest::transposed, ROWS, PartitionSpec.of(null, "data")).apply(x));
        NDArray columns = x.sum(1).reshape(8, 1);
        same(columns, on(MeshTest::scattered, PartitionSpec.of(null, "data"), ROWS).apply(x));
        same(columns.reshape(4, 2), on(b -> Lax.allGather(Lax.psumScatter(b.reshape(4, 2), "data"), "data"), PartitionSpec.of(null, "data"), WHOLE).apply(x));
        same(Np.moveaxis(x.reshape(4, 2, 4), 2, 0).reshape(16, 2), on(b -> Lax.allToAll(b, "data", 1, 0), ROWS, ROWS).apply(x));
    }

    private static Fn1<NDArray, NDArray> on(Fn1<NDArray, NDArray> f, PartitionSpec in, PartitionSpec out) {
        return Jacobi.shardMap(f, mesh(4), in, out);
    }

    @Test
    void derivativesOfCollectives() {
        NDArray x = random(1, 8, 4);
        for (Fn1<NDArray, NDArray> f : List.of(on(MeshTest::sent, ROWS, ROWS), on(MeshTest::turned, ROWS, ROWS), on(MeshTest::transposed, ROWS, PartitionSpec.of(null, "data")),
            on(MeshTest::scattered, PartitionSpec.of(null, "data"), ROWS), on(b -> Lax.allGather(b, "data"), ROWS, WHOLE))) {
            Fn1<NDArray, NDArray> sum = v -> f.apply(Np.sin(v)).times(Np.cos(v).sum()).sum();
            Jacobi.checkGrads(sum, x, 1, 1e-5, 1e-5, 1e-5);
        }
    }

    @Test
    void insideAndOutsideOfVmap() {
        NDArray x = random(1, 3, 8);
        Fn1<NDArray, NDArray> share = v -> v.dividedBy(Lax.psum(Np.exp(v).sum(), "data"));
        Fn1<NDArray, NDArray> whole = v -> v.dividedBy(Np.exp(v).sum());
        Fn1<NDArray, NDArray> outside = Jacobi.vmap(Jacobi.shardMap(share, mesh(4), ROWS, ROWS), 0);
        Fn1<NDArray, NDArray> inside = Jacobi.shardMap(Jacobi.vmap(share, 0), mesh(4), PartitionSpec.of(null, "data"), PartitionSpec.of(null, "data"));
        Fn1<NDArray, NDArray> want = Jacobi.vmap(whole, 0);
        same(want.apply(x), outside.apply(x));
        same(want.apply(x), inside.apply(x));
    }

    record Layer(NDArray weight, NDArray bias) {
    }

    static Layer step(Layer l, double[] x) {
        double s = 0;
        for (double v : x) {
            s += v;
        }
        return new Layer(l.weight().times(Lax.psum(s, "data")), l.bias().plus(1));
    }

    @Test
    void treesAndJavaArrays() {
        Object spec = Map.of("weight", PartitionSpec.of(null, "data"), "bias", WHOLE);
        Fn2<Layer, double[], Layer> f = Jacobi.shardMap(MeshTest::step, mesh(2), List.of(spec, ROWS), spec);
        var given = new Layer(random(1, 3, 4), random(2, 4));
        Layer got = f.apply(given, new double[] {1, 2, 3, 4});
        same(given.weight().times(10), got.weight());
        same(given.bias().plus(1), got.bias());
        assertEquals(new NamedSharding(mesh(2), WHOLE), got.bias().sharding());
        Map<Device, Long> bytes = Jacobi.memory(got);
        assertEquals(Map.of(new Device("cpu", 0), 80L, new Device("cpu", 1), 80L), bytes);
        Layer put = Jacobi.put(given, Map.of("weight", new NamedSharding(mesh(2), PartitionSpec.of(null, "data"))));
        assertEquals(PartitionSpec.of(null, "data"), put.weight().sharding().spec());
        assertNull(put.bias().sharding());
        Fn1<double[], Double> first = v -> v[0] / Lax.psum(v[0], "i");
        Fn1<double[][], double[]> shares = Jacobi.pmap(first, "i");
        assertArrayEquals(new double[] {0.25, 0.75}, shares.apply(new double[][] {{1}, {3}}));
    }

    @Test
    void textOfOneDevice() {
        Options on = Options.DEFAULT.in(new NamedSharding(mesh(4), ROWS), new NamedSharding(mesh(4), WHOLE));
        Fn2<NDArray, NDArray, NDArray> f = Jacobi.jit((NDArray x, NDArray w) -> Np.sum(Np.tanh(Np.matmul(x, w))), on);
        String text = Jacobi.lower(f, random(1, 8, 6), random(2, 6, 4)).text("partitioned");
        assertTrue(text.contains("=4; each device runs this on its blocks"), text);
        assertTrue(text.contains("// collective psum ") && text.lines().filter(l -> l.startsWith("// collective")).count() == 1, text);
        assertTrue(text.contains("[2,4] = dot_general"), text);
        Fn1<NDArray, NDArray> g = Jacobi.jit((NDArray x) -> Np.tanh(x));
        JacobiException e = assertThrows(JacobiException.class, () -> Jacobi.lower(g, random(1, 8)).text("partitioned"));
        assertTrue(e.getMessage().startsWith("There is no stage 'partitioned' of a program that is on no mesh"), e.getMessage());
    }

    @Test
    void wholeArraysOnAMesh() {
        Options on = Options.DEFAULT.in(new NamedSharding(mesh(4), ROWS), new NamedSharding(mesh(4), WHOLE)).out(new NamedSharding(mesh(4), ROWS));
        Fn2<NDArray, NDArray, NDArray> f = Jacobi.jit((NDArray x, NDArray w) -> Np.tanh(Np.matmul(x, w)), on);
        NDArray x = random(1, 8, 6);
        NDArray w = random(2, 6, 4);
        NDArray got = f.apply(x, w);
        same(Np.tanh(Np.matmul(x, w)), got);
        assertEquals(on.out(), got.sharding());
        String text = Jacobi.lower(f, x, w).text("stablehlo");
        assertTrue(text.contains("%arg0: tensor<8x6xf64> {sdy.sharding = #sdy.sharding<@mesh, [{\"data\"}, {}]>}"), text);
        assertTrue(text.contains("-> (tensor<8x4xf64> {sdy.sharding = #sdy.sharding<@mesh, [{\"data\"}, {}]>})"), text);
        says(() -> f.apply(random(1, 6, 6), w), "Axis 0", "6 elements", "pad it to 8");
        says(() -> Jacobi.jit((NDArray a) -> a, on.out(new NamedSharding(mesh(2), ROWS))), "different meshes");
        says(() -> Jacobi.jit((NDArray a) -> a, Options.DEFAULT.out("data")), "data is no NamedSharding");
    }

    /** A gradient's sum into one element beside others that read it whole. */
    @Test
    void axesDividedByThreeAxes() {
        Mesh mesh = Mesh.of(Jacobi.devices("cpu:12"), "p", 3, "q", 4, "r", 1);
        NDArray weights = random(1, 12, 3);
        Fn1<NDArray, NDArray> q = Jacobi.shardMap((NDArray v) -> v.plus(Lax.psum(v, "r")).reshape(1, 3), mesh, PartitionSpec.of("q"), PartitionSpec.of(List.of("p", "q", "r")));
        NDArray x = random(2, 12);
        NDArray want = Np.concatenate(List.of(x, x, x), 0).reshape(12, 3).times(2);
        same(want, q.apply(x));
        Fn1<NDArray, NDArray> sum = v -> q.apply(v).times(weights).sum();
        same(weights.reshape(3, 12).sum(0).times(2), Jacobi.grad(sum).apply(x));
    }

    @Test
    void mapsOfArrays() {
        NDArray x = random(1, 4, 4);
        var rows = new NamedSharding(mesh(2), ROWS);
        assertEquals(rows, Jacobi.put(Map.of("k", x), (Object) Map.of("k", rows)).get("k").sharding());
        Fn1<NDArray, Map<Integer, NDArray>> f = Jacobi.shardMap((NDArray v) -> Map.of(3, v, 5, Lax.psum(v, "data")), mesh(2), ROWS, Map.of(3, ROWS, 5, WHOLE));
        assertEquals(rows, f.apply(x).get(3).sharding());
        says(() -> Jacobi.put(new Layer(x, x), Map.of("wight", rows)), "[weight, bias]");
        says(() -> Jacobi.shardMap((Layer l) -> l.bias(), mesh(2), List.of(Map.of("weight", ROWS, "bias", WHOLE, "x", ROWS)), WHOLE).apply(new Layer(x, x)), "[weight, bias]");
    }

    @Test
    void truthValuesAndSmallIntegers() {
        NDArray b = Np.arange(8).gt(2);
        assertArrayEquals(new double[] {0.5, 0.75}, Jacobi.shardMap((NDArray v) -> Lax.pmean(v, "data"), mesh(4), ROWS, WHOLE).apply(b).toDoubleArray(), 1e-7);
        assertArrayEquals(new int[] {2, 3}, Jacobi.shardMap((NDArray v) -> Lax.psum(v, "data"), mesh(4), ROWS, WHOLE).apply(b).toIntArray());
        NDArray large = Np.full(new int[] {4}, 100, DType.I8);
        assertEquals(100, Jacobi.shardMap((NDArray v) -> Lax.pmean(v, "data"), mesh(4), ROWS, WHOLE).apply(large).toDoubleArray()[0], 1e-5);
    }

    @Test
    void whatIsNotKnownInCompiledCode() {
        NDArray x = Jacobi.put(random(1, 8), new NamedSharding(mesh(4), ROWS));
        says(() -> Jacobi.jit((NDArray v) -> v.sharding() == null ? v : v.times(2)).apply(x), "not known while the function");
        same(x.get(), Jacobi.jit((NDArray v) -> v.blockUntilReady()).apply(x));
        Fn1<double[], Double> share = v -> v[0] / Lax.psum(v[0], "i");
        Fn1<double[][], double[]> shares = Jacobi.jit((double[][] v) -> Jacobi.<double[], Double, double[][], double[]>pmap(share, "i").apply(v));
        assertArrayEquals(new double[] {0.25, 0.75}, shares.apply(new double[][] {{1}, {3}}));
        int[][] pairs = {{0, 1}};
        says(() -> on(b -> Lax.ppermute(b, "data", pairs), ROWS, ROWS).apply(x), "write pairs as constants");
        Fn2<NDArray, NDArray, NDArray> f = Jacobi.shardMap((NDArray a, NDArray b) -> a.plus(b), mesh(4), List.of(ROWS, WHOLE), ROWS);
        assertTrue(Jacobi.lower(Jacobi.vjp(f), x, random(2, 2), x).text("stablehlo").contains("sdy.mesh"));
    }

    static NDArray notOfNegative(NDArray b, int[] counts) {
        if (b.min().item() < 0) {
            throw new IllegalStateException("negative");
        }
        return Lax.psum(b.times(1 / counts[0]), "data");
    }

    @Test
    void exceptionsOfDevices() {
        Fn2<NDArray, int[], NDArray> f = Jacobi.shardMap(MeshTest::notOfNegative, mesh(4), List.of(ROWS, ROWS), WHOLE);
        int[] ones = {1, 1, 1, 1};
        same(Np.array(new double[] {10}).astype(DType.F64), f.apply(Np.array(new double[] {1, 2, 3, 4}).astype(DType.F64), ones));
        NDArray third = Np.array(new double[] {1, 2, -3, 4}).astype(DType.F64);
        assertEquals("negative", assertThrows(IllegalStateException.class, () -> f.apply(third, ones)).getMessage());
        assertEquals("negative", assertThrows(IllegalStateException.class, () -> Jacobi.grad((NDArray v) -> f.apply(v, ones).sum()).apply(third)).getMessage());
        assertThrows(ArithmeticException.class, () -> f.apply(third.abs(), new int[] {1, 1, 0, 1}));
        // behind a collective nobody sees what Java would throw
        Fn1<double[], Double> share = v -> Lax.psum(v[0], "i") / v[(int) v[1]];
        Fn1<double[][], double[]> shares = Jacobi.pmap(share, "i");
        says(() -> shares.apply(new double[][] {{1, 0}, {3, 2}}), "INDEX at");
    }

    private static void says(Executable call, String... parts) {
        String s = assertThrows(JacobiException.class, call).getMessage();
        for (String p : parts) {
            assertTrue(s.contains(p), () -> s + " has no '" + p + "'");
        }
    }

    @Test
    void sentences() {
        NDArray x = random(1, 6);
        says(() -> Mesh.of(Jacobi.devices("cpu:2"), "a", 3), "need 3, but there are 2");
        says(() -> Mesh.of(Jacobi.devices("cpu:2"), "a", 1, "a", 2), "a name of its own");
        says(() -> Mesh.of(Jacobi.devices("cpu:2"), "a", 1 << 16, "b", 1 << 16, "c", 1 << 16, "d", 1 << 16), "but there are 2");
        says(() -> Mesh.of(Jacobi.devices("cpu:2"), "a\"", 2), "no name of an axis");
        says(() -> new NamedSharding(null, ROWS), "the mesh is null");
        says(() -> mesh(2).coordinates(2), "no device number 2");
        says(() -> Jacobi.devices("gpu"), "no devices 'gpu'", "cpu:N");
        says(() -> Jacobi.put(x, new NamedSharding(mesh(4), ROWS)), "Axis 0", "6 elements", "pad it to 8");
        says(() -> new NamedSharding(mesh(4), PartitionSpec.of("x")), "'x'", "[data]");
        says(() -> new NamedSharding(mesh(4), PartitionSpec.of("data", "data")), "twice");
        says(() -> on(b -> b, ROWS, ROWS).apply(x), "axis 0 of argument 0 has 6 elements", "4 devices along data", "pad it to 8");
        says(() -> on(b -> b, ROWS, WHOLE).apply(Np.zeros(8)), "may differ from device to device along 'data'", "name it there");
        says(() -> on(b -> Lax.psum(b, "model"), ROWS, ROWS).apply(Np.zeros(8)), "the axis 'model'", "on a mesh with that axis");
        says(() -> on(b -> Lax.ppermute(b, "data", new int[][] {{0, 4}}), ROWS, ROWS).apply(Np.zeros(8)), "[0, 4] is no pair of a permutation of the 4 lanes");
        says(() -> on(b -> Lax.psumScatter(b, "data"), ROWS, ROWS).apply(Np.zeros(8)), "as long as there are lanes: 4");
        says(() -> Lax.allGather(x, "data"), "there is no axis 'data' here");
        says(() -> Jacobi.shardMap((double[] v) -> v, mesh(4), ROWS, ROWS).apply(new double[7]), "has 7 elements", "pad it to 8");
    }
}
