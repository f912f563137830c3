package dev.jacobi.vectorize.forms;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loop in a nest of sums that folds some of its terms, which are then added to a sum, and adds others to elements itself, as one that adds all, so that the nest is nothing but loops and sums:
 *
 * <pre>
 *  for i { s, x = reduce[add] j (0, x) { yield t, x[j] += u };  sum += s }        for i { for j { sum += t;  x[j] += u } }
 *  for i { s, x = reduce[add] j (0, x) { yield t, x[j] += u };  y[i] += s + v }   for i { for j { y[i] += t;  x[j] += u };  y[i] += v }
 * </pre>
 */
public final class FoldedSums {
    private FoldedSums() {
    }

    /** The loop with such loops in it; null where there are none. */
    public static Eqn of(Eqn loop, Builder b) {
        boolean[] found = {false};
        Eqn now = inside(loop, b, found);
        return found[0] ? now : null;
    }

    private static Eqn inside(Eqn loop, Builder b, boolean[] found) {
        return loop.prim() != Prim.FOR ? loop : Regions.map(loop, r -> region(r, b, found));
    }

    private static Region region(Region r, Builder b, boolean[] found) {
        var body = new ArrayList<Eqn>();
        var gone = new ArrayList<Eqn>();
        Map<Eqn, List<Eqn>> instead = new IdentityHashMap<>();
        Map<Integer, Atom> same = new HashMap<>();
        Map<Integer, Integer> uses = Regions.uses(r.body(), r.out());
        for (Eqn e : r.body()) {
            List<Added> added = e.prim() == Prim.REDUCE && RegionView.of(e).slots().stream().anyMatch(s -> s.role() == RegionView.Role.DEST) ? added(e, r, uses) : null;
            if (added != null) {
                found[0] = true;
                added.forEach(a -> gone.addAll(a.eqns));
                body.add(loop(e, added, instead, same, b));
            } else if (instead.containsKey(e)) {
                body.addAll(instead.get(e));
            } else if (!gone.contains(e)) {
                body.add(inside(e, b, found));
            }
        }
        return Rewrite.substitute(new Region(r.params(), body, r.out()), same);
    }

    /** An addition of some folds, by their slots, and of other numbers, with the equations that add them up. */
    private record Added(Eqn add, List<Slot> folds, List<Atom> others, List<Eqn> eqns) {
        Atom sum() {
            return add.in().get(0);
        }
    }

    /** Where all folds of a loop go; null where one goes elsewhere. */
    private static List<Added> added(Eqn e, Region around, Map<Integer, Integer> uses) {
        List<Slot> folds = RegionView.of(e).slots(RegionView.Role.FOLD);
        boolean sums = folds.stream().allMatch(s -> s.op() == Prim.ADD && s.init().equals(Lit.zero(s.result().dtype())) && s.result().type().isScalar() && s.result().dtype().isFloat());
        List<Eqn> body = around.body();
        var out = new ArrayList<Added>();
        for (Eqn add : sums ? body.subList(body.indexOf(e) + 1, body.size()) : List.<Eqn>of()) {
            if (add.prim() == Prim.ACC_ADD && add.params().equals(Params.Access.PROMISED)) {
                var a = new Added(add, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
                terms(add.written(), a, folds, body, uses);
                boolean goesOn = isBefore(add.in().get(0), e, body) || e.out().contains(add.in().get(0)) || out.stream().anyMatch(o -> o.add.result().equals(a.sum()));
                if (!a.folds.isEmpty() && goesOn && uses.getOrDefault(((Var) a.sum()).id(), 0) == 1 && add.indices().stream().allMatch(i -> isBefore(i, e, body))) {
                    out.add(a);
                }
            }
        }
        return !out.isEmpty() && out.stream().mapToInt(a -> a.folds.size()).sum() == folds.size() ? out : null;
    }

    private static boolean isBefore(Atom a, Eqn e, List<Eqn> body) {
        Eqn made = Regions.definition(body, a);
        return made == null || body.indexOf(made) < body.indexOf(e);
    }

    /** The numbers that are added up for one that is added, each used there alone. */
    private static void terms(Atom x, Added a, List<Slot> folds, List<Eqn> body, Map<Integer, Integer> uses) {
        boolean once = x instanceof Var v && uses.getOrDefault(v.id(), 0) == 1;
        List<Slot> fold = folds.stream().filter(s -> once && s.result().equals(x)).toList();
        Eqn made = once ? Regions.definition(body, x) : null;
        if (!fold.isEmpty()) {
            a.folds.add(fold.get(0));
        } else if (made != null && made.prim() == Prim.ADD && x.type().isScalar()) {
            a.eqns.add(made);
            made.in().forEach(y -> terms(y, a, folds, body, uses));
        } else if (!x.equals(Lit.zero(x.dtype()))) {
            a.others.add(x);
        }
    }

    /** An array or number that the loop adds to: what it is when a trip has added so far, and behind the loop. */
    private static final class Carry {
        final Atom init;
        final Var param;
        final Var result;
        Atom now;
        Atom behind;

        Carry(Atom init, Var param, Atom now, Var result) {
            this.init = init;
            this.param = param;
            this.now = now;
            this.result = result;
            behind = result;
        }
    }

    /** The loop that adds all. What it leaves of the additions behind it, those of other numbers, is put {@code instead} of them, and what is then the {@code same}. */
    private static Eqn loop(Eqn e, List<Added> added, Map<Eqn, List<Eqn>> instead, Map<Integer, Atom> same, Builder b) {
        RegionView view = RegionView.of(e);
        // by what is added to next
        var carries = new LinkedHashMap<Atom, Carry>();
        view.slots(RegionView.Role.DEST).forEach(s -> carries.put(s.result(), new Carry(s.init(), s.param(), s.yield(), s.result())));
        var body = new ArrayList<>(view.body().body());
        for (Added a : added) {
            Carry was = carries.remove(a.sum());
            Var param = b.fresh(a.add.result().type());
            Carry c = was == null ? new Carry(a.sum(), param, param, b.fresh(param.type())) : was;
            for (Slot fold : a.folds) {
                Var next = b.fresh(param.type());
                body.add(add(a.add, c.now, fold.yield(), next));
                c.now = next;
            }
            b.open();
            Atom rest = a.others.stream().reduce((x, y) -> b.emit(Prim.ADD, x, y)).orElse(null);
            var others = new ArrayList<>(b.close());
            if (rest == null) {
                same.put(a.add.result().id(), c.behind);
            } else {
                others.add(add(a.add, c.behind, rest, a.add.result()));
                c.behind = a.add.result();
            }
            instead.put(a.add, others);
            carries.put(a.add.result(), c);
        }
        List<Slot> slots = carries.values().stream().map(c -> Slot.of(RegionView.Role.CARRY, c.init, c.param, c.now, c.result)).toList();
        return RegionView.loop(Prim.FOR, Dim.UNKNOWN, view.head(), view.trip(), slots, body);
    }

    private static Eqn add(Eqn add, Atom to, Atom term, Var result) {
        var in = new ArrayList<>(add.in());
        in.set(0, to);
        in.set(in.size() - 1, term);
        return new Eqn(Prim.ACC_ADD, in, add.params(), List.of(result));
    }
}
