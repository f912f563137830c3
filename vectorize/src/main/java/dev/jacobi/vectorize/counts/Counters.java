package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Integers that a for counts by the same step in each trip become functions of the trip's number, which is exact in wrap-around arithmetic. {@link WhileToFor} has done so with those of a single loop; what is
 * counted in an inner loop is a counter of the outer one only when the inner one is a for. So do those that are one of two numbers in turn: {@code side = 1 - side}, {@code at ^= 1}, {@code odd = !odd}, where it is known
 * which they are first; a loop inside may begin with the one of them whose turn it is.
 */
public final class Counters implements Optimisation {
    private static final int MOST_STEPS = 8;
    /** Loops in each other, from the inner ones to the outer ones. */
    private static final int DEEPEST = 6;
    private static final long LARGEST = 1 << 30;

    private final boolean careful;

    private final UnaryOperator<Func> hoist;

    /** {@code careful}: without checks that may fail where nothing goes wrong. {@code hoist} takes out of loops what their trips have in common, as what a loop counts inside of another one is. */
    public Counters(boolean careful, UnaryOperator<Func> hoist) {
        this.careful = careful;
        this.hoist = hoist;
    }

    @Override
    public String name() {
        return "counters";
    }

    @Override
    public Func run(Func in) {
        var turns = new HashMap<Integer, Turn>();
        Func out = in;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Func now = Rewrite.ofLoops(out, (e, r) -> e.prim() == Prim.FOR && closed(e, r, turns));
            if (now == out) {
                return out;
            }
            out = hoist.apply(now);
        }
        return out;
    }

    @Override
    public Set<Property> keeps() {
        return careful ? Optimisation.super.keeps() : Set.of(Property.DIFFERENTIABLE);
    }

    /** A number after so many trips. */
    private interface Form {
        Atom at(Rewrite r, Var trips);
    }

    /** One number and, where {@code odd} is odd, another one, which is larger by {@code span}; null stands for an even number. */
    private record Turn(long base, long span, Var odd) {
    }

    /** Something that is added, or taken away; a counter has several of them when loops inside count it, too. */
    private record Step(Atom by, boolean down) {
    }

    private boolean closed(Eqn e, Rewrite r, Map<Integer, Turn> turns) {
        RegionView view = RegionView.of(e);
        Set<Integer> inside = Regions.defined(view.body());
        var forms = new LinkedHashMap<RegionView.Slot, Form>();
        var rows = new IdentityHashMap<Eqn, RowStarts>();
        for (RegionView.Slot s : view.slots()) {
            Form form = s.param().type().isScalar() ? form(view, s, inside, turns) : null;
            RowStarts row = form == null && !careful && s.param().type().isScalar() ? RowStarts.of(view, s) : null;
            if (form != null) {
                forms.put(s, form);
            } else if (row != null && !rows.containsKey(row.choice())) {
                forms.put(s, (rewrite, trips) -> row.at(rewrite.b, trips));
                rows.put(row.choice(), row);
            }
        }
        if (forms.isEmpty()) {
            return false;
        }
        Builder b = r.b;
        var body = new ArrayList<Eqn>();
        var values = new HashMap<Integer, Atom>();
        Var count = b.emit(Prim.MAX, view.head(), Lit.zero(view.head().dtype()));
        forms.forEach((s, form) -> {
            b.open();
            Atom now = form.at(r, view.trip());
            body.addAll(b.close());
            values.put(s.param().id(), now);
            r.replace(s.result(), form.at(r, count));
        });
        for (Eqn x : view.body().body()) {
            Eqn now = Rewrite.substitute(x, values);
            if (rows.containsKey(x)) {
                List<Atom> ends = Rewrite.substitute(List.of(rows.get(x).end(), rows.get(x).place()), values);
                body.addAll(within(b, ends.get(0), ends.get(1)));
            }
            body.add(now);
        }
        List<RegionView.Slot> slots = view.slots().stream().filter(s -> !forms.containsKey(s))
            .map(s -> RegionView.Slot.of(s.role(), s.init(), s.param(), Rewrite.substitute(List.of(s.yield()), values).get(0), s.result())).toList();
        r.append(RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), slots, body));
        return true;
    }

    /** Checks that a place is not behind the end of its row. */
    private static List<Eqn> within(Builder b, Atom end, Atom place) {
        b.open();
        b.checkEarly(b.emit(Prim.GE, end, place), Params.Code.MEMORY, TripCount.WHERE);
        b.checkEarly(b.emit(Prim.GE, b.folded(Prim.SUB, end, place), Lit.zero(place.dtype())), Params.Code.MEMORY, TripCount.WHERE);
        return b.close();
    }

    private static Form form(RegionView view, RegionView.Slot s, Set<Integer> inside, Map<Integer, Turn> turns) {
        DType t = s.param().dtype();
        if (t == DType.I32 || t == DType.I64) {
            List<Step> steps = step(view, s, inside);
            if (steps != null) {
                return (r, trips) -> at(r, s.init(), trips, whole(r, steps, t));
            }
        }
        Turn turn = t == DType.I32 || t == DType.I64 || t == DType.BOOL ? turn(s, Regions.definition(view.body().body(), s.yield()), turns) : null;
        return turn == null ? null : (r, trips) -> taken(r, turn, trips, t, turns);
    }

    /** The two numbers that a carry is in turn; null where it is not known which, or it is something else. */
    private static Turn turn(RegionView.Slot s, Eqn next, Map<Integer, Turn> turns) {
        Turn first = s.init() instanceof Lit l ? new Turn(l.asLong(), 0, null) : s.init() instanceof Var v ? turns.get(v.id()) : null;
        if (first == null || next == null || !next.in().contains(s.param())) {
            return null;
        }
        LongUnaryOperator other = other(s.param(), next);
        if (other == null) {
            return null;
        }
        Turn turn = new Turn(first.base, other.applyAsLong(first.base) - first.base, first.odd);
        boolean fits = Math.abs(first.base) < LARGEST && Math.abs(turn.span) < LARGEST && (turn.span != 0 || s.param().dtype() != DType.BOOL);
        return !fits ? null : turn.odd == null || turn.span == first.span && other.applyAsLong(first.base + first.span) == first.base ? turn : null;
    }

    /** The one of two numbers that comes after the other; null where an equation says something else. */
    private static LongUnaryOperator other(Var carry, Eqn next) {
        Atom a = next.in().get(0);
        Atom b = next.in().get(next.in().size() - 1);
        if (next.prim() == Prim.SUB && a instanceof Lit of && b.equals(carry)) {
            return x -> of.asLong() - x;
        } else if (next.prim() == Prim.XOR && (b instanceof Lit || a instanceof Lit)) {
            long bits = (b instanceof Lit l ? l : (Lit) a).asLong();
            return x -> x ^ bits;
        } else if (next.prim() == Prim.NEG) {
            return x -> -x;
        }
        return next.prim() == Prim.NOT && carry.dtype() == DType.BOOL ? x -> 1 - x : null;
    }

    /** The number whose turn it is after so many trips. */
    private static Atom taken(Rewrite r, Turn turn, Var trips, DType t, Map<Integer, Turn> turns) {
        Builder b = r.b;
        DType wide = trips.dtype();
        Atom all = turn.odd == null ? trips : b.emit(Prim.ADD, trips, turn.odd.dtype() == wide ? turn.odd : b.emit(Prim.CONVERT, new Params.To(wide), turn.odd));
        Var odd = b.emit(Prim.AND, all, Lit.of(wide, 1));
        Var value;
        if (t == DType.BOOL) {
            value = b.emit(turn.base == 0 ? Prim.NE : Prim.EQ, odd, Lit.zero(wide));
        } else {
            Atom one = t == wide ? odd : b.emit(Prim.CONVERT, new Params.To(t), odd);
            value = b.emit(Prim.ADD, b.folded(Prim.MUL, one, Lit.of(t, turn.span)), Lit.of(t, turn.base));
        }
        turns.put(value.id(), new Turn(turn.base, turn.span, odd));
        return value;
    }

    /** What a trip adds to the counter; null when that is not the same in each trip. */
    private static List<Step> step(RegionView view, RegionView.Slot s, Set<Integer> inside) {
        var steps = new ArrayList<Step>();
        for (Atom sum = s.yield(); !sum.equals(s.param());) {
            Eqn x = Regions.definition(view.body().body(), sum);
            if (x == null || x.prim() != Prim.ADD && x.prim() != Prim.SUB || steps.size() == MOST_STEPS) {
                return null;
            }
            boolean second = x.prim() == Prim.ADD && isFixed(x.in().get(0), inside);
            Atom by = x.in().get(second ? 0 : 1);
            if (!isFixed(by, inside)) {
                return null;
            }
            steps.add(new Step(by, x.prim() == Prim.SUB));
            sum = x.in().get(second ? 1 : 0);
        }
        return steps.isEmpty() ? null : steps;
    }

    private static boolean isFixed(Atom a, Set<Integer> inside) {
        return !(a instanceof Var v && inside.contains(v.id()));
    }

    private static Step whole(Rewrite r, List<Step> steps, DType t) {
        if (steps.size() == 1) {
            return steps.get(0);
        }
        Atom sum = Lit.zero(t);
        for (Step s : steps) {
            sum = r.b.folded(s.down() ? Prim.SUB : Prim.ADD, sum, r.atom(s.by()));
        }
        return new Step(sum, false);
    }

    /** The counter after so many trips. */
    private static Atom at(Rewrite r, Atom init, Var trips, Step step) {
        Builder b = r.b;
        Atom times = trips.dtype() == init.dtype() ? trips : b.emit(Prim.CONVERT, new Params.To(init.dtype()), trips);
        return b.emit(step.down() ? Prim.SUB : Prim.ADD, init, b.folded(Prim.MUL, times, r.atom(step.by())));
    }
}
