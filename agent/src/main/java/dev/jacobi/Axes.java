package dev.jacobi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Which axes {@code Jacobi.vmap} maps over. An entry of {@code in} is for one argument, {@code out} for the result: an axis (negative ones
 * from the end), null for what all lanes share, or, for a record, list or map, a {@code List} or a {@code Map} of such entries
 * for its parts. No entries at all mean axis 0 everywhere. {@code name} is the axis' name for {@code Lax.psum} and its like; it may be null.
 */
public record Axes(List<Object> in, Object out, String name) {
    public Axes {
        in = Collections.unmodifiableList(new ArrayList<>(in));
    }

    /** Axes of the arguments; results are stacked along axis 0. */
    public static Axes in(Object... axes) {
        return new Axes(axes == null ? Collections.singletonList(null) : Arrays.asList(axes), 0, null);
    }

    /** With the results stacked along another axis; null for a result that is the same in all lanes. */
    public Axes out(Object axis) {
        return new Axes(in, axis, name);
    }

    /** With a name for the axis. */
    public Axes named(String axis) {
        return new Axes(in, out, axis);
    }
}
