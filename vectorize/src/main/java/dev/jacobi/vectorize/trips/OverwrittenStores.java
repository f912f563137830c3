package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A loop that stores an element in each trip, but moves on to the next place in some of them only, as programs without branches do: {@code to[k] = a[i]; k += a[i] > 0 ? 1 : 0}. What a trip that does not move on has stored,
 * the next one overwrites. So the trips that move on are the only ones that store, {@code if (a[i] > 0) to[k++] = a[i]}, which back ends know how to do for many trips at a time, and the last trip, which is split off and stays as
 * it is. Checks of the place go along with the store: where one would fail, the next trip that stores at this place, or the last one, fails as well.
 */
public final class OverwrittenStores implements Optimisation {
    /** Bodies larger than this are not copied. */
    private static final int MOST_EQUATIONS = 60;

    /** Elements that are smaller than this back ends store one by one, and better without branches. */
    private static final int LEAST_BYTES = 4;

    /** The place to store at, the array, the equation that stores, what depends on the place (in order), and in which trips the place moves on to {@code next}: where {@code condition} is {@code when}; {@code next} is null for one further. */
    private record Store(RegionView.Slot place, RegionView.Slot array, Eqn update, List<Eqn> moving, Atom condition, boolean when, Atom next) {
    }

    @Override
    public String name() {
        return "overwritten-stores";
    }

    @Override
    public Func run(Func in) {
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && split(e, r));
    }

    private static boolean split(Eqn e, Rewrite r) {
        RegionView view = RegionView.of(e);
        List<Eqn> body = view.body().body();
        boolean plain = body.size() <= MOST_EQUATIONS && body.stream().allMatch(x -> x.computesScalars() || x.prim() == Prim.CHECK || x.prim() == Prim.INDEX || x.prim() == Prim.UPDATE);
        Store store = plain ? store(view) : null;
        if (store == null) {
            return false;
        }
        Builder b = r.b;
        Var some = b.emit(Prim.GT, view.head(), Lit.zero(view.head().dtype()));
        r.replace(e.out(), b.cond(some, () -> apart(view, store, r), view::inits));
        return true;
    }

    /** What the loop stores, when it hands on a place and an array and nothing else; null when the loop is of another form. */
    private static Store store(RegionView view) {
        List<Eqn> body = view.body().body();
        RegionView.Slot array = view.slots().stream().filter(s -> s.param().isArray()).findFirst().orElse(null);
        RegionView.Slot place = view.slots().stream().filter(s -> s.param().type().isScalar() && s.param().dtype().isInt()).findFirst().orElse(null);
        if (view.slots().size() != 2 || array == null || place == null || array.param().dtype().bytes() < LEAST_BYTES) {
            return null;
        }
        Map<Integer, Integer> uses = Regions.uses(body, List.of());
        Eqn update = Regions.definition(body, array.yield());
        Eqn moved = Regions.definition(body, place.yield());
        boolean once = update != null && update.prim() == Prim.UPDATE && update.in().get(0).equals(array.param()) && update.indices().equals(List.of(place.param())) && uses.get(array.param().id()) == 1
            && !uses.containsKey(update.result().id()) && moved != null && !uses.containsKey(moved.result().id());
        List<Eqn> moving = once ? moving(view, place, update, moved) : null;
        return moving == null ? null : store(body, place, array, update, moved, moving);
    }

    private static Store store(List<Eqn> body, RegionView.Slot place, RegionView.Slot array, Eqn update, Eqn moved, List<Eqn> moving) {
        List<Atom> in = moved.in();
        if (moved.prim() == Prim.SELECT) {
            for (int k = 1; k <= 2; k++) {
                if (in.get(3 - k).equals(place.param()) && !in.get(k).equals(place.param())) {
                    return new Store(place, array, update, moving, in.get(0), k == 1, in.get(k));
                }
            }
        }
        int at = in.indexOf(place.param());
        if (moved.prim() == Prim.ADD && at >= 0) {
            Eqn step = Regions.definition(body, in.get(1 - at));
            // a condition of the place is not known in front of what depends on the place
            if (step != null && !moving.contains(step) && step.prim() == Prim.CONVERT && step.in().get(0).dtype() == DType.BOOL) {
                return new Store(place, array, update, moving, step.in().get(0), true, null);
            }
        }
        return null;
    }

    /** What depends on the place, when that is only arithmetic and checks of the place and of what the loop does not change, beside the store and the place that comes next; else null. */
    private static List<Eqn> moving(RegionView view, RegionView.Slot place, Eqn update, Eqn moved) {
        var moving = new ArrayList<Eqn>();
        Set<Atom> follows = new HashSet<>(Set.of(place.param()));
        Set<Atom> others = new HashSet<>(Set.of(view.trip()));
        for (Eqn x : view.body().body()) {
            boolean depends = x.in().stream().anyMatch(follows::contains);
            if (x == update || x == moved) {
                // what is stored, and whether the place moves on, are of the trip alone
                if (follows.contains(x == update ? x.written() : x.in().get(0)) && !(x == moved && x.prim() == Prim.ADD)) {
                    return null;
                }
            } else if (!depends) {
                others.addAll(x.out());
            } else if (x.prim() != Prim.CHECK && !x.computesScalars()) {
                return null;
            } else {
                follows.addAll(x.out());
                moving.add(x);
            }
        }
        return moving.stream().anyMatch(x -> x.in().stream().anyMatch(others::contains)) ? null : moving;
    }

    /** Appends the loop of all trips but the last, and that one; what they hand on. */
    private static List<Atom> apart(RegionView view, Store store, Rewrite r) {
        Builder b = r.b;
        Var most = b.emit(Prim.SUB, view.head(), Lit.of(view.head().dtype(), 1));
        List<Var> before = b.loop(most, view.inits(), params -> {
            Rewrite copy = with(view, r, params.get(0), params.subList(1, 3));
            copy.append(view.body().body().stream().filter(x -> x != store.update && !store.moving.contains(x) && !store.place.yield().equals(x.out().isEmpty() ? null : x.out().get(0))).toList());
            List<Atom> stay = view.slots().stream().map(s -> copy.atom(s.param())).toList();
            Supplier<List<? extends Atom>> move = () -> {
                Rewrite in = copy.beside();
                in.append(store.moving);
                in.append(store.update);
                Atom at = in.atom(store.place.param());
                Atom next = store.next != null ? in.atom(store.next) : b.emit(Prim.ADD, at, Lit.of(at.dtype(), 1));
                return view.slots().stream().map(s -> s == store.place ? next : in.atom(s.yield())).toList();
            };
            Atom condition = copy.atom(store.condition);
            return store.when ? b.cond(condition, move, () -> stay) : b.cond(condition, () -> stay, move);
        });
        Rewrite last = with(view, r, most, before);
        last.append(view.body().body());
        return view.slots().stream().map(s -> last.atom(s.yield())).toList();
    }

    /** A copy of the body's equations goes into this one: the trip's number and what the trip is handed are these. */
    private static Rewrite with(RegionView view, Rewrite r, Atom trip, List<Var> handed) {
        Rewrite copy = r.beside().replace(view.trip(), trip);
        for (int k = 0; k < view.slots().size(); k++) {
            copy.replace(view.slots().get(k).param(), handed.get(k));
        }
        return copy;
    }
}
