package dev.jacobi.spark;

import dev.jacobi.Fn;
import dev.jacobi.Fn1;
import dev.jacobi.JacobiException;
import dev.jacobi.array.serial.LambdaForm;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.reflect.ClassTag$;

/**
 * A column that a function computes of others. Numbers are read from Spark's own rows into an array for each column, without an object for a row or a number, and where the table is cached or read from Parquet
 * the columns are there as arrays already; the function runs for all rows of a batch at once.
 */
final class ComputedColumn {
    /** What a column is called until it takes the place of one that has its name. */
    private static final String NEW = "jacobi computed column";

    private ComputedColumn() {
    }

    /**
     * The table with one column more.
     *
     * @param f tells the types
     * @param each the function of arrays, one for each column
     */
    static Dataset<Row> with(Dataset<Row> table, String name, Fn f, Fn1<Object[], Object> each, String... columns) {
        if (!(table instanceof org.apache.spark.sql.classic.Dataset<Row> data)) {
            throw new JacobiException("The table is of " + table.getClass().getName() + ", whose rows are not in this process; call this where the Spark session is a classic one, not through Spark Connect.");
        }
        MethodType type = type(f);
        StructType schema = table.schema();
        int[] at = new int[columns.length];
        NumberColumn[] kinds = new NumberColumn[columns.length];
        for (int k = 0; k < columns.length; k++) {
            at[k] = index(schema, columns[k]);
            kinds[k] = NumberColumn.of(type.parameterType(k), "parameter " + k + " of the function");
            if (!kinds[k].type().equals(schema.fields()[at[k]].dataType())) {
                throw new JacobiException("The column '" + columns[k] + "' is of " + schema.fields()[at[k]].dataType().catalogString() + ", and the function takes " + kinds[k].type().catalogString()
                    + " there; cast the column, col(\"" + columns[k] + "\").cast(\"" + kinds[k].type().catalogString() + "\"), or give a function of its type.");
            }
        }
        NumberColumn result = NumberColumn.of(type.returnType(), "the result of the function");
        var plan = new Plan(at, kinds, columns, schema.fields().length, result, each);
        boolean there = Arrays.asList(schema.fieldNames()).contains(name);
        StructType more = schema.add(new StructField(there ? NEW : name, result.type(), false, Metadata.empty()));
        Dataset<Row> out = data.sparkSession().internalCreateDataFrame(rows(data, plan), more, false);
        return there ? out.withColumn(name, functions.col("`" + NEW + "`")).drop(NEW) : out;
    }

    /** What tasks need to know: the columns' places and types, and the function. */
    record Plan(int[] at, NumberColumn[] kinds, String[] names, int width, NumberColumn result, Fn1<Object[], Object> each) implements Serializable {
        JacobiException isNull(int k) {
            return new JacobiException("The column '" + names[k] + "' has null in a row, and the function takes " + kinds[k].type().catalogString() + "; fill it, na().fill(...), or leave such rows out, na().drop().");
        }
    }

    private static RDD<InternalRow> rows(org.apache.spark.sql.classic.Dataset<Row> data, Plan plan) {
        SparkPlan columnar = columnar(data.queryExecution().executedPlan());
        JavaRDD<InternalRow> out = columnar != null
            ? JavaRDD.fromRDD(columnar.executeColumnar(), ClassTag$.MODULE$.apply(ColumnarBatch.class)).mapPartitions(it -> new ColumnarResults(it, plan))
            : JavaRDD.fromRDD(data.queryExecution().toRdd(), ClassTag$.MODULE$.apply(InternalRow.class)).mapPartitions(it -> new RowResults(it, plan));
        return out.rdd();
    }

    /** What gives batches of columns, where nothing comes after it but that rows are made of them; else null. */
    private static SparkPlan columnar(SparkPlan plan) {
        if (plan instanceof WholeStageCodegenExec w) {
            return columnar(w.child());
        }
        if (plan instanceof ColumnarToRowExec c) {
            SparkPlan child = c.child() instanceof InputAdapter a ? a.child() : c.child();
            return child.supportsColumnar() ? child : null;
        }
        return plan.supportsColumnar() ? plan : null;
    }

    private static int index(StructType schema, String column) {
        List<String> names = Arrays.asList(schema.fieldNames());
        int at = names.indexOf(column);
        if (at < 0 || names.lastIndexOf(column) != at) {
            throw new JacobiException("The table has " + (at < 0 ? "no column" : "more than one column") + " '" + column + "'; its columns are " + String.join(", ", names) + ".");
        }
        return at;
    }

    /** The types of a lambda's or method reference's arguments and result. */
    private static MethodType type(Fn f) {
        SerializedLambda l = f == null ? null : LambdaForm.lambda(f);
        if (l == null) {
            throw new JacobiException("The function's types are not known, as it is " + (f == null ? "null" : "no lambda or method reference") + "; give one, such as (Double x) -> g.apply(x).");
        }
        return MethodType.fromMethodDescriptorString(l.getInstantiatedMethodType(), f.getClass().getClassLoader());
    }
}
