package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Meshes and layouts in compiled functions: constants of static fields, captured variables, parts of records, and made there. */
class MeshConstantsTest {
    private static final PartitionSpec WHOLE = PartitionSpec.of();
    private static final PartitionSpec ROWS = PartitionSpec.of("data");
    private static final Mesh MESH = mesh(4);
    private static final NamedSharding LAID_OUT = new NamedSharding(MESH, ROWS);
    private static final List<PartitionSpec> SPECS = List.of(ROWS, WHOLE);
    private static final NDArray X = Np.arange(8).astype(DType.F64);

    private static Mesh mesh(int n) {
        return Mesh.of(Jacobi.devices("cpu:" + n), "data", n);
    }

    private static void gives(Fn1<NDArray, NDArray> want, Fn1<NDArray, NDArray> f) {
        assertArrayEquals(want.apply(X).toDoubleArray(), Jacobi.jit(f).apply(X).toDoubleArray());
        Fn1<NDArray, NDArray> sum = v -> f.apply(v).times(v).sum();
        Fn1<NDArray, NDArray> wantSum = v -> want.apply(v).times(v).sum();
        assertArrayEquals(Jacobi.grad(wantSum).apply(X).toDoubleArray(), Jacobi.jit(Jacobi.grad(sum)).apply(X).toDoubleArray());
    }

    static NDArray madeThere(NDArray v) {
        return Jacobi.shardMap((NDArray b) -> Lax.psum(b, "data"), mesh(4), ROWS, WHOLE).apply(v).sum().times(v);
    }

    static NDArray ofFields(NDArray v) {
        return Jacobi.shardMap((NDArray b, NDArray c) -> b.plus(c), MESH, SPECS, ROWS).apply(v, v.get(0));
    }

    static NDArray withinAnother(NDArray v) {
        return Jacobi.shardMap((NDArray b) -> Jacobi.shardMap((NDArray q) -> q.plus(Lax.psum(q.times(Lax.psum(q, "data")), "m")), Mesh.of(Jacobi.devices("cpu:2"), "m", 2), PartitionSpec.of("m"), PartitionSpec.of("m"))
            .apply(b), MESH, ROWS, ROWS).apply(v);
    }

    @Test
    void shardMapInCompiledCode() {
        gives(v -> v.sum().times(v), MeshConstantsTest::madeThere);
        gives(v -> v.plus(v.get(0)), MeshConstantsTest::ofFields);
        Mesh captured = mesh(2);
        gives(v -> v.times(2), v -> Jacobi.shardMap((NDArray b) -> b.times(Lax.axisSize("data")), captured, ROWS, ROWS).apply(v));
        gives(v -> {
            NDArray pairs = v.reshape(4, 2);
            return pairs.plus(pairs.times(pairs.sum(0)).sum(1).reshape(4, 1)).ravel();
        }, MeshConstantsTest::withinAnother);
    }

    static NDArray marked(NDArray v) {
        return Lax.withShardingConstraint(Np.sin(v), LAID_OUT).times(MESH.size("data") + MESH.size());
    }

    @Test
    void constraints() {
        gives(v -> Np.sin(v).times(8), MeshConstantsTest::marked);
        assertEquals(LAID_OUT, Lax.withShardingConstraint(X, LAID_OUT).sharding());
        Fn1<NDArray, NDArray> f = MeshConstantsTest::marked;
        String text = Jacobi.lower(f, X).text("stablehlo");
        assertTrue(text.contains("sdy.mesh @mesh = <[\"data\"=4]>"), text);
        assertTrue(text.contains("sdy.sharding_constraint"), text);
        String slope = Jacobi.lower(Jacobi.jit(Jacobi.grad((NDArray v) -> marked(v).times(v).sum())), X).text("stablehlo");
        assertEquals(3, slope.split("sdy.sharding_constraint", -1).length, slope);
        Fn1<NDArray, NDArray> rows = Jacobi.vmap(f, 0);
        assertTrue(Jacobi.lower(rows, X.reshape(2, 4)).text("stablehlo").contains("<@mesh, [{?}, {\"data\"}]>"), () -> Jacobi.lower(rows, X.reshape(2, 4)).text("stablehlo"));
        assertFalse(Jacobi.lower(f, X).text("ir").contains("shard"), () -> Jacobi.lower(f, X).text("ir"));
    }

    record OnMesh(NDArray x, Mesh mesh) {
    }

    static OnMesh next(OnMesh s) {
        return new OnMesh(Jacobi.shardMap((NDArray b) -> b.plus(Lax.axisIndex("data")), s.mesh(), ROWS, ROWS).apply(s.x()), s.mesh());
    }

    @Test
    void partsOfRecords() {
        Fn1<OnMesh, OnMesh> f = Jacobi.jit(MeshConstantsTest::next);
        for (int n : new int[] {1, 2, 4}) {
            OnMesh s = f.apply(new OnMesh(X, mesh(n)));
            assertEquals(mesh(n), s.mesh());
            assertArrayEquals(X.plus(Np.floorDivide(Np.arange(8), 8 / n)).toDoubleArray(), s.x().toDoubleArray());
        }
    }

    private static String refused(Fn1<NDArray, NDArray> f) {
        return assertThrows(JacobiException.class, () -> Jacobi.jit(f).apply(X)).getMessage();
    }

    @Test
    void sentences() {
        String ranks = refused(v -> Lax.withShardingConstraint(v.get(0), LAID_OUT));
        assertTrue(ranks.contains("is for 1 axes, but the array of shape () has 0"), ranks);
        String axis = refused(v -> Lax.withShardingConstraint(v, new NamedSharding(MESH, PartitionSpec.of("model"))));
        assertTrue(axis.contains("'model'"), axis);
        String put = refused(v -> Jacobi.put(v, LAID_OUT));
        assertTrue(put.contains("use Lax.withShardingConstraint here"), put);
        String uneven = refused(v -> Jacobi.shardMap((NDArray b) -> b, Mesh.of(Jacobi.devices("cpu:3"), "data", 3), ROWS, ROWS).apply(v));
        assertTrue(uneven.contains("pad it to 9"), uneven);
        assertTrue(assertThrows(JacobiException.class, () -> Lax.withShardingConstraint(X, null)).getMessage().contains("the sharding is null"));
    }
}
