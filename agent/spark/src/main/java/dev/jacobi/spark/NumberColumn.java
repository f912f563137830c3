package dev.jacobi.spark;

import dev.jacobi.JacobiException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;

/** The types of numbers that a column may have: how they come from Spark's rows and columns into a Java array, and from that into a row. */
enum NumberColumn {
    DOUBLE(double.class, DataTypes.DoubleType) {
        @Override
        void read(InternalRow row, int column, Object to, int i) {
            ((double[]) to)[i] = row.getDouble(column);
        }

        @Override
        void read(ColumnVector column, int from, int n, Object to) {
            double[] all = (double[]) to;
            for (int i = 0; i < n; i++) {
                all[i] = column.getDouble(from + i);
            }
        }

        @Override
        void write(Object from, int i, UnsafeRow to) {
            to.setDouble(0, ((double[]) from)[i]);
        }
    },
    FLOAT(float.class, DataTypes.FloatType) {
        @Override
        void read(InternalRow row, int column, Object to, int i) {
            ((float[]) to)[i] = row.getFloat(column);
        }

        @Override
        void read(ColumnVector column, int from, int n, Object to) {
            float[] all = (float[]) to;
            for (int i = 0; i < n; i++) {
                all[i] = column.getFloat(from + i);
            }
        }

        @Override
        void write(Object from, int i, UnsafeRow to) {
            to.setFloat(0, ((float[]) from)[i]);
        }
    },
    INT(int.class, DataTypes.IntegerType) {
        @Override
        void read(InternalRow row, int column, Object to, int i) {
            ((int[]) to)[i] = row.getInt(column);
        }

        @Override
        void read(ColumnVector column, int from, int n, Object to) {
            int[] all = (int[]) to;
            for (int i = 0; i < n; i++) {
                all[i] = column.getInt(from + i);
            }
        }

        @Override
        void write(Object from, int i, UnsafeRow to) {
            to.setInt(0, ((int[]) from)[i]);
        }
    },
    LONG(long.class, DataTypes.LongType) {
        @Override
        void read(InternalRow row, int column, Object to, int i) {
            ((long[]) to)[i] = row.getLong(column);
        }

        @Override
        void read(ColumnVector column, int from, int n, Object to) {
            long[] all = (long[]) to;
            for (int i = 0; i < n; i++) {
                all[i] = column.getLong(from + i);
            }
        }

        @Override
        void write(Object from, int i, UnsafeRow to) {
            to.setLong(0, ((long[]) from)[i]);
        }
    },
    BOOLEAN(boolean.class, DataTypes.BooleanType) {
        @Override
        void read(InternalRow row, int column, Object to, int i) {
            ((boolean[]) to)[i] = row.getBoolean(column);
        }

        @Override
        void read(ColumnVector column, int from, int n, Object to) {
            boolean[] all = (boolean[]) to;
            for (int i = 0; i < n; i++) {
                all[i] = column.getBoolean(from + i);
            }
        }

        @Override
        void write(Object from, int i, UnsafeRow to) {
            to.setBoolean(0, ((boolean[]) from)[i]);
        }
    };

    private final Class<?> java;
    private final DataType type;

    NumberColumn(Class<?> java, DataType type) {
        this.java = java;
        this.type = type;
    }

    /** Spark's name for it. */
    DataType type() {
        return type;
    }

    /** That of a Java type or of what boxes it. */
    static NumberColumn of(Class<?> c, String what) {
        Class<?> number = MethodType.methodType(c).unwrap().returnType();
        return Arrays.stream(values()).filter(k -> k.java == number).findFirst()
            .orElseThrow(() -> new JacobiException("The type of " + what + " is " + c.getTypeName() + "; columns are computed of double, float, int, long and boolean, and are one of these."));
    }

    /** An array of so many numbers. */
    Object array(int n) {
        return Array.newInstance(java, n);
    }

    /** Puts the number of a row into an array. */
    abstract void read(InternalRow row, int column, Object to, int i);

    /** Puts numbers of a column into an array; Spark's own method would make a new one each time, which is not in the caches. */
    abstract void read(ColumnVector column, int from, int n, Object to);

    /** Puts a number of an array into a row that has one. */
    abstract void write(Object from, int i, UnsafeRow to);
}
