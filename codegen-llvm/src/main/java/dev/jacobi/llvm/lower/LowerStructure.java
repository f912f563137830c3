package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/** Lowering of what makes arrays or moves elements. */
final class LowerStructure {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Nest nest;
    private final ComputedArrays elements;

    LowerStructure(Builder b, ComputedArrays elements) {
        this.b = b;
        this.elements = elements;
        nest = new Nest(b, elements);
    }

    /** Whether an element of the result is known by its indices, for {@link #formula}. */
    static boolean isFormula(Prim p) {
        return p == Prim.FULL || p == Prim.IOTA || p == Prim.BROADCAST || p == Prim.SLICE;
    }

    /** The elements of an array that is not made. */
    ComputedArrays.Formula formula(Eqn e) {
        List<Atom> in = e.in();
        Type t = e.result().type();
        Prim p = e.prim();
        return p == Prim.FULL ? new ComputedArrays.Formula(wide(in.subList(1, in.size())), i -> in.get(0), e)
            : p == Prim.IOTA ? iota(t, in)
            : p == Prim.BROADCAST ? broadcast(t, in.get(0), (Params.Broadcast) e.params(), in.subList(1, in.size()), e)
            : slice(in, ((Params.Slice) e.params()).strides());
    }

    private Atom made(Type t, ComputedArrays.Formula f) {
        return nest.tabulate(t.dtype(), t.dims(), f.extents(), f.at());
    }

    List<? extends Atom> lower(Eqn e, List<Atom> in) {
        Prim p = e.prim();
        Type t = e.result().type();
        Atom a = in.isEmpty() ? null : in.get(0);
        return List.of(p == Prim.IOTA || p == Prim.BROADCAST || p == Prim.SLICE ? made(t, formula(e))
            : p == Prim.TRANSPOSE ? transpose(t, a, ((Params.Axes) e.params()).axes())
            : p == Prim.REV ? rev(t, a, ((Params.Axes) e.params()).axes())
            : p == Prim.UPDATE_SLICE ? updateSlice(in)
            : p == Prim.PAD ? pad(t, a, in.get(1), (Params.Pad) e.params())
            : p == Prim.CONCAT ? concat(t, in, ((Params.Axis) e.params()).axis())
            : p == Prim.GATHER ? gather(t, a, in.get(1), (Params.Access) e.params())
            : p == Prim.SCATTER ? scatter(in, (Params.Access) e.params())
            : allGather(t, a));
    }

    private List<Atom> wide(List<Atom> as) {
        return as.stream().map(x -> x instanceof Lit l ? Lit.i64(l.bits()) : (Atom) nest.wide(x)).toList();
    }

    private ComputedArrays.Formula iota(Type t, List<Atom> extents) {
        return new ComputedArrays.Formula(wide(extents), i -> b.convert(b.convert(i.get(i.size() - 1), DType.I32), t.dtype()), null);
    }

    private ComputedArrays.Formula broadcast(Type t, Atom a, Params.Broadcast p, List<Atom> extents, Eqn e) {
        List<Atom> own = nest.extents(a);
        return new ComputedArrays.Formula(wide(extents), i -> {
            var at = new ArrayList<Atom>();
            for (int k = 0; k < own.size(); k++) {
                Atom x = i.get(p.axes().get(k));
                at.add(elements.isExtent(extents.get(p.axes().get(k)), a.type().dims().get(k)) ? x : own.get(k) instanceof Lit l ? l.bits() == 1 ? Lit.i64(0) : x
                    : b.emit(Prim.SELECT, b.emit(Prim.EQ, own.get(k), Lit.i64(1)), Lit.i64(0), x));
            }
            return nest.at(a, at);
        }, a.isArray() ? null : e);
    }

    private Atom transpose(Type t, Atom a, List<Integer> perm) {
        List<Atom> own = nest.extents(a);
        return nest.tabulate(t.dtype(), t.dims(), perm.stream().map(own::get).toList(), i -> {
            var at = new ArrayList<Atom>(Collections.nCopies(perm.size(), null));
            for (int k = 0; k < perm.size(); k++) {
                at.set(perm.get(k), i.get(k));
            }
            return nest.at(a, at);
        });
    }

