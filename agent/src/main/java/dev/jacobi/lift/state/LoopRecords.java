package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was found in loops: the tests that end them, in which of them arrays were made, and where rows of arrays of arrays were stored. */
public final class LoopRecords {
    private final Deque<String> loops;
    private final Map<Integer, Set<String>> madeIn = new HashMap<>();
    private final Map<Integer, Env> states = new HashMap<>();
    private final Map<Integer, List<Atom>> madeWith = new HashMap<>();
    private final Map<String, Eqn> tests = new HashMap<>();
    private final Map<Atom, Atom> starts = new HashMap<>();
    private final Map<String, Set<Atom>> stores = new HashMap<>();
    private final Map<String, Set<String>> storesIn = new HashMap<>();

    /** {@code loops} are those around the code being lifted, outermost first. */
    public LoopRecords(Deque<String> loops) {
        this.loops = loops;
    }

    /** A new array with the lengths given was put to a location; {@code state} is then remembered for {@link #stateAt}. */
    public void made(int loc, Env state, List<Atom> lengths) {
        madeIn.put(loc, new HashSet<>(loops));
        states.put(loc, state);
        madeWith.put(loc, lengths);
    }

    public List<Atom> lengthsAt(int loc) {
        return madeWith.get(loc);
    }

    public Env stateAt(int loc) {
        return states.get(loc);
    }

    /** The test that ends a loop. */
    public void bounded(String loop, Eqn test) {
        tests.put(loop, test);
    }

    /** The test that ends a loop lifted before, or null. */
    public Eqn testOf(String loop) {
        return tests.get(loop);
    }

    /** What a loop carries has these values before it. */
    public void begins(List<? extends Atom> carried, List<? extends Atom> with) {
        for (int k = 0; k < carried.size(); k++) {
            starts.put(carried.get(k), with.get(k));
        }
    }

    /** With what value of something that it carries a loop lifted before begins; null where that is nothing of the kind. */
    public Atom startOf(Atom carried) {
        return starts.get(carried);
    }

    /** A row was stored at an index; the key names the array and one of the loops {@code around} the store. */
    public void stored(String key, Atom index, List<String> around) {
        stores.computeIfAbsent(key, k -> new HashSet<>()).add(index);
        storesIn.computeIfAbsent(key, k -> new HashSet<>()).addAll(around);
    }

    /** The loops around the stores of rows in a loop. */
    public Set<String> aroundStores(String key) {
        return storesIn.getOrDefault(key, Set.of());
    }

    public boolean isStoredAt(String key, Atom index) {
        return stores.getOrDefault(key, Set.of()).contains(index);
    }

    /** The loops entered since the array at a location was made. */
    public List<String> loopsSince(int loc) {
        Set<String> before = madeIn.getOrDefault(loc, Set.of());
        return loops.stream().filter(l -> !before.contains(l)).toList();
    }
}
