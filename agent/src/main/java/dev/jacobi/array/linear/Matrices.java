package dev.jacobi.array.linear;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Joins;
import dev.jacobi.array.algorithms.Shapes;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Parts and forms of matrices, which are the last two axes of an array. */
final class Matrices {
    private Matrices() {
    }

    /** Several operations in a row with several results, which become one program where none is being made. */
    static List<NDArray> fused(Object key, List<NDArray> in, Function<List<NDArray>, List<NDArray>> body) {
        Trace t = Operation.trace(in);
        return t != null ? t.during(() -> body.apply(in)) : Operation.all(key, in, (trace, x) -> body.apply(x));
    }

    /** The arrays as one type of reals or complex numbers of 32 bits or more, none of them weak. */
    static List<NDArray> floats(String what, NDArray... in) {
        List<NDArray> all = Promotion.inexact(in);
        DType d = all.get(0).dtype();
        if (d.real().bits() < DType.F32.bits()) {
            throw new JacobiException(what + ": elements of " + d + " have no factors; convert the array with astype(DType.F32).");
        }
        return all.stream().map(x -> Casts.to(x, d)).toList();
    }

    static void matrix(String what, NDArray a) {
        if (a.rank() < 2) {
            throw new JacobiException(what + ": an array of shape " + a.shapeOf() + " is no matrix; give one with two axes or more.");
        }
    }

    static void square(String what, NDArray a) {
        matrix(what, a);
        Extent rows = rows(a);
        Extent columns = columns(a);
        rows.mustEqual(columns, () -> what + ": matrices of the shape " + a.shapeOf() + " are not square; the last two axes need the same length.");
    }

    static Extent rows(NDArray a) {
        return a.shapeOf().get(a.rank() - 2);
    }

    static Extent columns(NDArray a) {
        return a.shapeOf().get(a.rank() - 1);
    }

    /** The axes in front of the matrices. */
    static Shape batch(NDArray a) {
        return a.shapeOf().part(0, a.rank() - 2);
    }

    static Shape shape(Shape batch, Extent... last) {
        return batch.followedBy(new Shape(List.of(last)));
    }

    /** Axes that two batches are broadcast to. */
    static Shape together(Shape a, Shape b) {
        Shape longer = a.rank() >= b.rank() ? a : b;
        Shape shorter = longer == a ? b : a;
        var out = new ArrayList<>(longer.extents());
        int ahead = longer.rank() - shorter.rank();
        for (int k = 0; k < shorter.rank(); k++) {
            out.set(ahead + k, out.get(ahead + k).isOne() ? shorter.get(k) : out.get(ahead + k));
        }
        return new Shape(out);
    }

    static NDArray number(double v, NDArray like) {
        return JavaArrays.scalar(v, like.dtype(), false);
    }

    static NDArray flipped(NDArray a) {
        return Shapes.swap("matrixTranspose", a, -1, -2);
    }

    /** The transposes of real matrices, with complex elements conjugated. */
    static NDArray adjoint(NDArray a) {
        return a.dtype().isComplex() ? Arithmetic.conjugate(flipped(a)) : flipped(a);
    }

    /** Where the row's number compares so with the column's. */
    static NDArray places(Prim comparison, Extent rows, Extent columns) {
        Shape s = new Shape(List.of(rows, columns));
        return Elementwise.compare(comparison, Structural.iota(DType.I32, s, 0), Structural.iota(DType.I32, s, 1));
    }

    /** The elements where the row's number compares so with the column's, and zeros. */
    static NDArray triangle(Prim comparison, NDArray a) {
        return Elementwise.select(places(comparison, rows(a), columns(a)), a, number(0, a));
    }

    /** The elements with ones on the diagonal. */
    static NDArray unitDiagonal(NDArray a) {
        return Elementwise.select(places(Prim.EQ, rows(a), columns(a)), number(1, a), a);
    }

    static NDArray identity(Extent n, DType d) {
        return Casts.to(places(Prim.EQ, n, n), d);
    }

    /** {@code count} slices along an axis from {@code start} on, every {@code step}-th. */
    static NDArray part(NDArray x, int axis, Extent start, Extent count, long step) {
        int k = axis < 0 ? axis + x.rank() : axis;
        var starts = new ArrayList<>(Collections.nCopies(x.rank(), Extent.of(0)));
        var steps = new ArrayList<>(Collections.nCopies(x.rank(), 1L));
        starts.set(k, start);
        steps.set(k, step);
        return Structural.slice(x, starts, x.shapeOf().with(k, count), steps);
    }

    /** The first {@code count} slices along an axis. */
    static NDArray first(NDArray x, int axis, Extent count) {
        return part(x, axis, Extent.of(0), count, 1);
    }

    /** Vectors as columns of matrices with one column. */
    static NDArray column(NDArray v) {
        return Structural.reshape(v, v.shapeOf().inserted(v.rank(), Extent.of(1)));
    }

    /** Vectors as matrices with one row. */
    static NDArray row(NDArray v) {
        return Structural.reshape(v, v.shapeOf().inserted(v.rank() - 1, Extent.of(1)));
    }

    /** Matrices with one column as vectors. */
    static NDArray vector(NDArray a) {
        return Structural.reshape(a, a.shapeOf().without(List.of(a.rank() - 1)));
    }

    /** Complex matrices as real ones that are added and multiplied alike: an element is two rows and two columns, which are its real part times the identity plus its imaginary part times a quarter turn. */
    static NDArray blocks(NDArray a) {
        NDArray re = Parts.real(a);
        NDArray im = Parts.imaginary(a);
        NDArray top = Joins.stack("stack", List.of(re, Arithmetic.negative(im)), -1);
        NDArray bottom = Joins.stack("stack", List.of(im, re), -1);
        return Structural.reshape(Joins.stack("stack", List.of(top, bottom), -3), shape(batch(a), rows(a).times(2), columns(a).times(2)));
    }

    /** Columns of complex elements as those that {@link #blocks} multiplies. */
    static NDArray realColumns(NDArray b) {
        return Structural.reshape(Joins.stack("stack", List.of(Parts.real(b), Parts.imaginary(b)), -2), shape(batch(b), rows(b).times(2), columns(b)));
    }

    /** The complex elements of such columns. */
    static NDArray complexColumns(NDArray x) {
        Extent n = rows(x).dividedBy(Extent.of(2));
        return Parts.complex(part(x, -2, Extent.of(0), n, 2), part(x, -2, Extent.of(1), n, 2));
    }

    /** The complex matrices of such blocks. */
    static NDArray ofBlocks(NDArray x) {
        return complexColumns(part(x, -1, Extent.of(0), columns(x).dividedBy(Extent.of(2)), 2));
    }

    static NDArray scaled(NDArray a, double by) {
        return Arithmetic.multiply(a, number(by, a));
    }
}
