package dev.jacobi.vectorize.forms;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that adds to arrays in its trips' branches, and in nests beside them, as two loops, the first of which has the nests alone:
 *
 * <pre>
 *  for i { if (p[i] &gt;= 0) x[p[i]] += t(i);  for j { x[j] += u(i, j) } }        for i { for j { x[j] += u(i, j) } };  for i { if (p[i] &gt;= 0) x[p[i]] += t(i) }
 * </pre>
 *
 * So does the gradient of a loss that looks among all pairs for one of each row, be it the pair of equals or the nearest. The branches' arrays are only added to, in any order, so nobody sees which loop comes first.
 *
 * @param nests the loop without what branches add
 * @param branches the one of the branches alone, which goes on with the results of the first
 */
public record BranchSums(Eqn nests, Eqn branches) {
    /** Null where no branch adds, or no inner loop does, or where one of the arrays is more than added to. */
    public static BranchSums of(Eqn loop, Builder b) {
        List<Eqn> body = Regions.of(loop).get(0).body();
        boolean branches = body.stream().anyMatch(BranchSums::asks);
        boolean others = branches && body.stream().anyMatch(e -> e.prim() != Prim.COND && !Regions.of(e).isEmpty() && Regions.any(List.of(e), x -> x.prim() == Prim.ACC_ADD));
        return others && loop.prim() == Prim.FOR && !Regions.hasEffect(loop) ? new Walk(loop).split(b) : null;
    }

    /** Whether a choice adds in one of its branches. */
    public static boolean asks(Eqn e) {
        return e.prim() == Prim.COND && Regions.any(List.of(e), x -> x.prim() == Prim.ACC_ADD);
    }

    /** One loop. */
    private static final class Walk {
        private final RegionView view;
        private final Region body;
        /** Which carry a value is a version of, by id. */
        private final Map<Integer, Integer> versions = new HashMap<>();
        /** By carry, the version that goes on. */
        private final Map<Integer, Atom> latest = new HashMap<>();
        /** By choice, what its results go on with. */
        private final Map<Eqn, Map<Integer, Atom>> before = new IdentityHashMap<>();
        /** Carries that are not only added to. */
        private final Set<Integer> others = new HashSet<>();
        /** The carries to which branches add. */
        private final Set<Integer> ofBranches = new LinkedHashSet<>();

        Walk(Eqn loop) {
            view = RegionView.of(loop);
            body = view.body();
            for (int k = 0; k < view.slots().size(); k++) {
                begin(view.slots().get(k).param(), k);
            }
            block(body.body());
            for (int k = 0; k < body.out().size(); k++) {
                goesOn(body.out().get(k), k);
            }
        }

        private void begin(Var version, int carry) {
            versions.put(version.id(), carry);
            latest.put(carry, version);
        }

        private void goesOn(Atom version, int carry) {
            if (!version.equals(latest.get(carry))) {
                others.add(carry);
                reject(version);
            }
        }

        private void reject(Atom a) {
            if (version(a) >= 0) {
                others.add(version(a));
            }
        }

        private int version(Atom a) {
            return a instanceof Var v ? versions.getOrDefault(v.id(), -1) : -1;
        }

        private void block(List<Eqn> eqns) {
            for (Eqn e : eqns) {
                int k = e.in().isEmpty() ? -1 : version(e.in().get(0));
                if (e.prim() == Prim.ACC_ADD && k >= 0) {
                    goesOn(e.in().get(0), k);
                    e.in().stream().skip(1).forEach(this::reject);
                    begin(e.result(), k);
                } else if (e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) {
                    inner(RegionView.of(e));
                } else if (e.prim() == Prim.COND) {
                    choice(e);
                } else {
                    Regions.captures(List.of(e)).forEach(this::reject);
                }
            }
        }

        private void inner(RegionView loop) {
            var own = new LinkedHashMap<Slot, Integer>();
            for (Slot s : loop.slots()) {
                int k = s.init() == null ? -1 : version(s.init());
                if (k >= 0 && s.param() != null && !own.containsValue(k)) {
                    goesOn(s.init(), k);
                    own.put(s, k);
                    begin(s.param(), k);
                } else if (k >= 0) {
                    reject(s.init());
                }
            }
            reject(loop.head());
            // of what passes around the loop nothing is seen in it
            Map<Integer, Atom> around = new HashMap<>(latest);
            block(loop.body().body());
            loop.slots().stream().filter(s -> !own.containsKey(s)).forEach(s -> reject(s.yield()));
            own.forEach((s, k) -> {
                goesOn(s.yield(), k);
                begin(s.result(), k);
            });
            latest.forEach((k, now) -> {
                if (!own.containsValue(k)) {
                    goesOn(around.get(k), k);
                }
            });
        }

