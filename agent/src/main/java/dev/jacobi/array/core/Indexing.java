package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Elements whose places are computed. Reading outside of an array reads the nearest element; writing there does nothing. Where a method says that indices count from the end, those from -n to -1 are
 * the same as those from 0 to n - 1.
 */
public final class Indexing {
    private Indexing() {
    }

    /** The slices of an array along an axis that the indices, an integer array of any shape, say: its axes stand in place of that axis. */
    public static NDArray take(NDArray x, NDArray indices, int axis) {
        NDArray at = Casts.to(indices, DType.I32);
        return Operation.of(Structural.key("gather", axis), List.of(x, at), (t, in) -> {
            Atom i = t.atom(in.get(1));
            var access = new Params.Access(Params.Mode.CLAMP, axis, null);
            return Structural.each(t, in.get(0), a -> t.emit(Prim.GATHER, access, a, i));
        });
    }

    /**
     * The array with slices along an axis changed: those of {@code updates}, which has the indices' axes in place of that axis, replace them where {@code op} is null, or are combined with them
     * (add, mul, min, max). Of several updates of one place the last counts, or all do.
     */
    public static NDArray scatter(Prim op, NDArray x, NDArray indices, NDArray updates, int axis) {
        if (updates.dtype() != x.dtype()) {
            throw new JacobiException("scatter: the array has elements of " + x.dtype() + " and the updates of " + updates.dtype() + "; convert one with astype().");
        }
        NDArray at = Casts.to(indices, DType.I32);
        return Operation.of(Structural.key("scatter", axis, String.valueOf(op)), List.of(x, at, updates), (t, in) -> {
            Atom i = t.atom(in.get(1));
            fit(t, in.get(0).shapeOf(), in.get(1).shapeOf(), in.get(2).shapeOf(), axis);
            var access = new Params.Access(Params.Mode.CLAMP, axis, op);
            var parts = new ArrayList<Atom>();
            for (int k = 0; k < t.atoms(in.get(0)).size(); k++) {
                parts.add(t.emit(Prim.SCATTER, access, t.atoms(in.get(0)).get(k), i, t.atoms(in.get(2)).get(k)));
            }
            return t.array(x.dtype(), x.isWeak(), parts);
        });
    }

    /** Refuses updates that have not the indices' axes in place of the array's. */
    private static void fit(Trace t, Shape x, Shape at, Shape updates, int axis) {
        Shape wanted = x.part(0, axis).followedBy(at).followedBy(x.part(axis + 1, x.rank()));
        Supplier<String> sentence = () -> "scatter: indices of shape " + at + " along axis " + axis + " of an array of shape " + x + " need updates of shape " + wanted
            + ", but these have the shape " + updates + ".";
        if (updates.rank() != wanted.rank()) {
            throw new JacobiException(sentence.get());
        }
        for (int k = 0; k < wanted.rank(); k++) {
            t.mustBeEqual(updates.get(k), wanted.get(k), sentence);
        }
    }

    /** The part of an array at a place on its first axes, one index without axes each, which count from the end when negative. */
    public static NDArray index(NDArray x, List<NDArray> indices) {
        return Operation.of(Structural.key("index"), with(x, indices), (t, in) -> {
            List<Atom> at = places(t, in);
            return Structural.each(t, in.get(0), a -> t.builder().index(a, Params.Access.CLAMP, at));
        });
    }

    /** The array with its part at a place on its first axes replaced by one of that type and shape. */
    public static NDArray update(NDArray x, List<NDArray> indices, NDArray part) {
        var in = new ArrayList<>(with(x, indices));
        in.add(part);
        return Operation.of(Structural.key("update"), in, (t, y) -> {
            List<Atom> at = places(t, y.subList(0, y.size() - 1));
            List<Atom> parts = t.atoms(y.get(y.size() - 1));
            var out = new ArrayList<Atom>();
            for (int k = 0; k < parts.size(); k++) {
                out.add(t.builder().update(t.atoms(y.get(0)).get(k), Params.Access.CLAMP, at, parts.get(k)));
            }
            return t.array(x.dtype(), x.isWeak(), out);
        });
    }

    private static List<NDArray> with(NDArray x, List<NDArray> indices) {
        var in = new ArrayList<>(List.of(x));
        indices.forEach(i -> in.add(Casts.to(i, DType.I32)));
        return in;
    }

    private static List<Atom> places(Trace t, List<NDArray> in) {
        var at = new ArrayList<Atom>();
        for (int k = 1; k < in.size(); k++) {
            at.add(fromEnd(t, t.atom(in.get(k)), in.get(0).shapeOf().get(k - 1)));
        }
        return at;
    }

