package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.control.Rows;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Several arrays as one vector, for methods that know vectors only. */
public final class StateVectors {
    private StateVectors() {
    }

    /** All elements in a row, of the common type of the arrays, which are of reals; there may be no array. */
    public static NDArray joined(List<NDArray> parts, NDArray like) {
        if (parts.isEmpty()) {
            return Structural.full(JavaArrays.scalar(0, like.dtype(), false), Shape.of(0));
        }
        List<NDArray> all = Promotion.inexact(parts.toArray(new NDArray[0]));
        for (NDArray x : all) {
            if (!x.dtype().isReal()) {
                throw new JacobiException("odeint: the state or the arguments have elements of " + x.dtype() + "; give arrays of reals.");
            }
        }
        return all.size() == 1 ? Shapes.ravel(all.get(0)) : Structural.concat(all.stream().map(Shapes::ravel).toList(), 0);
    }

    /** The arrays that {@link #joined} has made a vector of, with the shapes and types of these; the vector's axis is its last, and those in front stay. */
    public static List<NDArray> parts(NDArray vector, List<NDArray> like) {
        var out = new ArrayList<NDArray>();
        Extent from = Extent.of(0);
        int last = vector.rank() - 1;
        for (NDArray x : like) {
            Extent n = x.shapeOf().size();
            NDArray part = like.size() == 1 ? vector : slice(vector, from, n);
            Shape shape = vector.shapeOf().part(0, last).followedBy(x.shapeOf());
            NDArray y = Structural.reshape(part, shape);
            out.add(x.dtype().isReal() ? Casts.to(y, x.dtype()) : y);
            from = from.plus(n);
        }
        return out;
    }

    private static NDArray slice(NDArray x, Extent from, Extent count) {
        int last = x.rank() - 1;
        var starts = new ArrayList<>(Collections.nCopies(x.rank(), Extent.of(0)));
        starts.set(last, from);
        return Structural.slice(x, starts, x.shapeOf().with(last, count), Collections.nCopies(x.rank(), 1L));
    }

    /** The vector's elements behind those of the vectors in {@code before}, as many as those of {@code like}. */
    public static NDArray behind(NDArray vector, List<NDArray> before, NDArray like) {
        Extent from = Extent.of(0);
        for (NDArray b : before) {
            from = from.plus(b.shapeOf().size());
        }
        return Structural.reshape(slice(vector, from, like.shapeOf().size()), like.shapeOf());
    }

    /** Rows under each other, of which one is a vector. */
    public static NDArray under(NDArray first, NDArray rest) {
        return Structural.concat(List.of(Structural.reshape(first, first.shapeOf().inserted(0, Extent.of(1))), Casts.to(rest, first.dtype())), 0);
    }

    /** A vector's elements, or an array's rows, from the second on. */
    public static NDArray rest(NDArray x) {
        var starts = new ArrayList<>(Collections.nCopies(x.rank(), Extent.of(0)));
        starts.set(0, Extent.of(1));
        return Structural.slice(x, starts, x.shapeOf().with(0, x.shapeOf().get(0).minus(1)), Collections.nCopies(x.rank(), 1L));
    }

    /** Row i. */
    public static NDArray row(NDArray x, NDArray i) {
        return Rows.get(x, i);
    }

    /** The array with row i replaced. */
    public static NDArray put(NDArray x, NDArray i, NDArray row) {
        return Rows.put(x, i, row);
    }

    /** The number of the last row, an i32. */
    public static NDArray last(NDArray x) {
        return Casts.to(x.shapeOf().get(0).minus(1).number(), DType.I32, false);
    }
}
