package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients in 16 bits against those in 64, also of sums over lanes and devices. */
class HalfGradientsTest {
    private static NDArray meanOfDevices(NDArray v) {
        Mesh mesh = Mesh.of(Jacobi.devices("cpu:4"), "i", 4);
        return Jacobi.shardMap((NDArray b) -> Lax.pmean(Np.square(b).sum(), "i"), mesh, PartitionSpec.of("i"), PartitionSpec.of()).apply(v);
    }

    private static final List<Fn1<NDArray, NDArray>> FUNCTIONS = List.of(v -> v.times(v).sum(), v -> v.get(0).times(v.get(1)), v -> Np.tanh(v).mean(), v -> Np.sin(v).max(), v -> Np.matmul(v, v),
        v -> Nn.softmax(v).get(1), v -> v.get(Slice.from(1)).prod(), v -> Np.cumsum(v).sum(), v -> Np.where(v.gt(0), v, v.times(2)).sum(), HalfGradientsTest::meanOfDevices);

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"BF16", "F16"})
    void areThoseOfLongNumbers(DType type) {
        NDArray x = NDArray.of(new double[] {0.5, -1.25, 2, 0.75});
        for (Fn1<NDArray, NDArray> f : FUNCTIONS) {
            NDArray slope = Jacobi.grad(f).apply(x.astype(type));
            assertEquals(type, slope.dtype());
            assertArrayEquals(Jacobi.grad(f).apply(x.astype(DType.F64)).toDoubleArray(), slope.astype(DType.F64).toDoubleArray(), 0.02);
        }
    }
}