    /** Negative indices counted from the end of an axis of this length. */
    private static Atom fromEnd(Trace t, Atom i, Extent n) {
        if (i instanceof Lit l && l.bits() >= 0) {
            return i;
        }
        Atom negative = t.emit(Prim.LT, i, Casts.like(t, Lit.i32(0), i));
        return t.emit(Prim.SELECT, negative, t.emit(Prim.ADD, i, filled(t, n.atom(), i)), i);
    }

    private static Atom filled(Trace t, Atom v, Atom like) {
        return like.type().isScalar() ? v : Structural.filled(t, v, t.shape(like));
    }

    /**
     * The elements whose places on several axes, from {@code axis} on, index arrays say, one each, which are broadcast to one shape: its axes stand in place of those. Indices count from the end when
     * negative.
     */
    public static NDArray gather(NDArray x, List<NDArray> indices, int axis) {
        int count = indices.size();
        return Operation.of(Structural.key("gather_at", axis, count), with(x, indices), (t, in) -> {
            Atom place = place(t, in.subList(0, count + 1), axis, true);
            var access = new Params.Access(Params.Mode.CLAMP, axis, null);
            return Structural.each(t, merged(t, in.get(0), axis, count), a -> t.emit(Prim.GATHER, access, a, place));
        });
    }

    /**
     * The array with the elements that {@link #gather} reads replaced by {@code updates}, or combined with them, as by {@link #scatter(Prim, NDArray, NDArray, NDArray, int)}; what is outside of the
     * array is left out.
     */
    public static NDArray scatter(Prim op, NDArray x, List<NDArray> indices, NDArray updates, int axis) {
        int count = indices.size();
        boolean flip = (op == Prim.MIN || op == Prim.MAX) && x.dtype().isUnsigned() && x.dtype() != DType.U16;
        var all = new ArrayList<>(with(x, indices));
        all.add(updates);
        return Operation.of(Structural.key("scatter_at", axis, count, String.valueOf(op)), all, (t, in) -> {
            Atom place = place(t, in.subList(0, count + 1), axis, false);
            var access = new Params.Access(Params.Mode.CLAMP, axis, op);
            NDArray lined = merged(t, in.get(0), axis, count);
            Shape area = lined.shapeOf();
            NDArray fitting = Structural.broadcastTo(in.get(count + 1), area.part(0, axis).followedBy(t.shape(place)).followedBy(area.part(axis + 1, area.rank())));
            var parts = new ArrayList<Atom>();
            for (int k = 0; k < t.atoms(lined).size(); k++) {
                Atom a = flipped(t, flip, t.atoms(lined).get(k));
                parts.add(flipped(t, flip, t.emit(Prim.SCATTER, access, a, place, flipped(t, flip, t.atoms(fitting).get(k)))));
            }
            return Structural.reshape(t, t.array(x.dtype(), x.isWeak(), parts), in.get(0).shapeOf());
        });
    }

    private static Atom flipped(Trace t, boolean flip, Atom a) {
        return flip ? Elementwise.flipped(t, List.of(a)).get(0) : a;
    }

    /** Several axes as one. */
    private static NDArray merged(Trace t, NDArray x, int axis, int count) {
        if (count == 1) {
            return x;
        }
        Shape s = x.shapeOf();
        Shape one = new Shape(List.of(s.part(axis, axis + count).size()));
        return Structural.reshape(t, x, s.part(0, axis).followedBy(one).followedBy(s.part(axis + count, s.rank())));
    }

    /** Places on several axes as places on the one that is made of them: within it, or for those that are outside of an axis -1. */
    private static Atom place(Trace t, List<NDArray> in, int axis, boolean clamp) {
        Shape shape = Structural.common(t, in.subList(1, in.size()).stream().map(NDArray::shapeOf).toList(), "Index arrays");
        Atom out = null;
        Atom valid = null;
        for (int k = 1; k < in.size(); k++) {
            Extent n = in.get(0).shapeOf().get(axis + k - 1);
            Atom i = fromEnd(t, t.atom(Structural.broadcastTo(in.get(k), shape)), n);
            if (in.size() == 2) {
                return i;
            }
            Atom zero = Casts.like(t, Lit.i32(0), i);
            Atom length = filled(t, n.atom(), i);
            if (clamp) {
                i = t.emit(Prim.MAX, zero, t.emit(Prim.MIN, i, t.emit(Prim.SUB, length, Casts.like(t, Lit.i32(1), i))));
            } else {
                Atom here = t.emit(Prim.AND, t.emit(Prim.GE, i, zero), t.emit(Prim.LT, i, length));
                valid = valid == null ? here : t.emit(Prim.AND, valid, here);
            }
            out = out == null ? i : t.emit(Prim.ADD, t.emit(Prim.MUL, out, length), i);
        }
        return clamp ? out : t.emit(Prim.SELECT, valid, out, Casts.like(t, Lit.i32(-1), out));
    }
}
