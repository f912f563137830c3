package dev.jacobi.ptx.lower;

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
import dev.jacobi.llvm.lower.Nest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reductions, prefixes, histograms and scatters outside of parallel loops, as the parallel forms that have kernels. */
final class ParallelFolds {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;
    private final Nest nest;
    private final boolean fast;

    ParallelFolds(Builder b, boolean fast) {
        this.b = b;
        this.nest = new Nest(b);
        this.fast = fast;
    }

    private Atom reduce(Prim op, Atom n, Lit start, Function<Atom, Atom> term) {
        return nest.fold(Prim.REDUCE, op, n, start, term).get(0);
    }

    private Atom flat(Atom a) {
        return a.type().rank() == 1 ? a : nest.reshape(a, List.of(Dim.UNKNOWN), List.of(nest.product(nest.extents(a))));
    }

    /** Of all axes: one reduction; null for others, which are a thread per element of the result. */
    List<Atom> reduction(Eqn e, Atom a) {
        if (((Params.Axes) e.params()).axes().size() < a.type().rank() || a.type().isScalar()) {
            return null;
        }
        Prim op = e.prim().operator();
        Lit start = FoldIdentity.ofNothing(op, a.dtype());
        Atom x = flat(a);
        return List.of(reduce(op, nest.extent(x, 0), start, i -> nest.at(x, List.of(i))));
    }

    /** The first place of the extreme: the extreme, then the first index that has it. */
    List<Atom> position(Eqn e, Atom a) {
        if (a.type().rank() != 1) {
            return null;
        }
        Prim op = e.prim() == Prim.ARGMIN ? Prim.MIN : Prim.MAX;
        DType t = a.dtype();
        Atom n = nest.extent(a, 0);
        Atom best = reduce(op, n, FoldIdentity.neutral(op, t), i -> nest.at(a, List.of(i)));
        Atom at = reduce(Prim.MIN, n, Lit.i64(Long.MAX_VALUE), i -> {
            Atom x = nest.at(a, List.of(i));
            Atom hit = b.emit(Prim.EQ, x, best);
            if (t.isFloat()) {
                hit = b.emit(Prim.OR, hit, b.emit(Prim.NE, x, x));
            }
            return b.emit(Prim.SELECT, hit, i, Lit.i64(Long.MAX_VALUE));
        });
        return List.of(b.convert(b.emit(Prim.SELECT, b.emit(Prim.EQ, at, Lit.i64(Long.MAX_VALUE)), Lit.i64(0), at), DType.I32));
    }

    /** Prefixes of a vector. */
    List<Atom> running(Eqn e, Atom a) {
        if (a.type().rank() != 1) {
            return null;
        }
        Prim op = e.prim().operator();
        boolean reverse = ((Params.Axis) e.params()).reverse();
        Atom n = nest.extent(a, 0);
        Atom last = b.emit(Prim.SUB, n, Lit.i64(1));
        Atom prefixes = nest.fold(Prim.SCAN, op, n, FoldIdentity.neutral(op, a.dtype()), i -> nest.at(a, List.of(reverse ? b.emit(Prim.SUB, last, i) : i))).get(1);
        return List.of(reverse ? nest.tabulate(a.dtype(), a.type().dims(), List.of(n), i -> nest.at(prefixes, List.of(b.emit(Prim.SUB, last, i.get(0))))) : prefixes);
    }

    // Histograms.

    /** True when the order of the values does not matter, or need not be kept. */
    private boolean anyOrder(Prim op, DType t) {
        return fast || !t.isFloat() || op == Prim.MIN || op == Prim.MAX;
    }

