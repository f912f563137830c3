package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which equations may end a call: checks, calls, and arrays for which there may be no memory, which is not so of those whose place is certain; and loops in front of which memory is taken. It is told where a walk through the program is, and knows
 * then of which loops a check has been passed in every trip that has written anything: where its condition comes from in front of the loop, and it stands before all that the loop writes, in each way through a trip. Such
 * a check fails before the loop's first write or never.
 */
public final class Failures {
    /** New arrays whose place is certain when they are made, on the stack or in memory that is taken in front of some loops: these, by {@link Shadows#sign}. */
    public record Sure(Set<Var> arrays, Set<Var> loops) {
        public static final Sure NONE = new Sure(Set.of(), Set.of());
    }

    private final Predicate<Eqn> writes;
    private final Sure sure;
    private final Deque<Eqn> path = new ArrayDeque<>();
    private final Map<Eqn, Set<Integer>> defined = new IdentityHashMap<>();
    private final Map<Eqn, Boolean> writing = new IdentityHashMap<>();

    /** {@code writes}: whether an equation itself overwrites an input. */
    Failures(Predicate<Eqn> writes, Sure sure) {
        this.writes = writes;
        this.sure = sure;
    }

    /** Whether the equation itself, not what is in its regions, may end the call. */
    boolean mayFail(Eqn e) {
        return e.prim() == Prim.CHECK || calls(e) || e.prim() == Prim.DEBUG_CALLBACK || allocates(e) && !sure.arrays.containsAll(e.out()) || reserves(e);
    }

    /** Whether it is a loop that may only fail before it begins, as memory is taken for arrays of its trips. */
    boolean reserves(Eqn e) {
        return !sure.loops.isEmpty() && !Regions.of(e).isEmpty() && sure.loops.contains(Shadows.sign(e));
    }

    /** Whether it calls a function of the program, in which checks may fail; routines of libraries return in any case. */
    static boolean calls(Eqn e) {
        return e.prim() == Prim.CALL && !External.isRoutine(((Params.Call) e.params()).name());
    }

    /** True when the equation itself makes a new array (InPlace and Aliases agree that its result is fresh). */
    public static boolean allocates(Eqn e) {
        return switch (e.prim().memory()) {
            case NEW, CHOSEN -> e.out().stream().anyMatch(Atom::isArray);
            case LOOP -> e.prim() != Prim.HIST && RegionView.of(e).slots().stream().filter(s -> s.params().isEmpty()).anyMatch(s -> s.results().stream().anyMatch(Atom::isArray));
            case OVERWRITTEN, SAME, VIEW, PART, BRANCH, CALLEE -> false;
        };
    }

    /** The walk goes into the regions of an equation. */
    void enter(Eqn e) {
        path.addLast(e);
    }

    void leave() {
        path.removeLast();
    }

    /** The outermost loop around the check in front of whose writes it stands as the class says; null for none. */
    Eqn unwritten(Eqn check) {
        if (check.prim() != Prim.CHECK) {
            return null;
        }
        List<Eqn> around = List.copyOf(path);
        for (int k = 0; k < around.size(); k++) {
            Eqn loop = around.get(k);
            if (loop.prim() != Prim.COND && check.in().stream().noneMatch(a -> isDefinedIn(loop, a)) && isFirst(loop, around.subList(k + 1, around.size()), check)) {
                return loop;
            }
        }
        return null;
    }

    private boolean isDefinedIn(Eqn loop, Atom a) {
        return a instanceof Var v && defined.computeIfAbsent(loop, e -> {
            var all = new HashSet<Integer>();
            Regions.of(e).forEach(r -> all.addAll(Regions.defined(r)));
            return all;
        }).contains(v.id());
    }

    /** Whether whatever is written in the regions of an equation is so after the check has been passed there; {@code within}: the equations around it from there on. */
    private boolean isFirst(Eqn around, List<Eqn> within, Eqn check) {
        Eqn next = within.isEmpty() ? check : within.get(0);
        boolean behind = false;
        for (var r : Regions.of(around)) {
            behind &= around.prim() != Prim.COND;
            for (Eqn e : r.body()) {
                if (e == next) {
                    if (e != check && !isFirst(e, within.subList(1, within.size()), check)) {
                        return false;
                    }
                    behind = e == check;
                } else if (!behind && isWriting(e)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isWriting(Eqn e) {
        return writing.computeIfAbsent(e, x -> writes.test(x) || Regions.of(x).stream().anyMatch(r -> Regions.any(r.body(), writes)));
    }
}