    private Atom rev(Type t, Atom a, List<Integer> axes) {
        List<Atom> own = nest.extents(a);
        return nest.tabulate(t.dtype(), t.dims(), own, i -> {
            var at = new ArrayList<Atom>();
            for (int k = 0; k < own.size(); k++) {
                at.add(axes.contains(k) ? b.emit(Prim.SUB, b.emit(Prim.SUB, own.get(k), Lit.i64(1)), i.get(k)) : i.get(k));
            }
            return nest.at(a, at);
        });
    }

    /** A start moved so that {@code span} elements fit behind it. */
    private Atom clamp(Atom start, Atom extent, Atom span) {
        return b.emit(Prim.MAX, b.emit(Prim.MIN, start, b.emit(Prim.SUB, extent, span)), Lit.i64(0));
    }

    private ComputedArrays.Formula slice(List<Atom> in, List<Long> strides) {
        Atom a = in.get(0);
        int rank = a.type().rank();
        List<Atom> own = nest.extents(a);
        List<Atom> starts = wide(in.subList(1, 1 + rank));
        List<Atom> sizes = wide(in.subList(1 + rank, 1 + 2 * rank));
        var from = new ArrayList<Atom>();
        for (int k = 0; k < rank; k++) {
            Atom steps = b.emit(Prim.MUL, b.emit(Prim.SUB, sizes.get(k), Lit.i64(1)), Lit.i64(strides.get(k)));
            Atom span = b.emit(Prim.MAX, b.emit(Prim.ADD, steps, Lit.i64(1)), Lit.i64(0));
            from.add(clamp(starts.get(k), own.get(k), span));
        }
        return new ComputedArrays.Formula(sizes, i -> {
            var at = new ArrayList<Atom>();
            for (int k = 0; k < rank; k++) {
                Atom step = strides.get(k) == 1 ? i.get(k) : b.emit(Prim.MUL, i.get(k), Lit.i64(strides.get(k)));
                at.add(b.emit(Prim.ADD, from.get(k), step));
            }
            return nest.at(a, at);
        }, null);
    }

    private Atom updateSlice(List<Atom> in) {
        Atom a = in.get(0);
        Atom u = in.get(1);
        int rank = a.type().rank();
        if (rank == 0) {
            return u;
        }
        List<Atom> own = nest.extents(a);
        List<Atom> sizes = nest.extents(u);
        List<Atom> starts = wide(in.subList(2, 2 + rank));
        var from = new ArrayList<Atom>();
        for (int k = 0; k < rank; k++) {
            from.add(clamp(starts.get(k), own.get(k), sizes.get(k)));
        }
        return nest.over(sizes, a, (i, d) -> {
            var at = new ArrayList<Atom>();
            for (int k = 0; k < rank; k++) {
                at.add(b.emit(Prim.ADD, from.get(k), i.get(k)));
            }
            return b.update(d, IN, at, nest.at(u, i));
        });
    }

    private Atom pad(Type t, Atom a, Atom value, Params.Pad p) {
        List<Atom> own = nest.extents(a);
        var dims = new ArrayList<Atom>();
        boolean crops = false;
        for (int k = 0; k < own.size(); k++) {
            Atom last = b.emit(Prim.MUL, b.emit(Prim.SUB, own.get(k), Lit.i64(1)), Lit.i64(p.interior().get(k) + 1));
            Atom inner = b.emit(Prim.MAX, b.emit(Prim.ADD, last, Lit.i64(1)), Lit.i64(0));
            dims.add(b.emit(Prim.MAX, b.emit(Prim.ADD, inner, Lit.i64(p.low().get(k) + p.high().get(k))), Lit.i64(0)));
            crops |= p.low().get(k) < 0 || p.high().get(k) < 0;
        }
        Params.Access how = crops ? Params.Access.CLAMP : IN;
        Atom full = b.full(value, t.dims(), dims);
        return own.isEmpty() ? a : nest.over(own, full, (i, d) -> {
            var at = new ArrayList<Atom>();
            for (int k = 0; k < own.size(); k++) {
                Atom step = b.emit(Prim.MUL, i.get(k), Lit.i64(p.interior().get(k) + 1));
                at.add(b.emit(Prim.ADD, step, Lit.i64(p.low().get(k))));
            }
            return b.update(d, how, at, nest.at(a, i));
        });
    }

