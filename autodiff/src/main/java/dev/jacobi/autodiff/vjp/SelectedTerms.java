package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.analysis.SelectionPath;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The pass of reverse mode that finds out which of its terms a loop has chosen, and computes that one again behind it. Of
 *
 * <pre>
 *  best = for i { t = ..; best = t &lt; best ? t : best }
 * </pre>
 *
 * each trip has a derivative, but it is zero for all but one. With
 *
 * <pre>
 *  k = for i { t = ..; best, k = t &lt; best ? (t, i) : (best, k) };  best = k &lt; 0 ? what it was : the t of trip k
 * </pre>
 *
 * derivatives flow through that one only, nothing is kept of the others, and the backward part does not go through the loop at all.
 */
final class SelectedTerms {
    private final Activity activity;
    private final FormulaBuilder b;
    /** What inner loops choose for a loop around them, behind which it is computed. */
    private final List<SelectionPath> done = new ArrayList<>();

    private SelectedTerms(Func f, List<Boolean> active) {
        activity = new Activity(f, active);
        b = new FormulaBuilder(Regions.firstFreeId(f));
    }

    static Module run(Module m, List<Boolean> active, String name) {
        Func f = m.get(name);
        return Regions.any(f.body()) ? Vjp.with(m, name, new Func(f.in(), new SelectedTerms(f, active).body(f.body()), f.out())) : m;
    }

    private List<Eqn> body(List<Eqn> body) {
        b.open();
        for (Eqn e : body) {
            Map<RegionView.Slot, SelectionPath> paths = new LinkedHashMap<>();
            RegionView.of(e).slots().stream().filter(s -> e.prim() == Prim.FOR && isWanted(s.result())).forEach(s -> {
                SelectionPath path = SelectionPath.find(e, s);
                if (path != null) {
                    paths.put(s, path);
                }
            });
            if (paths.isEmpty()) {
                b.append(e.withRegions(Regions.of(e).stream().map(r -> new Region(r.params(), body(r.body()), r.out())).toList()));
            } else {
                chosen(e, paths);
            }
        }
        return b.close();
    }

    private boolean isWanted(Var v) {
        return v.type().isScalar() && activity.has(v) && done.stream().noneMatch(p -> p.isChosen(v));
    }

    /** The loop, which tells for each of these values the trips that it is of, and the values behind it. */
    private void chosen(Eqn e, Map<RegionView.Slot, SelectionPath> paths) {
        // values that are chosen together, such as a smallest one and what is there, are of the same trips
        Map<List<Object>, Trips> trips = new LinkedHashMap<>();
        paths.forEach((s, path) -> trips.computeIfAbsent(path.key(), k -> new Trips(path, s)));
        RegionView view = RegionView.of(e);
        var slots = new ArrayList<RegionView.Slot>();
        view.slots().forEach(s -> slots.add(paths.containsKey(s) ? s.as(b.fresh(s.result().type())) : s));
        List<Eqn> now = rewritten(view.body().body(), List.copyOf(trips.values()));
        trips.values().forEach(t -> slots.addAll(t.carries(t.top, t.path.trips().stream().map(i -> (Atom) Lit.of(i.dtype(), -1)).toList(), t.results)));
        done.addAll(paths.values());
        b.append(view.with(slots, List.of(body(now))));
        paths.forEach((s, path) -> {
            List<Var> of = trips.get(path.key()).results;
            Var none = b.emit(Prim.LT, of.get(0), Lit.zero(of.get(0).dtype()));
            b.cond(none, () -> List.of(s.init()), () -> {
                var copy = new Rewrite(b).replace(path.trips(), of);
                copy.append(path.eqns());
                return List.of(copy.atom(path.term()));
            }, List.of(s.result()));
        });
    }

    /** The equations, where those that choose a value choose its trips, too. */
    private List<Eqn> rewritten(List<Eqn> body, List<Trips> all) {
        b.open();
        for (Eqn e : body) {
            List<Trips> here = all.stream().filter(t -> t.path.chooses(e)).toList();
            if (here.isEmpty() || e.prim() == Prim.SELECT) {
                b.append(e);
                here.forEach(t -> t.select(e));
            } else if (e.prim() == Prim.COND) {
                branches(e, here);
            } else {
                loop(e, here);
            }
        }
        return b.close();
    }

    private void branches(Eqn e, List<Trips> here) {
        RegionView view = RegionView.of(e);
        List<List<Eqn>> bodies = Regions.of(e).stream().map(r -> rewritten(r.body(), here)).toList();
        var slots = new ArrayList<>(view.slots());
        for (Trips t : here) {
            RegionView.Slot chosen = view.slots().stream().filter(s -> t.path.isChosen(s.result())).findFirst().orElseThrow();
            List<List<Atom>> yields = chosen.yields().stream().map(t::of).toList();
            List<Var> results = t.fresh();
            for (int k = 0; k < results.size(); k++) {
                int part = k;
                slots.add(new RegionView.Slot(RegionView.Role.BRANCH, null, null, List.of(), yields.stream().map(y -> y.get(part)).toList(), List.of(results.get(k))));
            }
            t.set(chosen.result(), results);
        }
        b.append(view.with(slots, bodies));
    }

    private void loop(Eqn e, List<Trips> here) {
        RegionView view = RegionView.of(e);
        here.forEach(t -> view.slots().stream().filter(s -> t.path.isChosen(s.result())).forEach(s -> t.set(s.param(), t.fresh())));
        List<Eqn> body = rewritten(view.body().body(), here);
        var slots = new ArrayList<>(view.slots());
        for (Trips t : here) {
            RegionView.Slot chosen = view.slots().stream().filter(s -> t.path.isChosen(s.result())).findFirst().orElseThrow();
            List<Var> results = t.fresh();
            slots.addAll(t.carries(chosen, t.of(chosen.init()), results));
            t.set(chosen.result(), results);
        }
        b.append(view.with(slots, List.of(body)));
    }

    /** The trips that a value is of, at each place where it is chosen. */
    private final class Trips {
        final SelectionPath path;
        final RegionView.Slot top;
        final List<Var> results;
        private final Map<Atom, List<? extends Atom>> known = new HashMap<>();

        Trips(SelectionPath path, RegionView.Slot top) {
            this.path = path;
            this.top = top;
            results = fresh();
            known.put(top.param(), fresh());
        }

        List<Var> fresh() {
            return path.trips().stream().map(i -> b.fresh(i.type())).toList();
        }

        void set(Var value, List<Var> trips) {
            known.put(value, trips);
        }

        /** Of the term it is the trips that the loops are in. */
        List<Atom> of(Atom value) {
            return List.copyOf(known.getOrDefault(value, path.trips()));
        }

        void select(Eqn e) {
            List<Atom> whenTrue = of(e.in().get(1));
            List<Atom> whenFalse = of(e.in().get(2));
            set(e.result(), IntStream.range(0, whenTrue.size()).mapToObj(k -> b.emit(Prim.SELECT, e.in().get(0), whenTrue.get(k), whenFalse.get(k))).toList());
        }

        /** Carries beside the one of a loop whose value is chosen. */
        List<RegionView.Slot> carries(RegionView.Slot s, List<Atom> init, List<Var> out) {
            List<Atom> params = of(s.param());
            List<Atom> yields = of(s.yield());
            return IntStream.range(0, out.size())
                .mapToObj(k -> RegionView.Slot.of(RegionView.Role.CARRY, init.get(k), (Var) params.get(k), yields.get(k), out.get(k))).toList();
        }
    }
}
