package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Regions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * May two different trips of a loop touch the same element, one of them writing? Answers no only when, on some axis, the indices
 * of the two accesses provably differ for every pair of different trips. Of clamped indices nothing is known, as what is out of range is another element.
 */
public final class Dependence {
    private static final int MOST_QUERIES = 400;
    /** Arrays of four axes have rows of rows of rows. */
    private static final int ROWS_OF_ROWS = 2;
    /** Facts that all queries together may read: in blocks of thousands of accesses each has thousands, where those of ordinary loops have some tens. */
    private static final int MOST_FACTS = 100_000;
    /** Ids of the second trip's values are those of the first plus this. */
    private final int shift;
    private final Set<Integer> inside;
    private final int trip;
    private final IntFacts known;
    private final IntValues values;
    /** Whether fewer than 2^32 trips are possible. */
    private final boolean few;
    private int queries;
    private int read;

    /** Between the trips of a loop. {@code inside}: all variables and symbols that differ from trip to trip, that of the trip's number among them. */
    public Dependence(Eqn loop, Set<Integer> inside, IntValues values) {
        this.known = values.facts;
        this.values = values;
        this.inside = inside;
        this.trip = Regions.trip(loop).id();
        this.few = Regions.trip(loop).dtype() == DType.I32;
        this.shift = values.shapes.end();
    }