    private Atom concat(Type t, List<Atom> in, int axis) {
        var dims = new ArrayList<>(nest.extents(in.get(0)));
        Atom sum = Lit.i64(0);
        for (Atom a : in) {
            sum = b.emit(Prim.ADD, sum, nest.extent(a, axis));
        }
        dims.set(axis, sum);
        Atom r = nest.zeros(t.dtype(), t.dims(), dims);
        Atom done = Lit.i64(0);
        for (Atom a : in) {
            Atom from = done;
            r = nest.over(nest.extents(a), r, (i, d) -> {
                var at = new ArrayList<>(i);
                at.set(axis, b.emit(Prim.ADD, from, i.get(axis)));
                return b.update(d, IN, at, nest.at(a, i));
            });
            done = b.emit(Prim.ADD, done, nest.extent(a, axis));
        }
        return r;
    }

    private Atom gather(Type t, Atom a, Atom idx, Params.Access p) {
        int axis = p.axis();
        int inserted = idx.type().rank();
        List<Atom> own = nest.extents(a);
        var dims = new ArrayList<>(own.subList(0, axis));
        dims.addAll(nest.extents(idx));
        dims.addAll(own.subList(axis + 1, own.size()));
        return nest.tabulate(t.dtype(), t.dims(), dims, i -> {
            var at = new ArrayList<>(i.subList(0, axis));
            at.add(nest.wide(nest.at(idx, i.subList(axis, axis + inserted))));
            at.addAll(i.subList(axis + inserted, i.size()));
            return b.index(a, new Params.Access(p.mode(), 0, null), at);
        });
    }

    /** In the order of the indices, because later ones overwrite. */
    private Atom scatter(List<Atom> in, Params.Access p) {
        Atom a = in.get(0);
        Atom idx = in.get(1);
        Atom u = in.get(2);
        int axis = p.axis();
        Atom n = nest.product(nest.extents(idx));
        Atom rows = idx.type().isScalar() ? null : nest.reshape(idx, List.of(Dim.UNKNOWN), List.of(n));
        List<Atom> own = nest.extents(a);
        var shape = new ArrayList<>(own.subList(0, axis));
        shape.add(n);
        shape.addAll(own.subList(axis + 1, own.size()));
        Atom flat = nest.reshape(u, shape.stream().map(x -> Dim.UNKNOWN).toList(), shape);
        var others = new ArrayList<>(own);
        others.remove(axis);
        return nest.loop(n, a, (k, now) -> {
            Atom to = nest.wide(rows == null ? idx : nest.at(rows, List.of(k)));
            BiFunction<List<Atom>, Atom, Atom> put = (i, d) -> {
                List<Atom> at = Nest.with(i, axis, to);
                Atom v = nest.at(flat, Nest.with(i, axis, k));
                Params.Access how = new Params.Access(p.mode(), 0, null);
                return b.update(d, how, at, p.op() == null ? v : b.emit(p.op(), b.index(d, how, at), v));
            };
            return others.isEmpty() ? put.apply(List.of(), now) : nest.over(others, now, put);
        });
    }

    private Atom allGather(Type t, Atom a) {
        if (a.type().isScalar()) {
            return b.full(a, t.dims(), List.of(Lit.i64(1)));
        }
        var dims = new ArrayList<Atom>(List.of(Lit.i64(1)));
        dims.addAll(nest.extents(a));
        Var copy = b.emit(Prim.COPY, a);
        return nest.reshape(copy, t.dims(), dims);
    }
}
