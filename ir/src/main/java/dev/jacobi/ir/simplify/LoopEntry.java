package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The simplifier's rules for how loops are entered: {@code if (lo < hi) { i = lo; do { .. } while (++i < hi); }} is {@code for (i = lo; i < hi; i++) { .. }}. A loop that asks behind each trip whether there is another
 * asks in front of each where the first answer is known, and a branch of nothing but loops is none where they have no trips when it is not taken.
 */
final class LoopEntry {
    private static final Set<Prim> LOOPS = Set.of(Prim.WHILE, Prim.FOR, Prim.MAP, Prim.REDUCE);
    private static final int MOST_EQUATIONS = 12;
    private static final int DEEPEST = 6;
    private final Facts facts;
    private final Simplify.Walk walk;

    LoopEntry(Facts facts, Simplify.Walk walk) {
        this.facts = facts;
        this.walk = walk;
    }

    /** A walked while that goes on by a carried bool: the same loop with the test of which the bool is made, if that is known to hold in front of the first trip; else null. */
    Eqn testedFirst(Eqn loop) {
        var w = (Params.While) loop.params();
        Atom go = w.cond().out().get(0);
        Eqn not = w.cond().body().size() == 1 ? facts.definition(go, Prim.NOT) : null;
        int k = w.cond().params().indexOf(not == null ? go : not.in().get(0));
        boolean stops = not != null;
        if (k < 0 || w.cond().body().size() != (stops ? 1 : 0) || !loop.in().get(k).equals(Lit.bool(!stops))) {
            return null;
        }
        Atom last = w.body().out().get(k);
        Set<Integer> inside = Regions.defined(w.body());
        if (!(last instanceof Var v && inside.contains(v.id())) || !Lit.bool(!stops).equals(before(last, next(w, k, loop.in(), inside), inside, DEEPEST))) {
            return null;
        }
        if (Regions.uses(w.body().body(), w.body().out()).containsKey(w.body().params().get(k).id())) {
            return null; // a trip knows what the bool is, unless nobody could say so
        }
        facts.open(true);
        List<Var> params = without(w.cond().params(), k);
        params.forEach(facts::declare);
        Atom test = before(last, next(w, k, w.cond().params(), inside), inside, DEEPEST);
        Atom goes = stops ? walk.emit(Prim.NOT, Params.NONE, test) : test;
        var cond = new Region(params, facts.close(), List.of(goes));
        var body = new Region(without(w.body().params(), k), w.body().body(), without(w.body().out(), k));
        facts.replace(loop.out().get(k), Lit.bool(stops));
        return new Eqn(Prim.WHILE, without(loop.in(), k), new Params.While(cond, body), without(loop.out(), k));
    }

    private static <T> List<T> without(List<T> all, int k) {
        var out = new ArrayList<>(all);
        out.remove(k);
        return out;
    }

    /** What a trip hands to the next by what is in its place elsewhere, but for slot {@code k}. */
    private static Map<Atom, Atom> next(Params.While w, int k, List<? extends Atom> elsewhere, Set<Integer> inside) {
        var next = new HashMap<Atom, Atom>();
        for (int j = 0; j < elsewhere.size(); j++) {
            if (j != k && w.body().out().get(j) instanceof Var v && inside.contains(v.id())) {
                next.putIfAbsent(v, elsewhere.get(j));
            }
        }
        return next;
    }

    /** The value of what the end of a trip computes out of what it hands on; null where it needs more, or work. */
    private Atom before(Atom a, Map<Atom, Atom> next, Set<Integer> inside, int depth) {
        if (next.containsKey(a) || !(a instanceof Var v && inside.contains(v.id()))) {
            return next.getOrDefault(a, a);
        }
        Eqn e = facts.definition(a);
        if (e == null || depth == 0 || !Control.cheap(e) || e.prim() == Prim.DIM) {
            return null;
        }
        var in = new Atom[e.in().size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = before(e.in().get(i), next, inside, depth - 1);
            if (in[i] == null) {
                return null;
            }
        }
        return walk.emit(e.prim(), e.params(), in);
    }

    /** Of a branch that only runs loops: the side that does, if it yields what the other one does wherever that is taken; else -1. */
    int loops(Atom s, List<Region> sides) {
        for (int side = 0; side < 2; side++) {
            List<Eqn> body = sides.get(side).body();
            if (sides.get(1 - side).body().isEmpty() && body.size() <= MOST_EQUATIONS && body.stream().anyMatch(e -> LOOPS.contains(e.prim())) && isAlike(s, sides, side)) {
                return side;
            }
        }
        return -1;
    }

    private boolean isAlike(Atom s, List<Region> sides, int side) {
        facts.open(false);
        facts.assume(s, side == 0);
        var known = new HashMap<Atom, Atom>();
        boolean alike = sides.get(side).body().stream().allMatch(e -> idle(e, known));
        List<Atom> without = sides.get(1 - side).out();
        for (int k = 0; alike && k < without.size(); k++) {
            alike = here(sides.get(side).out().get(k), known).equals(facts.resolve(without.get(k)));
        }
        facts.close();
        return alike;
    }

    /** Enters the results of an equation that does nothing here but arithmetic; whether it is one. */
    private boolean idle(Eqn e, Map<Atom, Atom> known) {
        if (Control.cheap(e) && e.prim() != Prim.DIM) {
            known.put(e.result(), emit(e, known));
            return true;
        }
        if (!LOOPS.contains(e.prim())) {
            return false;
        }
        RegionView loop = RegionView.of(e);
        boolean stops = e.prim() == Prim.WHILE ? stopsAtOnce(e, known) : facts.range(here(loop.head(), known)).hi() <= 0;
        if (!stops || loop.slots().stream().anyMatch(s -> s.init() == null || s.results().size() != 1)) {
            return false;
        }
        loop.slots().forEach(s -> known.put(s.result(), here(s.init(), known)));
        return true;
    }

    private boolean stopsAtOnce(Eqn loop, Map<Atom, Atom> known) {
        Region cond = Regions.of(loop).get(0);
        if (!cond.body().stream().allMatch(Control::cheap)) {
            return false;
        }
        var at = new HashMap<>(known);
        for (int k = 0; k < loop.in().size(); k++) {
            at.put(cond.params().get(k), here(loop.in().get(k), known));
        }
        cond.body().forEach(e -> at.put(e.result(), emit(e, at)));
        return Algebra.isLit(here(cond.out().get(0), at), 0);
    }

    private Atom emit(Eqn e, Map<Atom, Atom> known) {
        return walk.emit(e.prim(), e.params(), e.in().stream().map(a -> here(a, known)).toArray(Atom[]::new));
    }

    private Atom here(Atom a, Map<Atom, Atom> known) {
        return facts.resolve(known.getOrDefault(a, a));
    }
}
