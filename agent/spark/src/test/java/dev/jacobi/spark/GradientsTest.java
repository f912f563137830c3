// Gradients summed over partitions, and training, on local threads: against plain Java, and the same to the bit however it is run.
package dev.jacobi.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Checkpoints;
import dev.jacobi.DType;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Optim;
import dev.jacobi.Tree;
import dev.jacobi.array.tree.TreeWalk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientsTest {
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = Cluster.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** All numbers of a tree. */
    static double[] numbers(Object tree) {
        return TreeWalk.leaves(tree).stream().flatMapToDouble(l -> Arrays.stream(Tree.leaves(exact(l)).get(0).ravel().toDoubleArray())).toArray();
    }

    private static Object exact(Object leaf) {
        return Parameters.tree(List.of(leaf));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 17, 40})
    void rowsOfPartitions(int partitions) {
        List<double[]> rows = Models.rows(2100);
        double[] w = {0.1, -0.2, 0.3, 0, 0.5, -0.1};
        Gradient<double[]> g = JacobiSpark.rowGradient(spark.parallelize(rows, partitions), Models::logistic, w);
        double[] want = new double[w.length];
        double value = 0;
        for (double[] row : rows) {
            want = (double[]) LeafSums.add(want, Models.logisticSlope(w, row));
            value += Models.logistic(w, row);
        }
        assertEquals(rows.size(), g.count());
        assertEquals(value, g.value(), 1e-9);
        assertArrayEquals(want, g.grad(), 1e-9);
        assertEquals(value / rows.size(), g.mean().value(), 1e-12);
        assertArrayEquals(new double[] {0.1, -0.2, 0.3, 0, 0.5, -0.1}, w);
    }

    @Test
    void emptyPartitions() {
        List<double[]> rows = Models.rows(3);
        double[] w = {0.1, -0.2, 0.3, 0, 0.5, -0.1};
        assertArrayEquals(JacobiSpark.rowGradient(spark.parallelize(rows, 1), Models::logistic, w).grad(), JacobiSpark.rowGradient(spark.parallelize(rows, 40), Models::logistic, w).grad(), 1e-14);
        String said = assertThrows(JacobiException.class, () -> JacobiSpark.rowGradient(spark.parallelize(new ArrayList<double[]>(), 2), Models::logistic, w)).getMessage();
        assertTrue(said.contains("the RDD has no elements"), said);
    }

    /** More of them than go with a job. */
    @Test
    void manyParametersAreBroadcast() {
        double[] w = new double[20_000];
        w[19_999] = 3;
        for (int partitions : new int[] {2, 20}) {
            Gradient<double[]> g = JacobiSpark.rowGradient(spark.parallelize(Models.rows(40), partitions), (double[] p, double[] row) -> p[19_999] * p[19_999] * row[0] + p[0], w);
            assertEquals(40, g.grad()[0]);
            assertEquals(6 * Models.rows(40).stream().mapToDouble(r -> r[0]).sum(), g.grad()[19_999], 1e-12);
        }
    }

    @Test
    void trees() {
        List<double[]> rows = Models.rows(300);
        Models.Net net = Models.net(5);
        Object want = null;
        for (double[] row : rows) {
            Models.Net g = Models.errorSlope(net, row);
            want = want == null ? g : LeafSums.add(want, g);
        }
        JavaRDD<double[]> rdd = spark.parallelize(rows, 4);
        assertArrayEquals(numbers(want), numbers(JacobiSpark.rowGradient(rdd, Models::error, net).grad()), 1e-9);
        Map<String, Models.Net> named = Map.of("a", net, "b", Models.net(6));
        Map<String, Models.Net> g = JacobiSpark.rowGradient(rdd, (Map<String, Models.Net> m, double[] row) -> Models.error(m.get("a"), row) + 3 * Models.error(m.get("b"), row), named).grad();
        assertArrayEquals(numbers(want), numbers(g.get("a")), 1e-9);
        Double half = JacobiSpark.treeGradient(spark.parallelize(List.of(1.0, 2.0, 3.0), 2), (Double p, Double x) -> 0.5 * p * p * x, 2.0).grad();
        assertEquals(12.0, half);
        float[] floats = JacobiSpark.rowGradient(spark.parallelize(List.of(1f, 2f), 2), (float[] p, Float x) -> p[0] * x, new float[] {1}).grad();
        assertArrayEquals(new float[] {3}, floats);
    }

    @Test
    void batchesOfArrays() {
        List<Models.Rows> batches = Models.batches(6, 20);
        Gradient<List<Models.Dense>> g = JacobiSpark.treeGradient(spark.parallelize(batches, 3), Models::batchLoss, Models.layers());
        Object want = null;
        for (Models.Rows b : batches) {
            List<Models.Dense> one = Jacobi.grad((List<Models.Dense> p, Models.Rows r) -> Models.batchLoss(p, r)).apply(Models.layers(), b);
            want = want == null ? one : LeafSums.add(want, one);
        }
        assertArrayEquals(numbers(want), numbers(g.grad()), 1e-12);
        assertEquals(6, g.count());
        assertEquals(DType.F64, g.grad().get(0).w().dtype());
    }

    @Test
    void trainingIsThatOfPlainJava() {
        List<double[]> rows = Models.rows(500);
        double[] trained = JacobiSpark.rowTraining(Models::logistic).learningRate(0.5).steps(30).fit(spark.parallelize(rows, 4).cache(), new double[6]);
        assertArrayEquals(Models.descent(new double[6], rows, 30, 0.5, Models::logisticSlope), trained, 1e-10);
        Models.Net start = Models.net(2);
        Models.Net net = JacobiSpark.rowTraining(Models::error).learningRate(0.1).steps(30).fit(spark.parallelize(rows, 4).cache(), start);
        assertArrayEquals(numbers(Models.descent(start, rows, 30, 0.1, Models::errorSlope)), numbers(net), 1e-10);
        assertArrayEquals(numbers(Models.net(2)), numbers(start));
    }

    @Test
    void aDriverThatIsLostGoesOn(@TempDir Path folder) {
        JavaRDD<double[]> rows = spark.parallelize(Models.rows(200), 4).cache();
        Training<Models.Net, double[]> training = JacobiSpark.<Models.Net, double[]>rowTraining(Models::error).optimizer(Optim.adam(0.05)).steps(12);
        var losses = new ArrayList<Double>();
        Models.Net whole = training.onStep((step, loss) -> losses.add(loss)).fit(rows, Models.net(1));
        assertTrue(losses.get(11) < losses.get(0), losses.toString());
        Training<Models.Net, double[]> kept = training.checkpoints(folder, 3);
        var lost = new IllegalStateException("lost");
        assertEquals(lost, assertThrows(IllegalStateException.class, () -> kept.onStep((step, loss) -> {
            if (step == 8) {
                throw lost;
            }
        }).fit(rows, Models.net(1))));
        assertEquals(List.of(3L, 6L), Checkpoints.steps(folder));
        var steps = new ArrayList<Long>();
        Models.Net again = kept.onStep((step, loss) -> steps.add(step)).fit(rows, Models.net(99));
        assertEquals(List.of(7L, 8L, 9L, 10L, 11L, 12L), steps);
        assertArrayEquals(numbers(whole), numbers(again), 0);
        assertArrayEquals(numbers(whole), numbers(kept.onStep((step, loss) -> {
            throw lost;
        }).fit(rows, Models.net(98))), 0);
        assertTrue(assertThrows(JacobiException.class, () -> JacobiSpark.rowTraining(Models::logistic).checkpoints(folder, 3).steps(20).fit(rows, new double[6])).getMessage().contains("give one of that structure"));
    }

    @Test
    void parametersOfArrays() {
        List<Models.Rows> batches = Models.batches(6, 20);
        List<Models.Dense> trained = JacobiSpark.training(Models::batchLoss).optimizer(Optim.chain(Optim.clipByGlobalNorm(1), Optim.adam(0.02))).steps(40).fit(spark.parallelize(batches, 3).cache(), Models.layers());
        double before = JacobiSpark.treeGradient(spark.parallelize(batches, 3), Models::batchLoss, Models.layers()).value();
        double after = JacobiSpark.treeGradient(spark.parallelize(batches, 3), Models::batchLoss, trained).value();
        assertTrue(after < before / 2, before + " " + after);
        NDArray w = trained.get(1).w();
        assertEquals(DType.F64, w.dtype());
    }

    @Test
    void wrongSettings() {
        Training<double[], double[]> t = JacobiSpark.rowTraining(Models::logistic);
        assertThrows(JacobiException.class, () -> t.steps(-1));
        assertThrows(JacobiException.class, () -> t.checkpoints(null, 1));
        assertThrows(JacobiException.class, () -> t.checkpoints(Path.of("x"), 0));
        assertThrows(JacobiException.class, () -> t.optimizer(null));
        assertThrows(JacobiException.class, () -> t.onStep(null));
        assertThrows(JacobiException.class, () -> t.fit(spark.parallelize(Models.rows(3)), null));
        double[] w = new double[6];
        assertArrayEquals(w, t.steps(0).fit(spark.parallelize(Models.rows(3)), w));
    }
}
