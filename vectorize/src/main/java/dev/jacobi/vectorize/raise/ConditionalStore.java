package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that changes one and the same element of an array in some of its trips, {@code if (x[j] < x[i]) rank[i]++}, stores it in every trip: what it
 * held where the branch leaves it alone. The branch is about a number then, which {@link LoopLoadElimination} makes one that the loop carries,
 * and a sum or a count of trips after that. The element has to exist whether or not a trip stores it, and the loop may touch no other one of the array.
 */
final class ConditionalStore implements Optimisation {
    @Override
    public String name() {
        return "conditional-store";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && RegionView.of(e).slots().stream().anyMatch(s -> place(RegionView.of(e), s) != null))) {
            return in;
        }
        Map<Integer, Place> places = places(in);
        return places.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Place p = e.prim() != Prim.COND || e.out().isEmpty() ? null : e.out().stream().map(v -> places.get(v.id())).filter(x -> x != null).findFirst().orElse(null);
            if (p == null) {
                return false;
            }
            always(e, p, r);
            return true;
        });
    }

    /** A branch's result that is the array with or without a store by side {@code side}: the store, and a read of the element before the branch, or null. */
    private record Place(Var array, Var result, int side, Eqn store, Eqn read) {
    }

    /** By the result of the branch, the elements that certainly exist. */
    private static Map<Integer, Place> places(Func in) {
        var out = new HashMap<Integer, Place>();
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            if (e.prim() == Prim.FOR) {
                RegionView loop = RegionView.of(e);
                for (RegionView.Slot s : loop.slots()) {
                    Place p = place(loop, s);
                    if (p != null && values.shapes.isInside(s.init(), p.store.indices().stream().map(values::exact).toList(), values.facts)) {
                        out.put(((Var) s.yield()).id(), p);
                    }
                }
            }
        });
        return out;
    }

    /** The store to the only element of a carry that the loop's trips touch, which they do in one branch at the top of the body; or null. */
    private static Place place(RegionView loop, RegionView.Slot s) {
        Eqn branch = s.param().type().isScalar() ? null : Regions.definition(loop.body().body(), s.yield());
        if (branch == null || branch.prim() != Prim.COND || branch.in().get(0).dtype() != DType.BOOL) {
            return null;
        }
        Place p = place(branch, (Var) s.yield(), s.param());
        if (p == null || !touchesOnly(loop, s.param(), p)) {
            return null;
        }
        Eqn read = loop.body().body().stream().takeWhile(e -> e != branch).filter(e -> isRead(e, p)).findFirst().orElse(null);
        return new Place(p.array, p.result, p.side, p.store, read);
    }

    private static Place place(Eqn branch, Var result, Var array) {
        int k = branch.out().indexOf(result);
        List<Region> sides = Regions.of(branch);
        for (int side = 0; side < 2; side++) {
            Region does = sides.get(side);
            Eqn store = Regions.definition(does.body(), does.out().get(k));
            if (sides.get(1 - side).out().get(k).equals(array) && store != null && ElementAccess.isOne(store, Prim.UPDATE) && store.in().get(0).equals(array)) {
                return new Place(array, result, side, store, null);
            }
        }
        return null;
    }

    /** Whether the array, as a trip finds it, is used for reads of the element, its store and the yield of the other side alone, and each trip means the same element. */
    private static boolean touchesOnly(RegionView loop, Var array, Place p) {
        Set<Integer> inside = Regions.defined(loop.body());
        var reads = new int[1];
        Regions.any(loop.body().body(), e -> {
            reads[0] += isRead(e, p) ? 1 : 0;
            return false;
        });
        var uses = new int[2];
        Regions.uses(loop.body(), id -> {
            uses[0] += id == array.id() ? 1 : 0;
            uses[1] += id == p.store.result().id() ? 1 : 0;
        });
        return Var.among(p.store.indices()).stream().noneMatch(v -> inside.contains(v.id())) && uses[0] == reads[0] + 2 && uses[1] == 1;
    }

    private static boolean isRead(Eqn e, Place p) {
        return e.prim() == Prim.INDEX && e.in().get(0).equals(p.array) && e.params().equals(p.store.params()) && e.indices().equals(p.store.indices());
    }

    /** The branch with the element's value as result, and the store behind it. */
    private static void always(Eqn branch, Place p, Rewrite r) {
        Var before = p.read != null ? p.read.result() : r.b.index(p.array, (Params.Access) p.store.params(), p.store.indices());
        int k = branch.out().indexOf(p.result);
        var sides = new ArrayList<Region>();
        for (int side = 0; side < 2; side++) {
            Region old = Regions.of(branch).get(side);
            Map<Integer, Atom> known = new HashMap<>();
            old.body().stream().filter(e -> isRead(e, p)).forEach(e -> known.put(e.result().id(), before));
            List<Atom> yields = new ArrayList<>(old.out());
            // found by its result: an earlier rewrite of the branch may have changed what is stored
            yields.set(k, side == p.side ? Regions.definition(old.body(), p.store.result()).written() : before);
            List<Eqn> body = old.body().stream().filter(e -> !e.out().contains(p.store.result()) && !isRead(e, p)).toList();
            sides.add(Rewrite.substitute(new Region(List.of(), body, yields), known));
        }
        Var value = r.b.fresh(before.type());
        var results = new ArrayList<>(branch.out());
        results.set(k, value);
        r.append(new Eqn(Prim.COND, branch.in(), new Params.Branches(sides), results));
        var in = new ArrayList<>(p.store.in());
        in.set(in.size() - 1, value);
        r.append(new Eqn(Prim.UPDATE, in, p.store.params(), List.of(p.result)));
    }
}
