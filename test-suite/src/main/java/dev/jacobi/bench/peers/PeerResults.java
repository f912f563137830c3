package dev.jacobi.bench.peers;

import dev.jacobi.NDArray;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Results of any structure as numbers in a row, and how far two of them are apart. */
public final class PeerResults {
    private double[] numbers = new double[16];
    private int count;

    private PeerResults() {
    }

    /** All numbers of arrays, NDArrays, lists and records, in their order. */
    public static double[] flat(Object result) {
        var all = new PeerResults();
        all.add(result);
        return Arrays.copyOf(all.numbers, all.count);
    }

    /** The largest difference, as a part of the largest finite number expected; infinite for another count, NaN where only one is a NaN. */
    public static double difference(double[] found, double[] expected) {
        return part(differences(found, expected).max(), expected);
    }

    /** The same of the mean difference. */
    public static double meanDifference(double[] found, double[] expected) {
        return part(differences(found, expected).average(), expected);
    }

    private static DoubleStream differences(double[] found, double[] expected) {
        return found.length != expected.length ? DoubleStream.of(Double.POSITIVE_INFINITY)
            : IntStream.range(0, found.length).mapToDouble(i -> Double.compare(found[i], expected[i]) == 0 ? 0 : Math.abs(found[i] - expected[i]));
    }

    private static double part(OptionalDouble difference, double[] expected) {
        double d = difference.orElse(0);
        return d == 0 ? 0 : d / Arrays.stream(expected).filter(Double::isFinite).map(Math::abs).max().orElse(1);
    }

    static double mean(double[] x) {
        return Arrays.stream(x).average().orElse(0);
    }

    private void add(Object value) {
        if (value instanceof Number n) {
            put(n.doubleValue());
        } else if (value instanceof NDArray a) {
            for (double x : a.toDoubleArray()) {
                put(x);
            }
        } else if (value instanceof float[] a) {
            for (float x : a) {
                put(x);
            }
        } else if (value instanceof Collection<?> c) {
            c.forEach(this::add);
        } else if (value instanceof Record r) {
            for (RecordComponent part : r.getClass().getRecordComponents()) {
                try {
                    part.getAccessor().setAccessible(true);
                    add(part.getAccessor().invoke(r));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        } else {
            for (int i = 0; i < Array.getLength(value); i++) {
                add(Array.get(value, i));
            }
        }
    }

    private void put(double x) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = x;
    }
}
