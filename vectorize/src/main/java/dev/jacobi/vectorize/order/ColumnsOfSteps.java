package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps in time whose columns know nothing of each other, {@code for t { map j { x[t, j] += a * x[t - 1, j] } }}, become a map over the columns around the loop over the steps: for back ends with
 * many threads, of which each then follows a column, where the steps would else be taken one by one. Every access to an array that is written must have the map's own trip at one place, the same for
 * all accesses to that array, so that no two columns meet. Loops inside of others stay.
 */
public final class ColumnsOfSteps implements Optimisation {
    @Override
    public String name() {
        return "columns-of-steps";
    }

    @Override
    public Func run(Func in) {
        boolean[] some = {false};
        int[] around = {0};
        Regions.eachOutsideLoops(in.body(), e -> some[0] |= isOne(e));
        return !some[0] ? in : Rewrite.ofLoops(in, (e, r) -> {
            if (Regions.of(e).isEmpty() || e.prim() == Prim.COND) {
                return false;
            }
            boolean one = around[0] == 0 && isOne(e);
            around[0]++;
            Eqn now = r.copy(e);
            around[0]--;
            r.b.append(one ? exchanged(RegionView.of(now), mapOf(RegionView.of(now))) : now);
            return true;
        });
    }

    private static boolean isOne(Eqn e) {
        Eqn map = e.prim() == Prim.FOR ? mapOf(RegionView.of(e)) : null;
        return map != null && ownColumns(map);
    }

    /** The map that a loop consists of, beside scalars, and which does all that is done to the loop's arrays; null when there is none. */
    private static Eqn mapOf(RegionView loop) {
        List<Eqn> body = loop.body().body();
        Eqn map = body.isEmpty() ? null : body.get(body.size() - 1);
        if (map == null || map.prim() != Prim.MAP || loop.slots().isEmpty() || !loop.body().out().equals(map.out()) || !RegionView.of(map).slots().stream().allMatch(s -> s.role() == RegionView.Role.DEST)) {
            return null;
        }
        List<Var> carries = loop.slots().stream().map(RegionView.Slot::param).toList();
        var inside = Regions.defined(loop.body());
        boolean fixed = !(map.in().get(0) instanceof Var n) || !inside.contains(n.id());
        boolean scalars = body.subList(0, body.size() - 1).stream().allMatch(x -> Regions.of(x).isEmpty() && !Regions.hasEffect(x) && x.prim() != Prim.CALL
            && x.out().stream().allMatch(v -> v.type().isScalar()) && Var.among(x.in()).stream().noneMatch(carries::contains));
        return fixed && scalars && map.in().subList(1, map.in().size()).equals(carries) && Regions.captures(map).stream().noneMatch(carries::contains) ? map : null;
    }

    private static boolean ownColumns(Eqn map) {
        RegionView view = RegionView.of(map);
        Map<Var, Var> array = new HashMap<>();
        view.slots().forEach(s -> array.put(s.param(), s.param()));
        Map<Var, Integer> axis = new HashMap<>();
        for (Eqn x : view.body().body()) {
            boolean writes = x.prim() == Prim.UPDATE;
            Var of = x.in().isEmpty() || !(x.in().get(0) instanceof Var v) ? null : array.get(v);
            boolean others = x.in().stream().skip(1).anyMatch(array::containsKey) || Regions.captures(x).stream().anyMatch(array::containsKey);
            if (others || Regions.hasEffect(x) || x.prim() == Prim.CALL || of != null && !writes && x.prim() != Prim.INDEX && x.prim() != Prim.DIM) {
                return false;
            }
            if (of != null && x.prim() != Prim.DIM) {
                int at = x.indices().indexOf(view.trip());
                boolean plain = x.params() instanceof Params.Access a && a.mode() == Params.Mode.PROMISED && (writes ? x.written() : x.result()).type().isScalar();
                if (at < 0 || !plain || axis.putIfAbsent(of, at) != null && axis.get(of) != at) {
                    return false;
                }
            }
            if (of != null && writes) {
                array.put(x.result(), of);
            }
        }
        return view.slots().stream().allMatch(s -> s.yield() instanceof Var v && s.param().equals(array.get(v)));
    }

    private static Eqn exchanged(RegionView outer, Eqn at) {
        RegionView map = RegionView.of(at);
        List<Eqn> scalars = outer.body().body();
        var body = new ArrayList<>(scalars.subList(0, scalars.size() - 1));
        body.addAll(map.body().body());
        var carries = new ArrayList<RegionView.Slot>();
        var dests = new ArrayList<RegionView.Slot>();
        for (int k = 0; k < outer.slots().size(); k++) {
            RegionView.Slot o = outer.slots().get(k);
            RegionView.Slot i = map.slots().get(k);
            carries.add(RegionView.Slot.of(RegionView.Role.CARRY, o.param(), i.param(), i.yield(), i.result()));
            dests.add(RegionView.Slot.of(RegionView.Role.DEST, o.init(), o.param(), i.result(), o.result()));
        }
        Eqn steps = RegionView.loop(Prim.FOR, outer.extent(), outer.head(), outer.trip(), carries, body);
        return RegionView.loop(Prim.MAP, map.extent(), map.head(), map.trip(), dests, List.of(steps));
    }
}
