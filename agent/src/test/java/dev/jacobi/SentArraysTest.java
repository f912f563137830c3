// Arrays written by Java's serialization and read again.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All types and shapes, layouts, and streams that end too early. */
class SentArraysTest {
    private static void same(NDArray x) {
        NDArray y = SentFunctionsTest.sent(x);
        assertEquals(x.dtype(), y.dtype());
        assertEquals(x.isWeak(), y.isWeak());
        assertArrayEquals(x.shape(), y.shape());
        assertEquals(x.sharding(), y.sharding());
        assertEquals(bits(x), bits(y));
    }

    /** The elements to the bit. */
    private static List<Object> bits(NDArray x) {
        if (x.dtype().isComplex()) {
            return List.of(bits(x.real()), bits(x.imag()));
        }
        return Arrays.stream(x.ravel().toDoubleArray()).mapToObj(d -> (Object) Double.doubleToRawLongBits(d)).toList();
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void allTypes(DType d) {
        NDArray x = NDArray.of(new double[][] {{0, 1, 2}, {3, 100, 1}}, DType.F64).astype(d);
        same(x);
        same(x.get(0, 1));
        same(x.get(Slice.of(0, 0)));
    }

    @Test
    void values() {
        same(NDArray.of(new double[] {-0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE}, DType.F64));
        same(NDArray.of(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, DType.I64));
        same(NDArray.scalar(2.5));
        same(NDArray.scalar(7L));
        same(NDArray.complex(NDArray.of(1.0, 2.0), NDArray.of(-1.0, 0.0)));
        assertTrue(SentFunctionsTest.sent(NDArray.scalar(1.5)).isWeak());
        assertFalse(SentFunctionsTest.sent(NDArray.of(1.5)).isWeak());
    }

    /** More than is written, and than is read, at once. */
    @Test
    void manyElements() {
        same(Prng.normal(Prng.key(3), new int[] {300_001}, DType.F64));
        NDArray re = Prng.normal(Prng.key(4), new int[] {150_001}, DType.F64);
        same(NDArray.complex(re, re.times(2)));
    }

    @Test
    void layouts() {
        Mesh mesh = Mesh.of(Jacobi.devices("cpu:4"), "x", 2, "y", 2);
        same(Jacobi.put(Prng.normal(Prng.key(1), 4, 6), new NamedSharding(mesh, PartitionSpec.of("x", "y"))));
    }

    @Test
    void damagedStreams() throws IOException {
        byte[] bytes = SentFunctionsTest.write(NDArray.of(new double[1000], DType.F64));
        assertThrows(IOException.class, () -> new ObjectInputStream(new ByteArrayInputStream(bytes, 0, bytes.length - 100)).readObject());
    }
}
