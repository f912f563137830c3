package dev.jacobi.array.core;

import dev.jacobi.NDArray;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs operations. An operation is what it appends to a program. Where one is being made, that is done; otherwise the operation alone is compiled for arrays of these types, ranks and equal extents,
 * kept under its key, and called.
 */
public final class Operation {
    private Operation() {
    }

    /** What an operation gives for arrays that are values of a program. */
    @FunctionalInterface
    public interface Body {
        List<NDArray> of(Trace t, List<NDArray> in);
    }

    /** An operation of one result. */
    @FunctionalInterface
    public interface Single {
        NDArray of(Trace t, List<NDArray> in);
    }

    /** Where a program is being made, or an operand belongs to one, that program; else null. */
    public static Trace trace(List<NDArray> in) {
        Trace t = Trace.current();
        for (int k = 0; t == null && k < in.size(); k++) {
            t = in.get(k).value() instanceof ArrayValue.Traced x ? x.trace() : null;
        }
        return t;
    }

    /** The results of an operation. {@code key}, with an equals of its own, says which it is, with all settings that {@code body} uses. */
    public static List<NDArray> all(Object key, List<NDArray> in, Body body) {
        Trace t = trace(in);
        return t != null ? body.of(t, in) : ArrayRuntime.ofProcess().kernels().call(key, in, body);
    }

    /** The one result of an operation. */
    public static NDArray of(Object key, List<NDArray> in, Single body) {
        Trace t = trace(in);
        return t != null ? body.of(t, in) : ArrayRuntime.ofProcess().kernels().call(key, in, (trace, x) -> List.of(body.of(trace, x))).get(0);
    }

    /** Several operations in a row, which become one program where none is being made. Shapes that it works on with numbers are part of the key. */
    public static NDArray fused(Object key, List<NDArray> in, Function<List<NDArray>, NDArray> body) {
        Trace t = trace(in);
        return t != null ? t.during(() -> body.apply(in)) : of(key, in, (trace, x) -> body.apply(x));
    }

    /** Whether a program is being made, or an operand is a value of one. */
    public static boolean isTraced(NDArray... in) {
        return trace(List.of(in)) != null;
    }

    /** What is computed now, though a program is being made: of known numbers. */
    public static <T> T now(Supplier<T> work) {
        return Trace.outside(work);
    }
}
