package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Operations that move elements and compute none. */
public final class Structural {
    private Structural() {
    }

    private record Key(String name, Object... settings) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Key k && name.equals(k.name) && java.util.Arrays.deepEquals(settings, k.settings);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, java.util.Arrays.deepHashCode(settings));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Does the same with both parts of a complex array. */
    public static NDArray each(Trace t, NDArray x, UnaryOperator<Atom> f) {
        return t.array(x.dtype(), x.isWeak(), t.atoms(x).stream().map(f).toList());
    }

    /** An array in a program, all elements of which are one. */
    public static Atom filled(Trace t, Atom value, Shape shape) {
        return shape.rank() == 0 ? value : t.builder().full(value, dims(shape), atoms(shape));
    }

    static List<Dim> dims(Shape s) {
        return s.extents().stream().map(Extent::dim).toList();
    }

    static List<Atom> atoms(Shape s) {
        return s.extents().stream().map(Extent::atom).toList();
    }

    private static List<Atom> with(Atom first, List<Atom> rest) {
        var all = new ArrayList<Atom>();
        all.add(first);
        all.addAll(rest);
        return all;
    }

    /** The element of an array without axes at each place of a new one. A shape that belongs to a program makes it part of that. */
    public static NDArray full(NDArray value, Shape shape) {
        return broadcast(value, shape, List.of());
    }

    /** The index along an axis, of a type that is integer or real. */
    public static NDArray iota(DType d, Shape shape, int axis) {
        dev.jacobi.ir.DType made = d.isReal() && d != DType.F64 ? dev.jacobi.ir.DType.F32 : d.ir();
        if (!shape.isKnown() || Trace.current() != null) {
            return counted(Trace.current(), d, shape, axis);
        }
        return Operation.of(new Key("iota", d, List.of(java.util.Arrays.stream(shape.dims()).boxed().toArray()), axis), List.of(), (t, in) -> counted(t, d, shape, axis));
    }

    private static NDArray counted(Trace t, DType d, Shape shape, int axis) {
        Extent n = shape.get(axis);
        Atom i = t.emit(Prim.IOTA, new Params.Shape(dev.jacobi.ir.DType.I32, List.of(n.dim())), n.atom());
        Atom line = Casts.atom(t, i, DType.I32, d.real());
        NDArray x = t.array(d.real(), false, List.of(line));
        return Casts.to(shape.rank() == 1 ? x : broadcast(x, shape, List.of(axis)), d);
    }

    /** As an array of this shape: axis k of the operand, whose extent is the same or 1, becomes axis {@code axes.get(k)}. */
    public static NDArray broadcast(NDArray x, Shape shape, List<Integer> axes) {
        if (x.shapeOf().same(shape)) {
            return x;
        }
        if (!Operation.isTraced(x) && shape.isKnown()) {
            return Operation.of(new Key("broadcast", List.of(java.util.Arrays.stream(shape.dims()).boxed().toArray()), axes), List.of(x), (t, in) -> broadcast(t, in.get(0), shape, axes));
        }
        return broadcast(Operation.trace(List.of(x)), x, shape, axes);
    }

    static NDArray broadcast(Trace t, NDArray x, Shape shape, List<Integer> axes) {
        Shape own = t.shape(t.atom(x));
        // an axis of one element that becomes longer goes, and comes again as a new one
        List<Integer> single = IntStream.range(0, own.rank()).filter(k -> own.get(k).isOne() && !shape.get(axes.get(k)).isOne()).boxed().toList();
        NDArray y = single.isEmpty() ? x : reshape(t, x, own.without(single));
        List<Integer> kept = IntStream.range(0, own.rank()).filter(k -> !single.contains(k)).mapToObj(axes::get).toList();
        for (int k = 0, at = 0; k < own.rank(); k++) {
            if (!single.contains(k)) {
                int axis = axes.get(k);
                int from = k;
                t.mustBeEqual(own.get(k), shape.get(axis), () -> "An array of shape " + own + " cannot be broadcast to the shape " + shape + ": where that has "
                    + shape.get(axis) + " elements, the array has " + own.get(from) + ", which is neither as many nor 1.");
                at++;
            }
        }
        var params = new Params.Broadcast(kept, dims(shape));
        return each(t, y, a -> t.emitAll(Prim.BROADCAST, params, with(a, atoms(shape))).get(0));
    }

    /** The same elements in another shape with as many. Of a stored array this takes no time. */
    public static NDArray reshape(NDArray x, Shape shape) {
        if (x.value() instanceof ArrayValue.Stored s && Trace.current() == null) {
            return new NDArray(x.dtype(), x.isWeak(), new ArrayValue.Stored(s.parts(), shape.dims()));
        }
        return reshape(Operation.trace(List.of(x)), x, shape);
    }

    static NDArray reshape(Trace t, NDArray x, Shape shape) {
        if (x.shapeOf().same(shape)) {
            return x;
        }
        if (shape.rank() == 0) {
            return each(t, x, a -> t.builder().index(a, Params.Access.PROMISED, a.type().dims().stream().map(d -> Lit.i32(0)).toList()));
        }
        return each(t, x, a -> a.type().isScalar() ? filled(t, a, shape) : t.emitAll(Prim.RESHAPE, new Params.Shape(a.dtype(), dims(shape)), with(a, atoms(shape))).get(0));
    }

    /** Axis k of the result is axis {@code axes.get(k)} of the operand. */
    public static NDArray transpose(NDArray x, List<Integer> axes) {
        if (IntStream.range(0, axes.size()).allMatch(k -> axes.get(k) == k)) {
            return x;
        }
        return Operation.of(new Key("transpose", axes), List.of(x), (t, in) -> each(t, in.get(0), a -> t.emit(Prim.TRANSPOSE, new Params.Axes(axes), a)));
    }

    /** Backwards along these axes. */
    public static NDArray reverse(NDArray x, List<Integer> axes) {
        return axes.isEmpty() ? x : Operation.of(new Key("rev", axes), List.of(x), (t, in) -> each(t, in.get(0), a -> t.emit(Prim.REV, new Params.Axes(axes), a)));
    }

    /** The part that begins at {@code starts} and has this shape, every {@code strides}-th element: all within the array. */
    public static NDArray slice(NDArray x, List<Extent> starts, Shape shape, List<Long> strides) {
        if (shape.same(x.shapeOf()) && strides.stream().allMatch(s -> s == 1)) {
            return x;
        }
        if (Operation.isTraced(x)) {
            return slice(Operation.trace(List.of(x)), x, starts.stream().map(Extent::atom).toList(), shape, strides);
        }
        // places and lengths come as arguments, so that one piece of code does for all
        var in = new ArrayList<>(List.of(x));
        starts.forEach(s -> in.add(JavaArrays.scalar((long) s.value(), DType.I32, false)));
        shape.extents().forEach(e -> in.add(JavaArrays.scalar((long) e.value(), DType.I32, false)));
        int rank = x.rank();
        return Operation.of(new Key("slice", strides), in, (t, y) -> {
            List<Atom> at = y.subList(1, y.size()).stream().map(t::atom).toList();
            List<Extent> sizes = at.subList(rank, 2 * rank).stream().map(n -> new Extent(t, t.symbol(), n)).toList();
            return slice(t, y.get(0), at.subList(0, rank), new Shape(sizes), strides);
        });
    }

    private static NDArray slice(Trace t, NDArray x, List<Atom> starts, Shape shape, List<Long> strides) {
        return each(t, x, a -> {
            var in = with(a, starts);
            in.addAll(atoms(shape));
            return t.emitAll(Prim.SLICE, new Params.Slice(dims(shape), strides), in).get(0);
        });
    }

    /** A part whose place is computed: starts are clamped so that it fits. */
    public static NDArray dynamicSlice(NDArray x, List<NDArray> starts, Shape shape) {
        var in = new ArrayList<>(List.of(x));
        starts.forEach(s -> in.add(Casts.to(s, DType.I32)));
        List<Long> ones = Collections.nCopies(shape.rank(), 1L);
        Operation.Single body = (t, y) -> slice(t, y.get(0), y.subList(1, y.size()).stream().map(t::atom).toList(), shape, ones);
        return Operation.isTraced(in.toArray(NDArray[]::new)) ? body.of(Operation.trace(in), in)
            : Operation.of(new Key("dynamic_slice", List.of(java.util.Arrays.stream(shape.dims()).boxed().toArray())), in, body);
    }

    /** The array with a part of it replaced; starts are clamped so that it fits. */
    public static NDArray dynamicUpdateSlice(NDArray x, NDArray update, List<NDArray> starts) {
        var in = new ArrayList<>(List.of(x, update));
        starts.forEach(s -> in.add(Casts.to(s, DType.I32)));
        return Operation.of("dynamic_update_slice", in, (t, y) -> {
            List<Atom> at = y.subList(2, y.size()).stream().map(t::atom).toList();
            var parts = new ArrayList<Atom>();
            for (int p = 0; p < t.atoms(y.get(0)).size(); p++) {
                var operands = new ArrayList<>(List.of(t.atoms(y.get(0)).get(p), t.atoms(y.get(1)).get(p)));
                operands.addAll(at);
                parts.add(t.emitAll(Prim.UPDATE_SLICE, Params.NONE, operands).get(0));
            }
            return t.array(x.dtype(), x.isWeak(), parts);
        });
    }

    /** With {@code low} and {@code high} more elements of one value at the ends of each axis, and {@code interior} between any two; negative ends crop. */
    public static NDArray pad(NDArray x, NDArray value, List<Long> low, List<Long> high, List<Long> interior) {
        var p = new Params.Pad(low, high, interior);
        return Operation.of(new Key("pad", p), List.of(x, Casts.to(value, x.dtype())), (t, in) -> {
            var parts = new ArrayList<Atom>();
            for (int k = 0; k < t.atoms(in.get(0)).size(); k++) {
                parts.add(t.emit(Prim.PAD, p, t.atoms(in.get(0)).get(k), t.atoms(in.get(1)).get(k)));
            }
            return t.array(x.dtype(), x.isWeak(), parts);
        });
    }

    /** Arrays of one type one after another along an axis. */
    public static NDArray concat(List<NDArray> in, int axis) {
        if (in.size() == 1) {
            return in.get(0);
        }
        return Operation.of(new Key("concat", axis), in, (t, x) -> {
            Shape first = x.get(0).shapeOf();
            for (NDArray y : x) {
                for (int k = 0; k < first.rank(); k++) {
                    if (k != axis) {
                        t.mustBeEqual(first.get(k), y.shapeOf().get(k), () -> "Arrays of the shapes " + first + " and " + y.shapeOf() + " cannot be joined along axis " + axis
                            + ": their other axes differ.");
                    }
                }
            }
            var parts = new ArrayList<Atom>();
            for (int p = 0; p < t.atoms(x.get(0)).size(); p++) {
                int part = p;
                parts.add(t.emitAll(Prim.CONCAT, new Params.Axis(axis, false), x.stream().map(y -> t.atoms(y).get(part)).toList()).get(0));
            }
            return t.array(in.get(0).dtype(), x.stream().allMatch(NDArray::isWeak), parts);
        });
    }

    /** The shape that arrays of these shapes have together: from the last axis on extents are equal, or 1. */
    public static Shape common(Trace t, List<Shape> shapes, String what) {
        Shape out = Shape.SCALAR;
        for (Shape s : shapes) {
            out = common(t, out, s, what);
        }
        return out;
    }

    private static Shape common(Trace t, Shape a, Shape b, String what) {
        int rank = Math.max(a.rank(), b.rank());
        var extents = new ArrayList<Extent>();
        for (int k = 0; k < rank; k++) {
            Extent x = k < rank - a.rank() ? Extent.of(1) : a.get(k - rank + a.rank());
            Extent y = k < rank - b.rank() ? Extent.of(1) : b.get(k - rank + b.rank());
            if (x.isOne() || x.same(y)) {
                extents.add(y);
            } else if (y.isOne()) {
                extents.add(x);
            } else if (!x.mayBe(y)) {
                throw new JacobiException(what + ": arrays of the shapes " + a + " and " + b + " cannot be combined: counted from the last axis, extents have to be equal or 1.");
            } else {
                t.mustBeEqual(x, y, () -> "");
                extents.add(y.isKnown() ? y : x);
            }
        }
        return new Shape(extents);
    }

    /** An array as one of a shape that has the same last axes: elements are repeated along the others. */
    public static NDArray broadcastTo(NDArray x, Shape shape) {
        int more = shape.rank() - x.rank();
        if (more < 0) {
            throw new JacobiException("broadcastTo: an array of shape " + x.shapeOf() + " has more axes than the shape " + shape + ".");
        }
        return broadcast(x, shape, IntStream.range(0, x.rank()).mapToObj(k -> k + more).toList());
    }

    /** The object in a record of settings: what tells operations of one name apart. */
    public static Object key(String name, Object... settings) {
        return new Key(name, settings);
    }
}
