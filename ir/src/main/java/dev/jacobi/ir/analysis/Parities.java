package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Whether integers are even or odd. What trips with {@code (i + j) % 2 == c} write and what lies beside it are of different colours, as the fields of a chessboard are, so a red-black sweep's trips go in any order. Polynomials are
 * taken modulo 2: those that are zero are linear equations over their monomials, and what they cannot all be shows by elimination. Neither remainders of negative numbers nor sums that wrap around change what is even.
 */
final class Parities {
    /** How often a variable's definition is put in its place, one inside of the other. */
    private static final int DEEPEST = 6;
    /** Flat arrays are seen with as many axes at most. */
    private static final int MOST_AXES = 3;
    /** Of so many equations at most, as each is taken from all others. */
    private static final int MOST_EQUATIONS = 64;
    private final IntValues values;
    private final IntUnaryOperator toFirst;
    private final IntUnaryOperator toOther;
    private final IntPredicate differs;
    private final IntFacts facts;
    private final List<TreeSet<Long>> system = new ArrayList<>();
    private final Set<Integer> asked = new HashSet<>();
    private boolean contradiction;

    /**
     * Of symbols of two trips.
     *
     * @param toFirst what a symbol is in the first trip, for those of the other one that have changed
     * @param toOther what a symbol of the first trip is in the other one
     * @param differs whether a symbol of either trip is another one in the other trip
     */
    Parities(IntValues values, IntUnaryOperator toFirst, IntUnaryOperator toOther, IntPredicate differs, IntFacts facts) {
        this.values = values;
        this.toFirst = toFirst;
        this.toOther = toOther;
        this.differs = differs;
        this.facts = facts;
    }

    /** Whether indices in the first trip are for an element of another colour than those in the other one, which are given as they would be in the first. In a flat array rows and places in them say what an element's colour is. */
    boolean differ(List<Poly> one, List<Poly> other) {
        try {
            var equal = new ArrayList<Poly>();
            for (int k = 0; k < Math.min(one.size(), other.size()); k++) {
                equal.add(one.get(k).minus(other.get(k).rename(toOther)));
            }
            return exclude(equal) || equal.size() == 1 && differInRows(one.get(0), other.get(0).rename(toOther), List.of());
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    private boolean differInRows(Poly x, Poly y, List<Poly> equal) {
        for (Rows r : equal.size() < MOST_AXES - 1 ? Rows.of(x, y, differs, facts) : List.<Rows>of()) {
            Poly row = r.row().minus(r.otherRow());
            Poly place = r.place().minus(r.otherPlace());
            if (exclude(with(with(equal, row), place)) || differInRows(r.row(), r.otherRow(), with(equal, place)) || differInRows(r.place(), r.otherPlace(), with(equal, row))) {
                return true;
            }
        }
        return false;
    }

    private static List<Poly> with(List<Poly> all, Poly p) {
        var out = new ArrayList<>(all);
        out.add(p);
        return out;
    }

    /** Whether not all polynomials can be zero, by what is known. */
    private boolean exclude(List<Poly> zero) {
        system.clear();
        asked.clear();
        contradiction = false;
        zero.forEach(this::equation);
        var known = new HashSet<Poly>();
        for (IntFacts.Entry e = facts.snapshot(); e != null && !contradiction && system.size() < MOST_EQUATIONS; e = e.older()) {
            if (e.nonNegative() != null && known.add(e.nonNegative()) && known.contains(e.nonNegative().negate())) {
                equation(e.nonNegative());
            }
        }
        for (var done = new HashSet<Integer>(); !contradiction && !done.equals(asked);) {
            int v = asked.stream().filter(done::add).findFirst().orElseThrow();
            Range r = facts.range(v);
            if (r.bounded() && r.lo() == r.hi()) {
                equation(Poly.var(v).plus(-r.lo()));
            }
        }
        return contradiction;
    }

    /** Adds that a polynomial is zero, and eliminates by what is known. */
    private void equation(Poly p) {
        Set<Long> odd;
        try {
            odd = odd(p);
        } catch (ArithmeticException tooLarge) {
            return; // nothing is learnt
        }
        var rest = new TreeSet<>(odd);
        for (TreeSet<Long> e : system) {
            if (rest.contains(e.last())) {
                toggle(rest, e);
            }
        }
        if (rest.isEmpty()) {
            return;
        }
        if (rest.last() == 0) {
            contradiction = true;
            return;
        }
        for (TreeSet<Long> e : system) {
            if (e.contains(rest.last())) {
                toggle(e, rest);
            }
        }
        system.add(rest);
    }

    private static void toggle(Set<Long> sum, Set<Long> term) {
        for (Long m : List.copyOf(term)) {
            if (!sum.remove(m)) {
                sum.add(m);
            }
        }
    }

    /** The monomials of a polynomial that count, with what its variables are made of in their place. */
    private Set<Long> odd(Poly p) {
        Poly now = modulo2(p);
        for (int k = 0; k < DEEPEST; k++) {
            Poly before = now;
            for (int v : before.variables()) {
                Poly made = madeOf(v);
                if (made != null) {
                    asked.add(v);
                    now = modulo2(now.with(v, made));
                }
            }
            if (now.equals(before)) {
                break;
            }
        }
        var all = new HashSet<Long>();
        for (int k = 0; k < now.size(); k++) {
            all.add(now.mono(k));
        }
        return all;
    }

    private static Poly modulo2(Poly p) {
        Poly odd = Poly.ZERO;
        for (int k = 0; k < p.size(); k++) {
            odd = (p.coef(k) & 1) == 0 ? odd : odd.plus(Poly.mono(p.mono(k), 1));
        }
        return odd;
    }

    /** A polynomial that is even where a variable is; null where none is known. */
    private Poly madeOf(int v) {
        int first = toFirst.applyAsInt(v);
        Eqn e = values.definition(first);
        if (e == null || e.out().size() != 1 || !e.result().type().isScalar() || e.result().dtype().isFloat() || e.result().dtype() == DType.BOOL) {
            return null;
        }
        Poly made = madeOf(e);
        return made == null || made.mentions(first) ? null : first == v ? made : made.rename(toOther);
    }

    private Poly madeOf(Eqn e) {
        List<Atom> in = e.in();
        if (e.prim() == Prim.REM) {
            return in.get(1) instanceof Lit l && l.asLong() != 0 && (l.asLong() & 1) == 0 ? values.ring(in.get(0)) : null;
        }
        if (e.prim() == Prim.AND) {
            return masked(in.get(0), in.get(1));
        }
        if (e.prim() == Prim.XOR) {
            return values.ring(in.get(0)).plus(values.ring(in.get(1)));
        }
        return e.prim() == Prim.ABS ? values.ring(in.get(0)) : values.isExact(e.result()) ? null : values.ring(e.result());
    }

    private Poly masked(Atom a, Atom b) {
        return b instanceof Lit l && (l.asLong() & 1) == 1 ? values.ring(a) : a instanceof Lit l && (l.asLong() & 1) == 1 ? values.ring(b) : null;
    }
}
