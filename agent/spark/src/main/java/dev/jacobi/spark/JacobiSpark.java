package dev.jacobi.spark;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fn3;
import dev.jacobi.Fn4;
import dev.jacobi.Fn5;
import dev.jacobi.Fn6;
import dev.jacobi.Fn7;
import dev.jacobi.Fn8;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Compiled, mapped and differentiated functions on Apache Spark. Functions are given as to {@code Jacobi}: static methods and lambdas, with what they have captured. Executors get their names and captured
 * values, and compile them for their own processors; they need Jacobi's agent jar and the application's classes. For an {@code RDD} or {@code Dataset} of Scala or SQL, {@code toJavaRDD()} gives the
 * {@code JavaRDD}.
 *
 * <pre>{@code
 * static double score(double[] row) { ... }                                  // loops, branches, Math, as they are
 * static double loss(double[] w, double[] row) { ... }
 *
 * JavaRDD<Double> scores = JacobiSpark.mapRows(rows, Model::score);          // 1,024 rows at once
 * Gradient<double[]> g = JacobiSpark.rowGradient(rows, Model::loss, w);      // one pass over all partitions
 * double[] trained = JacobiSpark.rowTraining(Model::loss).learningRate(0.1).steps(100).fit(rows, w);
 * }</pre>
 */
public final class JacobiSpark {
    /** Rows that are computed at once where nothing else is said. */
    public static final int BATCH = 1024;

    private JacobiSpark() {
    }

    /**
     * A function of each row, compiled for {@value #BATCH} rows at once.
     *
     * @param rows numbers, arrays, records, NDArrays, or lists and maps of them: what {@code Jacobi.vmap} can put together
     * @param f the function
     * @param <T> type of the rows
     * @param <R> type of the results
     * @return the results, in the order of the rows and in the same partitions; they are computed as they are asked for, a batch at a time
     * @throws JacobiException if the function is null; when the RDD is computed, if it cannot be compiled for such rows
     */
    public static <T, R> JavaRDD<R> mapRows(JavaRDD<T> rows, Fn1<T, R> f) {
        return mapRows(rows, f, BATCH);
    }

    /**
     * As {@link #mapRows(JavaRDD, Fn1)}, with another number of rows at once.
     *
     * @param rows the rows
     * @param f the function
     * @param batch how many rows are computed at once; the last batch of a partition is as short as it comes
     * @param <T> type of the rows
     * @param <R> type of the results
     * @return the results, in the order of the rows
     * @throws JacobiException if the function is null or {@code batch} is less than 1
     */
    public static <T, R> JavaRDD<R> mapRows(JavaRDD<T> rows, Fn1<T, R> f, int batch) {
        Fn1<Object, Object> each = each(f);
        int most = RowBatches.checked(batch);
        return rows.mapPartitions(it -> new MappedRows<>(it, most, each));
    }

    /**
     * As {@link #mapRows(JavaRDD, Fn1)}, of a Dataset.
     *
     * <pre>{@code
     * Dataset<Double> scores = JacobiSpark.mapRows(rows, Model::score, Encoders.DOUBLE());
     * }</pre>
     *
     * @param rows the rows
     * @param f the function
     * @param encoder how Spark stores the results
     * @param <T> type of the rows
     * @param <R> type of the results
     * @return the results, in the order of the rows
     * @throws JacobiException if the function is null
     */
    public static <T, R> Dataset<R> mapRows(Dataset<T> rows, Fn1<T, R> f, Encoder<R> encoder) {
        Fn1<Object, Object> each = each(f);
        MapPartitionsFunction<T, R> mapped = it -> new MappedRows<>(it, BATCH, each);
        return rows.mapPartitions(mapped, encoder);
    }

    @SuppressWarnings("unchecked")
    private static <T, R> Fn1<Object, Object> each(Fn1<T, R> f) {
        return (Fn1<Object, Object>) (Fn1<?, ?>) Jacobi.vmap(f, 0); // compiled as it is; with jit around it a function that writes to its row would change cached ones
    }

