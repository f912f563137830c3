// Rows scored and gradients summed on Spark's local threads, by plain Java and by Jacobi: medians.
package dev.jacobi.spark;

import dev.jacobi.Fn1;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** {@code mvn -Psparkbench} runs it. */
public final class Compare {
    private static final int ROWS = 400_000;
    private static final int ROUNDS = 9;
    private static final int HIDDEN = 64;

    private Compare() {
    }

    /** A network of one hidden layer on a row. */
    static double score(double[][] w, double[] b, double[] out, double[] row) {
        double y = 0;
        for (int j = 0; j < out.length; j++) {
            double z = b[j];
            for (int i = 0; i < row.length; i++) {
                z += w[j][i] * row[i];
            }
            y += out[j] * Math.tanh(z);
        }
        return 1 / (1 + Math.exp(-y));
    }

    private static double[][] matrix(Random random, int n, int m) {
        double[][] out = new double[n][m];
        for (double[] row : out) {
            for (int i = 0; i < m; i++) {
                row[i] = random.nextGaussian() / 2;
            }
        }
        return out;
    }

    /** Milliseconds, by turns; the sums have to agree. */
    private static void compare(String name, DoubleSupplier plain, DoubleSupplier jacobi) {
        double[][] millis = new double[2][ROUNDS];
        for (int k = -3; k < ROUNDS; k++) {
            double[] sums = new double[2];
            for (int by = 0; by < 2; by++) {
                long from = System.nanoTime();
                sums[by] = (by == 0 ? plain : jacobi).getAsDouble();
                if (k >= 0) {
                    millis[by][k] = (System.nanoTime() - from) / 1e6;
                }
            }
            if (Math.abs(sums[0] - sums[1]) > 1e-9 * Math.abs(sums[0])) {
                throw new IllegalStateException(name + ": " + sums[0] + " and " + sums[1]);
            }
        }
        Arrays.stream(millis).forEach(Arrays::sort);
        double a = millis[0][ROUNDS / 2];
        double b = millis[1][ROUNDS / 2];
        System.out.printf("%-44s plain Java %8.1f ms, Jacobi %8.1f ms, %5.2f times as fast%n", name, a, b, a / b);
    }

    /** Prints a line for each computation. */
    public static void main(String[] args) {
        SparkConf conf = new SparkConf(false).setMaster("local[*]").setAppName("compare").set("spark.ui.enabled", "false").set("spark.driver.host", "localhost").set("spark.driver.bindAddress", "127.0.0.1");
        try (var spark = new JavaSparkContext(conf)) {
            var random = new Random(1);
            double[][] w = matrix(random, HIDDEN, 16);
            double[] b = matrix(random, 1, HIDDEN)[0];
            double[] out = matrix(random, 1, HIDDEN)[0];
            List<double[]> all = Arrays.asList(matrix(random, ROWS, 16));
            JavaRDD<double[]> rows = spark.parallelize(all, 4).cache();
            System.out.println(rows.count() + " rows of 16 doubles, 4 partitions");
            Fn1<double[], Double> f = row -> score(w, b, out, row);
            compare("a network of 64 units on each row, RDD", () -> rows.mapToDouble(row -> score(w, b, out, row)).sum(), () -> JacobiSpark.mapRows(rows, f).mapToDouble(x -> x).sum());
            SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
            Dataset<double[]> set = session.createDataset(rows.rdd(), session.implicits().newDoubleArrayEncoder()).cache();
            set.count();
            compare("the same, Dataset", () -> sum(set.map((org.apache.spark.api.java.function.MapFunction<double[], Double>) row -> score(w, b, out, row), Encoders.DOUBLE())),
                () -> sum(JacobiSpark.mapRows(set, f, Encoders.DOUBLE())));
            JavaRDD<double[]> labelled = spark.parallelize(Models.rows(ROWS), 4).cache();
            labelled.count();
            Models.Net net = Models.net(1);
            compare("gradient of a network of 7 units, by hand", () -> labelled.mapPartitions(it -> List.of(byHand(net, it)).iterator()).map(g -> g.bias()).reduce(Double::sum),
                () -> JacobiSpark.rowGradient(labelled, Models::error, net).grad().bias());
        }
    }

    private static double sum(Dataset<Double> values) {
        return values.javaRDD().mapToDouble(x -> x).sum();
    }

    private static Models.Net byHand(Models.Net net, java.util.Iterator<double[]> rows) {
        Object sum = null;
        while (rows.hasNext()) {
            Models.Net g = Models.errorSlope(net, rows.next());
            sum = sum == null ? g : LeafSums.add(sum, g);
        }
        return (Models.Net) sum;
    }
}
