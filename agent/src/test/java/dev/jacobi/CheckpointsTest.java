package dev.jacobi;

import static dev.jacobi.Jacobi.grad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** Saved trees come back as they were; files that are not whole do no harm. */
class CheckpointsTest {
    @TempDir
    Path folder;

    record Training(OptimTest.Params params, Object state, long step, Map<String, int[]> keys) {
    }

    private static Training start(GradientTransformation opt) {
        var p = new OptimTest.Params(NDArray.of(new double[] {0.5, -1.5}), NDArray.of(new double[] {2}));
        return new Training(p, opt.init(p), 0, Map.of("key", new int[] {7, -8}));
    }

    private static Training trained(GradientTransformation opt, Training t, int steps) {
        Fn1<OptimTest.Params, NDArray> f = p -> OptimTest.loss(p);
        Training now = t;
        for (int k = 0; k < steps; k++) {
            var u = opt.update(grad(f).apply(now.params()), now.state(), now.params());
            now = new Training(Optim.applyUpdates(now.params(), u.updates()), u.state(), now.step() + 1, now.keys());
        }
        return now;
    }

    @Test
    void trainingGoesOnWithTheSameBits() {
        var opt = Optim.adam(0.1);
        Training whole = trained(opt, start(opt), 10);
        Training half = trained(opt, start(opt), 5);
        Checkpoints.save(folder, half.step(), half);
        Training back = Checkpoints.restore(folder, start(opt));
        assertEquals(5, back.step());
        assertArrayEquals(new int[] {7, -8}, back.keys().get("key"));
        Training rest = trained(opt, back, 5);
        List<NDArray> a = Tree.leaves(whole);
        List<NDArray> b = Tree.leaves(rest);
        assertEquals(a.size(), b.size());
        for (int k = 0; k < a.size(); k++) {
            assertArrayEquals(a.get(k).toDoubleArray(), b.get(k).toDoubleArray());
        }
    }

    @Test
    void onlyTheLastAreKept() {
        for (int k = 1; k <= 5; k++) {
            Checkpoints.save(folder, k, NDArray.of(k), 2);
        }
        assertEquals(List.of(4L, 5L), Checkpoints.steps(folder));
        assertEquals(5, Checkpoints.restore(folder, NDArray.of(0)).item());
        assertEquals(4, Checkpoints.restore(folder, NDArray.of(0), 4).item());
    }

    @Test
    void partsOfFilesAreNoSteps() throws IOException {
        Path file = Checkpoints.save(folder, 1, NDArray.of(1));
        Path left = folder.resolve(".step_00000002.safetensors.999999999-ab.part");
        Path own = folder.resolve(".step_00000002.safetensors." + ProcessHandle.current().pid() + "-ab.part");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(left, Arrays.copyOf(bytes, bytes.length / 2));
        Files.write(own, new byte[3]);
        assertEquals(1, Checkpoints.restore(folder, NDArray.of(0)).item());
        Checkpoints.save(folder, 2, NDArray.of(2));
        assertFalse(Files.exists(left));
        assertTrue(Files.exists(own), "a process that is alive may be writing it");
        assertEquals(List.of(1L, 2L), Checkpoints.steps(folder));
    }

    private String refused(Object like) {
        return assertThrows(JacobiException.class, () -> Checkpoints.restore(folder, like)).getMessage();
    }

    @Test
    void damagedFilesAndOtherTreesAreRefused() throws IOException {
        assertTrue(refused(NDArray.of(0)).contains("no file of a step"));
        Path file = Checkpoints.save(folder, 1, Map.of("a", NDArray.of(new double[] {1, 2})));
        assertTrue(refused(Map.of("b", NDArray.of(new double[] {1, 2}))).contains("{a=*}"));
        assertTrue(refused(Map.of("a", NDArray.of(new double[] {1, 2, 3}))).contains("[3]"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertTrue(refused(Map.of("a", NDArray.of(new double[] {1, 2}))).contains("damaged"));
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
        assertTrue(refused(Map.of("a", NDArray.of(new double[] {1, 2}))).contains("truncated"));
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "text");
        String s = assertThrows(JacobiException.class, () -> Checkpoints.save(file, 1, NDArray.of(1))).getMessage();
        assertTrue(s.startsWith("Checkpoints.save: ") && s.contains("f"), s);
    }
}
