// Two executors, processes of their own: the results of one process, also when executors are killed; constant memory; compiled static methods under the agent.
package dev.jacobi.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorsTest {
    private static final int STEPS = 10;
    private JavaSparkContext spark;

    @AfterEach
    void stop() {
        if (spark != null) {
            spark.stop();
        }
    }

    private static Training<double[], double[]> logistic() {
        return JacobiSpark.<double[], double[]>rowTraining(Models::logistic).learningRate(0.5).steps(STEPS);
    }

    private static Training<Models.Net, double[]> network() {
        return JacobiSpark.<Models.Net, double[]>rowTraining(Models::error).learningRate(0.1).steps(STEPS);
    }

    /** What training on threads of this process comes to. */
    private record Local(double[] regression, double[] net) {
        static Local run(List<double[]> rows) {
            JavaSparkContext here = Cluster.start("local[1]");
            try {
                JavaRDD<double[]> rdd = here.parallelize(rows, 4);
                return new Local(logistic().fit(rdd, new double[6]), GradientsTest.numbers(network().fit(rdd, Models.net(2))));
            } finally {
                here.stop();
            }
        }
    }

    @Test
    @Tag("slow")
    void trainingIsThatOfOneProcessAlsoWhenExecutorsAreKilled(@TempDir Path folder) {
        List<double[]> rows = Models.rows(400);
        Local here = Local.run(rows);
        spark = Cluster.start(Cluster.TWO_EXECUTORS);
        Set<Long> before = Cluster.processes(spark, 2);
        assertFalse(before.contains(ProcessHandle.current().pid()));
        JavaRDD<double[]> rdd = spark.parallelize(rows, 4);
        double[] w = logistic().fit(rdd.cache(), new double[6]);
        assertArrayEquals(Models.descent(new double[6], rows, STEPS, 0.5, Models::logisticSlope), w, 1e-10);
        assertArrayEquals(here.regression(), w, 0);
        Path armed = folder.resolve("armed");
        String file = armed.toString();
        JavaRDD<double[]> fragile = rdd.mapPartitionsWithIndex((k, it) -> new Fragile(it, k == 2 ? file : null), true);
        var steps = new ArrayList<Long>();
        Models.Net net = network().onStep((step, loss) -> {
            steps.add(step);
            if (step == 3) {
                create(armed); // an executor ends itself in the middle of the next step's third partition
            }
            if (step == 6) {
                ProcessHandle.of(Cluster.processes(spark, 2).iterator().next()).orElseThrow().destroyForcibly();
            }
        }).fit(fragile, Models.net(2));
        assertFalse(Files.exists(armed), "no executor ended");
        assertNotEquals(before, Cluster.processes(spark, 2));
        assertEquals(STEPS, steps.size());
        assertArrayEquals(GradientsTest.numbers(Models.descent(Models.net(2), rows, STEPS, 0.1, Models::errorSlope)), GradientsTest.numbers(net), 1e-10);
        assertArrayEquals(here.net(), GradientsTest.numbers(net), 0);
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows, in the middle of which the process ends, once, when there is the file. */
    private static final class Fragile implements Iterator<double[]> {
        private final Iterator<double[]> rows;
        private final String file;
        private int given;

        Fragile(Iterator<double[]> rows, String file) {
            this.rows = rows;
            this.file = file;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public double[] next() {
            try {
                if (++given == 50 && file != null && Files.deleteIfExists(Path.of(file))) {
                    Runtime.getRuntime().halt(1);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return rows.next();
        }
    }

    /** A static method that tasks call as they would without Jacobi. */
    static double energy(double[] row) {
        double s = 0;
        for (int i = 0; i < row.length; i++) {
            s += Math.exp(-row[i] * row[i]) * Math.cos(row[i]);
        }
        return s;
    }

    @Test
    void theAgentAcceleratesWhatTasksCall(@TempDir Path folder) throws Exception {
        List<double[]> rows = Models.rows(200);
        spark = Cluster.start(Cluster.conf(Cluster.TWO_EXECUTORS).set("spark.serializer", "org.apache.spark.serializer.KryoSerializer").set("spark.kryo.registrator", ArrayRegistrator.class.getName())
            .set("spark.executor.extraJavaOptions", Cluster.JAVA + " -javaagent:" + System.getProperty("agent.jar") + "=include=" + ExecutorsTest.class.getName() + "::energy,policy=always,threads=1,report="
                + folder.resolve("report-{{EXECUTOR_ID}}.json")));
        Set<Long> processes = Cluster.processes(spark, 2);
        JavaRDD<double[]> rdd = spark.parallelize(rows, 4);
        List<Double> got = rdd.map(ExecutorsTest::energy).collect();
        for (int k = 0; k < rows.size(); k++) {
            assertEquals(energy(rows.get(k)), got.get(k), 1e-14);
        }
        // functions of Jacobi's under the agent, with the other serializer
        assertArrayEquals(Models.descent(new double[6], rows, STEPS, 0.5, Models::logisticSlope), logistic().fit(rdd, new double[6]), 1e-10);
        assertArrayEquals(GradientsTest.numbers(Models.descent(Models.net(2), rows, STEPS, 0.1, Models::errorSlope)), GradientsTest.numbers(network().fit(rdd, Models.net(2))), 1e-10);
        List<NDArray> arrays = JacobiSpark.mapRows(Cluster.numbers(spark, 3).map(k -> NDArray.of(new double[] {k, 2}, DType.F64)), (NDArray x) -> x.times(3)).collect();
        assertArrayEquals(new double[] {6, 6}, arrays.get(2).toDoubleArray());
        spark.stop();
        for (long p : processes) {
            Optional<ProcessHandle> running = ProcessHandle.of(p);
            if (running.isPresent()) {
                running.get().onExit().get(60, TimeUnit.SECONDS);
            }
        }
        long calls = 0;
        for (Path file : files(folder)) {
            String report = Files.readString(file);
            Matcher compiled = Pattern.compile("\"method\": \"" + ExecutorsTest.class.getName() + ".energy\", \"descriptor\": \"[^\"]*\", \"state\": \"compiled\".*?\"calls\": (\\d+)").matcher(report);
            calls += compiled.find() ? Long.parseLong(compiled.group(1)) : 0;
        }
        assertEquals(2, files(folder).size());
        assertEquals(rows.size(), calls, "calls that ran compiled");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** Rows that are made as they are asked for. */
    private static final class Made implements Iterator<double[]> {
        private final int number;
        private int next;

        Made(int number) {
            this.number = number;
        }

        @Override
        public boolean hasNext() {
            return next < number;
        }

        @Override
        public double[] next() {
            next++;
            return new double[] {next, 0.5 * next, 1.0 / next, 2};
        }
    }

    private static long[] usage(Iterator<Double> values, int early) {
        long n = 0;
        long first = 0;
        while (values.hasNext()) {
            values.next();
            if (++n == early) {
                first = used();
            }
        }
        return new long[] {n, first, used()};
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    @Tag("slow")
    void tenMillionRowsInConstantMemory() {
        spark = Cluster.start(Cluster.TWO_EXECUTORS);
        JavaRDD<double[]> rows = Cluster.numbers(spark, 4).mapPartitions(it -> new Made(2_500_000));
        List<long[]> seen = JacobiSpark.mapRows(rows, RowsTest::wave).mapPartitions(it -> List.of(usage(it, 100_000)).iterator()).collect();
        assertEquals(10_000_000, seen.stream().mapToLong(s -> s[0]).sum());
        for (long[] s : seen) {
            assertTrue(s[2] - s[1] < 16 << 20, "heap after " + 100_000 + " rows: " + s[1] + ", after all: " + s[2]);
        }
    }
}
