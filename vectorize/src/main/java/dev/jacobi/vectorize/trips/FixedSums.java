package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Elements of an array that a loop adds to, a few that are the same in all trips, are numbers until it ends, though there are several of them or they stand in branches: the three parts of a force in
 * {@code for j { if (j == i) continue; .. f[3*i] += x; f[3*i+1] += y; f[3*i+2] += z; }}. Nothing else of the array may be read or written in the loop. Elements that are only stored stay where they are: a branch that is seldom taken is
 * better than a number that waits for it.
 */
public final class FixedSums implements Optimisation {
    /** One array of a loop in each. */
    private static final int MOST_ROUNDS = 4;

    @Override
    public String name() {
        return "fixed-sums";
    }

    @Override
    public Func run(Func in) {
        Func now = in;
        for (int k = 0; k < MOST_ROUNDS; k++) {
            boolean some = Regions.any(now.body(), e -> e.prim() == Prim.FOR && hasSums(e));
            Map<Integer, SumPlaces> found = some ? found(now) : Map.of();
            if (found.isEmpty()) {
                break;
            }
            now = Rewrite.run(now, (e, r) -> {
                RegionView.Slot s = e.prim() != Prim.FOR ? null : RegionView.of(e).slots().stream().filter(x -> found.containsKey(x.param().id())).findFirst().orElse(null);
                if (s != null) {
                    new Sums(e, s, found.get(s.param().id())).write(r);
                }
                return s != null;
            });
        }
        return now;
    }

    /** Whether a loop reads and writes a few elements of an array that are the same in all trips. */
    public static boolean hasSums(Eqn loop) {
        return RegionView.of(loop).slots().stream().anyMatch(s -> SumPlaces.of(loop, s) != null);
    }

    /** By carries the places of loops that are certainly there, and apart from each other. */
    private static Map<Integer, SumPlaces> found(Func in) {
        var found = new HashMap<Integer, SumPlaces>();
        var values = new IntValues(in);
        var first = new IdentityHashMap<Eqn, List<SumPlaces>>();
        values.walk(in.body(), e -> {
            for (SumPlaces p : first.getOrDefault(e, List.of())) {
                if (!found.containsKey(p.array().param().id()) && p.areThere(values)) { // the loop runs
                    found.put(p.array().param().id(), p.ifRun());
                }
            }
            for (RegionView.Slot s : e.prim() == Prim.FOR ? RegionView.of(e).slots() : List.<RegionView.Slot>of()) {
                SumPlaces p = SumPlaces.of(e, s);
                SumPlaces apart = p == null ? null : p.apart(values);
                if (apart != null && apart.areThere(values)) {
                    found.put(s.param().id(), apart);
                } else if (apart != null) {
                    first.computeIfAbsent(Regions.of(e).get(0).body().get(0), x -> new ArrayList<>()).add(apart);
                }
            }
        });
        return found;
    }

    /** One array of a loop, whose elements become carries. */
    private record Sums(Eqn loop, RegionView.Slot array, SumPlaces places) {
        void write(Rewrite r) {
            RegionView view = RegionView.of(loop);
            if (!places.onlyIfRun()) {
                r.replace(loop.out(), promoted(view, r));
                return;
            }
            Builder b = r.b;
            Var runs = b.emit(Prim.GT, loop.in().get(0), Lit.zero(loop.in().get(0).dtype()));
            r.replace(loop.out(), b.cond(runs, () -> promoted(view, r.beside()), view::inits));
        }

        private List<Atom> promoted(RegionView view, Rewrite r) {
            Builder b = r.b;
            List<Var> before = places.indices().stream().map(at -> b.index(array.init(), Params.Access.PROMISED, r.atoms(at))).toList();
            List<RegionView.Slot> others = view.slots().stream().filter(s -> !s.equals(array)).toList();
            Var trip = b.fresh(view.trip().type());
            var params = new ArrayList<>(List.of(trip));
            others.forEach(s -> params.add(b.fresh(s.param().type())));
            before.forEach(v -> params.add(b.fresh(v.type())));
            int n = others.size();
            b.open();
            Rewrite copy = r.beside().replace(view.trip(), trip).replace(others.stream().map(RegionView.Slot::param).toList(), params.subList(1, 1 + n));
            List<Atom> last = body(copy, view.body().body(), array.param(), List.copyOf(params.subList(1 + n, params.size())));
            var out = new ArrayList<Atom>(others.stream().map(s -> copy.atom(s.yield())).toList());
            out.addAll(last);
            Region region = b.close(params, out);
            var in = new ArrayList<Atom>(List.of(view.head()));
            others.forEach(s -> in.add(s.init()));
            in.addAll(before);
            List<Var> done = b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, region), in);
            Var stored = null;
            for (int k = 0; k < before.size(); k++) {
                if (places.written().contains(k)) {
                    stored = b.update(stored == null ? array.init() : stored, Params.Access.PROMISED, r.atoms(places.indices().get(k)), done.get(n + k));
                }
            }
            var results = new ArrayList<Atom>();
            for (RegionView.Slot s : view.slots()) {
                results.add(s.equals(array) ? stored : done.get(others.indexOf(s)));
            }
            return results;
        }

        /** Appends a body in which the elements have these values at first; what they are at its end. */
        private List<Atom> body(Rewrite copy, List<Eqn> body, Var array, List<? extends Atom> elements) {
            var now = new ArrayList<Atom>(elements);
            Var version = array;
            for (Eqn e : body) {
                boolean element = e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE;
                if (element && e.in().get(0).equals(version)) {
                    int k = places.indices().indexOf(e.indices());
                    if (e.prim() == Prim.INDEX) {
                        copy.replace(e.result(), now.get(k));
                    } else {
                        now.set(k, copy.atom(e.written()));
                        version = e.result();
                    }
                } else if (e.prim() == Prim.COND && Regions.captures(e).contains(version)) {
                    int k = places.handedOn(e);
                    branch(copy, e, k, version, now);
                    version = k < 0 ? version : e.out().get(k);
                } else {
                    copy.append(e);
                }
            }
            return now;
        }

        /** Appends a branch with the elements in place of the array, which is its result k; none when it only reads elements. */
        private void branch(Rewrite copy, Eqn e, int k, Var version, List<Atom> now) {
            Builder b = copy.b;
            List<Atom> before = List.copyOf(now);
            var regions = new ArrayList<Region>();
            for (Region side : Regions.of(e)) {
                b.open();
                Rewrite inside = copy.beside();
                List<Atom> end = body(inside, side.body(), version, before);
                var out = new ArrayList<Atom>();
                for (int x = 0; x < side.out().size(); x++) {
                    if (x != k) {
                        out.add(inside.atom(side.out().get(x)));
                    }
                }
                out.addAll(k < 0 ? List.of() : end);
                regions.add(b.close(List.of(), out));
            }
            List<Var> results = b.emitAll(Prim.COND, new Params.Branches(regions), copy.atoms(e.in()));
            int at = 0;
            for (int x = 0; x < e.out().size(); x++) {
                if (x != k) {
                    copy.replace(e.out().get(x), results.get(at++));
                }
            }
            for (int x = 0; k >= 0 && x < now.size(); x++) {
                now.set(x, results.get(at++));
            }
        }
    }
}
