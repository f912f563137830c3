package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ArrayExtents;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.List;
import java.util.Map;

/**
 * How often an inner loop runs whose number of trips depends on that of the loop around it, {@code i below n}, and what becomes of the two when they change places.
 *
 * @param bound what does not depend on i: N or c
 * @param end the variable or extent of an array that {@code bound} is, less a constant; null for a constant
 */
record Triangle(Kind kind, Poly bound, Atom end, ArrayExtents.Extent extent) {
    /** The forms of the inner loop. */
    enum Kind {
        /** {@code j below N - i} is {@code j = k - i} with {@code k below N} and {@code i up to k}: in the loops of sources j begins at i. */
        ALONG,
        /** {@code j below N - i} is {@code i below N - j}, with {@code j below N}. */
        UPPER,
        /** {@code j below i + c} is {@code i from j - (c - 1)}, with {@code j below n + (c - 1)}. */
        LOWER
    }

    /** What is known of the loop's trips if they have this form and the numbers in it are there before the loop around it; else null. */
    static Triangle of(RegionView columns, RegionView inner, IntValues values, Map<Integer, Var> vars, Kind kind) {
        Poly trips = inner.head().dtype() == columns.head().dtype() ? values.exact(inner.head()) : null;
        int i = columns.trip().id();
        Poly c = trips == null ? null : trips.linear(i);
        if (c == null || !c.equals(Poly.of(kind == Kind.LOWER ? 1 : -1))) {
            return null;
        }
        Poly bound = trips.minus(Poly.var(i).times(c));
        int of = bound.plus(-bound.constant()).asVar();
        if (bound.isConst() || of < 0) {
            return bound.isConst() ? new Triangle(kind, bound, null, null) : null;
        }
        ArrayExtents.Extent extent = values.shapes.extent(of);
        boolean before = !values.shapes.inside(columns.eqn()).contains(of);
        Var end = extent == null ? vars.get(of) : null;
        return before && (extent != null || end != null) ? new Triangle(kind, bound, end, extent) : null;
    }

    /** An index of the inner loop's trips, by the number k of those that take their place. */
    Poly then(Poly index, int i, int inner, int k) {
        return kind == Kind.ALONG ? index.with(inner, Poly.var(k).minus(Poly.var(i))) : index;
    }

    /** Appends the number of trips of the loop that comes outside. */
    Atom outside(Builder b, Atom n) {
        Lit zero = Lit.zero(n.dtype());
        Atom most = kind == Kind.LOWER ? plus(b, n, bound.plus(-1), n.dtype()) : value(b, n.dtype());
        return b.emit(Prim.MAX, b.emit(Prim.SELECT, b.emit(Prim.GT, n, zero), most, zero), zero);
    }

    /** Appends the first of the trips i of the loop that comes inside, for trip k of the one outside. */
    Atom first(Builder b, Var k) {
        Lit zero = Lit.zero(k.dtype());
        return kind == Kind.LOWER ? b.emit(Prim.MAX, b.emit(Prim.SUB, k, plus(b, zero, bound.plus(-1), k.dtype())), zero) : zero;
    }

    /** Appends the end of these trips. */
    Atom end(Builder b, Var k, Atom n) {
        return switch (kind) {
            case ALONG -> b.emit(Prim.MIN, n, b.emit(Prim.ADD, k, Lit.of(k.dtype(), 1)));
            case UPPER -> b.emit(Prim.MIN, n, b.emit(Prim.SUB, value(b, k.dtype()), k));
            case LOWER -> n;
        };
    }

    /** The equation that says which trip of the inner loop it is. */
    Eqn inner(Var trip, Var k, Var i) {
        return kind == Kind.ALONG ? new Eqn(Prim.SUB, List.of(k, i), Params.NONE, List.of(trip))
            : new Eqn(Prim.ADD, List.of(k, Lit.zero(k.dtype())), Params.NONE, List.of(trip));
    }

    private Atom value(Builder b, DType t) {
        return plus(b, Lit.zero(t), bound, t);
    }

    private Atom plus(Builder b, Atom x, Poly p, DType t) {
        Atom base = extent == null ? end : b.dim(extent.array(), extent.axis());
        Atom sum = base == null ? x : b.folded(Prim.ADD, x, base.dtype() == t ? base : b.convert(base, t));
        return b.folded(Prim.ADD, sum, Lit.of(t, p.constant()));
    }
}
