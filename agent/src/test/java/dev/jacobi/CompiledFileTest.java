package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiled programs in files: what comes out is what went in, and whatever else is in a file, or is given to a program, is a sentence. */
class CompiledFileTest {
    enum Kind { SUM, PRODUCT }

    record Layer(NDArray w, double[] b) {
    }

    record Answer(Layer layer, double value, int[] counts, List<NDArray> rows, Map<String, Double> named, Kind kind) {
    }

    @TempDir
    private Path folder;

    private Compiled kept(Lowered l) throws IOException {
        Path file = folder.resolve("program.jacobi");
        l.compile().save(file);
        return Compiled.load(file);
    }

    static double norm(double[] x) {
        double s = 0;
        for (double v : x) {
            s += v * v;
        }
        return Math.sqrt(s);
    }

    @Test
    void numbersAndJavaArrays() throws IOException {
        Fn1<double[], double[]> slope = Jacobi.grad(CompiledFileTest::norm);
        Compiled c = kept(Jacobi.lower(slope, new double[3]));
        for (int n : new int[] {1, 2, 3, 17, 1000}) {
            var x = new double[n];
            Arrays.setAll(x, i -> i + 1.5);
            assertArrayEquals(slope.apply(x), (double[]) c.call((Object) x));
        }
        assertArrayEquals(new double[0], (double[]) c.call((Object) new double[0]));
        assertEquals(Jacobi.lower(slope, new double[3]).cost(), c.cost());
        assertEquals("grad(dev.jacobi.CompiledFileTest.norm) for (double[]) on the CPU", c.toString());
    }

    static Answer all(Layer l, double scale, boolean plus, int n, List<NDArray> rows) {
        double s = 0;
        for (double v : l.b()) {
            s += plus ? v : -v;
        }
        var counts = new int[n];
        for (int i = 0; i < n; i++) {
            counts[i] = i * i;
        }
        return new Answer(new Layer(Np.tanh(Np.matmul(l.w(), rows.get(0))), new double[] {s, scale}), s * scale, counts, List.of(rows.get(1).plus(1), rows.get(0)), Map.of("s", s), Kind.PRODUCT);
    }

    @Test
    void recordsListsMapsAndConstants() throws IOException {
        NDArray w = Prng.normal(Prng.key(1), new int[] {3, 4}, DType.F64);
        List<NDArray> rows = List.of(Prng.normal(Prng.key(2), new int[] {4}, DType.F64), NDArray.of(1, 2, 3));
        var layer = new Layer(w, new double[] {1, 2, 3});
        Fn5<Layer, Double, Boolean, Integer, List<NDArray>, Answer> f = CompiledFileTest::all;
        Compiled c = kept(Jacobi.lower(f, layer, 2.0, true, 3, rows));
        for (boolean plus : new boolean[] {true, false}) {
            Answer want = all(layer, 0.5, plus, 5, rows);
            Answer got = (Answer) c.call(layer, 0.5, plus, 5, rows);
            assertArrayEquals(want.layer().w().toDoubleArray(), got.layer().w().toDoubleArray(), 1e-14);
            assertArrayEquals(want.layer().b(), got.layer().b());
            assertEquals(want.value(), got.value());
            assertArrayEquals(want.counts(), got.counts());
            assertArrayEquals(want.rows().get(0).toIntArray(), got.rows().get(0).toIntArray());
            assertEquals(DType.I32, got.rows().get(0).dtype());
            assertEquals(want.named(), got.named());
            assertEquals(Kind.PRODUCT, got.kind());
        }
    }

    static void scale(double[][] x, double by) {
        for (double[] row : x) {
            for (int k = 0; k < row.length; k++) {
                row[k] *= by;
            }
        }
    }

    static double[][] scaled(double[][] x, double by) {
        scale(x, by);
        return x;
    }

