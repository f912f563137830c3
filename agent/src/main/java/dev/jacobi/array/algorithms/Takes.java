package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Elements read and replaced at places that indices say. */
public final class Takes {
    /** Negative indices count from the end, and those outside mean the nearest element. */
    private static final String NEAREST = "nearest";

    private Takes() {
    }

    /** Element i of an array of one axis, without axes. */
    static NDArray at(NDArray x, int i) {
        return Structural.reshape(Joins.part(x, 0, Extent.of(i), Extent.of(1)), Shape.SCALAR);
    }

    static NDArray scatter(Prim op, NDArray x, NDArray indices, NDArray updates, int axis) {
        return Indexing.scatter(op, x, indices, updates, axis);
    }

    /** Indices as i32. Those of more bits beyond it become the least or the greatest, which are outside of every array. */
    static NDArray index(String what, NDArray i) {
        if (!i.dtype().isInteger() && i.dtype() != DType.BOOL) {
            throw new JacobiException(what + ": indices are integers, but here is an array of " + i.dtype() + "; convert it with astype().");
        }
        return Ops.to(i, DType.I32);
    }

    /** Negative indices count from the end. */
    static NDArray fromEnd(NDArray i, NDArray n) {
        return Ops.where(Ops.lt(i, Ops.num(0L)), Ops.add(i, n), i);
    }

    /** What stands for an element that is not there: NaN, the least signed or the greatest unsigned number. */
    static NDArray missing(DType d) {
        return d.isComplex() ? Ops.constant(Double.NaN, d) : d.isReal() ? Ops.constant(Double.NaN, d) : d.isUnsigned() || d == DType.BOOL ? Ops.greatest(d) : Ops.constant(Ops.least(d), d);
    }

    /** The slices along an axis; {@code mode} is "fill" (null too), "clip" or "wrap"; {@code fill} is null for the usual one. */
    public static NDArray take(NDArray a, NDArray indices, Integer axis, String mode, NDArray fill) {
        String how = mode(mode, "take");
        NDArray flat = Shapes.leading(AxisNumbers.flatUnless(a, axis), 1);
        int k = axis == null ? 0 : AxisNumbers.of("take", axis, flat.rank());
        NDArray outside = fill == null ? missing(a.dtype()) : Ops.to(fill, a.dtype());
        return Operation.fused(Structural.key("take", k, how), List.of(flat, index("take", indices), outside), in -> {
            NDArray x = in.get(0);
            NDArray n = x.shapeOf().get(k).number();
            NDArray i = in.get(1);
            if (how.equals("wrap")) {
                return Indexing.take(x, Ops.mod(i, n), k);
            }
            if (how.equals("clip")) {
                return Indexing.take(x, Ops.max(i, Ops.num(0L)), k);
            }
            NDArray j = fromEnd(i, n);
            NDArray there = Ops.and(Ops.le(Ops.num(0L), j), Ops.lt(j, n));
            NDArray got = Indexing.take(x, j, k);
            Shape wide = there.shapeOf();
            for (int m = k + 1; m < x.rank(); m++) {
                wide = wide.inserted(wide.rank(), Extent.of(1));
            }
            return Ops.where(Structural.reshape(there, wide), got, in.get(2));
        });
    }

    private static String mode(String mode, String what) {
        String how = mode == null ? "fill" : mode;
        if (!List.of("fill", "clip", "wrap").contains(how)) {
            throw new JacobiException(what + ": there is no mode '" + mode + "'; there are fill, clip and wrap.");
        }
        return how;
    }

    private static NDArray nearest(NDArray indices, NDArray n) {
        return Ops.min(Ops.max(indices, Ops.num(0L)), Ops.sub(n, Ops.num(1L)));
    }

