package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A nest whose branches add to its array, with these additions behind the branches, which hand the terms out. Where a branch is not taken its term is 0, and the place, which may lie outside of the array, means nothing: the loop
 * is no program, but something to plan a nest by.
 *
 * @param asked by additions: the answers with which they take place
 */
record UnaskedSums(Eqn loop, Map<Eqn, List<Answer>> asked) {
    /** What a branch's selector has to be, by its number. */
    record Answer(Atom selector, int branch) {
    }

    /** An addition in a branch: its places as they were written, which of the outermost choice's results it adds to, its term as the branch yields it. */
    private record Pending(Eqn add, int result, List<Answer> answers, Atom term) {
    }

    /** Null where a branch does something else with the array. */
    static UnaskedSums of(Eqn loop, Builder b) {
        var asked = new IdentityHashMap<Eqn, List<Answer>>();
        var walk = new Walk(asked);
        b.open();
        new Rewrite(b, walk::eqn).append(loop);
        List<Eqn> now = b.close();
        return walk.possible ? new UnaskedSums(now.get(now.size() - 1), asked) : null;
    }

    /** One nest. */
    private static final class Walk {
        private final Map<Eqn, List<Answer>> asked;
        private boolean possible = true;

        Walk(Map<Eqn, List<Answer>> asked) {
            this.asked = asked;
        }

        private boolean eqn(Eqn e, Rewrite w) {
            Eqn was = w.old();
            if (was.prim() == Prim.ACC_ADD) {
                // its answers are none
                w.b.append(w.copy(e));
                asked.put(w.b.eqns().get(w.b.eqns().size() - 1), List.of());
                return true;
            }
            if (was.prim() != Prim.COND || !Regions.any(List.of(was), x -> x.prim() == Prim.ACC_ADD)) {
                return false;
            }
            List<Integer> results = sums(was);
            if (results == null) {
                possible = false;
                return false;
            }
            Map<Integer, Eqn> inside = new HashMap<>();
            Regions.of(was).forEach(r -> Regions.each(r.body(), x -> x.out().forEach(v -> inside.put(v.id(), x))));
            var owners = new HashMap<Atom, Integer>();
            results.forEach(k -> owners.put(before(was, k), k));
            List<Pending> sums = branches(was, results, owners, List.of(), w);
            Map<Integer, Atom> now = new HashMap<>();
            results.forEach(k -> now.put(k, w.atom(before(was, k))));
            Map<Integer, Atom> places = new HashMap<>();
            for (Pending p : sums) {
                var in = new ArrayList<>(List.of(now.get(p.result)));
                p.add.indices().forEach(i -> in.add(place(i, inside, places, w)));
                in.add(p.term);
                Var next = w.b.fresh(p.add.result().type());
                Eqn add = new Eqn(Prim.ACC_ADD, in, p.add.params(), List.of(next));
                asked.put(add, p.answers);
                w.b.append(add);
                now.put(p.result, next);
            }
            results.forEach(k -> w.replace(was.out().get(k), now.get(k)));
            return true;
        }

        /** Which of a choice's results it does nothing but add to; null where an array is none of them, or several are the same before. */
        private static List<Integer> sums(Eqn cond) {
            var sums = new ArrayList<Integer>();
            var before = new HashSet<Atom>();
            for (int k = 0; k < cond.out().size(); k++) {
                Atom b = before(cond, k);
                if (b instanceof Var && before.add(b)) {
                    sums.add(k);
                } else if (cond.out().get(k).isArray() || b instanceof Var) {
                    return null;
                }
            }
            return sums;
        }

        /** What a result of a choice that does nothing but add to it is in front of the choice; null where that is not so. */
        private static Atom before(Eqn cond, int result) {
            Atom before = null;
            for (Region r : Regions.of(cond)) {
                Atom now = r.out().get(result);
                Map<Integer, Eqn> made = Regions.definitions(r.body());
                while (now instanceof Var v && made.containsKey(v.id())) {
                    Eqn e = made.get(v.id());
                    boolean add = e.prim() == Prim.ACC_ADD && e.params().equals(Params.Access.PROMISED) && e.written().type().isScalar();
                    now = e.prim() == Prim.COND ? before(e, e.out().indexOf(v)) : add ? e.in().get(0) : null;
                }
                if (now == null || before != null && !before.equals(now)) {
                    return null;
                }
                before = now;
            }
            return before;
        }