    @Test
    void argumentsThatAreChanged() throws IOException {
        Fn2<double[][], Double, double[][]> f = Jacobi.jit(CompiledFileTest::scaled);
        Compiled c = kept(Jacobi.lower(f, new double[][] {{1, 2}}, 2.0));
        double[][] x = {{1, 2, 3}, {4, 5, 6}};
        double[][] y = (double[][]) c.call(x, 3.0);
        assertArrayEquals(new double[][] {{3, 6, 9}, {12, 15, 18}}, x);
        assertArrayEquals(x, y);
    }

    @Test
    void complexNumbersTransformsAndFactors() throws IOException {
        NDArray x = Prng.normal(Prng.key(3), new int[] {8}, DType.F64);
        Fn1<NDArray, NDArray> spectrum = v -> Fft.fft(v);
        assertEquals(spectrum.apply(x).toString(), kept(Jacobi.lower(spectrum, x)).call(x).toString());
        NDArray a = Np.matmul(x.reshape(4, 2), x.reshape(2, 4)).plus(Np.eye(4).times(9.0));
        Fn2<NDArray, NDArray, NDArray> solve = (m, v) -> Linalg.solve(m, v);
        Compiled c = kept(Jacobi.lower(solve, a, a));
        assertTrue(c.cost().operations() > 0, "arrays outside of the heap are counted, too");
        assertArrayEquals(solve.apply(a, a).ravel().toDoubleArray(), ((NDArray) c.call(a, a)).ravel().toDoubleArray(), 1e-12);
    }

    static double element(double[] x, int i) {
        return x[i];
    }

    static double window(double[] x, int from, int n) {
        double s = 0;
        for (int i = from; i < n; i++) {
            if (x[i] > 0) {
                s += x[i];
                if (s > 100) {
                    break;
                }
            }
        }
        return s;
    }

    @Test
    void whatHasNoResultIsASentence() throws IOException {
        Fn2<double[], Integer, Double> f = CompiledFileTest::element;
        Compiled c = kept(Jacobi.lower(f, new double[3], 1));
        assertEquals(7.0, c.call(new double[] {5, 6, 7}, 2));
        String said = assertThrows(JacobiException.class, () -> c.call(new double[] {5, 6, 7}, 3)).getMessage();
        assertTrue(said.matches("The loaded program jit\\(dev.jacobi.CompiledFileTest.element\\) has no result for these arguments: INDEX at dev.jacobi.CompiledFileTest.element:\\d+[.]"), said);
        assertEquals(8.0, c.call(new double[] {8}, 0));
        // a check in front of the loop is too strict: the program with its loops as they were written has the result
        Fn3<double[], Integer, Integer, Double> w = CompiledFileTest::window;
        Compiled early = kept(Jacobi.lower(w, new double[3], 0, 3));
        assertEquals(101.0, early.call(new double[] {50, 51, 1}, 0, 9));
        assertThrows(JacobiException.class, () -> early.call(new double[] {50, 1, 1}, 0, 9));
    }

    @Test
    void wrongArgumentsAreASentence() throws IOException {
        Fn2<NDArray, double[], NDArray> f = (x, y) -> x.times(2.0).plus(NDArray.of(y, DType.F64).sum());
        Compiled c = kept(Jacobi.lower(f, Np.ones(new int[] {2, 3}, DType.F64), new double[1]));
        for (Object[] wrong : new Object[][] {{}, {Np.ones(new int[] {2, 3}, DType.F64)}, {Np.ones(2, 3), new double[1]}, {Np.ones(new int[] {3}, DType.F64), new double[1]}, {new double[1], new double[1]},
            {Np.ones(new int[] {2, 3}, DType.F64), null}, {null, new double[1]}, {Np.ones(new int[] {2, 3}, DType.F64), new float[1]}, {Np.ones(new int[] {2, 3}, DType.F64), new double[1], 1}}) {
            String said = assertThrows(JacobiException.class, () -> c.call(wrong), Arrays.toString(wrong)).getMessage();
            assertTrue(said.startsWith("The loaded program ") && said.contains(" takes (float64[n0,n1], double[]), and was called with ("), said);
        }
        assertThrows(JacobiException.class, () -> c.call((Object[]) null));
    }

