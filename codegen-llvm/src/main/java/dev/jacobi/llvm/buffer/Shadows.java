package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which inputs are worked on in a copy: those written while something may still fail afterwards (a check, an allocation, a call), so that
 * a failing function has changed nothing (but what {@link RepeatableWrites} has); and those whose final contents may stand elsewhere (swapped buffers), so that only what has
 * changed is written back.
 */
public final class Shadows {
    private final Aliases aliases;
    private final Map<String, List<Integer>> calls;
    private final Set<Var> inputs;
    private final Set<Var> written = new HashSet<>();
    private final Set<Var> shadowed = new HashSet<>();
    private final Set<Var> charged;
    private final Func func;
    private final Failures failures;
    /** What has been written in front of the loops that the walk is in. */
    private final Map<Eqn, Set<Var>> before = new IdentityHashMap<>();
    private RepeatableWrites repeatable;

    private Shadows(Func f, Map<String, List<Integer>> calls, Set<Var> charged, Failures.Sure sure) {
        this.calls = calls;
        this.charged = charged;
        aliases = new Aliases(f, calls);
        func = f;
        inputs = Set.copyOf(f.in());
        failures = new Failures(e -> InPlace.operands(e, calls).stream().anyMatch(k -> aliases.roots(e.in().get(k)).stream().anyMatch(inputs::contains)), sure);
    }

    /**
     * {@code donated}: per output the input it overwrites, or -1; {@code sure}: new arrays whose place is certain; {@code charged}: the first results of loops of which a trip may fail, as the call has taken
     * too long.
     */
    public static Set<Var> of(Func f, Map<String, List<Integer>> calls, List<Integer> donated, Failures.Sure sure, Set<Var> charged) {
        var s = new Shadows(f, calls, charged, sure);
        s.walk(f.body());
        if (!s.shadowed.isEmpty()) {
            s.shadowed.removeAll(RepeatableWrites.inputs(f, e -> e.prim() == Prim.CHECK || e.prim() == Prim.DEBUG_CALLBACK || Failures.calls(e)));
        }
        s.exchanged(f, donated);
        return s.shadowed;
    }

    /** Those whose final contents may stand elsewhere. */
    public static Set<Var> exchanged(Func f, Map<String, List<Integer>> calls, List<Integer> donated) {
        var s = new Shadows(f, calls, Set.of(), Failures.Sure.NONE);
        s.exchanged(f, donated);
        return s.shadowed;
    }

    private void exchanged(Func f, List<Integer> donated) {
        for (int k = 0; k < donated.size(); k++) {
            Var to = donated.get(k) < 0 ? null : f.in().get(donated.get(k));
            if (to != null && to.isArray() && !aliases.roots(f.out().get(k)).equals(Set.of(to))) {
                shadowed.add(to);
            }
        }
    }

    /** What a loop is known by among those whose trips are charged, and those in front of which memory is taken: its first result, or its number of the trip where it has none (only checks are in it); null for other equations. */
    public static Var sign(Eqn e) {
        List<Region> regions = Regions.of(e);
        return regions.isEmpty() ? null : !e.out().isEmpty() ? e.out().get(0) : regions.get(0).params().isEmpty() ? null : regions.get(0).params().get(0);
    }

    private void walk(List<Eqn> body) {
        for (Eqn e : body) {
            boolean charges = !charged.isEmpty() && charged.contains(sign(e));
            boolean repeats = !charges && isRepeatable(e);
            if (failures.mayFail(e) || charges || repeats) {
                Eqn unwritten = failures.unwritten(e);
                shadowed.addAll(unwritten == null ? written : before.get(unwritten));
            }
            if (!Regions.of(e).isEmpty()) {
                before.put(e, Set.copyOf(written));
            }
            note(e);
            if (repeats) {
                Regions.of(e).forEach(r -> Regions.each(r.body(), this::note));
                continue;
            }
            if (Failures.calls(e)) {
                shadowed.addAll(written);
            }
            if (e.prim() != Prim.COND) {
                // What an iteration writes is written when a check of the next one fails.
                Regions.of(e).forEach(r -> Regions.each(r.body(), this::note));
            }
            if (charges && e.prim() == Prim.WHILE) {
                // Else all trips are paid for before the first one, or, where lanes of a loop around have some of their own, that loop has written all.
                shadowed.addAll(written);
            }
            failures.enter(e);
            if (e.prim() == Prim.COND) {
                branches(e);
            } else {
                Regions.of(e).forEach(r -> walk(r.body()));
            }
            failures.leave();
        }
    }

    /** Whether it is a loop that may fail in the middle and leave what it has written. What has been written before it may not stay. */
    private boolean isRepeatable(Eqn e) {
        if (e.prim() != Prim.FOR || !Regions.any(Regions.of(e).get(0).body(), failures::mayFail)) {
            return false;
        }
        repeatable = repeatable == null ? new RepeatableWrites(func) : repeatable;
        return repeatable.has(e);
    }

    /** What one branch writes has not been written when another one fails. */
    private void branches(Eqn e) {
        var before = Set.copyOf(written);
        var after = new HashSet<Var>();
        for (Region r : Regions.of(e)) {
            written.clear();
            written.addAll(before);
            walk(r.body());
            after.addAll(written);
        }
        written.addAll(after);
    }

    /** Adds the inputs that the equation overwrites. */
    private void note(Eqn e) {
        for (int k : InPlace.operands(e, calls)) {
            aliases.roots(e.in().get(k)).stream().filter(inputs::contains).forEach(written::add);
        }
    }
}
