// Columns of tables computed of others: each type of number, rows that come in columns and one by one, edge sizes, what does not fit.
package dev.jacobi.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.jacobi.Fn1;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
    private static JavaSparkContext spark;
    private static SparkSession session;

    @BeforeAll
    static void start() {
        spark = Cluster.start("local[2]");
        session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    static double mixed(double d, float f, int i, long l, boolean b) {
        return b ? d / f + i : Math.sqrt(Math.abs(d)) * f - l * 0.5;
    }

    static float half(float x) {
        return x * 0.5f + 1;
    }

    static int collatz(int n) {
        return n % 2 == 0 ? n / 2 : 3 * n + 1;
    }

    static long product(long a, int b) {
        return a * b + 1;
    }

    static boolean less(double a, double b) {
        return a < b;
    }

    static int quotient(int a, int b) {
        return a / b;
    }

    static double all(double a, double b, double c, double d, double e, double f, double g, double h) {
        return a - b * c + d / (1 + e * e) - f + g * h;
    }

    /** Strings and nulls in columns that are not asked for go through. */
    private static Dataset<Row> table(int n, int partitions) {
        return session.range(0, n, 1, partitions).select(expr("cast(id * 0.37 - 5 as double) as d"), expr("concat('row ', id) as s"), expr("cast(id * 0.11 + 0.5 as float) as f"), expr("cast(id * 7 - 30 as int) as i"),
            expr("id * 1000000007 as l"), expr("id % 3 = 0 as b"), expr("if(id % 2 = 0, null, id) as gap"));
    }

    private static void same(Dataset<Row> table) {
        Dataset<Row> out = JacobiSpark.withColumn(table, "y", ColumnsTest::mixed, "d", "f", "i", "l", "b");
        assertEquals(table.schema().add("y", DataTypes.DoubleType, false), out.schema());
        List<Row> before = table.collectAsList();
        List<Row> got = out.collectAsList();
        assertEquals(before.size(), got.size());
        for (int k = 0; k < got.size(); k++) {
            Row r = before.get(k);
            for (int c = 0; c < r.size(); c++) {
                assertEquals(r.get(c), got.get(k).get(c));
            }
            assertEquals(mixed(r.getDouble(0), r.getFloat(2), r.getInt(3), r.getLong(4), r.getBoolean(5)), got.get(k).getDouble(r.size()));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,3", "17,2", "4096,1", "4097,1", "20011,2"})
    void rowsAndColumns(int n, int partitions, @TempDir Path folder) {
        Dataset<Row> rows = table(n, partitions);
        same(rows);
        Dataset<Row> cached = rows.cache();
        same(cached); // from columns
        same(cached.filter("i % 5 <> 1")); // from rows again
        same(JacobiSpark.withColumn(cached, "z", ColumnsTest::half, "f")); // from rows that this makes itself
        cached.unpersist();
        rows.write().parquet(folder.resolve("p").toString());
        same(session.read().parquet(folder.resolve("p").toString()));
    }

    @Test
    void types() {
        Dataset<Row> t = table(50, 2).cache();
        for (Row r : JacobiSpark.withColumn(t, "y", ColumnsTest::half, "f").collectAsList()) {
            assertEquals(half(r.getFloat(2)), r.getFloat(7));
        }
        for (Row r : JacobiSpark.withColumn(t, "y", ColumnsTest::collatz, "i").collectAsList()) {
            assertEquals(collatz(r.getInt(3)), r.getInt(7));
        }
        for (Row r : JacobiSpark.withColumn(t, "y", ColumnsTest::product, "l", "i").collectAsList()) {
            assertEquals(product(r.getLong(4), r.getInt(3)), r.getLong(7));
        }
        double limit = 3;
        for (Row r : JacobiSpark.withColumn(t, "y", (Double x) -> less(x, limit), "d").collectAsList()) {
            assertEquals(r.getDouble(0) < limit, r.getBoolean(7));
        }
        for (Row r : JacobiSpark.withColumn(t, "y", ColumnsTest::all, "d", "d", "d", "d", "d", "d", "d", "d").collectAsList()) {
            double d = r.getDouble(0);
            assertEquals(all(d, d, d, d, d, d, d, d), r.getDouble(7));
        }
    }

    @Test
    void goesOn() {
        Dataset<Row> t = table(9000, 3).cache();
        Dataset<Row> y = JacobiSpark.withColumn(t, "y", ColumnsTest::collatz, "i");
        int want = 0;
        for (Row r : t.filter("i > 100").collectAsList()) {
            want = Math.max(want, collatz(r.getInt(3)));
        }
        assertEquals(want, y.filter("i > 100").selectExpr("max(y)").first().getInt(0));
        assertEquals(9000, y.join(t.select("i"), "i").count());
        Row replaced = JacobiSpark.withColumn(t, "i", ColumnsTest::collatz, "i").first();
        assertEquals(-15, replaced.getInt(3));
        assertArrayEquals(t.columns(), JacobiSpark.withColumn(t, "i", ColumnsTest::collatz, "i").columns());
    }

    private static String said(Executable run) {
        Throwable e = assertThrows(Exception.class, run);
        while (e.getCause() != null) {
            e = e.getCause();
        }
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    @Test
    void whatDoesNotFit() {
        Dataset<Row> t = table(20, 1);
        Fn1<Double, Double> g = Jacobi.grad((Double x) -> x * x);
        String none = said(() -> JacobiSpark.withColumn(t, "y", ColumnsTest::half, "nothing"));
        assertTrue(none.contains("The table has no column 'nothing'; its columns are d, s, f, i, l, b, gap."), none);
        String other = said(() -> JacobiSpark.withColumn(t, "y", ColumnsTest::half, "d"));
        assertTrue(other.contains("The column 'd' is of double, and the function takes float there; cast the column, col(\"d\").cast(\"float\")"), other);
        String text = said(() -> JacobiSpark.withColumn(t, "y", (String s) -> 1.0, "s"));
        assertTrue(text.contains("The type of parameter 0 of the function is java.lang.String; columns are computed of double"), text);
        String unknown = said(() -> JacobiSpark.withColumn(t, "y", g, "d"));
        assertTrue(unknown.contains("The function's types are not known"), unknown);
        assertEquals(-10.0, JacobiSpark.withColumn(t, "y", (Double x) -> g.apply(x), "d").first().getDouble(7));
        for (Dataset<Row> gaps : List.of(t, t.cache())) {
            String gap = said(() -> JacobiSpark.withColumn(gaps, "y", (Long x) -> x + 1, "gap").collectAsList());
            assertEquals("JacobiException: The column 'gap' has null in a row, and the function takes bigint; fill it, na().fill(...), or leave such rows out, na().drop().", gap);
        }
        assertThrows(JacobiException.class, () -> JacobiSpark.withColumn(t.select(col("i"), col("i")), "y", ColumnsTest::collatz, "i"));
    }

    /** A row on which the method throws ends the task with what plain Java throws. */
    @Test
    void throwing() {
        Dataset<Row> t = table(100, 1).withColumn("zero", when(col("i").equalTo(19), lit(0)).otherwise(lit(3)));
        assertEquals("ArithmeticException: / by zero", said(() -> JacobiSpark.withColumn(t, "y", ColumnsTest::quotient, "i", "zero").collectAsList()));
    }
}