    @Test
    void whatNoFileCanKeepIsASentence() {
        var captured = new double[] {1, 2};
        Fn1<double[], Double> f = x -> x[0] * captured[1];
        String said = assertThrows(JacobiException.class, () -> Jacobi.lower(f, new double[1]).compile().save(folder.resolve("x"))).getMessage();
        assertTrue(said.endsWith(" cannot be saved because it uses values that it has captured; pass them as arguments."), said);
        Fn1<double[], Double> g = CompiledFileTest::withStatic;
        said = assertThrows(JacobiException.class, () -> Jacobi.lower(g, new double[1]).compile().save(folder.resolve("x"))).getMessage();
        assertTrue(said.endsWith(" cannot be saved because it reads the static field dev.jacobi.CompiledFileTest.weights; pass its value as an argument."), said);
        assertThrows(JacobiException.class, () -> Jacobi.lower(CompiledFileTest::norm, new double[1]).compile().save(null));
        assertThrows(JacobiException.class, () -> Compiled.load(null));
        assertThrows(IOException.class, () -> Compiled.load(folder.resolve("nothing")));
        assertThrows(IOException.class, () -> Jacobi.lower(CompiledFileTest::norm, new double[1]).compile().save(folder.resolve("no/such/folder")));
    }

    private static double[] weights = {3, 4};

    static double withStatic(double[] x) {
        return x[0] * weights[0];
    }

    /** Every byte changed, files that end anywhere, and files of something else. */
    @Test
    void damagedFilesAreASentence() throws IOException {
        Path file = folder.resolve("norm.jacobi");
        Jacobi.lower(CompiledFileTest::norm, new double[1]).compile().save(file);
        byte[] all = Files.readAllBytes(file);
        for (int k = 0; k < all.length; k += 1 + k / 8) {
            byte[] changed = all.clone();
            changed[k] ^= 0x55;
            refused(changed);
            refused(Arrays.copyOf(all, k));
        }
        refused(Arrays.copyOf(all, all.length + 1));
        refused("something else".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Files.write(file, all);
        assertEquals(5.0, Compiled.load(file).call((Object) new double[] {3, 4}));
    }

    private void refused(byte[] bytes) throws IOException {
        Path file = folder.resolve("damaged");
        Files.write(file, bytes);
        String said = assertThrows(IOException.class, () -> Compiled.load(file)).getMessage();
        assertTrue(said.equals("The file " + file + " cannot be loaded: it is no compiled program of Jacobi's.") || said.equals("The file " + file + " cannot be loaded: it is damaged or not whole."), said);
    }

    @Test
    void placesThatAreNotThere() throws IOException {
        Compiled c = Jacobi.lower(CompiledFileTest::norm, new double[1]).compile();
        Path nowhere = folder.resolve("none").resolve("file");
        assertTrue(assertThrows(IOException.class, () -> c.save(nowhere)).getMessage().startsWith("There is no folder "));
        assertTrue(assertThrows(IOException.class, () -> Compiled.load(nowhere)).getMessage().startsWith("There is no file "));
        Path file = folder.resolve("twice");
        c.save(file);
        c.save(file);
        try (var all = Files.list(folder)) {
            assertEquals(java.util.List.of(file), all.toList());
        }
    }

    @Test
    void resultsLieAsTheFunctionSays() {
        Mesh mesh = Mesh.of(Jacobi.devices("cpu:2"), "data", 2);
        Fn1<NDArray, NDArray> f = Jacobi.jit(Jacobi.shardMap((NDArray v) -> v.plus(1), mesh, PartitionSpec.of("data"), PartitionSpec.of("data")));
        NDArray x = Np.ones(4);
        assertEquals(f.apply(x).sharding(), ((NDArray) Jacobi.lower(f, x).compile().call(x)).sharding());
    }

    /** What was loaded may be saved again, and the file is the same. */
    @Test
    void aLoadedProgramIsSavedAsItWas() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Jacobi.lower(CompiledFileTest::norm, new double[1]).compile().save(first);
        Compiled.load(first).save(second);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        assertEquals(5.0, Compiled.load(second).call((Object) new double[] {3, 4}));
    }
}
