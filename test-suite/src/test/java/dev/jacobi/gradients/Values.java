// Numbers, arrays of any rank and records as flat lists of numbers and back, for tests that take every kind of value.
package dev.jacobi.gradients;

import dev.jacobi.gradients.SmallPrograms.Pose;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What differences are taken of, what lanes are stacked from, and the weights that make one number of a value. */
final class Values {
    private Values() {
    }

    static double[] flat(Object value) {
        return numbers(value).toArray();
    }

    private static DoubleStream numbers(Object value) {
        if (value instanceof Double d) {
            return DoubleStream.of(d);
        } else if (value instanceof Pose p) {
            return DoubleStream.of(p.x(), p.angle());
        } else if (value instanceof Map<?, ?> m) {
            return new TreeMap<>(m).values().stream().flatMapToDouble(Values::numbers);
        }
        return IntStream.range(0, Array.getLength(value)).boxed().flatMapToDouble(i -> numbers(Array.get(value, i)));
    }

    /** A value of the form of {@code like} with these numbers. */
    static Object rebuilt(Object like, double[] numbers) {
        return rebuilt(like, DoubleStream.of(numbers).iterator()::nextDouble);
    }

    private static Object rebuilt(Object like, DoubleSupplier next) {
        if (like instanceof Double) {
            return next.getAsDouble();
        } else if (like instanceof Pose) {
            double x = next.getAsDouble();
            return new Pose(x, next.getAsDouble());
        } else if (like instanceof Map<?, ?> m) {
            Map<Object, Object> map = new TreeMap<>();
            m.forEach((k, v) -> map.put(k, rebuilt(v, next)));
            return map;
        }
        Object array = Array.newInstance(like.getClass().getComponentType(), Array.getLength(like));
        for (int i = 0; i < Array.getLength(like); i++) {
            Array.set(array, i, rebuilt(Array.get(like, i), next));
        }
        return array;
    }

    /** Values of one form with one axis more: in front of arrays and of what a map holds, an array of records. */
    static Object stacked(List<Object> lanes) {
        Object first = lanes.get(0);
        if (first instanceof Map<?, ?> m) {
            Map<Object, Object> map = new TreeMap<>();
            m.forEach((k, v) -> map.put(k, stacked(lanes.stream().<Object>map(l -> ((Map<?, ?>) l).get(k)).toList())));
            return map;
        }
        Object array = Array.newInstance(first instanceof Double ? double.class : first.getClass(), lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            Array.set(array, i, lanes.get(i));
        }
        return array;
    }

    /** The inverse of {@link #stacked}. */
    static List<Object> lanes(Object stack) {
        List<Object> lanes = new ArrayList<>();
        if (stack instanceof Map<?, ?> m) {
            m.forEach((k, v) -> {
                List<Object> parts = lanes(v);
                for (int i = 0; i < parts.size(); i++) {
                    if (i == lanes.size()) {
                        lanes.add(new TreeMap<>());
                    }
                    lane(lanes.get(i)).put(k, parts.get(i));
                }
            });
        } else {
            for (int i = 0; i < Array.getLength(stack); i++) {
                lanes.add(Array.get(stack, i));
            }
        }
        return lanes;
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> lane(Object map) {
        return (Map<Object, Object>) map;
    }

    /** The sum of a value's numbers with a weight for each, as code that can be differentiated. */
    static double weighed(double[] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += weight(i) * a[i];
        }
        return s;
    }

    static double weighed(double[][] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += weight(i) * weighed(a[i]);
        }
        return s;
    }

    static double weighed(double[][][] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += weight(i) * weighed(a[i]);
        }
        return s;
    }

    static double weighed(double[][][][] a) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += weight(i) * weighed(a[i]);
        }
        return s;
    }

    static double weighed(Pose p) {
        return p.x() + 1.3 * p.angle();
    }

    /** The weights of {@code weighed}, in the form of the value. */
    static Object weights(Object like, double factor) {
        if (like instanceof Double) {
            return factor;
        } else if (like instanceof Pose) {
            return new Pose(factor, 1.3 * factor);
        } else if (like instanceof Map<?, ?> m) {
            Map<Object, Object> map = new TreeMap<>();
            m.forEach((k, v) -> map.put(k, weights(v, factor)));
            return map;
        }
        Object array = Array.newInstance(like.getClass().getComponentType(), Array.getLength(like));
        for (int i = 0; i < Array.getLength(like); i++) {
            Array.set(array, i, weights(Array.get(like, i), factor * weight(i)));
        }
        return array;
    }

    private static double weight(int i) {
        return 1 + 0.3 * i;
    }
}
