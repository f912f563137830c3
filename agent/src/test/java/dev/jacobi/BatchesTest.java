package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.array.file.ArrayData;
import dev.jacobi.array.file.NpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches have all rows once an epoch, in an order that can be had again. */
class BatchesTest {
    record Data(NDArray x, int[] y, float[][] z) {
    }

    private static Data data(int n) {
        int[] y = IntStream.range(0, n).toArray();
        double[][] x = new double[n][];
        float[][] z = new float[n][];
        for (int k = 0; k < n; k++) {
            x[k] = new double[] {k, 10 * k};
            z[k] = new float[] {-k};
        }
        return new Data(NDArray.of(x), y, z);
    }

    private static List<Integer> rows(Iterable<Data> batches) {
        var out = new ArrayList<Integer>();
        for (Data d : batches) {
            double[] x = d.x().toDoubleArray();
            for (int k = 0; k < d.y().length; k++) {
                assertEquals(d.y()[k], x[2 * k]);
                assertEquals(10 * d.y()[k], x[2 * k + 1]);
                assertEquals(-d.y()[k], d.z()[k][0]);
                out.add(d.y()[k]);
            }
        }
        return out;
    }

    @Test
    void anEpochHasEachRowOnce() {
        assertEquals(IntStream.range(0, 10).boxed().toList(), rows(Batches.of(data(10), 3)));
        List<Integer> a = rows(Batches.of(data(10), 3).shuffled(1).epochs(2));
        assertEquals(20, a.size());
        assertEquals(IntStream.range(0, 10).boxed().toList(), a.subList(0, 10).stream().sorted().toList());
        assertEquals(IntStream.range(0, 10).boxed().toList(), a.subList(10, 20).stream().sorted().toList());
        assertNotEquals(a.subList(0, 10), a.subList(10, 20));
        assertEquals(a, rows(Batches.of(data(10), 3).shuffled(1).epochs(2)));
        assertNotEquals(a, rows(Batches.of(data(10), 3).shuffled(2).epochs(2)));
        assertEquals(9, rows(Batches.of(data(10), 3).shuffled(1).dropLast()).size());
    }

    @Test
    void runsGoOnWhereTheyWere() {
        Batches<Data> all = Batches.of(data(10), 3).shuffled(5).epochs(3);
        List<Integer> whole = rows(all);
        try (var run = all.iterator()) {
            int seen = 0;
            for (int k = 0; k < 6; k++) {
                seen += run.next().y().length;
            }
            assertEquals(new Batches.State(1, 2), run.state());
            assertEquals(whole.subList(seen, 30), rows(all.resumeAt(run.state())));
        }
        assertThrows(JacobiException.class, () -> all.resumeAt(new Batches.State(0, 4)));
    }

    @Test
    void threadsEnd() {
        var run = Batches.of(data(10), 1).epochs(Integer.MAX_VALUE).iterator();
        run.next();
        assertTrue(run.isAlive());
        run.close();
        assertFalse(run.isAlive());
        assertFalse(run.hasNext());
    }

    @Test
    void whatIsThrownInTheBackgroundArrives() {
        var run = Batches.of(data(10), 4).map(d -> {
            if (d.y()[0] == 4) {
                throw new IllegalArgumentException("bad row");
            }
            return d.y().length;
        }).iterator();
        assertEquals(4, run.next());
        assertEquals("bad row", assertThrows(IllegalArgumentException.class, run::next).getMessage());
        assertEquals("bad row", assertThrows(IllegalArgumentException.class, run::hasNext).getMessage());
        run.close();
    }

    @Test
    void filesAreReadRowByRow(@TempDir Path folder) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(7 * 2 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < 14; k++) {
            b.putFloat(k);
        }
        Path file = folder.resolve("x.npy");
        NpyFile.write(file, new ArrayData("float32", new long[] {7, 2}, b.flip()));
        var firsts = new ArrayList<Double>();
        for (List<NDArray> batch : Batches.ofFiles(List.of(file, file), 2).shuffled(3)) {
            double[] x = batch.get(0).toDoubleArray();
            assertArrayEquals(x, batch.get(1).toDoubleArray());
            for (int k = 0; k < x.length; k += 2) {
                assertEquals(x[k] + 1, x[k + 1]);
                firsts.add(x[k]);
            }
        }
        assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0), firsts.stream().sorted().toList());
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertTrue(assertThrows(JacobiException.class, () -> Batches.ofFiles(List.of(file), 2)).getMessage().contains("truncated"));
    }

    @Test
    void arraysWithoutRowsAreRefused() {
        assertThrows(JacobiException.class, () -> Batches.of(NDArray.of(1), 2));
        assertThrows(JacobiException.class, () -> Batches.of(List.of(NDArray.of(new int[3]), NDArray.of(new int[4])), 2));
        assertThrows(JacobiException.class, () -> Batches.of(NDArray.of(new int[3]), 0));
    }
}
