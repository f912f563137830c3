package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * How a loop chooses what it carries: each trip leaves the value as it is or puts a term in its place that does not depend on it, by selects, branches and loops within the trip. The
 * smallest value so far is carried like this, and what belongs to it. {@link #find} answers null for all that is not of this kind.
 */
public final class SelectionPath {
    /** What the value is after a part of a trip. */
    private enum Found { KEPT, TERM, OTHER }

    private final TangentActivity reached = new TangentActivity();
    private final Set<Atom> chosen = new HashSet<>();
    private final Set<Eqn> choices = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Object> key = new ArrayList<>();
    /** The loop itself and those inside of it that the term's trip is one of. */
    private final List<RegionView> loops = new ArrayList<>();
    private final List<List<Eqn>> parts = new ArrayList<>();
    private Atom term;

    private SelectionPath() {
    }

    /** How the loop chooses the value of one of its carries; null if derivatives flow through it in any other way, or if the term cannot be computed of the trips' numbers alone. */
    public static SelectionPath find(Eqn loop, RegionView.Slot carried) {
        RegionView view = RegionView.of(loop);
        var path = new SelectionPath();
        path.reached.mark(carried.param());
        path.reached.walk(view.body().body());
        if (view.slots().stream().anyMatch(s -> !s.equals(carried) && path.reached.contains(s.yield()))) {
            return null;
        }
        path.loops.add(view);
        boolean chosen = path.follow(carried.yield(), carried.param(), List.of(view.body().body())) == Found.TERM;
        return chosen && path.isOfTrips() ? path : null;
    }

    private Found follow(Atom now, Var carried, List<List<Eqn>> blocks) {
        if (now.equals(carried)) {
            return Found.KEPT;
        }
        if (!reached.contains(now)) {
            term = now;
            parts.addAll(blocks);
            return Found.TERM;
        }
        Eqn e = blocks.get(blocks.size() - 1).stream().filter(x -> x.out().contains(now)).findFirst().orElse(null);
        if (e == null) {
            return Found.OTHER;
        }
        choices.add(e);
        chosen.add(now);
        if (e.prim() == Prim.SELECT) {
            return oneOf(List.of(e.in().get(2), e.in().get(1)), Collections.nCopies(2, blocks), e.in().get(0), carried);
        } else if (e.prim() == Prim.COND) {
            List<List<List<Eqn>>> inside = Regions.of(e).stream().map(r -> within(blocks, r)).toList();
            return oneOf(RegionView.ofResult(e, now).yields(), inside, e.in().get(0), carried);
        }
        RegionView.Slot s = e.prim() == Prim.FOR ? RegionView.ofResult(e, now) : null;
        if (s == null || !s.init().equals(carried)) {
            return Found.OTHER;
        }
        key.add(RegionView.of(e).trip());
        loops.add(RegionView.of(e));
        return follow(s.yield(), s.param(), within(blocks, RegionView.of(e).body()));
    }

    /** One of these values is a term, the others are what has been there. */
    private Found oneOf(List<Atom> values, List<List<List<Eqn>>> blocks, Atom selector, Var carried) {
        key.add(selector);
        Found found = Found.KEPT;
        for (int k = 0; k < values.size(); k++) {
            Found f = follow(values.get(k), carried, blocks.get(k));
            if (f == Found.OTHER || f == Found.TERM && found == Found.TERM) {
                return Found.OTHER;
            }
            if (f == Found.TERM) {
                key.add(k);
                found = f;
            }
        }
        return found;
    }

    private static List<List<Eqn>> within(List<List<Eqn>> blocks, Region r) {
        var out = new ArrayList<>(blocks);
        out.add(r.body());
        return out;
    }

    /** Leaves of each block what the term needs; whether that is nothing that the loops carry. */
    private boolean isOfTrips() {
        Set<Atom> needed = new HashSet<>(List.of(term));
        for (int k = parts.size() - 1; k >= 0; k--) {
            var slice = BackwardSlice.of(parts.get(k), needed);
            if (slice.eqns().stream().anyMatch(Regions::hasEffect)) {
                return false;
            }
            parts.set(k, slice.eqns());
            needed = new HashSet<>(slice.from());
        }
        return loops.stream().flatMap(l -> l.params().stream()).noneMatch(needed::contains);
    }

    /** Whether the equation is one of those that choose. */
    public boolean chooses(Eqn e) {
        return choices.contains(e);
    }

    /** Whether the variable is what one of these equations has chosen. */
    public boolean isChosen(Var v) {
        return chosen.contains(v);
    }

    /** Equal for values that the same loop chooses by the same conditions. */
    public List<Object> key() {
        return key;
    }

    /** The numbers of the trips that a term belongs to, outermost first. */
    public List<Var> trips() {
        return loops.stream().map(RegionView::trip).toList();
    }

    /** The equations that compute the term of these trips, in order. */
    public List<Eqn> eqns() {
        return parts.stream().flatMap(List::stream).toList();
    }

    public Atom term() {
        return term;
    }
}
