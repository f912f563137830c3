package dev.jacobi.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.bench.peers.PeerForm.Call;
import dev.jacobi.bench.peers.PeerForm.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark beside JAX runs, finds its results right, and leaves its tables. */
class PeersTest {
    @Test
    void rowsAreTimedAndWritten(@TempDir Path folder) throws IOException {
        assertTrue(new PeerRun(List.of("column-sums-flat", "add"), 5, 0.05, "", folder).run());
        JsonObject report = JsonParser.parseString(Files.readString(folder.resolve("peers.json"))).getAsJsonObject();
        assertEquals(2, report.getAsJsonArray("rows").size());
        JsonObject row = report.getAsJsonArray("rows").get(0).getAsJsonObject();
        assertEquals("column-sums-flat", row.get("row").getAsString());
        assertTrue(row.getAsJsonObject("nanos").get("LOOPS_FAST").getAsDouble() > 0);
        assertTrue(Files.readString(folder.resolve("peers.md")).contains("| add |"));
        assertTrue(Files.readString(folder.resolve("peers.svg")).endsWith("</svg>\n"));
    }

    @Test
    void anUnknownRowIsSaid(@TempDir Path folder) throws IOException {
        assertFalse(new PeerRun(List.of("no-such-row"), 5, 0.05, "", folder).run());
    }

    static float sum(float[][] x) {
        float s = 0;
        for (float[] row : x) {
            for (float v : row) {
                s += v;
            }
        }
        return s;
    }

    private static PeerTimes sums(float[][] x) throws IOException {
        return PeerTimes.of(new PeerRow("sum", "sum", 0, 0).java(() -> sum(x)).loops(o -> {
            Fn1<float[][], Float> f = Jacobi.jit(PeersTest::sum, o);
            return new Call(f, () -> f.apply(x));
        }), null, 5, 0.05);
    }

    /** Rows of different lengths are what compiled code gives up at. */
    @Test
    void callsThatRunAsPlainJavaAreSaid() throws IOException {
        assertTrue(sums(new float[40][40]).right());
        PeerTimes ragged = sums(new float[][] {new float[3], new float[4]});
        assertFalse(ragged.right());
        assertTrue(ragged.errors().get(Kind.LOOPS_STRICT).endsWith(" calls ran as plain Java"), () -> "" + ragged.errors());
    }

    @Test
    void differencesAreSeen() {
        assertEquals(0.125, PeerResults.meanDifference(new double[] {1, 3}, new double[] {1, 4}));
        assertEquals(0, PeerResults.difference(PeerResults.flat(new Object[] {new float[] {1, 2}, 3f}), new double[] {1, 2, 3}));
        assertEquals(0.25, PeerResults.difference(new double[] {1, 3}, new double[] {1, 4}));
        assertTrue(Double.isNaN(PeerResults.difference(new double[] {Double.NaN}, new double[] {1})));
        assertEquals(0.25, PeerResults.difference(new double[] {Double.NaN, 3}, new double[] {Double.NaN, 4}));
        assertEquals(0.25, PeerResults.difference(new double[] {Double.POSITIVE_INFINITY, 3}, new double[] {Double.POSITIVE_INFINITY, 4}));
        assertEquals(Double.POSITIVE_INFINITY, PeerResults.difference(new double[1], new double[2]));
    }
}
