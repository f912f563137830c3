// Rows scored and gradients summed on Spark's local threads, by plain Java and by Jacobi: medians.
package dev.jacobi.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.udf;

import dev.jacobi.Fn1;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** {@code mvn -Psparkbench} runs it. */
public final class Compare {
    private static final int ROWS = 400_000;
    private static final int ROUNDS = 7;
    /** Nanoseconds in which both are called before they are measured: functions are compiled in the background of their first calls. */
    private static final long WARM = 6_000_000_000L;
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

    /** What a call and a put are worth, by Black and Scholes: price, strike, years, rate and volatility from a row. */
    static double options(double[] row) {
        double s = 50 + 10 * Math.abs(row[0]);
        double k = 50 + 10 * Math.abs(row[1]);
        double t = 0.2 + Math.abs(row[2]);
        double rate = 0.01 + 0.01 * Math.abs(row[3]);
        double v = 0.1 + 0.2 * Math.abs(row[4]);
        return price(s, k, t, rate, v);
    }

    private static double normal(double x) {
        double a = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * a * (0.319381530 + a * (-0.356563782 + a * (1.781477937 + a * (-1.821255978 + a * 1.330274429))));
        return x < 0 ? tail : 1 - tail;
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

    /** {@link #options} with its numbers from columns. */
    static double price(double s, double k, double t, double rate, double v) {
        double d1 = (Math.log(s / k) + (rate + v * v / 2) * t) / (v * Math.sqrt(t));
        double d2 = d1 - v * Math.sqrt(t);
        double call = s * normal(d1) - k * Math.exp(-rate * t) * normal(d2);
        return call + (call + k * Math.exp(-rate * t) - s);
    }

    static double cheap(double a, double b, double c) {
        return a * b + Math.sqrt(c);
    }

    /** Ten times as many rows in a cached table, by a UDF, by a loop over Rows and by Jacobi. */
    private static void tables(SparkSession session) {
        Dataset<Row> table = session.range(0, 10L * ROWS, 1, 4).select(expr("50 + 10 * rand(1) as s"), expr("50 + 10 * rand(2) as k"), expr("0.2D + rand(3) as t"), expr("0.01D + 0.01D * rand(4) as r"), expr("0.1D + 0.2D * rand(5) as v")).cache();
        table.count();
        Dataset<Row> three = table.select("s", "k", "t");
        Dataset<Row> price = table.withColumn("y", udf((UDF5<Double, Double, Double, Double, Double, Double>) Compare::price, DataTypes.DoubleType).apply(col("s"), col("k"), col("t"), col("r"), col("v")));
        Dataset<Row> cheap = three.withColumn("y", udf((UDF3<Double, Double, Double, Double>) Compare::cheap, DataTypes.DoubleType).apply(col("s"), col("k"), col("t")));
        Dataset<Row> mapped = table.mapPartitions((MapPartitionsFunction<Row, Double>) Compare::prices, Encoders.DOUBLE()).toDF("y");
        Dataset<Row> priceColumn = JacobiSpark.withColumn(table, "y", Compare::price, "s", "k", "t", "r", "v");
        Dataset<Row> cheapColumn = JacobiSpark.withColumn(three, "y", Compare::cheap, "s", "k", "t");
        compare("Black and Scholes, withColumn and a UDF", () -> total(price), () -> total(priceColumn));
        compare("Black and Scholes, and mapPartitions", () -> total(mapped), () -> total(priceColumn));
        compare("a * b + sqrt(c), withColumn and a UDF", () -> total(cheap), () -> total(cheapColumn));
    }

    private static Iterator<Double> prices(Iterator<Row> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Double next() {
                Row r = rows.next();
                return price(r.getDouble(0), r.getDouble(1), r.getDouble(2), r.getDouble(3), r.getDouble(4));
            }
        };
    }

    private static double total(Dataset<Row> table) {
        return table.agg(functions.sum("y")).first().getDouble(0);
    }

    /** Milliseconds of the clock and of processors, by turns; the sums have to agree. */
    private static void compare(String name, DoubleSupplier plain, DoubleSupplier jacobi) {
        double[][] millis = new double[4][ROUNDS];
        for (long end = System.nanoTime() + WARM; System.nanoTime() < end;) {
            plain.getAsDouble();
            jacobi.getAsDouble();
        }
        for (int k = 0; k < ROUNDS; k++) {
            double[] sums = new double[2];
            for (int by = 0; by < 2; by++) {
                long from = System.nanoTime();
                long used = processors();
                sums[by] = (by == 0 ? plain : jacobi).getAsDouble();
                millis[by][k] = (System.nanoTime() - from) / 1e6;
                millis[2 + by][k] = (processors() - used) / 1e6;
            }
            if (Math.abs(sums[0] - sums[1]) > 1e-9 * Math.abs(sums[0])) {
                throw new IllegalStateException(name + ": " + sums[0] + " and " + sums[1]);
            }
        }
        double[] m = Arrays.stream(millis).mapToDouble(x -> Arrays.stream(x).sorted().toArray()[ROUNDS / 2]).toArray();
        System.out.printf("%-42s plain Java %7.1f ms (CPU %7.1f), Jacobi %7.1f ms (CPU %7.1f): %5.2f times as fast (CPU %5.2f)%n", name, m[0], m[2], m[1], m[3], m[0] / m[1], m[2] / m[3]);
    }

