package dev.jacobi.llvm.choice;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.EarlyExit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Choices that decide where the next trip of a loop reads: {@code if (a[i] < b[j]) i++; else j++;}. Without branches each trip waits until what the one before has read is there, is compared and has chosen between
 * {@code i} and {@code i + 1}; a processor that foresees a branch goes on meanwhile. So such choices are branches, as they are in Java's code. A binary search is none of these: its next place is not one step from the
 * last one, what it reads there cannot be foreseen, and choosing costs less than guessing. A search for a best place, {@code if (Math.abs(a[i]) > Math.abs(a[best])) best = i}, is one: its place mostly stays.
 */
public final class SteeredReads {
    private static final int DEPTH = 12;
    /** Places so few elements apart are beside each other. */
    private static final int NEAR = 4;
    /** Bodies with more equations keep choices in their order, as values may have to go to memory where they are defined. */
    private static final int SHORT = 200;
    private final Set<Var> chosen = new HashSet<>();
    private final Set<Var> inner = new HashSet<>();
    private Definitions defs;
    /** What one trip hands to the next, a step further or not. */
    private final Set<Var> places = new HashSet<>();
    private final Set<Atom> conditions = new HashSet<>();
    /** All integers that trips hand on. */
    private final Set<Atom> counts = new HashSet<>();

    private SteeredReads() {
    }

    /** The first results of the selects and conds that choose so, and those of the selects among them that are nothing but one of the ways of another one. */
    public record Found(Set<Var> chosen, Set<Var> inner) {
    }

