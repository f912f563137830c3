package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.array.core.ArrayRuntime;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into an array comes out of it. */
final class ArrayConversionsTest {
    private static final double[][][] CUBE = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {-11, 12.5}}};

    @Test
    void nestedArraysComeBack() {
        assertArrayEquals(CUBE, (double[][][]) NDArray.of(CUBE, DType.F64).toArray());
        assertArrayEquals(new short[] {200, 5}, (short[]) NDArray.of(new int[] {200, 5}, DType.U8).toArray());
        assertArrayEquals(new long[][] {{4294967295L}}, (long[][]) NDArray.of(new int[][] {{-1}}, DType.U32).toArray());
        assertArrayEquals(new float[][] {{1, 3}, {2, 4}}, (float[][]) NDArray.complex(NDArray.of(1.0, 2), NDArray.of(3.0, 4)).toArray());
        assertEquals(2.5f, NDArray.of(2.5).toArray());
        assertArrayEquals(new int[0][], (int[][]) NDArray.of(new int[0][0]).toArray());
    }

    @Test
    void flatArraysAreConverted() {
        NDArray x = NDArray.of(CUBE);
        assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11, 12}, x.toIntArray());
        assertEquals(12.5, x.toDoubleArray()[11]);
        assertEquals(-11f, x.toFloatArray()[10]);
        assertArrayEquals(new boolean[] {true, false}, NDArray.of(3, 0).toBooleanArray());
        assertEquals(-11, x.getDouble(1, -1, 0));
        assertEquals(12, x.getLong(-1, 2, 1));
        assertThrows(JacobiException.class, () -> x.getDouble(2, 0, 0));
        assertThrows(JacobiException.class, x::item);
        assertEquals(Long.MAX_VALUE, NDArray.of(new long[] {Long.MAX_VALUE}, DType.I64).itemLong());
    }

    @Test
    void bytesAndBuffersComeBack() throws IOException {
        for (DType d : DType.values()) {
            NDArray x = d == DType.BF16 ? NDArray.fromBuffer(ByteBuffer.wrap(new byte[] {0, 0, -128, 63, 0, 64, 64, 64, -128, 64, -128, 63}), d, 2, 3)
                : NDArray.of(new double[][] {{0, 1, 2}, {3, 4, 1}}, d);
            assertEquals(6 * d.bytes(), x.toBytes().length);
            assertEquals(x, NDArray.fromBuffer(x.toByteBuffer(), d, 2, 3));
            assertEquals(x, NDArray.read(new ByteArrayInputStream(x.toBytes()), d, 2, 3));
        }
        assertArrayEquals(new byte[] {1, 2, 0, 0}, NDArray.of(513).toBytes());
        assertEquals("[1 2]", NDArray.fromBuffer(DoubleBuffer.wrap(new double[] {0, 1, 2}).position(1), DType.I32, 2).toString());
        assertThrows(JacobiException.class, () -> NDArray.fromBuffer(DoubleBuffer.wrap(new double[3]), DType.F32, 2));
        assertThrows(EOFException.class, () -> NDArray.read(new ByteArrayInputStream(new byte[7]), DType.F32, 2));
    }

    @Test
    void filesComeBack(@TempDir Path dir) throws IOException {
        NDArray x = NDArray.complex(NDArray.of(CUBE), NDArray.of(1.0));
        x.save(dir.resolve("x.npy"));
        assertEquals(x, NDArray.load(dir.resolve("x.npy")));
        Map<String, NDArray> all = Map.of("x", x, "n", NDArray.of(1, 2, 3));
        ArrayFiles.saveNpzCompressed(dir.resolve("a.npz"), all);
        assertEquals(all, ArrayFiles.loadNpz(dir.resolve("a.npz")));
        ArrayFiles.saveSafetensors(dir.resolve("a.safetensors"), all, Map.of("format", "np"));
        assertEquals(all, ArrayFiles.loadSafetensors(dir.resolve("a.safetensors")));
        assertEquals(Map.of("format", "np"), ArrayFiles.safetensorsMetadata(dir.resolve("a.safetensors")));
    }

    @Test
    void equalityIsOfTypeShapeAndElements() {
        NDArray x = NDArray.of(1, Double.NaN, -0.0);
        NDArray y = NDArray.of(1, Double.NaN, 0.0);
        assertEquals(x, y);
        assertEquals(x.hashCode(), y.hashCode());
        assertNotEquals(x, x.reshape(3, 1));
        assertNotEquals(x, x.astype(DType.F64));
        assertNotEquals(x, NDArray.of(1, Double.NaN, 2));
        assertTrue(NDArray.of(1, Double.POSITIVE_INFINITY).allClose(NDArray.of(1 + 1e-6, Double.POSITIVE_INFINITY)));
        assertFalse(NDArray.of(1.0, 1).allClose(NDArray.of(1, Double.POSITIVE_INFINITY)));
        assertFalse(NDArray.of(1.0).allClose(NDArray.of(1.001)));
    }

    @Test
    void closedArraysSayThatTheyAre() {
        NDArray x = NDArray.of(1.0, 2);
        x.close();
        x.close();
        assertTrue(assertThrows(JacobiException.class, x::toDoubleArray).getMessage().contains("closed"));
    }

    @Test
    void droppedArraysAreFreed() {
        NDArray x = NDArray.of(new double[1000]);
        x.plus(1);
        long before = ArrayRuntime.ofProcess().heap().outstanding();
        long most = 0;
        for (int i = 0; i < 100_000; i++) {
            x.plus(x);
            most = i % 1000 == 0 ? Math.max(most, ArrayRuntime.ofProcess().heap().outstanding()) : most;
        }
        // 400 MB were made; half as much is where the collector is asked to run
        assertTrue(most - before < 300L << 20, "bytes outstanding: " + most);
    }
}
