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
import dev.jacobi.ir.analysis.FoldIdentity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/** Lowering of reductions over axes, positions of extremes, and running folds. */
final class LowerReductions {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Nest nest;

    LowerReductions(Builder b, ComputedArrays elements) {
        this.b = b;
        nest = new Nest(b, elements);
    }

    List<? extends Atom> lower(Eqn e, List<Atom> in) {
        Atom a = in.get(0);
        Type t = e.result().type();
        Prim p = e.prim();
        if (p == Prim.ARGMIN || p == Prim.ARGMAX) {
            return List.of(position(t, a, ((Params.Axis) e.params()).axis(), p == Prim.ARGMIN ? Prim.LT : Prim.GT));
        }
        if (p == Prim.CUM_ADD || p == Prim.CUM_MUL || p == Prim.CUM_MIN || p == Prim.CUM_MAX) {
            return List.of(running(a, (Params.Axis) e.params(), operator(p)));
        }
        return List.of(reduce(t, a, ((Params.Axes) e.params()).axes(), operator(p)));
    }

    private static Prim operator(Prim p) {
        return Prim.valueOf(p.name().substring(p.name().indexOf('_') + 1));
    }

    private Atom reduce(Type t, Atom a, List<Integer> axes, Prim op) {
        List<Atom> own = nest.extents(a);
        var kept = new ArrayList<Integer>();
        for (int k = 0; k < own.size(); k++) {
            if (!axes.contains(k)) {
                kept.add(k);
            }
        }
        List<Integer> folded = axes.stream().sorted().toList();
        Lit start = FoldIdentity.ofNothing(op, t.dtype());
        return nest.tabulate(t.dtype(), t.dims(), kept.stream().map(own::get).toList(), i -> {
            var at = new ArrayList<Atom>(Collections.nCopies(own.size(), null));
            for (int k = 0; k < kept.size(); k++) {
                at.set(kept.get(k), i.get(k));
            }
            return fold(a, own, folded, at, op, start);
        });
    }

    private Atom fold(Atom a, List<Atom> own, List<Integer> axes, List<Atom> at, Prim op, Atom start) {
        if (axes.isEmpty()) {
            return b.emit(op, start, nest.at(a, List.copyOf(at)));
        }
        Var i = b.fresh(Type.I64);
        at.set(axes.get(0), i);
        if (axes.size() > 1) {
            Var now = b.fresh(start.type());
            b.open();
            Atom next = fold(a, own, axes.subList(1, axes.size()), at, op, now);
            Region r = b.close(List.of(i, now), List.of(next));
            return b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, r), List.of(own.get(axes.get(0)), start)).get(0);
        }
        b.open();
        Atom term = nest.at(a, List.copyOf(at));
        Region r = b.close(List.of(i), List.of(term));
        return b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, List.of(op), r), List.of(own.get(axes.get(0)), start)).get(0);
    }

    private Atom position(Type t, Atom a, int axis, Prim better) {
        List<Atom> own = nest.extents(a);
        var outer = new ArrayList<>(own);
        outer.remove(axis);
        boolean real = a.dtype().isFloat();
        return nest.tabulate(t.dtype(), t.dims(), outer, i -> {
            Atom first = element(a, i, axis, Lit.i64(0), Params.Access.CLAMP);
            return b.loop(own.get(axis), List.of(Lit.i32(0), first), p -> {
                Atom x = element(a, i, axis, p.get(0), IN);
                Atom replaces = b.emit(better, x, p.get(2));
                if (real) {
                    replaces = b.emit(Prim.OR, replaces, b.emit(Prim.NE, x, x));
                    replaces = b.emit(Prim.AND, replaces, b.emit(Prim.EQ, p.get(2), p.get(2)));
                }
                Atom at = b.convert(p.get(0), DType.I32);
                return List.of(b.emit(Prim.SELECT, replaces, at, p.get(1)), b.emit(Prim.SELECT, replaces, x, p.get(2)));
            }).get(0);
        });
    }

    private Atom element(Atom a, List<Atom> others, int axis, Atom at, Params.Access how) {
        return b.index(a, how, Nest.with(others, axis, at));
    }

    private Atom running(Atom a, Params.Axis p, Prim op) {
        List<Atom> own = nest.extents(a);
        var outer = new ArrayList<>(own);
        outer.remove(p.axis());
        Atom n = own.get(p.axis());
        Atom last = b.emit(Prim.SUB, n, Lit.i64(1));
        BiFunction<List<Atom>, Atom, Atom> line = (i, d) -> nest.loop(last, d, (k, now) -> {
            Atom next = b.emit(Prim.ADD, k, Lit.i64(1));
            Atom from = p.reverse() ? b.emit(Prim.SUB, last, k) : k;
            Atom to = p.reverse() ? b.emit(Prim.SUB, last, next) : next;
            Atom sum = b.emit(op, element(now, i, p.axis(), from, IN), element(now, i, p.axis(), to, IN));
            return b.update(now, IN, Nest.with(i, p.axis(), to), sum);
        });
        Var copy = b.emit(Prim.COPY, a);
        return outer.isEmpty() ? line.apply(List.of(), copy) : nest.over(outer, copy, line);
    }
}