    /** All in a function. */
    public static Found of(Func f) {
        var all = new SteeredReads();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.WHILE || e.prim() == Prim.FOR) {
                all.loop(RegionView.of(e), early(e));
            }
        });
        return new Found(Set.copyOf(all.chosen), Set.copyOf(all.inner));
    }

    private static EarlyExit early(Eqn loop) {
        return loop.prim() == Prim.WHILE ? new EarlyExit(Definitions.in(List.of(loop))::of, loop) : null;
    }

    /** {@code early} is null for loops that count. */
    private void loop(RegionView loop, EarlyExit early) {
        List<Eqn> body = loop.body().body();
        defs = Definitions.in(body);
        places.clear();
        conditions.clear();
        counts.clear();
        loop.carried().stream().map(RegionView.Slot::param).filter(v -> v.type().isScalar() && v.dtype().isInt()).forEach(counts::add);
        var candidates = new HashSet<Atom>();
        Set<Atom> kept = kept(loop);
        // what a flag that ends the loop chooses is not chosen in trips that go on
        List<Atom> next = early != null ? early.staying() : loop.slots().stream().map(RegionView.Slot::yield).toList();
        for (RegionView.Slot s : loop.carried()) {
            var on = new HashSet<Atom>();
            boolean place = s.param().type().isScalar() && s.param().dtype().isInt();
            Atom then = next.get(loop.slots().indexOf(s));
            if (place && (steps(then, s.param(), on, DEPTH) || kept.contains(s.param()) && isKept(then, loop, kept, on, DEPTH)) && !on.isEmpty()) {
                places.add(s.param());
                candidates.addAll(on);
            }
        }
        for (Atom c : candidates) {
            if (isRead(c, false, DEPTH)) {
                conditions.add(c);
            }
        }
        if (!conditions.isEmpty()) {
            Regions.eachOutsideLoops(body, e -> {
                if ((e.prim() == Prim.SELECT || e.prim() == Prim.COND) && !e.out().isEmpty() && conditions.contains(e.in().get(0))) {
                    chosen.add(e.out().get(0));
                }
            });
            ways(loop.body(), handedOn(early));
        }
    }

    /** What a loop that is left early hands on, which need not be what its body yields: it has to be made where it stands. */
    static Set<Atom> handedOn(Eqn loop) {
        return handedOn(early(loop));
    }

    private static Set<Atom> handedOn(EarlyExit early) {
        var out = new HashSet<Atom>();
        if (early != null) {
            out.addAll(early.staying());
            out.addAll(early.leaving());
        }
        return out;
    }

    private void ways(Region region, Set<Atom> handedOn) {
        List<Eqn> body = region.body();
        if (body.size() > SHORT) {
            return;
        }
        Map<Integer, Integer> uses = Regions.uses(body, region.out());
        var own = new HashSet<Atom>();
        for (Eqn e : body) {
            if (e.prim() == Prim.SELECT && chosen.contains(e.out().get(0))) {
                e.in().subList(1, 3).stream().filter(w -> own.contains(w) && !handedOn.contains(w) && uses.get(((Var) w).id()) == 1).forEach(w -> inner.add((Var) w));
                own.add(e.out().get(0));
            }
        }
    }

    /** Whether a value is the carried one or a fixed step from it, whatever is chosen, or else what a table of links says; adds the conditions of the choices. */
    private boolean steps(Atom a, Var carried, Set<Atom> on, int depth) {
        if (a.equals(carried)) {
            return true;
        }
        Eqn e = defs.of(a);
        if (e == null || depth == 0) {
            return false;
        }
        List<Atom> ways = Definitions.ways(e, a);
        if (ways != null) {
            on.add(e.in().get(0));
            List<Atom> others = ways.stream().filter(w -> defs.of(w, Prim.INDEX) == null).toList();
            return areNeighbours(ways, carried) || !others.isEmpty() && others.stream().allMatch(w -> steps(w, carried, on, depth - 1));
        }
        if (e.prim() == Prim.WHILE) {
            RegionView.Slot slot = RegionView.ofResult(e, a);
            return goesOn(e, slot) && steps(slot.init(), carried, on, depth - 1);
        }
        if (e.prim() != Prim.ADD && e.prim() != Prim.SUB || !steps(e.in().get(0), carried, on, depth - 1)) {
            return false;
        }
        return isChosenStep(e.in().get(1), on, depth) || e.prim() == Prim.ADD && isCounted(e.in().get(1));
    }

    /** Whether a value is one of a few numbers, as the length of what has been read is that was just looked at; adds the conditions of the choices between them. */
    private boolean isChosenStep(Atom a, Set<Atom> on, int depth) {
        List<Atom> ways = depth == 0 || defs.of(a) == null ? null : Definitions.ways(defs.of(a), a);
        if (ways != null) {
            on.add(defs.of(a).in().get(0));
        }
        return ways == null ? a instanceof Lit : ways.stream().allMatch(w -> isChosenStep(w, on, depth - 1));
    }

    /** Whether a value is another integer that trips hand on, or a step from it: how far what has been compared goes, by which a search for a pattern moves on ({@code i += k + 1}). */
    private boolean isCounted(Atom a) {
        Definitions.Offset o = Definitions.Offset.of(defs.of(a));
        return counts.contains(o == null ? a : o.base());
    }

    /**
     * Whether a loop inside goes one step further with what it carries in each of its trips, as one does that reads the digits of a number, or along links, as one does that falls back to a shorter
     * beginning of a pattern ({@code while (..) k = f[k - 1]}).
     */
    private static boolean goesOn(Eqn loop, RegionView.Slot slot) {
        Eqn next = slot == null || slot.yield() == null ? null : Regions.definition(RegionView.of(loop).body().body(), slot.yield());
        return next != null && (isStep(next, slot.param()) || next.prim() == Prim.INDEX);
    }

    /** Whether an equation adds a number to a carried value, or takes one off. */
    private static boolean isStep(Eqn e, Atom carried) {
        return (e.prim() == Prim.ADD || e.prim() == Prim.SUB) && e.in().get(0).equals(carried) && e.in().get(1) instanceof Lit;
    }

    /** The carried integers each of which a trip keeps, takes over from another one of them, or replaces by what no choice has a part in, such as the trip's number. */
    private Set<Atom> kept(RegionView loop) {
        var kept = new HashSet<Atom>();
        loop.carried().stream().filter(s -> s.param().type().isScalar() && s.param().dtype().isInt()).forEach(s -> kept.add(s.param()));
        while (kept.removeIf(p -> !isKept(loop.ofParam(p).yield(), loop, kept, new HashSet<>(), DEPTH))) {
            // what was taken over from one that is none of them is none either
        }
        return kept;
    }

    /** Whether all ways of a value are such; adds the conditions of the choices between them. */
    private boolean isKept(Atom a, RegionView loop, Set<Atom> kept, Set<Atom> on, int depth) {
        if (kept.contains(a)) {
            return true;
        }
        List<Atom> ways = depth == 0 || defs.of(a) == null ? null : Definitions.ways(defs.of(a), a);
        if (ways == null) {
            return isCounted(a, loop, depth);
        }
        on.add(defs.of(a).in().get(0));
        return ways.stream().allMatch(w -> isKept(w, loop, kept, on, depth - 1));
    }

    /** Whether a value is the same whatever is chosen: it is made without branches of what is around the loop, the trip's number, and carried values that go the same step in each trip. */
    private boolean isCounted(Atom a, RegionView loop, int depth) {
        RegionView.Slot slot = a instanceof Var v ? loop.ofParam(v) : null;
        if (slot != null) {
            Eqn next = defs.of(slot.yield());
            return next != null && isStep(next, a);
        }
        Eqn e = defs.of(a);
        return e == null || depth > 0 && Regions.of(e).isEmpty() && e.prim() != Prim.SELECT && e.in().stream().allMatch(x -> !x.type().isScalar() || isCounted(x, loop, depth - 1));
    }

    /** Whether the ways of a choice are places beside each other that follow from the carried one, as the two children in a heap are: whichever is chosen, the same lines of memory are read. */
    private boolean areNeighbours(List<Atom> ways, Var carried) {
        Atom base = null;
        for (Atom w : ways) {
            Eqn e = defs.of(w);
            if (e == null || e.prim() != Prim.ADD || !(e.in().get(1) instanceof Lit l) || Math.abs(l.asLong()) > NEAR || base != null && !base.equals(e.in().get(0))) {
                return false;
            }
            base = e.in().get(0);
        }
        Eqn of = base == null ? null : defs.of(base);
        return of != null && (of.prim() == Prim.MUL || of.prim() == Prim.SHL) && of.in().get(0).equals(carried);
    }

    /** Whether a value follows from an element that is read at one of the places; {@code at}: or from such a place itself. */
    private boolean isRead(Atom a, boolean at, int depth) {
        if (at && places.contains(a)) {
            return true;
        }
        Eqn e = defs.of(a);
        if (e == null || depth == 0) {
            return false;
        }
        List<Atom> ways = Definitions.ways(e, a);
        if (ways != null && ways.stream().anyMatch(w -> isRead(w, at, depth - 1))) {
            return true;
        }
        if (e.prim() == Prim.WHILE) {
            // what is read where the loop begins decides how long it goes on
            return e.in().stream().anyMatch(x -> x.type().isScalar() && isRead(x, true, depth - 1));
        }
        if (!Regions.of(e).isEmpty()) {
            return e.prim() == Prim.COND && isRead(e.in().get(0), at, depth - 1);
        }
        boolean reads = e.prim() == Prim.INDEX;
        return e.in().stream().anyMatch(x -> x.type().isScalar() && isRead(x, at || reads, depth - 1));
    }
}
