package dev.jacobi;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Which axes {@code Jacobi.vmap} maps over. An axis is a number from 0, a negative one from the end, or null for what all lanes share. For a record, list or map it may be
 * a {@code List} or a {@code Map} of axes, one for each part.
 *
 * <pre>{@code
 * Axes.in(0, null)                       // over the first axis of argument 0; all lanes share argument 1
 * Axes.in(1).out(1).named("batch")       // over columns, with the results as columns, and a name for Lax
 * Axes.in(Map.of("w", 0, "b", 0))        // an argument that is a map
 * }</pre>
 *
 * @param in one axis for each argument; empty means axis 0 of every one
 * @param out the axis along which results are stacked; null for a result that is the same in all lanes
 * @param name the name of the axis for {@link Lax}; null for none
 */
public record Axes(List<Object> in, Object out, String name) implements Serializable {
    /**
     * With a list of its own.
     *
     * @param in one axis for each argument; empty means axis 0 of every one
     * @param out the axis along which results are stacked; null for a result that is the same in all lanes
     * @param name the name of the axis for {@link Lax}; null for none
     * @throws NullPointerException if {@code in} is null
     */
    public Axes {
        in = Collections.unmodifiableList(new ArrayList<>(in));
    }

    /**
     * Axes of the arguments; results are stacked along axis 0.
     *
     * @param axes one for each argument, null for what all lanes share; none means axis 0 of every one
     * @return the axes, without a name
     */
    public static Axes in(Object... axes) {
        return new Axes(axes == null ? Collections.singletonList(null) : Arrays.asList(axes), 0, null);
    }

    /**
     * The same, with the results stacked along another axis.
     *
     * @param axis that axis; null for a result that is the same in all lanes
     * @return the changed axes
     */
    public Axes out(Object axis) {
        return new Axes(in, axis, name);
    }

    /**
     * The same, with a name for the axis.
     *
     * @param axis the name that functions of {@link Lax} are called with
     * @return the changed axes
     */
    public Axes named(String axis) {
        return new Axes(in, out, axis);
    }
}