    /**
     * Columns of a table as rows of doubles, for functions of arrays.
     *
     * <pre>{@code
     * JavaRDD<double[]> rows = JacobiSpark.columns(table, "height", "weight");
     * }</pre>
     *
     * @param table has columns of numbers
     * @param names which of them, in the order of the elements
     * @return an array for each row of the table, with NaN where that has null
     * @throws JacobiException if no columns are named
     */
    public static JavaRDD<double[]> columns(Dataset<Row> table, String... names) {
        if (names.length == 0) {
            throw new JacobiException("No columns are named; name those that are the elements of the rows.");
        }
        Column[] doubles = Arrays.stream(names).map(n -> functions.col(n).cast(DataTypes.DoubleType)).toArray(Column[]::new);
        return table.select(doubles).toJavaRDD().map(JacobiSpark::numbers);
    }

    private static double[] numbers(Row row) {
        double[] out = new double[row.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = row.isNullAt(i) ? Double.NaN : row.getDouble(i);
        }
        return out;
    }

    /**
     * A table with a column more, which a function computes of others. Its numbers are read from Spark's own columns, without an object for each row or number, and thousands of rows are computed at once; a static
     * method that one would give to {@code functions.udf} is given here as it is.
     *
     * <pre>{@code
     * static double price(double spot, double strike, double years) { ... }
     *
     * Dataset<Row> priced = JacobiSpark.withColumn(table, "price", Kernels::price, "spot", "strike", "years");
     * }</pre>
     *
     * <p>All columns of the table go through: select those that are needed before. What the table is made of is planned when this is called.
     *
     * @param table has the columns; on a classic Spark session
     * @param name of the new column; a column that has it is replaced
     * @param f a lambda or method reference of double, float, int, long or boolean, and with such a result
     * @param a the column that is its argument, of the same type
     * @param <A> type of the argument
     * @param <R> type of the new column
     * @return the rows in the same order and partitions; they are computed as they are asked for
     * @throws JacobiException if a column is not there or of another type than the argument; when the table is computed, if a column has null, or the function cannot be compiled
     */
    public static <A, R> Dataset<Row> withColumn(Dataset<Row> table, String name, Fn1<A, R> f, String a) {
        Fn1<Object, Object> each = Jacobi.vmap(f, 0);
        return ComputedColumn.with(table, name, f, x -> each.apply(x[0]), a);
    }

    /**
     * As {@link #withColumn(Dataset, String, Fn1, String)}, of a function of two arguments.
     *
     * @param table has the columns
     * @param name of the new column
     * @param f the function
     * @param a the column that is argument 1
     * @param b the column that is argument 2
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <R> type of the new column
     * @return the table with the column
     * @throws JacobiException as there
     */
    public static <A, B, R> Dataset<Row> withColumn(Dataset<Row> table, String name, Fn2<A, B, R> f, String a, String b) {
        Fn2<Object, Object, Object> each = Jacobi.vmap(f, 0, 0);
        return ComputedColumn.with(table, name, f, x -> each.apply(x[0], x[1]), a, b);
    }

    /**
     * As {@link #withColumn(Dataset, String, Fn1, String)}, of a function of three arguments.
     *
     * @param table has the columns
     * @param name of the new column
     * @param f the function
     * @param a the column that is argument 1
     * @param b the column that is argument 2
     * @param c the column that is argument 3
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <C> type of argument 3
     * @param <R> type of the new column
     * @return the table with the column
     * @throws JacobiException as there
     */
    public static <A, B, C, R> Dataset<Row> withColumn(Dataset<Row> table, String name, Fn3<A, B, C, R> f, String a, String b, String c) {
        Fn3<Object, Object, Object, Object> each = Jacobi.vmap(f, 0, 0, 0);
        return ComputedColumn.with(table, name, f, x -> each.apply(x[0], x[1], x[2]), a, b, c);
    }

    /**
     * As {@link #withColumn(Dataset, String, Fn1, String)}, of a function of four arguments.
     *
     * @param table has the columns
     * @param name of the new column
     * @param f the function
     * @param a the column that is argument 1
     * @param b the column that is argument 2
     * @param c the column that is argument 3
     * @param d the column that is argument 4
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <C> type of argument 3
     * @param <D> type of argument 4
     * @param <R> type of the new column
     * @return the table with the column
     * @throws JacobiException as there
     */
    public static <A, B, C, D, R> Dataset<Row> withColumn(Dataset<Row> table, String name, Fn4<A, B, C, D, R> f, String a, String b, String c, String d) {
        Fn4<Object, Object, Object, Object, Object> each = Jacobi.vmap(f, 0, 0, 0, 0);
        return ComputedColumn.with(table, name, f, x -> each.apply(x[0], x[1], x[2], x[3]), a, b, c, d);
    }