        /** Writes the choice without its sums, with the terms as further results, which are 0 in branches that do not have them. {@code owners}: by what is added to, the result of the outermost choice that it becomes. */
        private List<Pending> branches(Eqn cond, List<Integer> results, Map<Atom, Integer> owners, List<Answer> around, Rewrite w) {
            Atom selector = w.atom(cond.in().get(0));
            var bodies = new ArrayList<List<Eqn>>();
            var yields = new ArrayList<List<Atom>>();
            var sums = new ArrayList<List<Pending>>();
            for (int k = 0; k < Regions.of(cond).size(); k++) {
                Region r = Regions.of(cond).get(k);
                var answers = new ArrayList<>(around);
                answers.add(new Answer(selector, k));
                var here = new ArrayList<Pending>();
                w.b.open();
                for (Eqn e : r.body()) {
                    List<Integer> inner = e.prim() == Prim.COND ? sums(e) : null;
                    if (e.prim() == Prim.ACC_ADD && owners.containsKey(e.in().get(0))) {
                        owners.put(e.result(), owners.get(e.in().get(0)));
                        here.add(new Pending(e, owners.get(e.result()), answers, w.atom(e.written())));
                    } else if (inner != null && !inner.isEmpty() && inner.stream().allMatch(j -> owners.containsKey(before(e, j)))) {
                        here.addAll(branches(e, inner, owners, answers, w));
                        inner.forEach(j -> owners.put(e.out().get(j), owners.get(before(e, j))));
                    } else {
                        possible &= e.prim() != Prim.ACC_ADD && e.out().stream().allMatch(v -> v.type().isScalar()) && Regions.captures(List.of(e)).stream().noneMatch(owners::containsKey);
                        w.append(e);
                    }
                }
                bodies.add(w.b.close());
                var out = new ArrayList<>(w.atoms(r.out()));
                results.stream().sorted(Comparator.reverseOrder()).forEach(i -> out.remove((int) i));
                yields.add(out);
                sums.add(here);
            }
            return handedOut(cond, results, selector, bodies, yields, sums, w);
        }

        private static List<Pending> handedOut(Eqn cond, List<Integer> left, Atom selector, List<List<Eqn>> bodies, List<List<Atom>> yields, List<List<Pending>> sums, Rewrite w) {
            var regions = new ArrayList<Region>();
            for (int k = 0; k < bodies.size(); k++) {
                var out = new ArrayList<>(yields.get(k));
                for (int j = 0; j < sums.size(); j++) {
                    boolean own = j == k;
                    sums.get(j).forEach(p -> out.add(own ? p.term : Lit.zero(p.term.dtype())));
                }
                regions.add(new Region(List.of(), bodies.get(k), out));
            }
            var results = new ArrayList<Var>();
            for (int k = 0; k < cond.out().size(); k++) {
                if (!left.contains(k)) {
                    results.add(w.rename(cond.out().get(k)));
                }
            }
            var pending = new ArrayList<Pending>();
            for (Pending p : sums.stream().flatMap(List::stream).toList()) {
                Var term = w.b.fresh(p.term.type());
                results.add(term);
                pending.add(new Pending(p.add, p.result, p.answers, term));
            }
            w.b.append(new Eqn(Prim.COND, List.of(selector), new Params.Branches(regions), results));
            return pending;
        }

        /** A place that branches compute, computed in front of the addition. */
        private Atom place(Atom a, Map<Integer, Eqn> inside, Map<Integer, Atom> known, Rewrite w) {
            Eqn e = a instanceof Var v ? inside.get(v.id()) : null;
            if (e == null || known.containsKey(((Var) a).id())) {
                return e == null ? w.atom(a) : known.get(((Var) a).id());
            }
            if (!e.prim().isElementwise() || e.prim().cost().isSlow() || !Regions.of(e).isEmpty()) {
                possible = false;
                return a;
            }
            Var now = w.b.fresh(e.result().type());
            w.b.append(new Eqn(e.prim(), e.in().stream().map(x -> place(x, inside, known, w)).toList(), e.params(), List.of(now)));
            known.put(((Var) a).id(), now);
            return now;
        }
    }
}
