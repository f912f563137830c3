package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.checks.OnlyWritten;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Loops that may be left in the middle though they write to the caller's arrays: {@code a[p[i]] = b[i]}, where nothing reads {@code a}. What such a loop has written before a check fails the original method writes once
 * more, as that is what Java would have written until then, and nothing else has come to depend on it. So no copy is needed to take it back.
 */
public final class RepeatableWrites {
    private final Func func;
    /** How often a variable is used for anything but its extents. */
    private final Map<Atom, Integer> uses = new HashMap<>();

    /** Of an entry's loops. */
    public RepeatableWrites(Func f) {
        func = f;
        Regions.each(f.body(), e -> {
            if (e.prim() != Prim.DIM) {
                e.in().forEach(this::count);
            }
            Regions.of(e).forEach(r -> r.out().forEach(this::count));
        });
        f.out().forEach(this::count);
    }

    /**
     * The inputs that may be left as they are whenever the function fails: it reads no element of them, and has written by then only what the original method writes, too, before it fails. For that each check stands where it
     * stands in the original, or earlier. Passes may have parted a loop into one that writes and one behind it that checks: these have their numbers of trips in common. {@code fails} says which equations may end the call,
     * apart from what is in their regions.
     */
    public static Set<Var> inputs(Func f, Predicate<Eqn> fails) {
        var written = OnlyWritten.of(f);
        var out = new HashSet<Var>(written.inputs());
        out.removeIf(v -> !keepsOrder(f.body(), e -> e.prim() == Prim.UPDATE && v.equals(written.root(e.in().get(0))), fails));
        return out;
    }

    private static boolean keepsOrder(List<Eqn> body, Predicate<Eqn> writes, Predicate<Eqn> fails) {
        var writers = new HashSet<Atom>();
        for (Eqn e : body) {
            boolean here = Regions.any(List.of(e), writes);
            if (Regions.any(List.of(e), fails) && (!Collections.disjoint(writers, trips(e)) || here && !inOrder(e, writes, fails))) {
                return false;
            }
            if (here) {
                writers.addAll(trips(e));
            }
        }
        return true;
    }

    /** Whether an equation that writes and may fail does so one thing after the other, as the original does. */
    private static boolean inOrder(Eqn e, Predicate<Eqn> writes, Predicate<Eqn> fails) {
        boolean ordered = e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.COND;
        return ordered && Regions.of(e).stream().allMatch(r -> keepsOrder(r.body(), writes, fails));
    }

    /** The numbers of trips of a loop and of those inside of it. */
    private static Set<Atom> trips(Eqn e) {
        var out = new HashSet<Atom>();
        Regions.each(List.of(e), x -> {
            if (!Regions.of(x).isEmpty() && x.prim() != Prim.COND && x.prim() != Prim.WHILE) {
                out.add(x.in().get(0));
            }
        });
        return out;
    }

    private void count(Atom a) {
        uses.merge(a, 1, Integer::sum);
    }

    private boolean isUsedOnce(Atom a) {
        return uses.getOrDefault(a, 0) == 1;
    }

    /** Whether a loop is one of these: it only writes elements of inputs that are neither read nor written anywhere else, and no loop is in it. */
    public boolean has(Eqn loop) {
        if (loop.prim() != Prim.FOR) {
            return false;
        }
        Region r = Regions.of(loop).get(0);
        var targets = new HashSet<Atom>();
        for (int k = 0; k < loop.out().size(); k++) {
            Atom init = loop.in().get(1 + k);
            if (init.isArray()) {
                boolean own = func.in().contains(init) && isUsedOnce(init) && func.out().contains(loop.out().get(k)) && isUsedOnce(loop.out().get(k));
                if (!own || !isOverwritten(r, k, targets)) {
                    return false;
                }
            }
        }
        return !targets.isEmpty() && r.body().stream().allMatch(e -> e.computesScalars() || e.prim() == Prim.CHECK || e.prim() == Prim.DIM || e.prim() == Prim.INDEX && e.result().type().isScalar()
            || e.prim() == Prim.UPDATE && targets.contains(e.in().get(0)));
    }

    /** Whether a trip does nothing with a carried array but to write elements; then all that the array is on the way are {@code targets}. */
    private boolean isOverwritten(Region r, int k, HashSet<Atom> targets) {
        Atom now = r.params().get(1 + k);
        for (Eqn e : r.body()) {
            if (e.prim() == Prim.UPDATE && e.in().get(0).equals(now) && isUsedOnce(now) && e.in().get(e.in().size() - 1).type().isScalar()) {
                targets.add(now);
                now = e.result();
            }
        }
        return isUsedOnce(now) && r.out().get(k).equals(now);
    }
}
