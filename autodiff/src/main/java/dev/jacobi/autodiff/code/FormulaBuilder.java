package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A builder in which derivatives are written as formulas are, on scalars or arrays of one shape. Arithmetic on the constants 0 and 1, of which derivatives are
 * full, is left out. An adjoint has builders for several regions at once: one that is met inside a loop for the first time gets its zeros in front of the loop.
 */
public class FormulaBuilder extends Builder {
    /** What small divisors are multiplied by, so that their inverses are finite. */
    private static final double SCALE = 0x1p100;

    /** For a function that is extended: ids start at {@code firstId}. */
    public FormulaBuilder(int firstId) {
        super(firstId);
    }

    /** For a further region of the function that another builder writes. */
    public FormulaBuilder(Builder beside) {
        super(beside);
    }

    /** Values in one list. */
    @SafeVarargs
    public static <T> List<T> join(List<? extends T>... parts) {
        var out = new ArrayList<T>();
        for (List<? extends T> part : parts) {
            out.addAll(part);
        }
        return out;
    }

    /** A list and one more. */
    public static <T> List<T> with(List<? extends T> list, T more) {
        var out = new ArrayList<T>(list);
        out.add(more);
        return out;
    }

    private Var emit(Prim p, Params params, Atom first, List<? extends Atom> more) {
        return emitAll(p, params, join(List.of(first), more)).get(0);
    }

    /** A floating or integer constant of the type. */
    public static Lit lit(DType d, double v) {
        return d.isFloat() ? Lit.real(d, v) : Lit.of(d, (long) v);
    }

    /** The constant as a value of the shape of {@code like}. */
    public Atom constant(double v, Atom like) {
        Lit c = lit(like.dtype(), v);
        return like.isArray() ? spread(c, like) : c;
    }

    /** A scalar as a value of the shape of {@code like}. */
    public Atom spread(Atom scalar, Atom like) {
        return like.isArray() ? full(scalar, like.type().dims(), extents(like)) : scalar;
    }

