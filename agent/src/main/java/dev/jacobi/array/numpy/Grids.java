package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Coordinates of the points of grids. */
public final class Grids {
    private Grids() {
    }

    private static void lines(String name, NDArray... in) {
        for (NDArray x : in) {
            if (x.rank() != 1) {
                throw new JacobiException(name + ": takes arrays of one axis, but one has the shape " + x.shapeOf() + ".");
            }
        }
    }

    /** Each array's elements as coordinates of a grid. */
    public static List<NDArray> mesh(String indexing, boolean sparse, NDArray... in) {
        if (!indexing.equals("xy") && !indexing.equals("ij")) {
            throw new JacobiException("meshgrid: there is no indexing '" + indexing + "'; give \"xy\" or \"ij\".");
        }
        lines("meshgrid", in);
        boolean swap = indexing.equals("xy") && in.length > 1;
        if (in.length == 0) {
            return List.of();
        }
        return Operation.all(Structural.key("meshgrid", swap, sparse), List.of(in), (t, x) -> t.during(() -> mesh(swap, sparse, x)));
    }

    private static List<NDArray> mesh(boolean swap, boolean sparse, List<NDArray> in) {
        int n = in.size();
        Shape full = Shape.SCALAR;
        for (int k = 0; k < n; k++) {
            full = full.inserted(k, in.get(place(k, swap)).shapeOf().get(0));
        }
        var out = new ArrayList<NDArray>();
        for (int k = 0; k < n; k++) {
            NDArray x = Made.along(in.get(k), n, place(k, swap));
            out.add(sparse ? x : Structural.broadcastTo(x, full));
        }
        return out;
    }

    private static int place(int k, boolean swap) {
        return swap && k < 2 ? 1 - k : k;
    }

    /** Arrays along one axis each of as many as there are, for reading a grid of elements. */
    public static List<NDArray> open(NDArray... in) {
        lines("ix_", in);
        var out = new ArrayList<NDArray>();
        for (int k = 0; k < in.length; k++) {
            if (in[k].dtype() == DType.BOOL) {
                throw new JacobiException("ix_: arrays of bool are not taken, as the number of places that hold is not known; give the indices of those places.");
            }
            out.add(Made.along(in[k], in.length, k));
        }
        return out;
    }

    /** The places along each axis of an array of this shape. */
    public static List<NDArray> places(int[] dims, DType dtype, boolean sparse) {
        Shape.of(dims);
        return mesh("ij", sparse, IntStream.of(dims).mapToObj(n -> Made.line(dtype, n)).toArray(NDArray[]::new));
    }

    /** The same one after another along a new first axis. */
    public static NDArray stacked(int[] dims, DType dtype) {
        if (dims.length == 0) {
            return Made.full(0L, dtype, Shape.of(0));
        }
        return Structural.concat(places(dims, dtype, false).stream().map(x -> Structural.reshape(x, x.shapeOf().inserted(0, Extent.of(1)))).toList(), 0);
    }

    /** Powers of numbers as rows: exponents fall from n - 1 to 0, or increase. */
    public static NDArray powers(NDArray x, int n, boolean increasing) {
        lines("vander", x);
        NDArray i = Made.along(Made.line(DType.I32, n), 2, 1);
        NDArray e = increasing ? i : Typed.sub(Typed.integer(i, n - 1), i);
        return Arithmetic.power(Structural.reshape(x, x.shapeOf().inserted(1, Extent.of(1))), Casts.to(e, x.dtype()));
    }
}