    /**
     * As {@link #withColumn(Dataset, String, Fn1, String)}, of a function of five arguments.
     *
     * @param table has the columns
     * @param name of the new column
     * @param f the function
     * @param a the column that is argument 1
     * @param b the column that is argument 2
     * @param c the column that is argument 3
     * @param d the column that is argument 4
     * @param e the column that is argument 5
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <C> type of argument 3
     * @param <D> type of argument 4
     * @param <E> type of argument 5
     * @param <R> type of the new column
     * @return the table with the column
     * @throws JacobiException as there
     */
    public static <A, B, C, D, E, R> Dataset<Row> withColumn(Dataset<Row> table, String name, Fn5<A, B, C, D, E, R> f, String a, String b, String c, String d, String e) {
        Fn5<Object, Object, Object, Object, Object, Object> each = Jacobi.vmap(f, 0, 0, 0, 0, 0);
        return ComputedColumn.with(table, name, f, x -> each.apply(x[0], x[1], x[2], x[3], x[4]), a, b, c, d, e);
    }

    /**
     * As {@link #withColumn(Dataset, String, Fn1, String)}, of a function of six arguments.
     *
     * @param table has the columns
     * @param name of the new column
     * @param f the function
     * @param a the column that is argument 1
     * @param b the column that is argument 2
     * @param c the column that is argument 3
     * @param d the column that is argument 4
     * @param e the column that is argument 5
     * @param g the column that is argument 6
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <C> type of argument 3
     * @param <D> type of argument 4
     * @param <E> type of argument 5
     * @param <G> type of argument 6
     * @param <R> type of the new column
     * @return the table with the column
     * @throws JacobiException as there
     */
    public static <A, B, C, D, E, G, R> Dataset<Row> withColumn(Dataset<Row> table, String name, Fn6<A, B, C, D, E, G, R> f, String a, String b, String c, String d, String e, String g) {
        Fn6<Object, Object, Object, Object, Object, Object, Object> each = Jacobi.vmap(f, 0, 0, 0, 0, 0, 0);
        return ComputedColumn.with(table, name, f, x -> each.apply(x[0], x[1], x[2], x[3], x[4], x[5]), a, b, c, d, e, g);
    }

    /**
     * As {@link #withColumn(Dataset, String, Fn1, String)}, of a function of seven arguments.
     *
     * @param table has the columns
     * @param name of the new column
     * @param f the function
     * @param a the column that is argument 1
     * @param b the column that is argument 2
     * @param c the column that is argument 3
     * @param d the column that is argument 4
     * @param e the column that is argument 5
     * @param g the column that is argument 6
     * @param h the column that is argument 7
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <C> type of argument 3
     * @param <D> type of argument 4
     * @param <E> type of argument 5
     * @param <G> type of argument 6
     * @param <H> type of argument 7
     * @param <R> type of the new column
     * @return the table with the column
     * @throws JacobiException as there
     */
    public static <A, B, C, D, E, G, H, R> Dataset<Row> withColumn(Dataset<Row> table, String name, Fn7<A, B, C, D, E, G, H, R> f, String a, String b, String c, String d, String e, String g, String h) {
        Fn7<Object, Object, Object, Object, Object, Object, Object, Object> each = Jacobi.vmap(f, 0, 0, 0, 0, 0, 0, 0);
        return ComputedColumn.with(table, name, f, x -> each.apply(x[0], x[1], x[2], x[3], x[4], x[5], x[6]), a, b, c, d, e, g, h);
    }