    /** The extents of an array that is in scope. */
    public List<Atom> extents(Atom a) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < a.type().rank(); k++) {
            out.add(extent(a, k));
        }
        return out;
    }

    public Atom extent(Atom a, int axis) {
        Dim d = a.type().dims().get(axis);
        return d.isConst() ? Lit.i32((int) d.add()) : dim(a, axis);
    }

    private static boolean is(Atom a, double v) {
        return a instanceof Lit l && l.equals(lit(l.dtype(), v));
    }

    public Atom add(Atom a, Atom b) {
        return is(a, 0) ? b : is(b, 0) ? a : emit(Prim.ADD, a, b);
    }

    public Atom sub(Atom a, Atom b) {
        return is(b, 0) ? a : emit(Prim.SUB, a, b);
    }

    public Atom mul(Atom a, Atom b) {
        return is(a, 1) ? b : is(b, 1) ? a : is(a, -1) ? neg(b) : is(b, -1) ? neg(a) : emit(Prim.MUL, a, b);
    }

    public Atom div(Atom a, Atom b) {
        return is(b, 1) ? a : emit(Prim.DIV, a, b);
    }

    /**
     * {@code t / d} of doubles as {@code t} times an inverse, which does not wait for {@code t} and is the same wherever the divisor is: some half a unit in the last place more. Where the inverse of a small divisor
     * would be infinite, which a zero must not meet, it is that of a larger one, and the product is scaled.
     */
    public Atom timesInverse(Atom t, Atom d) {
        if (d instanceof Lit l) {
            double inverse = 1 / l.asDouble();
            return Double.isInfinite(inverse) ? div(t, d) : scale(t, inverse);
        }
        Atom small = emit(Prim.LT, emit(Prim.ABS, d), constant(2 * Double.MIN_NORMAL, d));
        Atom scale = select(small, constant(SCALE, d), constant(1, d));
        return mul(mul(t, div(constant(1, d), mul(d, scale))), scale);
    }

    public Atom neg(Atom a) {
        return a instanceof Lit l ? Eval.fold(Prim.NEG, Params.NONE, List.of(l)) : emit(Prim.NEG, a);
    }

    /** {@code a} times a constant. */
    public Atom scale(Atom a, double c) {
        return c == 1 ? a : c == -1 ? neg(a) : mul(a, constant(c, a));
    }

    /** {@code a} plus a constant. */
    public Atom plus(Atom a, double c) {
        return c == 0 ? a : add(a, constant(c, a));
    }

    /** {@code a + b}, where null stands for a zero that need not be computed. */
    public Atom sum(Atom a, Atom b) {
        return a == null ? b : b == null ? a : add(a, b);
    }

    /** {@code a - b}, where null stands for a zero. */
    public Atom difference(Atom a, Atom b) {
        return b == null ? a : a == null ? neg(b) : sub(a, b);
    }

    /** The numbers multiplied, as an i32. */
    public Atom count(List<? extends Atom> extents) {
        Atom n = Lit.i32(1);
        for (Atom x : extents) {
            n = mul(n, cast(x, DType.I32));
        }
        return n;
    }

    public Atom select(Atom p, Atom whenTrue, Atom whenFalse) {
        return p instanceof Lit l ? l.asBool() ? whenTrue : whenFalse : emit(Prim.SELECT, p, whenTrue, whenFalse);
    }

    /** {@code a} where {@code p} is true, else zero. */
    public Atom where(Atom p, Atom a) {
        return select(p, a, constant(0, a));
    }

    /** Whether the index is one of an axis of this extent, element by element. */
    public Atom isInside(Atom index, Atom extent) {
        Atom n = spread(cast(extent, index.dtype()), index);
        return emit(Prim.AND, emit(Prim.GE, index, constant(0, index)), emit(Prim.LT, index, n));
    }

    /** The index, or the nearest one that an axis of this extent has. */
    public Atom clamped(Atom index, Atom extent) {
        Atom last = spread(plus(cast(extent, index.dtype()), -1), index);
        return emit(Prim.MAX, emit(Prim.MIN, index, last), constant(0, index));
    }

    /** The number as one of another type: itself if it is one, a constant if it is a constant. */
    public Atom cast(Atom a, DType to) {
        return a.dtype() == to ? a : a instanceof Lit l ? Eval.fold(Prim.CONVERT, new Params.To(to), List.of(l)) : convert(a, to);
    }

    public Atom reduceAdd(Atom a, List<Integer> axes) {
        return axes.isEmpty() ? a : emit(Prim.REDUCE_ADD, new Params.Axes(axes), a);
    }

    public Atom reshape(Atom a, List<Dim> dims, List<? extends Atom> extents) {
        return emit(Prim.RESHAPE, new Params.Shape(a.dtype(), dims), a, extents);
    }

    /** Axis k of {@code a} as axis {@code axes[k]}. */
    public Var broadcast(Atom a, List<Integer> axes, List<Dim> dims, List<? extends Atom> extents) {
        return emit(Prim.BROADCAST, new Params.Broadcast(axes, dims), a, extents);
    }

    /** Every {@code strides}-th element, from {@code start} on. */
    public Var slice(Atom a, List<? extends Atom> start, List<? extends Atom> size, List<Dim> dims, List<Long> strides) {
        return emit(Prim.SLICE, new Params.Slice(dims, strides), a, join(start, size));
    }

    public Var updateSlice(Atom a, Atom part, List<? extends Atom> start) {
        return emit(Prim.UPDATE_SLICE, Params.NONE, a, join(List.of(part), start));
    }

    /** An array of these extents that begins with the elements of another one; the rest is written later. */
    public Var enlarged(Atom a, List<? extends Atom> extents) {
        Var fresh = full(Lit.unset(a.dtype()), Collections.nCopies(extents.size(), Dim.UNKNOWN), extents);
        return updateSlice(fresh, a, Collections.nCopies(extents.size(), Lit.i32(0)));
    }

    /** The array whose axis k is axis {@code order[k]} of {@code a}. */
    public Atom transpose(Atom a, List<Integer> order) {
        return order.equals(Axes.upTo(order.size())) ? a : emit(Prim.TRANSPOSE, new Params.Axes(order), a);
    }

    /** The array with its last two axes exchanged. */
    public Atom flipped(Atom a) {
        return transpose(a, Axes.exchanged(a.type().rank()));
    }

    /** Matrix products over the last two axes; {@code b} may be vectors, with one axis less. */
    public Atom matmul(Atom a, Atom b) {
        int rank = a.type().rank();
        List<Integer> batch = Axes.upTo(rank - 2);
        return emit(Prim.DOT_GENERAL, new Params.Dot(List.of(rank - 1), List.of(rank - 2), batch, batch), a, b);
    }

    /** The elements of matrices whose row number compares so to their column number; zero for the others. */
    public Atom triangle(Prim rowToColumn, Atom a) {
        return where(rowsToColumns(rowToColumn, a), a);
    }

    /** The matrices with half of their diagonals. */
    public Atom halved(Atom a) {
        return select(rowsToColumns(Prim.EQ, a), scale(a, 0.5), a);
    }

    /** bool matrices of the shape of {@code a}: true where the row number compares so to the column number. */
    Atom rowsToColumns(Prim compared, Atom a) {
        List<Integer> order = Axes.exchanged(a.type().rank());
        List<Dim> dims = a.type().dims();
        List<Dim> turned = order.stream().map(dims::get).toList();
        List<Atom> extents = extents(a);
        Var column = numbers(dims, extents);
        boolean square = turned.equals(dims) && dims.stream().noneMatch(Dim::isUnknown);
        return emit(compared, flipped(square ? column : numbers(turned, order.stream().map(extents::get).toList())), column);
    }

    private Var numbers(List<Dim> dims, List<Atom> extents) {
        return emitAll(Prim.IOTA, new Params.Shape(DType.I32, dims), extents).get(0);
    }
}
