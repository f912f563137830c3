package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops whose trips go in any order begin with the first element where they began with the last one, as loops that count down do, and those behind a derivative: lanes next to each other then load and store
 * what lies in this order.
 *
 * <pre>
 *  map(n) { k -> i = n - 1 - k;  .. a[i] .. }        map(n) { i -> .. a[i] .. }
 *  map(n) { k -> i = k * -2;  .. a[m + i] .. }       map(n) { k -> i = (n - 1) * -2 + k * 2;  .. a[m + i] .. }
 * </pre>
 */
public final class ForwardTrips implements Optimisation {
    @Override
    public String name() {
        return "forward-trips";
    }

    @Override
    public Func run(Func in) {
        return Regions.any(in.body(), e -> isFree(e) && (!turned(e).isEmpty() || !steps(e).isEmpty())) ? new AccessWalk(in) {
            @Override
            protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
                return List.of(isFree(now) ? of(now, values) : now);
            }
        }.run() : in;
    }

    /** Whether nothing shows in which order the trips run. */
    private static boolean isFree(Eqn e) {
        boolean ordered = e.prim() == Prim.MAP && e.out().size() >= e.in().size() || Regions.any(List.of(e), x -> x.prim() == Prim.DEBUG_CALLBACK);
        return (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) && !ordered;
    }

    /** The loop with its trips in the other order, where its trips' numbers are used for that alone; itself where they are not. It must be one whose trips may go in any order. */
    public static Eqn of(Eqn loop, IntValues values) {
        Map<Integer, Atom> forward = turned(loop);
        Atom n = loop.in().get(0);
        boolean fits = !forward.isEmpty() && last(loop).stream().allMatch(a -> values.ring(a).equals(values.ring(n).plus(-1)));
        Set<Eqn> steps = fits ? Set.of() : steps(loop);
        return fits ? Regions.map(loop, r -> without(Rewrite.substitute(r, forward), forward)) : steps.isEmpty() ? loop : Regions.map(loop, r -> upwards(r, loop, steps, values));
    }

    /** The products of the trip's number and steps down, one of them by more than 1, where it is used for nothing else and they are only added to something: none in other loops. */
    private static Set<Eqn> steps(Eqn loop) {
        Region body = Regions.of(loop).get(0);
        Var trip = Regions.trip(loop);
        Set<Eqn> out = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Integer> products = new HashSet<>();
        int[] others = {0};
        boolean[] large = {false};
        Regions.each(body.body(), e -> {
            boolean down = e.prim() == Prim.MUL && e.in().get(0).equals(trip) && e.in().get(1) instanceof Lit l && l.asLong() < 0 && l.asLong() > Integer.MIN_VALUE;
            large[0] |= down && ((Lit) e.in().get(1)).asLong() < -1;
            boolean adds = e.prim() == Prim.ADD || e.prim() == Prim.SUB && !(e.in().get(1) instanceof Var v && products.contains(v.id()));
            if (down) {
                out.add(e);
                products.add(e.result().id());
            }
            others[0] -= down ? 1 : adds ? (int) e.in().stream().filter(a -> a instanceof Var v && products.contains(v.id())).count() : 0;
        });
        Regions.uses(body, id -> others[0] += id == trip.id() || products.contains(id) ? 1 : 0);
        return large[0] && others[0] == 0 ? out : Set.of();
    }

    /** With the steps up from where the last trip was: {@code (n - 1) * -2 + i * 2} for {@code i * -2}. */
    private static Region upwards(Region r, Eqn loop, Set<Eqn> steps, IntValues values) {
        Atom n = loop.in().get(0);
        var out = new ArrayList<Eqn>();
        for (Eqn e : r.body()) {
            if (!steps.contains(e)) {
                out.add(Regions.of(e).isEmpty() ? e : Regions.map(e, x -> upwards(x, loop, steps, values)));
                continue;
            }
            Var last = values.shapes.ids.fresh(n.type());
            Var start = values.shapes.ids.fresh(n.type());
            Var up = values.shapes.ids.fresh(n.type());
            out.add(new Eqn(Prim.ADD, List.of(n, Lit.of(n.dtype(), -1)), Params.NONE, List.of(last)));
            out.add(new Eqn(Prim.MUL, List.of(last, e.in().get(1)), Params.NONE, List.of(start)));
            out.add(new Eqn(Prim.MUL, List.of(e.in().get(0), Lit.of(n.dtype(), -((Lit) e.in().get(1)).asLong())), Params.NONE, List.of(up)));
            out.add(new Eqn(Prim.ADD, List.of(start, up), Params.NONE, e.out()));
        }
        return new Region(r.params(), out, r.out());
    }

    /** What trips are numbered by that go from the last to the first, and the trip's number times -1 where these are made of it: none where either is used for anything else. */
    private static Map<Integer, Atom> turned(Eqn loop) {
        Region body = Regions.of(loop).get(0);
        Var trip = Regions.trip(loop);
        Set<Integer> negated = new HashSet<>();
        Map<Integer, Atom> out = new HashMap<>();
        // of the trip's number and what it is times -1: how often each is used, less what makes such numbers of it
        int[] others = {0};
        boolean[] twice = {false};
        Regions.each(body.body(), e -> {
            if (isNegated(e, trip)) {
                negated.add(e.result().id());
                others[0]--;
            } else if (last(e, trip, negated) != null) {
                out.put(e.result().id(), trip);
                others[0]--;
            }
            // what is taken from such a number goes from the first to the last as it is
            twice[0] |= e.prim() == Prim.SUB && e.in().get(1) instanceof Var v && out.containsKey(v.id());
        });
        Regions.uses(body, id -> others[0] += id == trip.id() || negated.contains(id) ? 1 : 0);
        negated.forEach(id -> out.put(id, trip));
        return others[0] == 0 && !twice[0] && out.size() > negated.size() ? out : Map.of();
    }

    private static boolean isNegated(Eqn e, Var trip) {
        return e.prim() == Prim.MUL && e.in().get(0).equals(trip) && e.in().get(1).equals(Lit.of(trip.dtype(), -1));
    }

    /** The number from which an equation takes that of the trip; null for others. */
    private static Atom last(Eqn e, Var trip, Set<Integer> negated) {
        if (e.prim() != Prim.SUB && e.prim() != Prim.ADD) {
            return null;
        }
        Atom x = e.in().get(0);
        Atom y = e.in().get(1);
        boolean takes = e.prim() == Prim.SUB ? y.equals(trip) : y instanceof Var w && negated.contains(w.id());
        return takes && !x.equals(trip) && !(x instanceof Var v && negated.contains(v.id())) ? x : null;
    }

    /** The numbers that trips' numbers are taken from. */
    private static List<Atom> last(Eqn loop) {
        Var trip = Regions.trip(loop);
        Set<Integer> negated = new HashSet<>();
        var out = new ArrayList<Atom>();
        Regions.each(Regions.of(loop).get(0).body(), e -> {
            if (isNegated(e, trip)) {
                negated.add(e.result().id());
            }
            Atom last = last(e, trip, negated);
            if (last != null) {
                out.add(last);
            }
        });
        return out;
    }

    private static Region without(Region r, Map<Integer, Atom> gone) {
        return new Region(r.params(), r.body().stream().filter(e -> e.out().isEmpty() || !gone.containsKey(e.out().get(0).id())).map(e -> Regions.map(e, x -> without(x, gone))).toList(), r.out());
    }
}