    /** A histogram of floats in the order of the trips; null when atomic operations do. */
    List<Atom> hist(Eqn e, List<Atom> in, Region body) {
        Prim op = ((Params.Fold) e.params()).ops().get(0);
        DType t = in.get(1).dtype();
        if (anyOrder(op, t)) {
            return null;
        }
        List<Var> each = b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, body), List.of(in.get(0)));
        return List.of(ordered(op, in.get(1), each.get(0), each.get(1)));
    }

    /** Joins values into bins in their order: they are sorted by bin, stably, and one thread per bin goes through its own. */
    private Atom ordered(Prim op, Atom bins, Atom places, Atom values) {
        List<Atom> own = nest.extents(places);
        Atom n = own.get(0);
        Atom order = new ParallelSort(b).order(List.of(places), 0, own);
        Atom size = nest.extent(bins, 0);
        return nest.over(own, bins, (i, d) -> {
            Atom k = i.get(0);
            Atom bin = nest.wide(nest.at(places, List.of(nest.at(order, List.of(k)))));
            Atom before = b.index(order, Params.Access.CLAMP, List.of(b.emit(Prim.SUB, k, Lit.i64(1))));
            Atom first = b.emit(Prim.OR, b.emit(Prim.EQ, k, Lit.i64(0)), b.emit(Prim.NE, nest.wide(nest.at(places, List.of(before))), bin));
            Atom inside = b.emit(Prim.AND, b.emit(Prim.GE, bin, Lit.i64(0)), b.emit(Prim.LT, bin, size));
            return b.cond(b.emit(Prim.AND, first, inside), () -> List.of(join(op, d, bin, k, n, order, places, values)), () -> List.of(d)).get(0);
        });
    }

    private Atom join(Prim op, Atom d, Atom bin, Atom k, Atom n, Atom order, Atom places, Atom values) {
        Atom sum = b.loopWhile(List.of(k, nest.at(d, List.of(bin))), c -> {
            Atom at = b.index(order, Params.Access.CLAMP, List.of(c.get(0)));
            return b.emit(Prim.AND, b.emit(Prim.LT, c.get(0), n), b.emit(Prim.EQ, nest.wide(nest.at(places, List.of(at))), bin));
        }, c -> {
            Atom v = nest.at(values, List.of(nest.at(order, List.of(c.get(0)))));
            return List.of(b.emit(Prim.ADD, c.get(0), Lit.i64(1)), b.emit(op, c.get(1), v));
        }).get(1);
        return b.update(d, IN, List.of(bin), sum);
    }

    /** A scatter: joined as a histogram of all elements, or the last write to each row found first. */
    List<Atom> scatter(Eqn e, Atom a, Atom idx, Atom u) {
        Params.Access p = (Params.Access) e.params();
        int axis = p.axis();
        List<Atom> own = nest.extents(a);
        Atom n = nest.product(nest.extents(idx));
        Atom rows = idx.type().rank() == 1 ? idx : nest.reshape(idx, List.of(Dim.UNKNOWN), List.of(n));
        var shape = new ArrayList<>(own.subList(0, axis));
        shape.add(n);
        shape.addAll(own.subList(axis + 1, own.size()));
        Atom all = nest.reshape(u, shape.stream().map(x -> Dim.UNKNOWN).toList(), shape);
        return List.of(p.op() == null ? last(a, own, axis, n, rows, all) : joined(p.op(), a, own, axis, rows, all, shape));
    }

    private Atom last(Atom a, List<Atom> own, int axis, Atom n, Atom rows, Atom all) {
        Atom none = b.full(Lit.i64(-1), List.of(Dim.UNKNOWN), List.of(own.get(axis)));
        Var k = b.fresh(Type.I64);
        b.open();
        Atom to = nest.wide(nest.at(rows, List.of(k)));
        Region r = b.close(List.of(k), List.of(to, k));
        Atom winner = b.emitAll(Prim.HIST, new Params.Fold(Dim.UNKNOWN, List.of(Prim.MAX), r), List.of(n, none)).get(0);
        return nest.over(own, a, (i, d) -> {
            Atom w = nest.at(winner, List.of(i.get(axis)));
            return b.cond(b.emit(Prim.GE, w, Lit.i64(0)), () -> {
                var from = new ArrayList<>(i);
                from.set(axis, w);
                return List.of(b.update(d, IN, i, nest.at(all, from)));
            }, () -> List.of(d)).get(0);
        });
    }

    private Atom joined(Prim op, Atom a, List<Atom> own, int axis, Atom rows, Atom all, List<Atom> shape) {
        Atom bins = nest.reshape(a, List.of(Dim.UNKNOWN), List.of(nest.product(own)));
        Atom values = nest.reshape(all, List.of(Dim.UNKNOWN), List.of(nest.product(shape)));
        Atom count = nest.product(shape);
        Var k = b.fresh(Type.I64);
        b.open();
        var at = new ArrayList<Atom>();
        Atom rest = k;
        for (int d = shape.size() - 1; d > 0; d--) {
            at.add(0, b.emit(Prim.REM, rest, shape.get(d)));
            rest = b.emit(Prim.DIV, rest, shape.get(d));
        }
        at.add(0, rest);
        Atom row = nest.wide(nest.at(rows, List.of(at.get(axis))));
        Atom inside = b.emit(Prim.AND, b.emit(Prim.GE, row, Lit.i64(0)), b.emit(Prim.LT, row, own.get(axis)));
        at.set(axis, row);
        Atom place = at.get(0);
        for (int d = 1; d < at.size(); d++) {
            place = b.emit(Prim.ADD, b.emit(Prim.MUL, place, own.get(d)), at.get(d));
        }
        place = b.emit(Prim.SELECT, inside, place, Lit.i64(-1));
        Region r = b.close(List.of(k), List.of(place, nest.at(values, List.of(k))));
        Atom done;
        if (anyOrder(op, a.dtype())) {
            done = b.emitAll(Prim.HIST, new Params.Fold(Dim.UNKNOWN, List.of(op), r), List.of(count, bins)).get(0);
        } else {
            Var places = b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, new Region(r.params(), r.body(), List.of(r.out().get(0)))), List.of(count)).get(0);
            done = ordered(op, bins, places, values);
        }
        return nest.reshape(done, a.type().dims(), own);
    }
}
