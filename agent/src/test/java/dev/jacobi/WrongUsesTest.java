// Trees, states, files, batches and transformed functions that are used in a wrong way: what is said.
package dev.jacobi;

import static dev.jacobi.WrongCalls.i;
import static dev.jacobi.WrongCalls.of;
import static dev.jacobi.WrongCalls.z;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Each row: parts of the sentence, and the use. */
class WrongUsesTest {
    record Net(NDArray w, NDArray b) {
    }

    record Other(NDArray w) {
    }

    static final class Box {
        double value;
    }

    private final Net net = new Net(z(3, 2), z(2));
    private final Net wider = new Net(z(3, 2), z(3));

    static NDArray loss(Net n, NDArray x) {
        return Np.mean(Np.square(Np.matmul(x, n.w()).plus(n.b())));
    }

    private static void says(Executable use, String... parts) {
        told(assertThrows(JacobiException.class, use), parts);
    }

    private static void told(Exception e, String... parts) {
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " in: " + e.getMessage());
        }
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }

    @Test
    void trees() {
        says(() -> Tree.map((p, q) -> p.plus(q), List.of(z(2)), List.of(z(2), z(2))), "Tree.map: trees have different structures", "[float32[2]] and [float32[2], float32[2]]");
        says(() -> Tree.map((p, q) -> p.plus(q), net, Map.of("w", z(3, 2))), "Net(w=float32[3,2], b=float32[2]) and {w=float32[3,2]}; give trees with the same records");
        says(() -> Tree.map((p, q) -> p.plus(q), net, wider), "NDArray.plus, in add: arrays of the shapes (2) and (3)");
        says(() -> Tree.map((p, q) -> p.plus(q), net, null), "Tree.map: the first tree has leaves, another one is null");
        says(() -> Tree.leaves(new Box()), "Box is no part of a tree; trees are made of records, lists, maps");
        says(() -> Tree.unflatten(net, List.of(z(2))), "Tree.unflatten: the structure has more leaves than the given ones");
        says(() -> Tree.unflatten(net, List.of(z(2), z(2), z(2))), "Tree.unflatten: the structure has fewer leaves");
        says(() -> Tree.unflatten(Tree.structure(net), List.of(z(2))), "Net(w=*, b=*) has 2 leaves, but 1 are given");
        says(() -> Tree.dot(net, List.of(z(1))), "Tree.dot: the trees have different numbers of leaves");
    }

    @Test
    void optimisers() {
        GradientTransformation adam = Optim.adam(1e-3);
        Object state = adam.init(net);
        says(() -> adam.update(new Other(z(3, 2)), state, net), "trees have different structures", "Other(w=float32[3,2])");
        says(() -> adam.update(wider, state, net), "(3) and (2) cannot be combined");
        says(() -> adam.update(net, null, net), "the state given to update is null", "give what init returned");
        says(() -> adam.update(net, Optim.sgd(0.1).init(net), net), "the state given to update is null");
        says(() -> Optim.adamw(0.1).update(net, Optim.adamw(0.1).init(net), null), "weight decay is a part of the parameters");
        says(() -> Optim.applyUpdates(net, List.of(z(1))), "Optim.applyUpdates: trees have different structures");
        says(() -> Optim.accumulate(adam, 0), "a step is taken every 0 gradients; give at least 1");
        says(() -> Optim.lbfgs(0), "Optim.lbfgs: the memory is 0");
        says(() -> Schedules.exponentialDecay(0.1, 0, 0.5), "Schedules.exponentialDecay: there are 0 steps");
    }

    @Test
    void checkpoints(@TempDir Path dir) throws IOException {
        says(() -> Checkpoints.restore(dir, net), "Checkpoints.restore: there is no file of a step in");
        says(() -> Checkpoints.save(dir, 1, net, 0), "Checkpoints.save: 0 steps are to be left");
        Path file = Checkpoints.save(dir, 1, net);
        says(() -> Checkpoints.restore(dir, new Other(z(3, 2))), "has the structure Net(w=*, b=*), but the given tree has Other(w=*)");
        says(() -> Checkpoints.restore(dir, wider), "'.b' in", "is an array of float32[2], but in the given tree one of float32[3]");
        says(() -> Checkpoints.restore(dir, new Net(i(3, 2), z(2))), "'.w' in", "float32[3, 2], but in the given tree one of int32[3, 2]");
        says(() -> Checkpoints.restore(dir, net, 7), "There is no file", "step_00000007");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        says(() -> Checkpoints.restore(dir, net), "is truncated, or no .safetensors file");
    }

    @Test
    void files(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("x.npy");
        told(assertThrows(IOException.class, () -> ArrayFiles.loadNpy(file)), "There is no file", "x.npy");
        Files.writeString(file, "hello");
        told(assertThrows(IOException.class, () -> ArrayFiles.loadNpy(file)), "is no .npy file: it does not begin with \\x93NUMPY");
        ArrayFiles.saveNpy(file, z(3, 4));
        told(assertThrows(IOException.class, () -> ArrayFiles.loadNpz(file)), "is no .npz file");
        told(assertThrows(IOException.class, () -> ArrayFiles.loadSafetensors(file)), "is no .safetensors file");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        told(assertThrows(IOException.class, () -> ArrayFiles.loadNpy(file)), "is truncated", "has 48 bytes, of which 43 are there");
        says(() -> NDArray.fromBuffer(ByteBuffer.allocate(10), DType.F32, 4), "has 16 bytes, and there are only 10");
        says(() -> Batches.ofFiles(List.of(dir.resolve("none.npy")), 2).iterator().next(), "There is no file");
        says(() -> Batches.of(z(3, 2), 0), "a batch is to have 0 rows");
        says(() -> Batches.of(List.of(z(3, 2), z(4)), 2).iterator().next(), "one array has 3 rows, another one 4");
        says(() -> Batches.of(z(), 2), "it has no rows");
        says(() -> Batches.of(z(3), 2).ahead(0), "0 batches are to be prepared");
    }

    @Test
    void arraysOfJava() {
        says(() -> NDArray.of((Object) new double[][] {{1, 2}, {3}}), "NDArray.of: a Java array is jagged: along axis 1 there are rows of 2 and of 1");
        says(() -> NDArray.of((Object) new double[][] {{1, 2}, null}), "is missing a row");
        says(() -> NDArray.of((Object) "abc"), "here is a java.lang.String; give a Java array");
        says(() -> NDArray.of((Object) null), "NDArray.of: the numbers are null");
        says(() -> Np.array(List.of(1, 2)), "Np.array: an array is made of numbers, booleans, or Java arrays of them");
        says(() -> DType.named("float33"), "There is no type of elements 'float33'; there are bool, int8");
        says(() -> NDArray.complex(1, 2).item(), "NDArray.item: an array of complex128 of shape () is not one real number; take real() or imag()");
        says(() -> z(3).plus((NDArray) null), "NDArray.plus: array 1 of 2, counted from 0, is null");
        says(() -> Np.concatenate(z(3), null), "Np.concatenate: array 1 of 2, counted from 0, is null");
        says(() -> Np.matmul(null, z(3)), "Np.matmul: an array to multiply is null");
        says(() -> z(3).astype(null), "NDArray.astype: the type that an array of float32 is to be converted to is null");
        NDArray closed = z(3);
        closed.close();
        says(() -> closed.plus(1.0), "NDArray.plus: the array has been closed; use it before close()");
        says(closed::toDoubleArray, "NDArray.toDoubleArray: the array has been closed");
        says(() -> Jacobi.jit((NDArray q) -> q.times(2.0)).apply(closed), "he array has been closed");
    }

    @Test
    void transformedFunctions() {
        says(() -> Jacobi.jit(WrongUsesTest::loss).apply(net, z(4, 7)), "jit(dev.jacobi.WrongUsesTest.loss)", "Np.matmul: arrays of the shapes (4, 7) and (3, 2)", "WrongUsesTest.loss:");
        says(() -> Jacobi.<Net, NDArray, NDArray>grad(WrongUsesTest::loss).apply(net, z(4, 7)), "Np.matmul: arrays of the shapes (4, 7) and (3, 2)");
        says(() -> Jacobi.grad((NDArray q) -> q.times(2.0)).apply(z(3)), "only one floating-point number has a gradient", "use jacrev");
        says(() -> Jacobi.grad((NDArray q) -> q.sum()).apply(i(3)), "its result is int32[]");
        says(() -> Jacobi.jacfwd((NDArray q) -> q.times(2)).apply(i(3)), "argument 0 is int32", "has no gradient");
        says(() -> Jacobi.vmap((NDArray q) -> q.sum(), 2).apply(z(3, 4)), "has no axis 2");
        says(() -> Jacobi.vmap((NDArray p, NDArray q) -> p.plus(q), 0, 0).apply(z(3, 4), z(4, 4)), "argument 0 has 3 lanes and argument 1 has 4");
        says(() -> Jacobi.vmap((NDArray p, NDArray q) -> Np.matmul(p, q), 0, 0).apply(z(3, 4), z(3, 5)), "Np.matmul: arrays of the shapes (4) and (5)");
        says(() -> Jacobi.jit((Box s) -> s.value).apply(new Box()), "Box; a value has to be a number, an array of numbers", "Make the class a record");
        says(() -> Jacobi.jit((NDArray q) -> {
            System.out.println(q);
            return q;
        }).apply(z(3)), "which is output", "outside of it");
        says(() -> Jacobi.checkGrads((NDArray q) -> Jacobi.customJvp((NDArray r) -> r.times(2.0), (r, t) -> new ValueAndTangent<>(r.times(2.0), t.times(3.0))).apply(q).sum(),
            Np.array(new double[] {1.5, 2.5}), 1, 1e-2, 1e-2, 1e-2), "checkGrads: the derivative in forward mode", "differences of values give");
        says(() -> Optimize.minimize((NDArray q) -> q.sum(), z(3, 3), "BFGS"), "Optimize.minimize: the start is an array of float32 of the shape (3, 3)");
        says(() -> Optimize.minimize((NDArray q) -> q.sum(), z(3), "Powell"), "there is no method 'Powell'");
        says(() -> Ode.odeint((y, t) -> y, z(3), z(), 1e-6, 1e-6), "Ode.odeint: the times are an array of 0 axes");
        says(() -> Jacobi.jit((NDArray q) -> Np.bincount(q)).apply(i(3)), "Np.bincount: how long the result is depends on the elements", "give the length of the result");
        says(() -> Jacobi.jit((NDArray q) -> q.get(q.gt(0.0))).apply(z(3)), "NDArray.get: how many elements a mask of shape (3) selects is not known", "Np.where(mask, a, b)");
        says(() -> Jacobi.jit((NDArray q) -> q.plus(of(DType.F32, 2))).apply(z(3)), "(3) and (2) cannot be combined");
    }

    @Test
    void indicesAndWidthsWrittenAsConstantsAreKnownToCompiledCode() {
        NDArray x = Np.arange(12.0).reshape(3, 4);
        assertTrue(Jacobi.jit((NDArray q) -> q.get(Slice.ALL, 1)).apply(x).equals(x.get(Slice.ALL, 1)));
        assertTrue(Jacobi.jit((NDArray q) -> q.get(NDArray.NEW_AXIS, NDArray.ELLIPSIS, 0)).apply(x).equals(x.get(NDArray.NEW_AXIS, NDArray.ELLIPSIS, 0)));
        assertTrue(Jacobi.jit((NDArray q) -> Np.pad(q, new int[][] {{0, 0}, {1, 2}}, "edge")).apply(x).equals(Np.pad(x, new int[][] {{0, 0}, {1, 2}}, "edge")));
        assertTrue(Jacobi.jit((NDArray q) -> Np.pad(q, new int[][] {{2, 1}})).apply(x).equals(Np.pad(x, new int[][] {{2, 1}})));
    }
}
