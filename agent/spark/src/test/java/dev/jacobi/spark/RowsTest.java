// Rows mapped on local threads: kinds of rows and results, edge sizes, Datasets, both serializers.
package dev.jacobi.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.DType;
import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = Cluster.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    record Point(double x, double[] at) implements Serializable {
    }

    record Both(double sum, double[] twice) implements Serializable {
    }

    record Arrays(NDArray a, NDArray b) implements Serializable {
    }

    static double wave(double[] row) {
        double s = 0;
        for (double v : row) {
            s += Math.sin(v) * v;
        }
        return s;
    }

    static double[] scaled(double[] row) {
        double[] out = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            out[i] = row[i] / (1 + Math.abs(row[0]));
        }
        return out;
    }

    private static List<double[]> made(int n, int width) {
        return IntStream.range(0, n).mapToObj(k -> IntStream.range(0, width).mapToDouble(i -> k - 2.5 * i).toArray()).toList();
    }

    /** Within what a few functions of Math may differ by. */
    private static void near(List<Double> want, List<Double> got) {
        assertArrayEquals(want.stream().mapToDouble(x -> x).toArray(), got.stream().mapToDouble(x -> x).toArray(), 1e-11);
    }

    @ParameterizedTest
    @CsvSource({"0,1,4", "1,1,4", "1,3,4", "7,2,1", "8,2,4", "9,2,4", "1023,1,1024", "1024,1,1024", "1025,1,1024", "2500,3,100"})
    void sizes(int n, int partitions, int batch) {
        List<double[]> rows = made(n, 3);
        JavaRDD<double[]> rdd = spark.parallelize(rows, partitions);
        near(rows.stream().map(RowsTest::wave).toList(), JacobiSpark.mapRows(rdd, RowsTest::wave, batch).collect());
        List<double[]> got = JacobiSpark.mapRows(rdd, RowsTest::scaled, batch).collect();
        assertEquals(n, got.size());
        for (int k = 0; k < n; k++) {
            assertArrayEquals(scaled(rows.get(k)), got.get(k));
        }
    }

    @Test
    void numbers() {
        assertEquals(List.of(2.0, 4.5, -6.0), JacobiSpark.mapRows(spark.parallelize(List.of(1.0, 2.25, -3.0), 2), (Double x) -> 2 * x).collect());
        assertEquals(List.of(3, 4, 5), JacobiSpark.mapRows(spark.parallelize(List.of(1, 2, 3), 2), (Integer x) -> x + 2).collect());
        assertEquals(List.of(1.5f), JacobiSpark.mapRows(spark.parallelize(List.of(3f)), (Float x) -> x / 2).collect());
        assertEquals(List.of(true, false), JacobiSpark.mapRows(spark.parallelize(List.of(3L, -3L)), (Long x) -> x > 0).collect());
    }

    @Test
    void records() {
        List<Point> points = List.of(new Point(1, new double[] {2, 3}), new Point(-1, new double[] {4, 5}), new Point(0, new double[] {0, 1}));
        Fn1<Point, Both> f = p -> new Both(p.x() + p.at()[0] * p.at()[1], new double[] {2 * p.x()});
        List<Both> got = JacobiSpark.mapRows(spark.parallelize(points, 2), f, 2).collect();
        for (int k = 0; k < points.size(); k++) {
            Both want = f.apply(points.get(k));
            assertEquals(want.sum(), got.get(k).sum());
            assertArrayEquals(want.twice(), got.get(k).twice());
        }
    }

    @Test
    void arraysAndContainers() {
        List<NDArray> rows = IntStream.range(0, 5).mapToObj(k -> NDArray.of(new double[] {k, k + 1, -k}, DType.F64)).toList();
        List<NDArray> got = JacobiSpark.mapRows(spark.parallelize(rows, 2), (NDArray x) -> Np.cumsum(x).times(2), 2).collect();
        List<Arrays> pairs = JacobiSpark.mapRows(spark.parallelize(rows, 2), (NDArray x) -> new Arrays(x.plus(1), x.sum()), 2).collect();
        List<NDArray> sums = JacobiSpark.mapRows(spark.parallelize(pairs, 2), (Arrays p) -> p.a().times(p.b())).collect();
        for (int k = 0; k < rows.size(); k++) {
            NDArray x = rows.get(k);
            assertArrayEquals(Np.cumsum(x).times(2).toDoubleArray(), got.get(k).toDoubleArray());
            assertArrayEquals(x.plus(1).toDoubleArray(), pairs.get(k).a().toDoubleArray());
            assertEquals(x.sum().item(), pairs.get(k).b().item());
            assertArrayEquals(x.plus(1).times(x.sum()).toDoubleArray(), sums.get(k).toDoubleArray());
        }
        List<Map<String, Double>> maps = List.of(Map.of("a", 1.0, "b", 2.0), Map.of("a", 3.0, "b", 4.0), Map.of("b", 6.0, "a", 5.0));
        assertEquals(List.of(List.of(3.0, 2.0), List.of(7.0, 12.0), List.of(11.0, 30.0)),
            JacobiSpark.mapRows(spark.parallelize(maps, 2), (Map<String, Double> m) -> List.of(m.get("a") + m.get("b"), m.get("a") * m.get("b")), 2).collect());
    }

    @Test
    void capturedValues() {
        Models.Net net = Models.net(3); // not Serializable
        List<double[]> rows = Models.rows(50);
        near(rows.stream().map(r -> Models.output(net, r)).toList(), JacobiSpark.mapRows(spark.parallelize(rows, 3), (double[] r) -> Models.output(net, r)).collect());
    }

    /** What Jacobi gives is a function that any closure of Spark's may capture. */
    @Test
    void inClosures() {
        Fn1<double[], double[]> g = Jacobi.grad(RowsTest::wave);
        List<double[]> rows = made(5, 2);
        List<double[]> got = spark.parallelize(rows, 2).map(row -> g.apply(row)).collect();
        for (int k = 0; k < rows.size(); k++) {
            double[] row = rows.get(k);
            for (int i = 0; i < row.length; i++) {
                assertEquals(Math.sin(row[i]) + row[i] * Math.cos(row[i]), got.get(k)[i], 1e-12);
            }
        }
    }

    @Test
    void rowsStayAsTheyAre() {
        JavaRDD<double[]> cached = spark.parallelize(made(5, 2), 1).cache();
        Fn1<double[], Double> f = row -> {
            row[0] += 1;
            return row[0];
        };
        List<Double> first = JacobiSpark.mapRows(cached, f).collect();
        assertEquals(first, JacobiSpark.mapRows(cached, f).collect());
        assertEquals(0.0, cached.first()[0]);
    }

    @Test
    void datasets() {
        SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
        Dataset<double[]> rows = session.createDataset(made(2000, 3), session.implicits().newDoubleArrayEncoder());
        near(made(2000, 3).stream().map(RowsTest::wave).toList(), JacobiSpark.mapRows(rows, RowsTest::wave, Encoders.DOUBLE()).collectAsList());
    }

    @Test
    void columnsOfTables() {
        SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
        Dataset<Row> table = session.sql("select * from values (1, 2.5d, 'a', 4L), (5, null, 'b', 6L) as t(i, d, s, l)");
        List<double[]> rows = JacobiSpark.columns(table, "l", "d", "i").collect();
        assertArrayEquals(new double[] {4, 2.5, 1}, rows.get(0));
        assertArrayEquals(new double[] {6, Double.NaN, 5}, rows.get(1));
        assertEquals(List.of(5.0, 11.0), JacobiSpark.mapRows(JacobiSpark.columns(table, "l", "i"), (double[] r) -> r[0] + r[1]).collect());
        assertThrows(JacobiException.class, () -> JacobiSpark.columns(table));
    }

    @Test
    void streamed() {
        Iterator<double[]> counted = new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < 100;
            }

            @Override
            public double[] next() {
                return new double[] {given++};
            }
        };
        var mapped = new MappedRows<double[], Double>(counted, 8, cast(Jacobi.vmap((Fn1<double[], Double>) RowsTest::wave, 0)));
        assertEquals(wave(new double[] {0}), mapped.next());
        assertEquals(8.0, counted.next()[0]); // one batch has been taken
        var rest = new ArrayList<Double>();
        mapped.forEachRemaining(rest::add);
        assertEquals(98, rest.size());
        assertThrows(NoSuchElementException.class, mapped::next);
    }

    @SuppressWarnings("unchecked")
    private static Fn1<Object, Object> cast(Fn1<?, ?> f) {
        return (Fn1<Object, Object>) f;
    }

    private static String said(Executable run) {
        Throwable e = assertThrows(Exception.class, run);
        while (e.getCause() != null) {
            e = e.getCause();
        }
        return e.getMessage();
    }

    @Test
    void whatDoesNotFit() {
        JavaRDD<Object> mixed = spark.parallelize(List.of(1.0, 2), 1);
        assertTrue(said(() -> JacobiSpark.mapRows(mixed, (Object x) -> x).collect()).contains("The rows of a batch are of different kinds: java.lang.Double and java.lang.Integer; map them to one class"));
        assertThrows(JacobiException.class, () -> JacobiSpark.mapRows(mixed, (Object x) -> x, 0));
        JavaRDD<double[]> jagged = spark.parallelize(List.of(new double[] {1}, new double[] {1, 2}), 1);
        String jag = said(() -> JacobiSpark.mapRows(jagged, RowsTest::wave).collect());
        assertTrue(jag.contains("jagged"), jag);
        Thread thing = new Thread();
        SparkException e = assertThrows(SparkException.class, () -> JacobiSpark.mapRows(spark.parallelize(List.of(1.0)), (Double x) -> x * thing.getPriority()).collect());
        assertTrue(e.getCause().getMessage().startsWith("The function dev.jacobi.spark.RowsTest.lambda$whatDoesNotFit$"), e.getCause().getMessage());
        assertTrue(e.getCause().getMessage().contains("captured value 0 is or has an object of java.lang.Thread, which is not serializable"), e.getCause().getMessage());
    }
}
