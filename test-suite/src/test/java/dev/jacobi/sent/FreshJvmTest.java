// Transformed functions written here are read, compiled and called by a JVM that has just started.
package dev.jacobi.sent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Axes;
import dev.jacobi.DType;
import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.Lax;
import dev.jacobi.Mesh;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.Options;
import dev.jacobi.PartitionSpec;
import dev.jacobi.Pullback;
import dev.jacobi.harness.Fork;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshJvmTest {
    /** Not Serializable. */
    record Weights(double[] w, NDArray scale) {
    }

    static double wave(double[] x) {
        double s = 0;
        for (int i = 0; i < x.length; i++) {
            s += Math.sin(x[i]) * x[i] * (i + 1);
        }
        return s;
    }

    /** Functions of one argument, each with one. */
    private static Object[][] calls() {
        double[] x = {0.5, -1, 2};
        double[][] rows = {{1, 2}, {3, 4}, {5, -6}};
        var weights = new Weights(new double[] {2, 3}, NDArray.of(new double[] {10}, DType.F64));
        Fn1<double[], Double> wave = FreshJvmTest::wave;
        Fn1<double[], Double> weighted = row -> weights.w()[0] * row[0] * row[1] + weights.scale().sum().item() * row[1];
        Fn1<double[], Double> both = row -> wave.apply(row) + weighted.apply(row);
        Fn1<double[][], double[][]> each = Jacobi.jit(Jacobi.vmap(Jacobi.grad(both), Axes.in(0).named("rows")), Options.DEFAULT);
        Fn1<NDArray, NDArray> arrays = Jacobi.grad((NDArray a) -> Np.sum(Np.tanh(a).times(weights.scale())));
        Fn1<NDArray, NDArray> sharded = Jacobi.shardMap((NDArray a) -> Lax.psum(a, "d"), Mesh.of(Jacobi.devices("cpu:2"), "d", 2), PartitionSpec.of("d"), PartitionSpec.of());
        Pullback<Double, double[]> back = Jacobi.vjp(both, new double[] {1, 2});
        return new Object[][] {{Jacobi.grad(wave), x}, {each, rows}, {Jacobi.hessian(wave), x}, {arrays, NDArray.of(x, DType.F64)}, {sharded, NDArray.of(1.0, 2.0, 3.0, 4.0)}, {back.pullback(), 2.0}};
    }

    private static Path write(Path folder, Object v) throws IOException {
        Path file = folder.resolve("sent.bin");
        try (var out = new ObjectOutputStream(Files.newOutputStream(file))) {
            out.writeObject(v);
        }
        return file;
    }

    private static void received(Path folder, List<String> options, String classPath) throws Exception {
        Object[][] calls = calls();
        Path to = folder.resolve("results.bin");
        Fork.Result r = Fork.java(options, classPath, 120, List.of(Receiver.class.getName(), write(folder, calls).toString(), to.toString()));
        assertEquals(0, r.exit(), r.out() + r.err());
        try (var in = new ObjectInputStream(Files.newInputStream(to))) {
            Object[] got = (Object[]) in.readObject();
            for (int k = 0; k < calls.length; k++) {
                @SuppressWarnings("unchecked")
                Object want = ((Fn1<Object, Object>) calls[k][0]).apply(calls[k][1]);
                assertArrayEquals(new Object[] {java(want)}, new Object[] {java(got[k])}, "function " + k);
            }
        }
    }

    private static Object java(Object v) {
        return v instanceof NDArray x ? x.toDoubleArray() : v;
    }

    private static String home() {
        return Fork.home(Receiver.class);
    }

    @Test
    void withTheJarOnTheClassPath(@TempDir Path folder) throws Exception {
        received(folder, List.of(), home() + File.pathSeparator + Fork.agentJar());
    }

    @Test
    void withTheAgent(@TempDir Path folder) throws Exception {
        received(folder, List.of("-javaagent:" + Fork.agentJar() + "=report=off"), home());
    }

    @Test
    void whereTheClassIsMissing(@TempDir Path folder) throws Exception {
        Path alone = folder.resolve("alone/dev/jacobi/sent");
        Files.createDirectories(alone);
        Files.copy(Path.of(home(), "dev/jacobi/sent/Receiver.class"), alone.resolve("Receiver.class"));
        Fn1<double[], Double> f = FreshJvmTest::wave;
        Path file = write(folder, new Object[][] {{Jacobi.jit(f), new double[] {1}}});
        Fork.Result r = Fork.java(List.of(), folder.resolve("alone") + File.pathSeparator + Fork.agentJar(), 60, List.of(Receiver.class.getName(), file.toString(), folder.resolve("none").toString()));
        assertNotEquals(0, r.exit());
        assertTrue(r.err().contains("The function dev.jacobi.sent.FreshJvmTest.wave cannot be made where it has arrived: the class dev.jacobi.sent.FreshJvmTest is not there; put the jar that has it on the class path of this JVM."),
            r.err());
    }
}