        private void choice(Eqn cond) {
            reject(cond.in().get(0));
            Map<Integer, Atom> around = new HashMap<>(latest);
            for (Region r : Regions.of(cond)) {
                latest.putAll(around);
                block(r.body());
                r.out().stream().filter(x -> version(x) >= 0).forEach(x -> goesOn(x, version(x)));
                latest.forEach((k, now) -> {
                    if (!now.equals(around.get(k)) && !r.out().contains(now)) {
                        others.add(k);
                    }
                });
            }
            latest.putAll(around);
            for (Slot s : RegionView.of(cond).slots()) {
                List<Integer> each = s.yields().stream().map(this::version).distinct().toList();
                if (each.size() > 1) {
                    s.yields().forEach(this::reject);
                } else if (each.get(0) >= 0) {
                    begin(s.result(), each.get(0));
                }
            }
            before.put(cond, around);
            if (asks(cond) && body.body().contains(cond)) {
                cond.out().stream().map(this::version).filter(k -> k >= 0).forEach(ofBranches::add);
            }
        }

        BranchSums split(Builder b) {
            if (ofBranches.isEmpty() || ofBranches.stream().anyMatch(others::contains)) {
                return null;
            }
            var all = new ArrayList<Integer>();
            var results = new ArrayList<Var>();
            for (Slot s : view.slots()) {
                results.add(ofBranches.contains(all.size()) ? b.fresh(s.result().type()) : s.result());
                all.add(all.size());
            }
            Eqn nests = written(all, view.inits(), results, this::withoutBranches, b);
            List<Integer> own = List.copyOf(ofBranches);
            Eqn branches = written(own, own.stream().map(results::get).toList(), own.stream().map(k -> view.slots().get(k).result()).toList(), this::branchesAlone, b);
            // a trip of the second loop sees nothing of what trips hand on, and of the nests
            Set<Integer> inside = Regions.defined(body);
            boolean possible = Regions.captures(List.of(branches)).stream().noneMatch(v -> inside.contains(v.id()));
            return possible ? new BranchSums(nests, branches) : null;
        }

        private Eqn written(List<Integer> carries, List<? extends Atom> inits, List<Var> results, Rewrite.Rule rule, Builder b) {
            b.open();
            var copy = new Rewrite(b, rule);
            var params = new ArrayList<Var>(List.of(copy.rename(view.trip())));
            carries.forEach(k -> params.add(copy.rename(view.slots().get(k).param())));
            copy.append(body.body());
            List<Atom> yields = carries.stream().map(k -> copy.atom(body.out().get(k))).toList();
            Region all = b.close(params, yields);
            var in = new ArrayList<Atom>(List.of(view.head()));
            in.addAll(inits);
            return new Eqn(Prim.FOR, in, new Params.Loop(Dim.UNKNOWN, new Region(params, BackwardSlice.of(all.body(), yields).eqns(), yields)), results);
        }

        /** Choices without what they add. */
        private boolean withoutBranches(Eqn e, Rewrite w) {
            Eqn was = w.old();
            if (!asks(was) || !body.body().contains(was)) {
                return false;
            }
            var left = new ArrayList<Integer>();
            for (int j = 0; j < was.out().size(); j++) {
                int k = version(was.out().get(j));
                if (k >= 0) {
                    w.replace(was.out().get(j), w.atom(before.get(was).get(k)));
                } else {
                    left.add(j);
                }
            }
            if (left.size() == was.out().size()) {
                return false; // a choice that adds to no carry stays, and the rule is not to take it again
            }
            if (!left.isEmpty()) {
                List<Region> regions = Regions.of(was).stream().map(r -> {
                    List<Atom> out = left.stream().map(r.out()::get).toList();
                    return new Region(List.of(), BackwardSlice.of(r.body(), out).eqns(), out);
                }).toList();
                w.append(new Eqn(Prim.COND, was.in(), new Params.Branches(regions), left.stream().map(was.out()::get).toList()));
            }
            return true;
        }

        /** All but what is added elsewhere. */
        private boolean branchesAlone(Eqn e, Rewrite w) {
            Eqn was = w.old();
            if (!body.body().contains(was) || was.prim() == Prim.COND || was.out().stream().noneMatch(v -> ofBranches.contains(version(v)))) {
                return false;
            }
            if (was.prim() == Prim.ACC_ADD) {
                w.replace(was.result(), w.atom(was.in().get(0)));
            } else {
                RegionView.of(was).slots().stream().filter(s -> version(s.result()) >= 0).forEach(s -> w.replace(s.result(), w.atom(s.init())));
            }
            return true;
        }
    }
}