    /**
     * As {@link #withColumn(Dataset, String, Fn1, String)}, of a function of eight arguments.
     *
     * @param table has the columns
     * @param name of the new column
     * @param f the function
     * @param a the column that is argument 1
     * @param b the column that is argument 2
     * @param c the column that is argument 3
     * @param d the column that is argument 4
     * @param e the column that is argument 5
     * @param g the column that is argument 6
     * @param h the column that is argument 7
     * @param i the column that is argument 8
     * @param <A> type of argument 1
     * @param <B> type of argument 2
     * @param <C> type of argument 3
     * @param <D> type of argument 4
     * @param <E> type of argument 5
     * @param <G> type of argument 6
     * @param <H> type of argument 7
     * @param <I> type of argument 8
     * @param <R> type of the new column
     * @return the table with the column
     * @throws JacobiException as there
     */
    public static <A, B, C, D, E, G, H, I, R> Dataset<Row> withColumn(Dataset<Row> table, String name, Fn8<A, B, C, D, E, G, H, I, R> f, String a, String b, String c, String d, String e, String g, String h, String i) {
        Fn8<Object, Object, Object, Object, Object, Object, Object, Object, Object> each = Jacobi.vmap(f, 0, 0, 0, 0, 0, 0, 0, 0);
        return ComputedColumn.with(table, name, f, x -> each.apply(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]), a, b, c, d, e, g, h, i);
    }

    /**
     * The sum of a loss over the elements of an RDD, which may be batches of rows themselves, and its gradient by the parameters: to the bit the same each time, whichever executors compute it.
     *
     * <pre>{@code
     * record Batch(double[][] x, double[] y) implements Serializable { }
     * static double loss(double[] w, Batch b) { ... }
     *
     * Gradient<double[]> g = JacobiSpark.treeGradient(batches, Model::loss, w);
     * }</pre>
     *
     * @param elements the second arguments of the loss, one by one; their order within partitions has to be the same each time they are computed
     * @param loss gives one number for the parameters and an element
     * @param params the parameters: reals, arrays of them, NDArrays, or records, lists and maps of these
     * @param <P> type of the parameters
     * @param <T> type of the elements
     * @return the sum, its gradient, and how many elements there are
     * @throws JacobiException if the RDD has no elements, or the loss cannot be differentiated
     */
    public static <P, T> Gradient<P> treeGradient(JavaRDD<T> elements, Fn2<P, T, ?> loss, P params) {
        return GradientSum.<P, T>ofElements(loss).over(elements, given(params));
    }

    /**
     * As {@link #treeGradient}, of a loss of a single row; {@value #BATCH} rows are computed at once.
     *
     * @param rows the rows, as for {@link #mapRows(JavaRDD, Fn1)}
     * @param loss gives one number for the parameters and a row
     * @param params the parameters
     * @param <P> type of the parameters
     * @param <T> type of the rows
     * @return the sum, its gradient, and how many rows there are
     * @throws JacobiException if the RDD has no rows, or the loss cannot be mapped and differentiated
     */
    public static <P, T> Gradient<P> rowGradient(JavaRDD<T> rows, Fn2<P, T, ?> loss, P params) {
        return GradientSum.<P, T>ofRows(loss, BATCH).over(rows, given(params));
    }

    /**
     * Training by the mean of a loss over the elements of an RDD, as {@link #treeGradient} takes them.
     *
     * @param loss gives one number for the parameters and an element
     * @param <P> type of the parameters
     * @param <T> type of the elements
     * @return a training of 100 steps of gradient descent with a rate of 0.1, to be changed
     * @throws JacobiException if the loss is null
     */
    public static <P, T> Training<P, T> training(Fn2<P, T, ?> loss) {
        return new Training<>(GradientSum.ofElements(loss));
    }

    /**
     * Training by the mean of a loss over rows, as {@link #rowGradient} takes them.
     *
     * @param loss gives one number for the parameters and a row
     * @param <P> type of the parameters
     * @param <T> type of the rows
     * @return a training of 100 steps of gradient descent with a rate of 0.1, to be changed
     * @throws JacobiException if the loss is null
     */
    public static <P, T> Training<P, T> rowTraining(Fn2<P, T, ?> loss) {
        return new Training<>(GradientSum.ofRows(loss, BATCH));
    }

    private static <P> P given(P params) {
        if (params == null) {
            throw new JacobiException("The parameters are null; give a number, an array, an NDArray, or a record, list or map of them.");
        }
        return params;
    }
}