    /** True when the accesses to one array never meet across trips. */
    public boolean independent(List<ElementAccess> accesses) {
        if (accesses.stream().anyMatch(ElementAccess::isClamped)) {
            return accesses.stream().noneMatch(ElementAccess::writes);
        }
        if (ownRow(accesses)) {
            return true;
        }
        var places = new LinkedHashMap<Place, ElementAccess>();
        var written = new LinkedHashMap<Place, ElementAccess>();
        for (ElementAccess a : accesses) {
            places.putIfAbsent(new Place(a), a);
            if (a.writes()) {
                written.putIfAbsent(new Place(a), a);
            }
        }
        for (ElementAccess w : written.values()) {
            for (ElementAccess a : places.values()) {
                if (!apart(w, a)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Accesses at the same place, of which the same is known. */
    private record Place(List<Poly> index, IntFacts.Entry facts) {
        Place(ElementAccess a) {
            this(a.index(), a.facts());
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Place p && p.facts == facts && p.index.equals(index);
        }

        @Override
        public int hashCode() {
            return 31 * index.hashCode() + System.identityHashCode(facts);
        }
    }

    /** Whether on some axis each trip has a place of its own for all accesses: the thousands to a row of a tape need not be compared in pairs. */
    private boolean ownRow(List<ElementAccess> accesses) {
        int axes = accesses.isEmpty() ? 0 : Integer.MAX_VALUE;
        for (ElementAccess a : accesses) {
            axes = Math.min(axes, a.index().size());
        }
        for (int k = 0; k < axes; k++) {
            Poly first = accesses.get(0).index().get(k);
            if (sameStride(first, first) && equalOn(k, first, accesses)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equalOn(int axis, Poly first, List<ElementAccess> accesses) {
        for (ElementAccess a : accesses) {
            if (!a.index().get(axis).equals(first)) {
                return false;
            }
        }
        return true;
    }

    /** The number of the one trip that stands between the others and independence; null when there is no such trip. */
    public Poly meeting(List<ElementAccess> accesses) {
        return new MeetingTrip(this).ofAll(accesses);
    }

    /** In which single trip an access meets another one whose place is the same in all trips. */
    public MeetingTrip meetings() {
        return new MeetingTrip(this);
    }

    /** True when no element that {@code x} touches in a trip is touched by {@code y} in a later one. */
    public boolean never(ElementAccess x, ElementAccess y) {
        if (x.isClamped() || y.isClamped()) {
            return false;
        }
        int axes = Math.min(x.index().size(), y.index().size());
        if (apart(x, y)) {
            return true;
        }
        IntFacts facts = both(x, y);
        for (int k = 0; k < axes; k++) {
            try {
                Poly p = x.index().get(k);
                Poly q = inOtherTrip(y.index().get(k));
                if (ordered(p.minus(q), trip + shift, trip, facts) || axes == 1 && inRows(p, q, facts, (r, s) -> ordered(r.minus(s), trip + shift, trip, facts))) {
                    return true;
                }
            } catch (ArithmeticException tooLarge) {
                // Nothing is proven on this axis.
            }
        }
        return false;
    }

    /** Whether two accesses never meet in different trips. */
    public boolean apart(ElementAccess w, ElementAccess a) {
        int axes = Math.min(w.index().size(), a.index().size());
        for (int k = 0; k < axes; k++) {
            if (sameStride(w.index().get(k), a.index().get(k)) || sameWrapped(w, a, k)) {
                return true;
            }
        }
        if (spent()) {
            return false;
        }
        IntFacts facts = both(w, a);
        for (int k = 0; k < axes; k++) {
            if (differ(w.index().get(k), a.index().get(k), facts)) {
                return true;
            }
        }
        boolean apart = axes == 1 ? differByRows(w.index().get(0), a.index().get(0), facts) || differInRows(w, a, facts) : differTogether(w, a, axes, facts);
        return apart || new Parities(values, this::first, this::other, this::differs, facts).differ(w.index(), a.index());
    }

    /** Whether there is a way to see a flat array in rows so that the places are apart where the rows are equal, or the rows where the places are; both may be seen so again, {@code (i * n + j) * n + k}. */
    private boolean inRows(Poly x, Poly y, IntFacts facts, BiPredicate<Poly, Poly> apart) {
        return inRows(x, y, facts, apart, ROWS_OF_ROWS);
    }

    private boolean inRows(Poly x, Poly y, IntFacts facts, BiPredicate<Poly, Poly> apart, int deeper) {
        for (Rows r : Rows.of(x, y, this::differs, facts)) {
            if (r.row().isConst() && r.otherRow().isConst()) {
                continue;
            }
            BiPredicate<Poly, Poly> either = (p, q) -> apart.test(p, q) || deeper > 0 && inRows(p, q, facts, apart, deeper - 1);
            if (assuming(r.row().minus(r.otherRow()), facts, () -> either.test(r.place(), r.otherPlace()))
                || assuming(r.place().minus(r.otherPlace()), facts, () -> either.test(r.row(), r.otherRow()))) {
                return true;
            }
        }
        return false;
    }

    private boolean differInRows(ElementAccess w, ElementAccess a, IntFacts facts) {
        try {
            return inRows(w.index().get(0), inOtherTrip(a.index().get(0)), facts, (x, y) -> differ(x, y, facts, 1));
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    private static boolean assuming(Poly zero, IntFacts facts, BooleanSupplier then) {
        int mark = facts.mark();
        try {
            facts.add(zero, 0);
            facts.add(zero.negate(), 0);
            return then.getAsBoolean();
        } finally {
            facts.reset(mark);
        }
    }

    /** c * i + r and c * k + s, where neither i nor k changes from trip to trip: they differ if they do for equal i and k, for smaller i, and for larger i. */
    private boolean differByRows(Poly x, Poly y, IntFacts facts) {
        for (int i : x.variables()) {
            Poly c = inside.contains(i) ? Poly.ZERO : x.linear(i);
            for (int k : c == null || c.equals(Poly.ZERO) ? new int[0] : y.variables()) {
                if (k != i && !inside.contains(k) && c.equals(y.linear(k))) {
                    Poly later = Poly.var(i).minus(Poly.var(k));
                    return differ(x.with(i, Poly.var(k)), y, facts) && differIf(later.plus(-1), x, y, facts) && differIf(later.negate().plus(-1), x, y, facts);
                }
            }
        }
        return false;
    }

    private boolean differIf(Poly given, Poly x, Poly y, IntFacts facts) {
        int mark = facts.mark();
        facts.add(given, 0);
        boolean apart = differ(x, y, facts);
        facts.reset(mark);
        return apart;
    }

    /** If all axes but one were equal, that one would differ. */
    private boolean differTogether(ElementAccess w, ElementAccess a, int axes, IntFacts facts) {
        for (int k = 0; k < axes; k++) {
            int mark = facts.mark();
            try {
                for (int j = 0; j < axes; j++) {
                    if (j != k) {
                        Poly d = w.index().get(j).minus(a.index().get(j).rename(this::other));
                        facts.add(d, 0);
                        facts.add(d.negate(), 0);
                    }
                }
                if (differ(w.index().get(k), a.index().get(k), facts) || differInOrder(w.index().get(k), a.index().get(k), facts)) {
                    return true;
                }
            } catch (ArithmeticException tooLarge) {
                // Nothing is proven this way.
            } finally {
                facts.reset(mark);
            }
        }
        return false;
    }

    /** Whether what is known leaves one order of the two trips only, in which x and y differ: a symmetric matrix has c[j][k] and c[k][j] from the trip of the smaller one. */
    private boolean differInOrder(Poly x, Poly y, IntFacts facts) {
        Poly before = Poly.var(trip).minus(Poly.var(trip + shift));
        Poly d = x.minus(y.rename(this::other));
        boolean notLater = facts.prove(before);
        boolean notEarlier = facts.prove(before.negate());
        return notLater && notEarlier || notLater && ordered(d, trip, trip + shift, facts) || notEarlier && ordered(d, trip + shift, trip, facts);
    }

    int other(int id) {
        return inside.contains(id) ? id + shift : id;
    }

    private int first(int id) {
        return id >= shift && inside.contains(id - shift) ? id - shift : id;
    }

    /**
     * Whether two accesses never meet, the first in one trip and the second in the other, given what is known at each place and polynomials that are not
     * negative: those of the other trip are said by {@link #inOtherTrip}. The two trips may be the same one unless {@code given} says otherwise.
     */
    public boolean never(ElementAccess one, ElementAccess other, List<Poly> given) {
        if (one.isClamped() || other.isClamped() || spent()) {
            return false;
        }
        IntFacts facts = both(one, other);
        try {
            given.forEach(p -> facts.add(p, 0));
            for (int k = 0; k < Math.min(one.index().size(), other.index().size()); k++) {
                Poly p = one.index().get(k);
                Poly q = inOtherTrip(other.index().get(k));
                if (facts.proveNotZero(p.minus(q)) || one.index().size() == 1 && inRows(p, q, facts, (r, s) -> facts.proveNotZero(r.minus(s)))) {
                    return true;
                }
            }
            return contradicts(one, other, given, facts);
        } catch (ArithmeticException tooLarge) {
            return false; // nothing is proven this way
        }
    }

    /** Whether something that is given would be negative if two accesses were to one element. */
    private boolean contradicts(ElementAccess one, ElementAccess other, List<Poly> given, IntFacts facts) {
        for (int k = 0; k < Math.min(one.index().size(), other.index().size()); k++) {
            Poly d = one.index().get(k).minus(inOtherTrip(other.index().get(k)));
            facts.add(d, 0);
            facts.add(d.negate(), 0);
        }
        return given.stream().anyMatch(g -> facts.prove(g.negate().plus(-1)));
    }

    /** A polynomial over what differs from trip to trip, as it is in the other trip. */
    public Poly inOtherTrip(Poly p) {
        return p.rename(this::other);
    }

    /** The symbol of the trip's number. */
    int trip() {
        return trip;
    }

    /** Whether a symbol differs from trip to trip. */
    boolean isInside(int id) {
        return inside.contains(id);
    }

    /** False when so much was asked that nothing more is answered. */
    boolean mayAsk() {
        return !spent();
    }

    /** The id of a symbol that stands for nothing of the function or of either trip. */
    public int freeSymbol() {
        return 2 * shift;
    }

    /** c * i + r on both sides with the same constant c and the same r, which no trip changes. */
    private boolean sameStride(Poly x, Poly y) {
        try {
            Poly c = x.linear(trip);
            if (c == null || !c.isConst() || c.constant() == 0 || !x.equals(y)) {
                return false;
            }
            return !x.minus(Poly.var(trip).times(c)).mentions(inside::contains);
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** The same for what may have wrapped around: fewer than 2^32 trips that are an odd number apart stay so. */
    private boolean sameWrapped(ElementAccess w, ElementAccess a, int axis) {
        Atom i = axis < w.eqn().indices().size() ? w.eqn().indices().get(axis) : null;
        Atom j = axis < a.eqn().indices().size() ? a.eqn().indices().get(axis) : null;
        boolean asWritten = few && i != null && j != null && i.dtype() == DType.I32 && j.dtype() == DType.I32 && values.exact(i).equals(w.index().get(axis)) && values.exact(j).equals(a.index().get(axis));
        Poly x = asWritten && !values.isExact(i) ? values.ring(i) : null;
        Poly c = x == null ? null : x.linear(trip);
        return c != null && c.isConst() && c.constant() % 2 != 0 && sameStride(x, values.ring(j));
    }

    /** Whether one more query is too many. */
    private boolean spent() {
        return ++queries > MOST_QUERIES || read > MOST_FACTS;
    }

    /** What is known where the one trip accesses {@code w} and the other one {@code a}, whose numbers are renamed. What holds of numbers that no trip changes where one of them accesses holds in both. */
    IntFacts both(ElementAccess w, ElementAccess a) {
        var facts = new IntFacts();
        known.alwaysTo(facts, this::other);
        facts.addAll(w.facts(), id -> id);
        var own = new ArrayList<IntFacts.Entry>();
        for (IntFacts.Entry e = a.facts(); e != null; e = e.older()) {
            own.add(e);
        }
        read += own.size();
        Set<IntFacts.Entry> alike = Collections.newSetFromMap(new IdentityHashMap<>());
        for (IntFacts.Entry e = w.facts(); e != null; e = e.older()) {
            alike.add(e);
        }
        for (int k = own.size() - 1; k >= 0; k--) {
            IntFacts.Entry e = own.get(k);
            if (e.nonNegative() == null) {
                if (inside.contains(e.var())) {
                    facts.split(e.var() + shift, e.either().rename(this::other), e.or().rename(this::other));
                }
            } else if (!alike.contains(e) || e.nonNegative().mentions(inside::contains)) {
                facts.add(e.nonNegative().rename(this::other), e.conditions());
            }
        }
        return facts;
    }

    /** True when x in the one trip and y in the other cannot be equal; y is given in the one trip's variables. */
    private boolean differ(Poly x, Poly y, IntFacts facts) {
        try {
            return differ(x, y.rename(this::other), facts, 2);
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    private boolean differ(Poly x, Poly y, IntFacts facts, int depth) {
        Poly d = x.minus(y);
        if (facts.proveNotZero(d)) {
            return true;
        }
        if (sameStride(x, y, trip, facts) != null) {
            return true;
        }
        // elements of rows are equal only when their places in these are
        for (Rows r : depth > 0 ? Rows.of(x, y, this::differs, facts) : List.<Rows>of()) {
            if (differ(r.place(), r.otherPlace(), facts, depth - 1)) {
                return true;
            }
        }
        return ordered(d, trip, trip + shift, facts) && ordered(d, trip + shift, trip, facts);
    }

    /** Whether a variable of either trip is one that differs from trip to trip. */
    private boolean differs(int v) {
        return inside.contains(v) || v >= shift && inside.contains(v - shift);
    }

    /** The factor of a variable in x and of its counterpart in y, when both are the same and belong to no trip. */
    private Poly stride(Poly x, Poly y, int v) {
        Poly cx = x.linear(v);
        Poly cy = y.linear(v + shift);
        return cx != null && cx.equals(cy) && !cx.equals(Poly.ZERO) && !cx.mentions(this::differs)
            ? cx : null;
    }

    /** The common stride of a variable when what is left of x and y stays within one stride; null otherwise. */
    private Poly sameStride(Poly x, Poly y, int v, IntFacts facts) {
        Poly c = stride(x, y, v);
        if (c == null) {
            return null;
        }
        Poly rest = x.minus(Poly.var(v).times(c)).minus(y.minus(Poly.var(v + shift).times(c)));
        return Rows.withinOne(c, rest, facts) ? c : null;
    }

    /**
     * d != 0 given that the one trip comes after the other. It is also written with the later one as the earlier one and something more, and with the earlier one
     * as zero or one and something more: products with these are seen to be at least their other factor then.
     */
    private boolean ordered(Poly d, int later, int earlier, IntFacts facts) {
        int mark = facts.mark();
        Poly more = Poly.var(freeSymbol() + 1);
        facts.add(Poly.var(later).minus(Poly.var(earlier)).plus(-1), 0);
        facts.add(more, 0);
        boolean apart = facts.proveNotZero(d) || facts.proveNotZero(d.with(later, Poly.var(earlier).plus(more).plus(1)));
        if (!apart && facts.proveNotZero(d.with(earlier, Poly.ZERO))) {
            facts.add(Poly.var(later).minus(more).plus(-2), 0);
            apart = facts.proveNotZero(d.with(earlier, more.plus(1)));
        }
        facts.reset(mark);
        return apart;
    }
}
