package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.lower.Nest;
import dev.jacobi.vectorize.small.SortKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * Stable merge sort with a thread per element: sorted runs of one width become runs of twice the width, as every element finds its place by a binary
 * search in the other run. The host repeats that for widths 1, 2, 4 and so on.
 */
final class ParallelSort {
    private static final Params.Access IN = Params.Access.PROMISED;
    private static final Params.Access NEAR = Params.Access.CLAMP;
    private final Builder b;
    private final Nest nest;

    ParallelSort(Builder b) {
        this.b = b;
        nest = new Nest(b);
    }

    List<Atom> sort(List<Atom> in, Params.Sort p) {
        List<Atom> own = nest.extents(in.get(0));
        Atom n = own.get(p.axis());
        if (in.size() == 1) {
            Atom a = in.get(0);
            return List.of(merged(own, p.axis(), n, b.emit(Prim.COPY, a), nest.zeros(a.dtype(), a.type().dims(), own), (x, i) -> List.of(SortKeys.of(b, x))));
        }
        Atom order = order(in.subList(0, p.keys()), p.axis(), own);
        var out = new ArrayList<Atom>();
        for (Atom a : in) {
            out.add(nest.tabulate(a.dtype(), a.type().dims(), own, i -> nest.at(a, with(i, p.axis(), nest.at(order, i)))));
        }
        return out;
    }

    /** Along the axis, the positions of elements in sorted order; the first key counts most. */
    Atom order(List<Atom> by, int axis, List<Atom> own) {
        List<Dim> dims = by.get(0).type().dims();
        Atom first = nest.tabulate(DType.I64, dims, own, i -> i.get(axis));
        return merged(own, axis, own.get(axis), first, nest.zeros(DType.I64, dims, own), (x, i) -> {
            var k = new ArrayList<Atom>();
            by.forEach(a -> k.add(SortKeys.of(b, b.index(a, NEAR, with(i, axis, x)))));
            return k;
        });
    }

    /** What an element is compared by: integers, the first counting most. {@code i}: indices of its line; that of the axis means nothing. */
    private interface Keys {
        List<Atom> of(Atom element, List<Atom> i);
    }

    private static List<Atom> with(List<Atom> i, int axis, Atom x) {
        var at = new ArrayList<>(i);
        at.set(axis, x);
        return at;
    }

    private Atom merged(List<Atom> own, int axis, Atom n, Atom from, Atom to, Keys key) {
        return b.loopWhile(List.of(Lit.i64(1), from, to), c -> b.emit(Prim.LT, c.get(0), n), c -> {
            Atom width = c.get(0);
            Atom twice = b.emit(Prim.MUL, width, Lit.i64(2));
            Atom source = c.get(1);
            Atom done = nest.over(own, c.get(2), (i, d) -> {
                Atom at = i.get(axis);
                Atom lo = b.emit(Prim.MUL, b.emit(Prim.DIV, at, twice), twice);
                Atom mid = b.emit(Prim.MIN, b.emit(Prim.ADD, lo, width), n);
                Atom hi = b.emit(Prim.MIN, b.emit(Prim.ADD, lo, twice), n);
                Atom left = b.emit(Prim.LT, at, mid);
                Atom x = nest.at(source, i);
                List<Atom> mine = key.of(x, i);
                Atom start = b.emit(Prim.SELECT, left, mid, lo);
                Atom size = b.emit(Prim.SUB, b.emit(Prim.SELECT, left, hi, mid), start);
                List<Var> found = b.loopWhile(List.of(Lit.i64(0), size), s -> b.emit(Prim.LT, s.get(0), s.get(1)), s -> {
                    Atom half = b.emit(Prim.SHR, b.emit(Prim.ADD, s.get(0), s.get(1)), Lit.i64(1));
                    List<Atom> other = key.of(b.index(source, NEAR, with(i, axis, b.emit(Prim.ADD, start, half))), i);
                    // of equal elements those of the left run come first
                    Atom before = b.emit(Prim.SELECT, left, less(other, mine), b.emit(Prim.NOT, less(mine, other)));
                    return List.of(b.emit(Prim.SELECT, before, b.emit(Prim.ADD, half, Lit.i64(1)), s.get(0)), b.emit(Prim.SELECT, before, s.get(1), half));
                });
                Atom own0 = b.emit(Prim.SUB, at, b.emit(Prim.SELECT, left, lo, mid));
                Atom place = b.emit(Prim.ADD, lo, b.emit(Prim.ADD, own0, found.get(0)));
                return b.update(d, IN, with(i, axis, place), x);
            });
            return List.of(twice, done, source);
        }).get(1);
    }

    private Atom less(List<Atom> x, List<Atom> y) {
        Atom less = null;
        for (int k = x.size() - 1; k >= 0; k--) {
            Atom here = b.emit(Prim.LT, x.get(k), y.get(k));
            less = less == null ? here : b.emit(Prim.OR, here, b.emit(Prim.AND, b.emit(Prim.EQ, x.get(k), y.get(k)), less));
        }
        return less;
    }
}
