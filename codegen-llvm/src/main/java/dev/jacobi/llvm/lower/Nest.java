package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Nests of loops over array elements, as lowering needs them. Indices are i64. */
public final class Nest {
    private final Builder b;
    /** The arrays that are not made; null for none. */
    private final ComputedArrays elements;

    public Nest(Builder b) {
        this(b, null);
    }

    /** The same where elements of some arrays are computed when they are read. */
    Nest(Builder b, ComputedArrays elements) {
        this.b = b;
        this.elements = elements;
    }

    private ComputedArrays.Formula formula(Atom a) {
        return elements == null ? null : elements.of(a);
    }

    public Var wide(Atom a) {
        return b.convert(a, DType.I64);
    }

    /** Extent of an axis as i64. */
    public Atom extent(Atom a, int axis) {
        Dim d = a.type().dims().get(axis);
        ComputedArrays.Formula f = formula(a);
        return f != null ? f.extents().get(axis) : d.isConst() ? Lit.i64(d.add()) : wide(b.dim(a, axis));
    }

    public List<Atom> extents(Atom a) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < a.type().rank(); k++) {
            out.add(extent(a, k));
        }
        return out;
    }

    /** The value as one of this type. */
    public Atom to(DType t, Atom a) {
        return a.dtype() == t ? a : b.convert(a, t);
    }

    /** The type that sums of this one are made in. */
    public static DType sumType(DType t) {
        return t == DType.F16 || t == DType.BF16 ? DType.F32 : t;
    }

    /** Indices with one more at an axis. */
    public static List<Atom> with(List<Atom> indices, int axis, Atom i) {
        var at = new ArrayList<>(indices);
        at.add(axis, i);
        return at;
    }

    /** Indices with more behind. */
    public static List<Atom> plus(List<Atom> indices, Atom... more) {
        var at = new ArrayList<>(indices);
        at.addAll(List.of(more));
        return at;
    }

    /** The indices of an element by its number in row-major order. */
    public List<Atom> indices(Atom number, List<Atom> extents) {
        var at = new ArrayList<Atom>();
        Atom rest = number;
        for (int k = extents.size() - 1; k >= 0; k--) {
            at.add(0, b.emit(Prim.REM, rest, extents.get(k)));
            rest = b.emit(Prim.DIV, rest, extents.get(k));
        }
        return at;
    }

    /** A fold of terms into values that begin as these; {@code p} is reduce or scan. */
    public List<Var> fold(Prim p, Prim op, Atom n, Atom start, Function<Atom, Atom> term) {
        Var i = b.fresh(Type.I64);
        b.open();
        Atom t = term.apply(i);
        return b.emitAll(p, new Params.Fold(Dim.UNKNOWN, List.of(op), b.close(List.of(i), List.of(t))), List.of(n, start));
    }

    public Atom product(List<Atom> xs) {
        Atom p = Lit.i64(1);
        for (Atom x : xs) {
            p = p.equals(Lit.i64(1)) ? x : b.emit(Prim.MUL, p, x);
        }
        return p;
    }

    /** The elements of all arrays of one shape in row-major order through {@code f}; scalars among the operands are passed as they are. */
    public List<Var> flat(Atom shape, List<Atom> in, Function<List<Atom>, List<? extends Atom>> f) {
        List<Atom> dims = extents(shape);
        return flat(dims, in, f).stream().map(v -> reshape(v, shape.type().dims(), dims)).toList();
    }

    /** The same with results under these names. */
    void flat(Atom shape, List<Atom> in, Function<List<Atom>, List<? extends Atom>> f, List<Var> names) {
        List<Atom> dims = extents(shape);
        List<Var> flat = flat(dims, in, f);
        for (int k = 0; k < names.size(); k++) {
            reshape(flat.get(k), names.get(k), dims);
        }
    }

    private List<Var> flat(List<Atom> dims, List<Atom> in, Function<List<Atom>, List<? extends Atom>> f) {
        Atom n = product(dims);
        List<Atom> rows = in.stream().map(a -> a.isArray() ? reshape(a, List.of(Dim.UNKNOWN), List.of(n)) : a).toList();
        Var i = b.fresh(Type.I64);
        b.open();
        List<Atom> scalars = rows.stream().map(a -> a.isArray() ? b.index(a, Params.Access.PROMISED, List.of(i)) : a).toList();
        List<? extends Atom> out = f.apply(scalars);
        Region r = b.close(List.of(i), out);
        return b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, r), List.of(n));
    }

    /** An array of these extents as the one of this name. */
    void reshape(Atom a, Var name, List<Atom> extents) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(extents);
        b.append(new Eqn(Prim.RESHAPE, in, new Params.Shape(a.dtype(), name.type().dims()), List.of(name)));
    }

    public Var reshape(Atom a, List<Dim> dims, List<Atom> extents) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(extents);
        if (!a.isArray()) {
            return b.full(a, dims, extents); // a number as an array of one element
        }
        return b.emitAll(Prim.RESHAPE, new Params.Shape(a.dtype(), dims), in).get(0);
    }

    public Var zeros(DType t, List<Dim> dims, List<Atom> extents) {
        return b.full(Lit.zero(t), dims, extents);
    }

    /** Independent iterations over 0..extents that update {@code dest}; the body gets indices and the array, and returns the array. */
    public Atom over(List<Atom> extents, Atom dest, BiFunction<List<Atom>, Atom, Atom> body) {
        return over(extents, new ArrayList<>(), dest, body);
    }

    private Atom over(List<Atom> extents, List<Atom> indices, Atom dest, BiFunction<List<Atom>, Atom, Atom> body) {
        if (indices.size() == extents.size()) {
            return body.apply(List.copyOf(indices), dest);
        }
        Var i = b.fresh(Type.I64);
        Var d = b.fresh(dest.type());
        b.open();
        indices.add(i);
        Atom out = over(extents, indices, d, body);
        indices.remove(indices.size() - 1);
        Region r = b.close(List.of(i, d), List.of(out));
        return b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, r), List.of(extents.get(indices.size()), dest)).get(0);
    }

    /** A new array whose elements are a function of their indices. */
    public Atom tabulate(DType t, List<Dim> dims, List<Atom> extents, Function<List<Atom>, Atom> f) {
        if (extents.isEmpty()) {
            return f.apply(List.of());
        }
        return over(extents, zeros(t, dims, extents), (i, d) -> b.update(d, Params.Access.PROMISED, i, f.apply(i)));
    }

    public Atom at(Atom a, List<Atom> indices) {
        ComputedArrays.Formula f = formula(a);
        return f != null ? f.at().apply(indices) : indices.isEmpty() ? a : b.index(a, Params.Access.PROMISED, indices);
    }

    /** A sequential loop with one carried value of any type. */
    public Atom loop(Atom n, Atom init, BiFunction<Atom, Atom, Atom> body) {
        return b.loop(n, List.of(init), p -> List.of(body.apply(p.get(0), p.get(1)))).get(0);
    }

    /** Nested sequential loops over extents with one carried value. */
    Atom sum(List<Atom> extents, List<Atom> at, Atom start, BiFunction<List<Atom>, Atom, Atom> body) {
        if (at.size() == extents.size()) {
            return body.apply(at, start);
        }
        return loop(extents.get(at.size()), start, (i, now) -> {
            var more = new ArrayList<>(at);
            more.add(i);
            return sum(extents, more, now, body);
        });
    }
}