    /** For indices of as many axes as the array, the place in the flattened array that they mean along an axis; -1 where there is none. */
    private static NDArray flatPlaces(NDArray x, NDArray indices, int axis, String how) {
        NDArray n = x.shapeOf().get(axis).number();
        NDArray i = how.equals("wrap") ? Ops.mod(indices, n) : how.equals("clip") ? nearest(indices, n) : how.equals(NEAREST) ? nearest(fromEnd(indices, n), n) : fromEnd(indices, n);
        NDArray there = Ops.and(Ops.le(Ops.num(0L), i), Ops.lt(i, n));
        NDArray place = null;
        for (int k = 0; k < x.rank(); k++) {
            NDArray part = k == axis ? i : indices.shapeOf().get(k).isOne() && x.shapeOf().get(k).isOne() ? Ops.constant(0, DType.I32) : Structural.iota(DType.I32, i.shapeOf(), k);
            place = place == null ? part : Ops.add(Ops.mul(place, x.shapeOf().get(k).number()), part);
        }
        return Ops.where(there, place, Ops.num(-1L));
    }

    /** Indices with the other axes of the array, where they have one element. */
    private static NDArray wide(String what, NDArray x, NDArray indices, int axis) {
        if (indices.rank() != x.rank()) {
            throw new JacobiException(what + ": indices of shape " + indices.shapeOf() + " do not go with an array of shape " + x.shapeOf() + "; give as many axes.");
        }
        Shape to = x.shapeOf().with(axis, indices.shapeOf().get(axis));
        return Structural.broadcastTo(indices, to);
    }

    /** The elements that indices say along an axis, line by line. */
    public static NDArray takeAlong(NDArray a, NDArray indices, Integer axis, String mode) {
        String how = mode(mode, "takeAlongAxis");
        NDArray flat = AxisNumbers.flatUnless(a, axis);
        int k = axis == null ? 0 : AxisNumbers.of("takeAlongAxis", axis, flat.rank());
        return Operation.fused(Structural.key("takeAlongAxis", k, how), List.of(flat, index("takeAlongAxis", indices)), in -> {
            NDArray i = in.get(1);
            NDArray x = in.get(0);
            if (x.rank() == i.rank()) {
                x = spread(x, i.shapeOf(), k);
            }
            NDArray place = flatPlaces(x, wide("takeAlongAxis", x, i, k), k, how);
            NDArray got = Indexing.take(Shapes.ravel(x), place, 0);
            return how.equals("fill") ? Ops.where(Ops.lt(place, Ops.num(0L)), missing(x.dtype()), got) : got;
        });
    }

    /** Axes of one element as long as those of the indices. */
    private static NDArray spread(NDArray x, Shape indices, int axis) {
        Shape s = x.shapeOf();
        for (int m = 0; m < x.rank(); m++) {
            s = m != axis && s.get(m).isOne() ? s.with(m, indices.get(m)) : s;
        }
        return Structural.broadcastTo(x, s);
    }

    /** The array with the elements that indices say along an axis replaced. */
    public static NDArray putAlong(NDArray a, NDArray indices, NDArray values, Integer axis, String mode) {
        String how = mode(mode, "putAlongAxis");
        NDArray flat = AxisNumbers.flatUnless(a, axis);
        int k = axis == null ? 0 : AxisNumbers.of("putAlongAxis", axis, flat.rank());
        NDArray out = Operation.fused(Structural.key("putAlongAxis", k, how), List.of(flat, index("putAlongAxis", indices), Ops.to(values, a.dtype())), in -> {
            NDArray x = in.get(0);
            NDArray place = flatPlaces(x, wide("putAlongAxis", x, in.get(1), k), k, how);
            NDArray with = Structural.broadcastTo(in.get(2), place.shapeOf());
            return Structural.reshape(scatter(null, Shapes.ravel(x), Shapes.ravel(place), Shapes.ravel(with), 0), x.shapeOf());
        });
        return Structural.reshape(out, a.shapeOf());
    }

    /** The flattened array with elements replaced, in its shape; fewer values are used again. Without a mode negative indices count from the end, and those outside mean the nearest element. */
    public static NDArray put(NDArray a, NDArray indices, NDArray values, String mode) {
        String how = mode == null ? NEAREST : mode(mode, "put");
        return Operation.fused(Structural.key("put", how), List.of(a, index("put", indices), Ops.to(values, a.dtype())), in -> {
            NDArray x = Shapes.ravel(in.get(0));
            NDArray i = Shapes.ravel(in.get(1));
            NDArray v = Shapes.ravel(in.get(2));
            if (v.shapeOf().get(0).is(0)) {
                return in.get(0);
            }
            NDArray place = flatPlaces(x, i, 0, how);
            NDArray which = Ops.mod(Structural.iota(DType.I32, i.shapeOf(), 0), v.shapeOf().get(0).number());
            return Structural.reshape(scatter(null, x, place, Indexing.take(v, which, 0), 0), in.get(0).shapeOf());
        });
    }

