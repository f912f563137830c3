package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fold of which each trip of a loop has several terms, {@code s = s + t0 + t1 + t2}.
 *
 * @param op what joins them
 * @param terms those of a trip, in order; none is computed of the result so far
 */
record UnrolledFold(Prim op, List<Atom> terms) {
    /**
     * The ways to see what a loop hands on in this slot as such a fold, the one that keeps the order first. Where {@code anyOrder} says so, or the type does, the terms of {@code s = s + (t0 + t1)} are single ones, too.
     */
    static List<UnrolledFold> of(RegionView loop, RegionView.Slot slot, boolean anyOrder) {
        List<Eqn> body = loop.body().body();
        var defs = new HashMap<Atom, Eqn>();
        Set<Atom> followers = new HashSet<>(List.of(slot.param()));
        for (Eqn e : body) {
            e.out().forEach(v -> defs.put(v, e));
            if (e.in().stream().anyMatch(followers::contains)) {
                followers.addAll(e.out());
            }
        }
        Eqn last = defs.get(slot.yield());
        if (last == null || !joins(last.prim())) {
            return List.of();
        }
        var terms = new ArrayList<Atom>();
        Atom now = slot.yield();
        while (!now.equals(slot.param())) {
            Eqn e = defs.get(now);
            if (e == null || e.prim() != last.prim() || followers.contains(e.in().get(0)) == followers.contains(e.in().get(1))) {
                return List.of();
            }
            boolean first = followers.contains(e.in().get(0));
            terms.add(0, e.in().get(first ? 1 : 0));
            now = e.in().get(first ? 0 : 1);
        }
        var single = new ArrayList<Atom>();
        terms.forEach(t -> leaves(last.prim(), t, defs, single));
        boolean free = anyOrder || !slot.param().dtype().isFloat();
        var kept = new UnrolledFold(last.prim(), List.copyOf(terms));
        return free && single.size() > terms.size() ? List.of(kept, new UnrolledFold(last.prim(), List.copyOf(single))) : List.of(kept);
    }

    private static boolean joins(Prim p) {
        return p == Prim.ADD || p == Prim.MUL || p == Prim.MIN || p == Prim.MAX;
    }

    /** Adds what a term is joined of. */
    private static void leaves(Prim op, Atom term, Map<Atom, Eqn> defs, List<Atom> out) {
        Eqn e = defs.get(term);
        if (e == null || e.prim() != op) {
            out.add(term);
            return;
        }
        e.in().forEach(a -> leaves(op, a, defs, out));
    }
}
