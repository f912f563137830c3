// A driver that is killed: another process goes on from its last checkpoint and ends with the same bits.
package dev.jacobi.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.Checkpoints;
import dev.jacobi.Optim;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostDriverTest {
    private static final int HALTED = 7;

    /** {@code FOLDER LAST}: trains, and ends as if killed after the step LAST. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        try (JavaSparkContext spark = Cluster.start("local[2]")) {
            Models.Net net = JacobiSpark.<Models.Net, double[]>rowTraining(Models::error).optimizer(Optim.adam(0.05)).steps(12).checkpoints(folder, 5).onStep((step, loss) -> {
                if (step == Integer.parseInt(args[1])) {
                    Runtime.getRuntime().halt(HALTED);
                }
            }).fit(spark.parallelize(Models.rows(100), 3), Models.net(1));
            Files.write(folder.resolve("result"), TreeBytes.write(net));
        }
    }

    private static int driver(Path folder, int last) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(a -> !a.startsWith("-Xmx")).toList());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dspark.test.home=" + System.getProperty("spark.test.home"), "-cp", System.getProperty("java.class.path"), LostDriverTest.class.getName(), folder.toString(), String.valueOf(last)));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    @Tag("slow")
    void theNextOneGoesOn(@TempDir Path whole, @TempDir Path parted) throws Exception {
        assertEquals(0, driver(whole, -1));
        assertEquals(HALTED, driver(parted, 8));
        assertEquals(List.of(5L), Checkpoints.steps(parted));
        assertEquals(0, driver(parted, -1));
        assertArrayEquals(GradientsTest.numbers(TreeBytes.read(Files.readAllBytes(whole.resolve("result")))), GradientsTest.numbers(TreeBytes.read(Files.readAllBytes(parted.resolve("result")))), 0);
    }
}
