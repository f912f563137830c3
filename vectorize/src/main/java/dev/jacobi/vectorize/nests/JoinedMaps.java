package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two parallel loops of the same length inside of a trip of a third, of which the second reads what the first has stored in an array of the trip's own, each trip the element of its number: one loop,
 * in which that is a number. A layer's {@code h[j] = ..} and {@code out[s][j] = h[j]} so become a nest of two loops over {@code out}, and no trip needs an array.
 */
public final class JoinedMaps implements Optimisation {
    @Override
    public String name() {
        return "joined-maps";
    }

    @Override
    public Func run(Func f) {
        boolean nested = Regions.any(f.body(), e -> e.prim() == Prim.MAP && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.MAP));
        if (!nested) {
            return f;
        }
        int[] id = {Regions.firstFreeId(f)};
        boolean[] joined = {false};
        List<Eqn> body = f.body().stream().map(e -> inside(e, false, id, joined)).toList();
        return joined[0] ? new Func(f.in(), body, f.out()) : f;
    }

    private static Eqn inside(Eqn e, boolean inMap, int[] id, boolean[] joined) {
        boolean map = inMap || e.prim() == Prim.MAP;
        return Regions.map(e, r -> {
            List<Eqn> body = new ArrayList<>(r.body().stream().map(x -> inside(x, map, id, joined)).toList());
            boolean again = map;
            while (again) {
                again = join(body, r, id);
                joined[0] |= again;
            }
            return new Region(r.params(), body, r.out());
        });
    }

    /** Joins the first two that can be; false when there are none. */
    private static boolean join(List<Eqn> body, Region whole, int[] id) {
        Map<Integer, Integer> uses = Regions.uses(body, whole.out());
        for (int k = 0; k < body.size(); k++) {
            Map<Var, Atom> made = stored(body.get(k));
            for (int j = k + 1; made != null && j < body.size(); j++) {
                Eqn next = body.get(j);
                if (next.prim() == Prim.MAP && reads(next, made.keySet())) {
                    if (fits(body.get(k), next, made.keySet(), uses, body.subList(0, k))) {
                        List<Atom> arrays = body.get(k).in();
                        body.set(j, joined(body.get(k), next, made, id));
                        body.remove(k);
                        body.removeIf(x -> x.prim() == Prim.FULL && arrays.contains(x.result()));
                        return true;
                    }
                    break;
                }
                if (!between(next, made.keySet())) {
                    break;
                }
            }
        }
        return false;
    }

    /** The results of a loop that does nothing but store one element in each of some arrays, with what it stores; null when it is another one. */
    private static Map<Var, Atom> stored(Eqn e) {
        if (e.prim() != Prim.MAP || RegionView.of(e).slots().isEmpty()) {
            return null;
        }
        RegionView v = RegionView.of(e);
        Map<Integer, Integer> uses = Regions.uses(v.body().body(), v.body().out());
        var made = new HashMap<Var, Atom>();
        for (RegionView.Slot s : v.slots()) {
            Eqn store = s.role() != RegionView.Role.DEST ? null : v.body().body().stream().filter(x -> x.out().contains(s.yield())).findFirst().orElse(null);
            boolean own = store != null && store.prim() == Prim.UPDATE && store.in().size() == 3 && store.in().get(0).equals(s.param()) && store.in().get(1).equals(v.trip())
                && !store.written().isArray() && uses.getOrDefault(s.param().id(), 0) == 1 && uses.getOrDefault(store.result().id(), 0) == 1;
            if (!own || !store.params().equals(Params.Access.PROMISED)) {
                return null;
            }
            made.put(s.result(), store.written());
        }
        return made;
    }

    private static boolean reads(Eqn e, Set<Var> arrays) {
        return Regions.of(e).stream().anyMatch(r -> Regions.captures(r).stream().anyMatch(arrays::contains));
    }

    /** Scalars and new arrays may stand between: nothing is written there. */
    private static boolean between(Eqn e, Set<Var> arrays) {
        return Regions.of(e).isEmpty() && (e.out().stream().noneMatch(Atom::isArray) || e.prim() == Prim.FULL) && e.in().stream().noneMatch(arrays::contains);
    }

    /** Whether the second loop is as long, has all reads of what the first makes, each where its own trip has stored, and writes to nothing that the first reads. */
    private static boolean fits(Eqn first, Eqn second, Set<Var> made, Map<Integer, Integer> uses, List<Eqn> before) {
        if (!first.in().get(0).equals(second.in().get(0)) || second.in().stream().anyMatch(made::contains)) {
            return false;
        }
        Var trip = Regions.trip(second);
        var count = new HashMap<Integer, Integer>();
        boolean[] plain = {true};
        Region r = Regions.of(second).get(0);
        Regions.each(r.body(), x -> {
            if (x.in().stream().anyMatch(made::contains)) {
                plain[0] &= x.prim() == Prim.INDEX && x.in().size() == 2 && x.in().get(1).equals(trip);
                count.merge(((Var) x.in().get(0)).id(), 1, Integer::sum);
            }
        });
        plain[0] &= r.out().stream().noneMatch(made::contains) && made.stream().allMatch(v -> uses.getOrDefault(v.id(), 0).equals(count.getOrDefault(v.id(), 0)));
        var fresh = new HashSet<Var>();
        before.stream().filter(x -> x.prim() == Prim.FULL).forEach(x -> fresh.addAll(x.out()));
        boolean own = RegionView.of(first).slots().stream().allMatch(s -> fresh.contains(s.init()) && uses.getOrDefault(((Var) s.init()).id(), 0) == 1);
        Set<Var> read = new HashSet<>(Regions.captures(Regions.of(first).get(0)));
        return plain[0] && own && RegionView.of(second).slots().stream().noneMatch(s -> s.init() instanceof Var v && read.contains(v));
    }

    private static Eqn joined(Eqn first, Eqn second, Map<Var, Atom> made, int[] id) {
        Region into = Regions.of(second).get(0);
        RegionView from = RegionView.of(first);
        var copy = new Rewrite(new Builder(id[0]));
        copy.replace(from.trip(), Regions.trip(second));
        List<Eqn> body = new ArrayList<>(copy.body(from.body().body().stream().filter(x -> from.slots().stream().noneMatch(s -> x.out().contains(s.yield()))).toList()));
        id[0] = copy.nextId();
        Func rest = Rewrite.run(new Func(into.params(), into.body(), into.out()), (e, r) -> {
            boolean read = e.prim() == Prim.INDEX && made.containsKey(r.old().in().get(0));
            if (read) {
                r.replace(e.result(), copy.atom(made.get(r.old().in().get(0))));
            }
            return read;
        });
        body.addAll(rest.body());
        return Regions.map(second, r -> new Region(r.params(), body, rest.out()));
    }
}
