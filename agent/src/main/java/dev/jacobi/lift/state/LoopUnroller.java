package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.state.LiftAssumptions.Fact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Loops that are lifted trip by trip: those whose tests are known when they are lifted, and in which it depends on the trip which element of a
 * list, map or array of objects is meant. That is found out while the loop is lifted as one ({@link #mustBeKnown}); the attempt then ends, and the next one knows it.
 * A loop with too many trips, or too much code in them, stays as it is.
 */
public final class LoopUnroller {
    /** So many trips of a loop are lifted one by one at most. */
    public static final int MOST = 64;
    private static final int MOST_IN_ALL = 512;
    private static final int MOST_PEELED = 3;
    private static final int MOST_VALUES = 100_000;
    private final LiftAttempt attempt;
    private final EquationBuilder ir;
    private final Deque<Open> open = new ArrayDeque<>();
    /** What loops that were lifted as one have left, by the variables. */
    private final Map<Atom, Open> left = new HashMap<>();
    private final Map<Integer, Integer> madeIn = new HashMap<>();
    private String trip = "";
    private int trips;

    /** A loop that is being lifted as one; {@code test} gives whether it is gone into where it is entered, or null where that takes more than a look. */
    private record Open(String key, Supplier<Atom> test, int depth, Set<Atom> carry) {
    }

    LoopUnroller(LiftAttempt attempt, EquationBuilder ir) {
        this.attempt = attempt;
        this.ir = ir;
    }

    /** What distinguishes the names of places in this trip from those in others; empty outside of such loops. */
    String suffix() {
        return trip;
    }

    public boolean isUnrolled(String loop) {
        return attempt.assumed().has(Fact.UNROLLED, loop) && !attempt.assumed().has(Fact.ROLLED, loop);
    }

    /** Lifts a loop as one. */
    public <T> T asOne(String loop, Supplier<Atom> test, Supplier<T> lift) {
        open.push(new Open(loop, test, open.size(), new HashSet<>()));
        try {
            return lift.get();
        } finally {
            open.pop();
        }
    }

    /** The innermost loop carries these. */
    public void carries(List<JoinPhis.Leaf> leaves) {
        leaves.forEach(l -> open.element().carry.add(l.var()));
    }

    /** The innermost loop leaves these. */
    public void leaves(List<Var> results) {
        results.forEach(v -> left.put(v, open.element()));
    }

    /** Lifts one trip, counted from zero. */
    public <T> T trip(String loop, int number, int before, Supplier<T> lift) {
        trips = number == 0 && trip.isEmpty() ? 0 : trips;
        if (number >= MOST || ++trips > MOST_IN_ALL || ir.mark() - before > MOST_VALUES) {
            throw new Restart(attempt.assumed().with(Fact.ROLLED, loop));
        }
        String was = trip;
        trip = was + "~" + number;
        try {
            return lift.get();
        } finally {
            trip = was;
        }
    }

    /** A list that can grow was put to a location. */
    public void made(int loc) {
        madeIn.put(loc, open.size());
    }

    /** The number has to be known: the loop that it comes from is lifted trip by trip, if that is possible. Else this returns. */
    public void mustBeKnown(Atom index) {
        comesFrom(index, false);
    }

    /** The same where nothing can be done with a number that is not known: the program may also be made for the lengths of arrays that say how often the loop runs. */
    public void mustBeKnownAtAll(Atom index) {
        comesFrom(index, true);
        NeededLengths.askFor(ir, index);
    }

    private void comesFrom(Atom index, boolean byLengths) {
        var from = new HashSet<Atom>();
        sources(index, from);
        for (Open o : open) {
            if (o.carry.stream().anyMatch(from::contains)) {
                unroll(o, byLengths);
                return;
            }
        }
        if (byLengths) {
            from.stream().filter(left::containsKey).toList().forEach(v -> unroll(left.get(v), true));
        }
    }

    /** A shape, or a text, differs from trip to trip: where possible the loops around the code are lifted trip by trip. Else this returns. */
    public void shapeIsNotKnown() {
        open.forEach(o -> unroll(o, true));
    }

    /** Whether loops lifted as one are around the code that were entered since a list was made; where possible they are lifted trip by trip. */
    public boolean mayRepeat(int loc) {
        int depth = madeIn.getOrDefault(loc, 0);
        List<Open> since = open.stream().filter(o -> o.depth >= depth).toList();
        since.forEach(o -> unroll(o, true));
        return !since.isEmpty();
    }

    /**
     * A trip changes the type or the shape of an array that the innermost loop carries, as the first one does where it broadcasts a start of one element: one trip more stands in front of the loop in the
     * next attempt. After some this returns.
     */
    public void tripDiffers() {
        if (!open.isEmpty() && peeled(open.element().key) < MOST_PEELED) {
            String key = open.element().key;
            throw new Restart(attempt.assumed().with(Fact.PEELED, key + "~" + peeled(key)));
        }
    }

    /** How many trips of a loop stand in front of it. */
    public int peeled(String loop) {
        int n = 0;
        while (attempt.assumed().has(Fact.PEELED, loop + "~" + n)) {
            n++;
        }
        return n;
    }

    /** A variable holds another kind of list from the second trip on: where possible the innermost loop is lifted trip by trip. Else this returns. */
    public void kindsDiffer() {
        if (!open.isEmpty()) {
            unroll(open.element(), false);
        }
    }

    /** Whether a loop around the code, entered since a list was made, runs too often to be lifted trip by trip. */
    public boolean runsTooOften(int loc) {
        int depth = madeIn.getOrDefault(loc, 0);
        return open.stream().anyMatch(o -> o.depth >= depth && attempt.assumed().has(Fact.ROLLED, o.key));
    }

    private void unroll(Open o, boolean byLengths) {
        if (attempt.assumed().has(Fact.ROLLED, o.key)) {
            return;
        }
        Atom goesOn = o.test.get();
        if (goesOn instanceof Lit l && l.asBool()) {
            throw new Restart(attempt.assumed().with(Fact.UNROLLED, o.key));
        }
        if (byLengths && goesOn != null && attempt.session().programs() != null) {
            NeededLengths.askFor(ir, goesOn);
        }
    }

    private void sources(Atom index, Set<Atom> out) {
        var work = new ArrayList<>(List.of(index));
        while (!work.isEmpty()) {
            Atom a = work.remove(work.size() - 1);
            boolean isNew = a instanceof Var && out.add(a);
            Eqn made = isNew ? ir.definition(a) : null;
            work.addAll(made != null ? made.in() : isNew ? ir.read(a) : List.of());
        }
    }
}