    /** The array with values one after another where the mask holds, used again where there are fewer. */
    public static NDArray place(NDArray a, NDArray mask, NDArray values) {
        return Operation.fused(Structural.key("place"), List.of(a, Ops.to(mask, DType.BOOL), Ops.to(values, a.dtype())), in -> {
            NDArray m = Shapes.ravel(in.get(1));
            NDArray v = Shapes.ravel(in.get(2));
            NDArray number = Ops.sub(Running.scan(Prim.CUM_ADD, Ops.to(m, DType.I32), 0), Ops.num(1L));
            NDArray with = Indexing.take(v, Ops.mod(number, v.shapeOf().get(0).number()), 0);
            return Structural.reshape(Ops.where(m, with, Shapes.ravel(in.get(0))), in.get(0).shapeOf());
        });
    }

    /** The array with its main diagonal replaced; {@code wrap}: of a tall matrix it begins again below. */
    public static NDArray fillDiagonal(NDArray a, NDArray value, boolean wrap) {
        if (a.rank() < 2) {
            throw new JacobiException("fillDiagonal: an array of shape " + a.shapeOf() + " has no diagonal; give one of at least two axes.");
        }
        return Operation.fused(Structural.key("fillDiagonal", wrap), List.of(a, Ops.to(value, a.dtype())), in -> {
            NDArray x = in.get(0);
            Shape s = x.shapeOf();
            NDArray row = Structural.iota(DType.I32, s, 0);
            NDArray on = null;
            for (int k = 1; k < x.rank(); k++) {
                NDArray line = wrap && x.rank() == 2 ? Ops.mod(row, Ops.add(s.get(1).number(), Ops.num(1L))) : row;
                NDArray here = Ops.eq(line, Structural.iota(DType.I32, s, k));
                on = on == null ? here : Ops.and(on, here);
            }
            NDArray v = in.get(1);
            if (v.rank() > 0) {
                NDArray flat = Shapes.ravel(v);
                v = Indexing.take(flat, Ops.mod(row, flat.shapeOf().get(0).number()), 0);
            }
            return Ops.where(on, v, x);
        });
    }

    /** The places in a flattened array of this shape that indices along its axes mean; {@code mode} is "raise" (as "clip"), "wrap" or "clip". */
    public static NDArray ravelIndex(List<NDArray> multi, int[] dims, String mode) {
        if (multi.size() != dims.length) {
            throw new JacobiException("ravelMultiIndex: there are " + multi.size() + " arrays of indices for " + dims.length + " axes; give one for each.");
        }
        NDArray place = null;
        for (int k = 0; k < dims.length; k++) {
            NDArray i = index("ravelMultiIndex", multi.get(k));
            NDArray j = mode.equals("wrap") ? Ops.mod(i, Ops.num((long) dims[k])) : Ops.min(Ops.max(i, Ops.num(0L)), Ops.num(dims[k] - 1L));
            place = place == null ? j : Ops.add(Ops.mul(place, Ops.num((long) dims[k])), j);
        }
        return place;
    }

    /** The indices along the axes of an array of this shape that places in the flattened one mean. */
    public static List<NDArray> unravelIndex(NDArray indices, List<Extent> dims) {
        NDArray n = new Shape(dims).size().number();
        NDArray i = index("unravelIndex", indices);
        NDArray rest = Ops.min(Ops.max(fromEnd(i, n), Ops.num(0L)), Ops.sub(n, Ops.num(1L)));
        return parts(rest, dims);
    }

    static List<NDArray> parts(NDArray place, List<Extent> dims) {
        NDArray[] out = new NDArray[dims.size()];
        NDArray rest = place;
        for (int k = dims.size() - 1; k >= 0; k--) {
            NDArray n = Ops.max(Ops.to(dims.get(k).number(), DType.I32), Ops.constant(1, DType.I32));
            out[k] = k == 0 ? rest : Ops.mod(rest, n);
            rest = Elementwise.apply(Prim.DIV, Ops.to(rest, DType.I32), n);
        }
        return List.of(out);
    }
}
