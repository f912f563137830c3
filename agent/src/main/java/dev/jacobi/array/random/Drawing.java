package dev.jacobi.array.random;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import java.util.ArrayList;
import java.util.List;

/** Runs what draws numbers: as part of the program that is being made, or else as one compiled operation, which gets extents as arguments so that it does for all of them. */
final class Drawing {
    private Drawing() {
    }

    /** What is drawn for the places of a shape. */
    @FunctionalInterface
    interface Body {
        NDArray of(Key key, Shape shape, List<NDArray> parameters);
    }

    /** Refuses what is no key. */
    static void check(String name, NDArray key) {
        Shape s = key.shapeOf();
        if (key.dtype() != DType.U32 || s.rank() != 1 || s.get(0).isKnown() && !s.get(0).is(2)) {
            throw new JacobiException(name + ": a key is an array of two u32, and this is one of " + key.dtype() + " with the shape " + s
                + "; make one with Prng.key(seed), take one of those that Prng.split gives, or use vmap for many keys.");
        }
    }

    /** The shape given, or that of the parameters together if it is null; refuses parameters that do not fit. */
    static Shape shape(String name, Shape shape, List<NDArray> parameters) {
        var all = new ArrayList<>(parameters.stream().map(NDArray::shapeOf).toList());
        if (shape == null) {
            Trace t = Operation.trace(parameters);
            return Structural.common(t == null ? Trace.current() : t, all, name);
        }
        for (Shape p : all) {
            boolean fits = p.rank() <= shape.rank();
            for (int k = 0; fits && k < p.rank(); k++) {
                Extent own = p.get(k);
                Extent other = shape.get(k + shape.rank() - p.rank());
                fits = own.isOne() || !(own.isKnown() && other.isKnown()) || own.same(other);
            }
            if (!fits) {
                throw new JacobiException(name + ": a parameter of shape " + p + " cannot be broadcast to the shape " + shape + " of the numbers to draw; give parameters that can.");
            }
        }
        return shape;
    }

    /** Numbers each of which depends on its place in row-major order and on parameters there. */
    static NDArray flat(Object name, NDArray key, Shape shape, List<NDArray> parameters, Body body) {
        check(name.toString(), key);
        var all = new ArrayList<NDArray>();
        all.add(key);
        all.addAll(parameters);
        Trace t = Operation.trace(all);
        if (t != null) {
            return t.during(() -> body.of(Key.of(key), shape, parameters));
        }
        var in = new ArrayList<NDArray>();
        in.add(key);
        in.add(extent(shape.size()));
        parameters.forEach(p -> in.add(p.rank() == 0 ? p : Structural.reshape(Structural.broadcastTo(p, shape), new Shape(List.of(shape.size())))));
        NDArray out = Operation.of(name, in, (trace, x) -> body.of(Key.of(x.get(0)), new Shape(List.of(trace.extent(trace.atom(x.get(1))))), x.subList(2, x.size())));
        return Structural.reshape(out, shape);
    }

    /** Numbers for a shape the axes of which matter. */
    static NDArray shaped(Object name, NDArray key, Shape shape, List<NDArray> parameters, Body body) {
        check(name.toString(), key);
        var all = new ArrayList<NDArray>();
        all.add(key);
        all.addAll(parameters);
        Trace t = Operation.trace(all);
        if (t != null) {
            return t.during(() -> body.of(Key.of(key), shape, parameters));
        }
        int rank = shape.rank();
        var in = new ArrayList<NDArray>();
        in.add(key);
        shape.extents().forEach(e -> in.add(extent(e)));
        in.addAll(parameters);
        return Operation.of(Structural.key(name.toString(), name, rank), in, (trace, x) -> {
            Shape s = new Shape(x.subList(1, 1 + rank).stream().map(e -> trace.extent(trace.atom(e))).toList());
            return body.of(Key.of(x.get(0)), s, x.subList(1 + rank, x.size()));
        });
    }

    private static NDArray extent(Extent e) {
        return JavaArrays.scalar(e.value(), DType.I32, false);
    }
}
