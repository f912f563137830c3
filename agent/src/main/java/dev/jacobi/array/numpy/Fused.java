package dev.jacobi.array.numpy;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Functions element by element that are made of several operations: where no program is being made they become one, which is compiled for types and not for ranks, as stored arrays of one shape are
 * worked on as if they had one axis.
 */
public final class Fused {
    private Fused() {
    }

    /** What tells functions apart: the name and all that the formula uses beside the arrays. */
    private record Key(String name, List<Object> settings) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A function of arrays with one result, all shapes being broadcast to its. */
    public static NDArray of(String name, List<NDArray> in, Function<List<NDArray>, NDArray> f, Object... settings) {
        return all(name, in, x -> List.of(f.apply(x)), settings).get(0);
    }

    /** The same with several results of that shape. */
    public static List<NDArray> all(String name, List<NDArray> in, Function<List<NDArray>, List<NDArray>> f, Object... settings) {
        Operation.Body body = (t, x) -> t.during(() -> f.apply(x));
        var key = new Key(name, Arrays.asList(settings));
        boolean isTraced = Operation.trace(in) != null;
        if (!isTraced && hasLong(in)) {
            return f.apply(in); // by itself each operation says what of it does not fit
        }
        int[] dims = isTraced ? null : flat(in);
        if (dims == null) {
            return Operation.all(key, in, body);
        }
        Shape line = Shape.of(Arrays.stream(dims).reduce(1, (a, b) -> a * b));
        List<NDArray> flat = in.stream().map(x -> x.rank() < 2 ? x : Structural.reshape(x, line)).toList();
        return Operation.all(key, flat, body).stream().map(y -> Structural.reshape(y, Shape.of(dims))).toList();
    }

    private static boolean hasLong(List<NDArray> in) {
        for (NDArray x : in) {
            if (Casts.isLong(x)) {
                return true;
            }
        }
        return false;
    }

    /** The shape of more than one axis that all stored arrays have which are no numbers, if they have one and a single axis can be as long; else null. */
    private static int[] flat(List<NDArray> in) {
        int[] dims = null;
        for (NDArray x : in) {
            int[] own = ((ArrayValue.Stored) x.value()).dims();
            if (own.length == 1 || own.length > 1 && dims != null && !Arrays.equals(dims, own)) {
                return null;
            }
            dims = own.length == 0 ? dims : own;
        }
        return dims != null && Arrays.stream(dims).asLongStream().reduce(1, (a, b) -> a * b) <= Integer.MAX_VALUE ? dims : null;
    }
}
