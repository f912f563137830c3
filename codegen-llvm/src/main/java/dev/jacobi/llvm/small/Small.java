package dev.jacobi.llvm.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * An array as scalars, in row-major order. An index that is no number becomes comparisons with each number that it may be.
 *
 * @param dims its extents
 * @param elements as many as the extents say
 */
record Small(DType dtype, List<Integer> dims, List<Atom> elements) {
    /** The number of elements of a type whose extents are all numbers; -1 for others, and for scalars. */
    static int count(Type t) {
        long n = t.isScalar() ? -1 : 1;
        for (Dim d : t.dims()) {
            if (!d.isConst() || d.add() < 0 || d.add() > Short.MAX_VALUE || n > Short.MAX_VALUE) {
                return -1;
            }
            n *= d.add();
        }
        return n > Short.MAX_VALUE ? -1 : (int) n;
    }

    static List<Integer> dims(Type t) {
        return t.dims().stream().map(d -> (int) d.add()).toList();
    }

    static int product(List<Integer> dims) {
        return dims.stream().reduce(1, (x, y) -> x * y);
    }

    private List<Integer> rest(int k) {
        return dims.subList(k, dims.size());
    }

    private Small row(int k) {
        int n = product(rest(1));
        return new Small(dtype, rest(1), elements.subList(k * n, (k + 1) * n));
    }

    /** What an index equation gives: the part behind these indices. Null where there is no element that it could be. */
    Small at(Builder b, List<Atom> indices, Params.Mode mode) {
        if (indices.isEmpty()) {
            return this;
        }
        if (elements.isEmpty()) {
            return null;
        }
        Atom i = indices.get(0);
        List<Atom> more = indices.subList(1, indices.size());
        int last = dims.get(0) - 1;
        if (i instanceof Lit l) {
            boolean inside = l.asLong() >= 0 && l.asLong() <= last;
            return inside || mode == Params.Mode.CLAMP ? row((int) Math.max(0, Math.min(last, l.asLong()))).at(b, more, mode) : null;
        }
        // From the last one on, which all indices behind it are taken for, to the first.
        Small out = row(last).at(b, more, mode);
        for (int k = last - 1; k >= 0 && out != null; k--) {
            Small here = row(k).at(b, more, mode);
            out = here == null ? null : here.or(b, b.emit(Prim.LE, i, Lit.of(i.dtype(), k)), out);
        }
        return out;
    }

    private Small or(Builder b, Atom mine, Small other) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < elements.size(); k++) {
            Atom x = elements.get(k);
            Atom y = other.elements.get(k);
            out.add(x.equals(y) ? x : b.emit(Prim.SELECT, mine, x, y));
        }
        return new Small(dtype, dims, out);
    }

    /** What an update equation gives; a part outside of the array is not written. */
    Small with(Builder b, List<Atom> indices, Small part) {
        var out = new ArrayList<Atom>();
        put(b, indices, part, Lit.bool(true), out);
        return new Small(dtype, dims, out);
    }

    private void put(Builder b, List<Atom> indices, Small part, Atom here, List<Atom> out) {
        if (indices.isEmpty()) {
            for (int k = 0; k < elements.size(); k++) {
                out.add(here instanceof Lit l ? (l.asBool() ? part : this).elements.get(k) : b.emit(Prim.SELECT, here, part.elements.get(k), elements.get(k)));
            }
            return;
        }
        Atom i = indices.get(0);
        for (int k = 0; k < dims.get(0); k++) {
            Atom now = i instanceof Lit l ? Lit.bool(l.asLong() == k) : b.emit(Prim.EQ, i, Lit.of(i.dtype(), k));
            row(k).put(b, indices.subList(1, indices.size()), part, and(b, here, now), out);
        }
    }

    private static Atom and(Builder b, Atom x, Atom y) {
        return x instanceof Lit l ? l.asBool() ? y : x : y instanceof Lit m ? m.asBool() ? x : y : b.emit(Prim.AND, x, y);
    }
}
