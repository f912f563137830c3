package dev.jacobi.bench.peers;

import dev.jacobi.NDArray;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;

/** Results of any structure as numbers in a row, and how far two of them are apart. */
final class PeerResults {
    private double[] numbers = new double[16];
    private int count;

    private PeerResults() {
    }

    /** All numbers of arrays, NDArrays, lists and records, in their order. */
    static double[] flat(Object result) {
        var all = new PeerResults();
        all.add(result);
        return Arrays.copyOf(all.numbers, all.count);
    }

    /** The largest difference, as a part of the largest number expected; infinite for another count, NaN where only one is a NaN. */
    static double difference(double[] found, double[] expected) {
        if (found.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        double scale = 0;
        for (int i = 0; i < found.length; i++) {
            if (Double.compare(found[i], expected[i]) != 0) {
                largest = Math.max(largest, Math.abs(found[i] - expected[i]));
            }
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return largest == 0 ? 0 : largest / scale;
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
