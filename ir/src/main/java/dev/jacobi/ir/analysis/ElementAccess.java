package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.List;

/** One read or write of array elements: which version of an array, at which indices, and what is known there. */
public record ElementAccess(Eqn eqn, Var array, List<Poly> index, IntFacts.Entry facts) {
    /** No other number between these ends is equal to an array's index modulo 2^32. */
    private static final Range LIKE_INDEX = new Range(Integer.MIN_VALUE - 1L, (1L << 32) - 1);

    /**
     * Which rows a program uses at all of an array of arrays, elements, lengths and comparisons alike.
     *
     * @param numbers a function of the program's inputs to i32 numbers of rows
     * @param between whether rows between the least and the greatest of these may be used, too
     * @param listed the input, an array of ints with one axis, whose elements are numbers of rows that may be used, too; -1 for none
     */
    public record RowNumbers(Func numbers, boolean between, int listed) {
    }

    /** What an equation reads or writes where the walk is; null when it is no access. */
    public static ElementAccess of(Eqn e, IntValues values) {
        return e.prim() != Prim.INDEX && e.prim() != Prim.UPDATE && e.prim() != Prim.ACC_ADD ? null
            : new ElementAccess(e, (Var) e.in().get(0), e.indices().stream().map(a -> index(e, a, values)).toList(), values.facts.snapshot());
    }

    /** An index as it is whenever the access is made: {@code i + 2} would be negative if it had wrapped around, and no promised index is. */
    private static Poly index(Eqn e, Atom a, IntValues values) {
        boolean promised = e.params() instanceof Params.Access p && p.mode() == Params.Mode.PROMISED && a.dtype() == DType.I32;
        Poly ring = values.ring(a);
        Poly exact = values.exact(a);
        return promised && !ring.equals(exact) && (values.facts.range(ring).within(LIKE_INDEX) || fits(ring, LIKE_INDEX, values.facts)) ? ring : exact;
    }

    /** The same access with other facts, by which indices may be known that could have wrapped around as far as was known before. */
    public ElementAccess with(IntFacts.Entry more, IntValues values) {
        var known = new IntFacts();
        values.facts.alwaysTo(known, v -> v);
        known.addAll(more, v -> v);
        List<Poly> exact = eqn.indices().stream().map(a -> fits(values.ring(a), Range.of(a.dtype()), known) ? values.ring(a) : values.exact(a)).toList();
        return new ElementAccess(eqn, array, exact, more);
    }

    /** Whether a polynomial is at least 0 by what is known where the access is. */
    public boolean proves(Poly p, IntValues values) {
        var known = new IntFacts();
        values.facts.alwaysTo(known, v -> v);
        known.addAll(facts, v -> v);
        return known.prove(p);
    }

    private static boolean fits(Poly p, Range type, IntFacts known) {
        try {
            return !type.equals(Range.ALL) && known.prove(p.plus(-type.lo())) && known.prove(Poly.of(type.hi()).minus(p));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** Whether an equation reads or writes, as the primitive says, one element that is known to be there. */
    public static boolean isOne(Eqn e, Prim access) {
        return e.prim() == access && e.params().equals(Params.Access.PROMISED) && e.indices().size() == e.in().get(0).type().rank();
    }

    /** Whether the element is another one than the indices say where these are out of range. */
    boolean isClamped() {
        return eqn.params() instanceof Params.Access a && a.mode() == Params.Mode.CLAMP;
    }

    /** Whether the element is written. */
    public boolean writes() {
        return eqn.prim() != Prim.INDEX;
    }
}