    /** CPU time of all threads of this process, in nanoseconds. */
    private static long processors() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Prints a line for each computation. */
    public static void main(String[] args) {
        System.setProperty("jacobi.threads", "1"); // Spark has a task for each core
        SparkConf conf = new SparkConf(false).setMaster("local[*]").setAppName("compare").set("spark.ui.enabled", "false").set("spark.driver.host", "localhost").set("spark.driver.bindAddress", "127.0.0.1");
        try (var spark = new JavaSparkContext(conf)) {
            var random = new Random(1);
            double[][] w = matrix(random, HIDDEN, 16);
            double[] b = matrix(random, 1, HIDDEN)[0];
            double[] out = matrix(random, 1, HIDDEN)[0];
            // made by the tasks: what parallelize is given goes with each task of each job
            JavaRDD<double[]> rows = Cluster.numbers(spark, 4).flatMap(k -> Arrays.asList(matrix(new Random(k), ROWS / 4, 16)).iterator()).cache();
            System.out.println(rows.count() + " rows of 16 doubles, 4 partitions");
            Fn1<double[], Double> f = row -> score(w, b, out, row);
            compare("a network of 64 units on each row, RDD", () -> rows.mapToDouble(row -> score(w, b, out, row)).sum(), () -> JacobiSpark.mapRows(rows, f).mapToDouble(x -> x).sum());
            compare("options by Black and Scholes, RDD", () -> rows.mapToDouble(Compare::options).sum(), () -> JacobiSpark.mapRows(rows, Compare::options).mapToDouble(x -> x).sum());
            SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
            Dataset<double[]> set = session.createDataset(rows.rdd(), session.implicits().newDoubleArrayEncoder()).cache();
            set.count();
            compare("the same, Dataset", () -> sum(set.map((MapFunction<double[], Double>) row -> score(w, b, out, row), Encoders.DOUBLE())),
                () -> sum(JacobiSpark.mapRows(set, f, Encoders.DOUBLE())));
            tables(session);
            JavaRDD<double[]> labelled = rows.map(row -> Arrays.copyOf(row, Models.FEATURES + 1)).cache();
            labelled.count();
            Models.Net net = Models.net(1, HIDDEN);
            byte[] sent = TreeBytes.write(net);
            compare("gradient of 64 units, against one by hand", () -> labelled.mapPartitions(it -> List.of(byHand((Models.Net) TreeBytes.read(sent), it)).iterator()).map(g -> g.bias()).reduce(Double::sum),
                () -> JacobiSpark.rowGradient(labelled, Models::error, net).grad().bias());
            double[] start = new double[Models.FEATURES + 1];
            compare("gradient of a logistic regression, the same", () -> labelled.mapPartitions(it -> List.of(byHand(start, it)).iterator()).reduce(Compare::plus)[0],
                () -> JacobiSpark.rowGradient(labelled, Models::logistic, start).grad()[0]);
        }
    }

    private static double sum(Dataset<Double> values) {
        return values.javaRDD().mapToDouble(x -> x).sum();
    }

    private static double[] plus(double[] a, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += b[i];
        }
        return out;
    }

    /** {@link Models#logisticSlope} of many rows. */
    private static double[] byHand(double[] w, Iterator<double[]> rows) {
        double[] sum = new double[w.length];
        while (rows.hasNext()) {
            double[] slope = Models.logisticSlope(w, rows.next());
            for (int i = 0; i < w.length; i++) {
                sum[i] += slope[i];
            }
        }
        return sum;
    }

    /** As one would write it: the same as {@link Models#errorSlope}, added up in place. */
    private static Models.Net byHand(Models.Net net, Iterator<double[]> rows) {
        int n = net.out().length;
        double[][] gw = new double[n][Models.FEATURES];
        double[] gb = new double[n];
        double[] go = new double[n];
        double bias = 0;
        double[] t = new double[n];
        while (rows.hasNext()) {
            double[] row = rows.next();
            double y = net.bias();
            for (int j = 0; j < n; j++) {
                double z = net.hidden().b()[j];
                for (int i = 0; i < Models.FEATURES; i++) {
                    z += net.hidden().w()[j][i] * row[i];
                }
                t[j] = Math.tanh(z);
                y += net.out()[j] * t[j];
            }
            double e = 2 * (y - row[Models.FEATURES]);
            bias += e;
            for (int j = 0; j < n; j++) {
                go[j] += e * t[j];
                double d = e * net.out()[j] * (1 - t[j] * t[j]);
                gb[j] += d;
                for (int i = 0; i < Models.FEATURES; i++) {
                    gw[j][i] += d * row[i];
                }
            }
        }
        return new Models.Net(new Models.Layer(gw, gb), go, bias);
    }
}
