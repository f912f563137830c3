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
import java.util.stream.IntStream;

/** Operations that make one element of many, in no particular order, and running ones. Complex arrays are their parts. */
public final class Reduction {
    private Reduction() {
    }

    /** All axes of an array. */
    public static List<Integer> allAxes(NDArray x) {
        return IntStream.range(0, x.rank()).boxed().toList();
    }

    /** The sum, product, least or greatest element, or bits, over some axes: {@code p} is {@code REDUCE_ADD} or one of its kin. Of bool for or, and, xor. */
    public static NDArray reduce(Prim p, NDArray x, List<Integer> axes) {
        if (axes.isEmpty()) {
            return x;
        }
        boolean whole = axes.size() == x.rank() && x.rank() > 1 && !Operation.isTraced(x);
        NDArray y = whole ? Structural.reshape(x, new Shape(List.of(x.shapeOf().size()))) : x;
        List<Integer> over = whole ? List.of(0) : axes.stream().sorted().toList();
        boolean flip = (p == Prim.REDUCE_MIN || p == Prim.REDUCE_MAX) && x.dtype().isUnsigned() && x.dtype() != DType.U16;
        if (p == Prim.REDUCE_MIN || p == Prim.REDUCE_MAX) {
            over.forEach(k -> notEmpty(p, x, y.shapeOf().get(k)));
        }
        return Operation.of(Structural.key(p.text(), over, flip), List.of(y), (t, in) -> Structural.each(t, in.get(0), a -> {
            Atom b = flip ? Elementwise.flipped(t, List.of(a)).get(0) : a;
            Atom r = t.emit(p, new Params.Axes(over), b);
            return flip ? Elementwise.flipped(t, List.of(r)).get(0) : r;
        }));
    }

    private static void notEmpty(Prim p, NDArray x, Extent e) {
        if (e.is(0)) {
            throw new JacobiException(p.text() + ": an array of shape " + x.shapeOf() + " has no elements along an axis, and there is no least or greatest of none; give an initial value.");
        }
    }

    /** Where along an axis the least or greatest element is, as i32; the first of equal ones, and the first NaN. */
    public static NDArray arg(Prim p, NDArray x, int axis) {
        notEmpty(p, x, x.shapeOf().get(axis));
        boolean flip = x.dtype().isUnsigned() && x.dtype() != DType.U16;
        return Operation.of(Structural.key(p.text(), axis, flip), List.of(x), (t, in) -> {
            Atom a = t.atom(in.get(0));
            return t.array(DType.I32, false, List.of(t.emit(p, new Params.Axis(axis, false), flip ? Elementwise.flipped(t, List.of(a)).get(0) : a)));
        });
    }

    /** Running sums, products, least or greatest elements along an axis: {@code p} is {@code CUM_ADD} or one of its kin. */
    public static NDArray cumulative(Prim p, NDArray x, int axis, boolean reverse) {
        return Operation.of(Structural.key(p.text(), axis, reverse), List.of(x), (t, in) -> Structural.each(t, in.get(0), a -> t.emit(p, new Params.Axis(axis, reverse), a)));
    }

    /** Arrays of one shape sorted along an axis by the first {@code keys} of them, equal ones in their order; NaN comes last. */
    public static List<NDArray> sort(List<NDArray> in, int axis, int keys) {
        List<DType> types = in.stream().map(NDArray::dtype).toList();
        return Operation.all(Structural.key("sort", axis, keys, types), in, (t, x) -> {
            var atoms = new ArrayList<Atom>();
            for (int k = 0; k < x.size(); k++) {
                Atom a = t.atom(x.get(k));
                atoms.add(k < keys && isFlipped(types.get(k)) ? Elementwise.flipped(t, List.of(a)).get(0) : k < keys && a.dtype() == dev.jacobi.ir.DType.BOOL
                    ? t.emit(Prim.CONVERT, new Params.To(dev.jacobi.ir.DType.I8), a) : a);
            }
            var out = new ArrayList<NDArray>();
            List<? extends Atom> sorted = t.emitAll(Prim.SORT, new Params.Sort(axis, keys), atoms);
            for (int k = 0; k < sorted.size(); k++) {
                Atom a = sorted.get(k);
                Atom b = k < keys && isFlipped(types.get(k)) ? Elementwise.flipped(t, List.of(a)).get(0)
                    : k < keys && types.get(k) == DType.BOOL ? t.emit(Prim.NE, a, Casts.like(t, Lit.of(dev.jacobi.ir.DType.I8, 0), a)) : a;
                out.add(t.array(types.get(k), in.get(k).isWeak(), List.of(b)));
            }
            return out;
        });
    }

    private static boolean isFlipped(DType d) {
        return d.isUnsigned() && d != DType.U16;
    }
}
