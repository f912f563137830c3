package dev.jacobi.vectorize.raise;

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
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An array element that some trips of a for write, and of that array nothing else, becomes a scalar carry: {@code if (x[i][j] < best) { best = x[i][j]; at[j] = i; }} over i hands {@code at[j]} on
 * in a number. The element is read in front of the loop and written behind it, so its place must be valid in any case. What is left of the branch are choices between numbers, which
 * {@link ArgExtreme} knows.
 */
public final class ConditionalPromotion implements Optimisation {
    @Override
    public String name() {
        return "conditional-promotion";
    }

    @Override
    public Func run(Func in) {
        boolean[] some = {false};
        Regions.each(in.body(), e -> some[0] |= e.prim() == Prim.FOR && RegionView.of(e).slots().stream().anyMatch(s -> element(e, s) != null));
        Set<Integer> valid = some[0] ? valid(in) : Set.of();
        return valid.isEmpty() ? in : Rewrite.ofLoops(in, (e, r) -> {
            RegionView.Slot s = e.prim() != Prim.FOR ? null
                : RegionView.of(e).slots().stream().filter(x -> valid.contains(x.param().id()) && element(e, x) != null).findFirst().orElse(null);
            if (s == null) {
                return false;
            }
            promote(e, s, element(e, s), r);
            return true;
        });
    }

    /** The branch that stores the element, what stands in which of its regions, and the place. */
    private record Element(Eqn branch, int out, int stores, Eqn update) {
    }

    /** The carries whose element is certainly there in front of the loop. */
    private static Set<Integer> valid(Func in) {
        var out = new HashSet<Integer>();
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            if (e.prim() == Prim.FOR) {
                for (RegionView.Slot s : RegionView.of(e).slots()) {
                    Element x = element(e, s);
                    if (x != null && values.shapes.isInside(s.init(), x.update.indices().stream().map(values::exact).toList(), values.facts)) {
                        out.add(s.param().id());
                    }
                }
            }
        });
        return out;
    }

    /** The element of a carry that one side of a branch stores, at a place that all trips have in common, where nothing else is done with the array; or null. */
    private static Element element(Eqn loop, RegionView.Slot s) {
        Var array = s.param();
        Region body = RegionView.of(loop).body();
        Eqn branch = array.type().isScalar() ? null : Regions.definition(body.body(), s.yield());
        if (branch == null || branch.prim() != Prim.COND || Regions.of(branch).size() != 2) {
            return null;
        }
        int out = branch.out().indexOf(s.yield());
        List<Region> sides = Regions.of(branch);
        for (int side = 0; side < 2; side++) {
            Region stores = sides.get(side);
            Eqn update = Regions.definition(stores.body(), stores.out().get(out));
            if (update == null || update.prim() != Prim.UPDATE || !update.in().get(0).equals(array) || !sides.get(1 - side).out().get(out).equals(array)) {
                continue;
            }
            Set<Integer> inside = Regions.defined(body);
            boolean whole = update.params().equals(Params.Access.PROMISED) && update.indices().size() == array.type().rank() && update.written().type().isScalar()
                && Var.among(update.indices()).stream().noneMatch(v -> inside.contains(v.id()));
            Map<Integer, Integer> uses = Regions.uses(body.body(), body.out());
            boolean only = uses.getOrDefault(array.id(), 0) == 2 && uses.getOrDefault(update.result().id(), 0) == 1 && uses.getOrDefault(branch.out().get(out).id(), 0) == 1;
            return whole && only ? new Element(branch, out, side, update) : null;
        }
        return null;
    }

    private static void promote(Eqn loop, RegionView.Slot array, Element x, Rewrite r) {
        Builder b = r.b;
        RegionView view = RegionView.of(loop);
        List<Atom> at = x.update.indices();
        Var before = b.index(array.init(), Params.Access.PROMISED, at);
        Var carry = b.fresh(before.type());
        Var now = b.fresh(before.type());
        Var last = b.fresh(before.type());
        var regions = new ArrayList<Region>();
        for (int side = 0; side < 2; side++) {
            Region old = Regions.of(x.branch).get(side);
            var yields = new ArrayList<>(old.out());
            yields.set(x.out, side == x.stores ? x.update.written() : carry);
            regions.add(new Region(List.of(), old.body().stream().filter(e -> e != x.update).toList(), yields));
        }
        var outs = new ArrayList<>(x.branch.out());
        outs.set(x.out, now);
        var body = new ArrayList<Eqn>();
        for (Eqn e : view.body().body()) {
            if (e != x.branch) {
                body.add(e);
            } else if (regions.stream().allMatch(g -> g.body().isEmpty()) && outs.stream().allMatch(v -> v.type().isScalar())) {
                for (int k = 0; k < outs.size(); k++) {
                    body.add(new Eqn(Prim.SELECT, List.of(e.in().get(0), regions.get(1).out().get(k), regions.get(0).out().get(k)), Params.NONE, List.of(outs.get(k))));
                }
            } else {
                body.add(new Eqn(Prim.COND, e.in(), new Params.Branches(regions), outs));
            }
        }
        var slots = new ArrayList<RegionView.Slot>();
        for (RegionView.Slot s : view.slots()) {
            slots.add(s.equals(array) ? RegionView.Slot.of(s.role(), before, carry, now, last) : s.as(b.fresh(s.result().type())));
        }
        r.append(RegionView.loop(Prim.FOR, view.extent(), view.head(), view.trip(), slots, body));
        for (int k = 0; k < slots.size(); k++) {
            RegionView.Slot s = view.slots().get(k);
            Atom done = r.atom(slots.get(k).result());
            r.replace(s.result(), s.equals(array) ? b.update(array.init(), Params.Access.PROMISED, at, done) : done);
        }
    }
}
