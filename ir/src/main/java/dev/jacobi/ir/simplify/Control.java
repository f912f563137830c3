package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.analysis.FoldIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The simplifier's rules for equations with regions: what becomes of branches, carries and trip counts. */
final class Control {
    /** Branches of at most this many cheap equations in all are computed both and selected from. */
    private static final int TINY = 6;
    /** Cases of an integer selector that become selects when their values are at hand. */
    private static final int MOST_CASES = 6;
    private final Facts facts;
    private final Simplify.Walk walk;
    private final LoopEntry entry;

    Control(Facts facts, Simplify.Walk walk) {
        this.facts = facts;
        this.walk = walk;
        entry = new LoopEntry(facts, walk);
    }

    /** Simplifies the equation, whose operands are resolved and whose regions are not walked yet. */
    void eqn(Eqn e) {
        if (e.prim() == Prim.COND) {
            cond(e);
        } else if (e.prim() == Prim.WHILE) {
            loopWhile(withoutInvariants(e));
        } else if (!(e.prim() == Prim.FOR ? trivialFor(e) : neverRuns(e))) {
            loop(withoutInvariants(e));
        }
    }

    private void replaceAll(List<Var> vars, List<? extends Atom> by) {
        for (int i = 0; i < vars.size(); i++) {
            facts.replace(vars.get(i), by.get(i));
        }
    }

    // Branches.

    private void cond(Eqn e) {
        List<Region> regions = ((Params.Branches) e.params()).regions();
        Atom s = e.in().get(0);
        if (s instanceof Lit l) {
            long k = l.asLong();
            inline(e, regions.get(k < 0 || k >= regions.size() ? regions.size() - 1 : (int) k));
            return;
        }
        if (regions.size() == 1) {
            inline(e, regions.get(0));
            return;
        }
        if (s.dtype() != DType.BOOL && regions.size() == 2) {
            s = walk.emit(Prim.NE, Params.NONE, s, Lit.of(s.dtype(), 0));
            cond(new Eqn(e.prim(), List.of(s), e.params(), e.out()));
            return;
        }
        Eqn not = facts.definition(s, Prim.NOT);
        if (not != null && regions.size() == 2) {
            cond(new Eqn(e.prim(), not.in(), new Params.Branches(List.of(regions.get(1), regions.get(0))), e.out()));
            return;
        }
        Eqn converted = facts.definition(s, Prim.CONVERT);
        if (converted != null && converted.in().get(0).dtype() == DType.BOOL) {
            cond(new Eqn(e.prim(), converted.in(), new Params.Branches(regions.subList(0, 2)), e.out()));
            return;
        }
        var walked = new ArrayList<Region>();
        for (int k = 0; k < regions.size(); k++) {
            Region r = regions.get(k);
            facts.open(false);
            if (s.dtype() == DType.BOOL && k < 2) {
                facts.assume(s, k == 1);
            } else if (s.dtype() != DType.BOOL && k < regions.size() - 1) {
                facts.assume(Prim.EQ, s, Lit.of(s.dtype(), k), true);
            }
            walk.body(r.body());
            List<Atom> out = facts.resolve(r.out());
            walked.add(new Region(List.of(), facts.close(), out));
        }
        merge(e, s, walked);
    }

    private void inline(Eqn e, Region r) {
        walk.body(r.body());
        replaceAll(e.out(), facts.resolve(r.out()));
    }

    /** Takes out of the equation what does not need it, and all of it when selecting is cheaper than branching. */
    private void merge(Eqn e, Atom s, List<Region> regions) {
        boolean two = s.dtype() == DType.BOOL && regions.size() == 2;
        if (two && tiny(regions, null) && e.out().stream().allMatch(v -> v.type().isScalar())) {
            regions.forEach(r -> facts.splice(r.body()));
            for (int k = 0; k < e.out().size(); k++) {
                facts.replace(e.out().get(k), select(s, regions, k));
            }
            return;
        }
        if (two && storeAgain(e, s, regions)) {
            return;
        }
        int loops = two ? entry.loops(s, regions) : -1;
        if (loops >= 0) {
            facts.splice(regions.get(loops).body());
            replaceAll(e.out(), regions.get(loops).out());
            return;
        }
        var gone = new HashSet<Var>();
        for (int k = 0; k < e.out().size(); k++) {
            Atom first = regions.get(0).out().get(k);
            int slot = k;
            boolean outside = regions.stream().allMatch(r -> facts.visible(r.out().get(slot)));
            if (outside && regions.stream().allMatch(r -> r.out().get(slot).equals(first))) {
                facts.replace(e.out().get(k), first);
            } else if (outside && (two || regions.size() <= MOST_CASES) && first.type().isScalar()) {
                facts.replace(e.out().get(k), two ? select(s, regions, k) : selectCase(s, regions, k, 0));
            } else {
                continue;
            }
            gone.add(e.out().get(k));
        }
        var walked = new Eqn(e.prim(), List.of(s), new Params.Branches(regions), e.out());
        facts.append(RegionView.of(walked).keep(x -> !gone.contains(x.result())), false);
    }

    private Atom select(Atom s, List<Region> regions, int k) {
        return walk.emit(Prim.SELECT, Params.NONE, s, regions.get(1).out().get(k), regions.get(0).out().get(k));
    }

    private Atom selectCase(Atom s, List<Region> regions, int slot, int k) {
        Atom here = regions.get(k).out().get(slot);
        return k == regions.size() - 1 ? here : walk.emit(Prim.SELECT, Params.NONE, walk.emit(Prim.EQ, Params.NONE, s, Lit.of(s.dtype(), k)), here,
            selectCase(s, regions, slot, k + 1));
    }

    private static boolean tiny(List<Region> regions, Eqn except) {
        int n = 0;
        for (Region r : regions) {
            n += r.body().size();
            if (n > TINY || !r.body().stream().allMatch(e -> e == except || cheap(e))) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@code if (p) a[i] = v} just after a[i] was stored: the element is stored again either way, with its old value where p does not
     * hold. True when the equation has been replaced.
     */
    private boolean storeAgain(Eqn e, Atom s, List<Region> regions) {
        for (int k = 0; k < e.out().size(); k++) {
            for (int side = 0; side < 2; side++) {
                Atom kept = regions.get(1 - side).out().get(k);
                Region writing = regions.get(side);
                Eqn write = facts.definition(writing.out().get(k), Prim.UPDATE);
                Eqn before = facts.definition(kept, Prim.UPDATE);
                int slot = k;
                boolean again = write != null && before != null && !facts.visible(write.result()) && facts.visible(kept)
                    && write.params().equals(Params.Access.PROMISED) && before.params().equals(Params.Access.PROMISED)
                    && write.in().get(0).equals(kept) && write.indices().equals(before.indices()) && !write.indices().isEmpty();
                boolean only = again && e.out().stream().allMatch(v -> v == e.out().get(slot) || v.type().isScalar())
                    && writing.out().stream().filter(write.result()::equals).count() == 1 && tiny(regions, writing.body().get(position(writing, write)));
                if (only) {
                    Region other = regions.get(1 - side);
                    Eqn placed = writing.body().get(position(writing, write));
                    facts.splice(other.body());
                    facts.splice(writing.body().stream().filter(x -> x != placed).toList());
                    Atom value = write.written();
                    Atom old = before.written();
                    var in = new ArrayList<>(write.in());
                    in.set(in.size() - 1, walk.emit(Prim.SELECT, Params.NONE, s, side == 1 ? value : old, side == 1 ? old : value));
                    for (int j = 0; j < e.out().size(); j++) {
                        if (j != k) {
                            facts.replace(e.out().get(j), select(s, regions, j));
                        }
                    }
                    facts.append(new Eqn(Prim.UPDATE, in, write.params(), List.of(e.out().get(k))), false);
                    return true;
                }
            }
        }
        return false;
    }

    private static int position(Region r, Eqn e) {
        for (int i = 0; i < r.body().size(); i++) {
            if (r.body().get(i).out().equals(e.out())) {
                return i;
            }
        }
        throw new IllegalStateException("the equation is not in the region");
    }

    /** Total, pure and a few cycles at most, so that computing it in vain does no harm. */
    static boolean cheap(Eqn e) {
        Prim.Cost cost = e.prim().cost();
        return (cost == Prim.Cost.ONE || cost == Prim.Cost.SCALAR) && e.out().size() == 1 && e.result().type().isScalar();
    }

    // Loops.

    /** A map without stacked results, a reduce or a hist over no iterations. */
    private boolean neverRuns(Eqn e) {
        RegionView view = RegionView.of(e);
        boolean none = facts.range(view.head()).hi() <= 0 && e.prim() != Prim.SCAN && view.slots(RegionView.Role.STACK).isEmpty();
        if (none) {
            view.slots().forEach(s -> facts.replace(s.result(), s.init()));
        }
        return none;
    }

    /** A loop that never runs, or once. */
    private boolean trivialFor(Eqn e) {
        RegionView view = RegionView.of(e);
        Atom n = view.head();
        if (facts.range(n).hi() <= 0) {
            view.slots().forEach(s -> facts.replace(s.result(), s.init()));
            return true;
        }
        if (!Algebra.isLit(n, 1)) {
            return false;
        }
        facts.replace(view.trip(), Lit.of(n.dtype(), 0));
        view.slots().forEach(s -> facts.replace(s.param(), s.init()));
        inline(e, view.body());
        return true;
    }

    /**
     * Carries that never change: each yields itself, its own initial value, or another such carry that starts alike. They are
     * replaced by the initial value.
     */
    private Eqn withoutInvariants(Eqn e) {
        RegionView view = RegionView.of(e);
        Map<Atom, RegionView.Slot> same = new LinkedHashMap<>();
        view.carried().forEach(s -> same.put(s.param(), s));
        boolean changed = true;
        while (changed) {
            changed = same.values().removeIf(s -> {
                Atom out = facts.resolve(s.yield());
                RegionView.Slot other = same.get(out);
                return !out.equals(s.init()) && (other == null || !other.init().equals(s.init()));
            });
        }
        for (RegionView.Slot s : same.values()) {
            facts.replace(s.result(), s.init());
            s.params().forEach(p -> facts.replace(p, s.init()));
        }
        return view.keep(s -> s.param() == null || !same.containsKey(s.param()));
    }

    private void loop(Eqn e) {
        Region r = Regions.of(e).get(0);
        Atom n = e.in().get(0);
        facts.open(true);
        r.params().forEach(facts::declare);
        Var i = r.params().get(0);
        long most = facts.range(n).hi();
        if (most > 0) {
            facts.limit(i, 0, most - 1);
            facts.assume(Prim.LT, i, n, true);
        }
        walk.body(r.body());
        List<Atom> out = facts.resolve(r.out());
        Eqn walked = e.withRegions(List.of(new Region(r.params(), facts.close(), out)));
        if (e.prim() == Prim.REDUCE) {
            withoutNeutralTerms(walked);
        } else {
            facts.append(walked, false);
        }
    }

    /** Folds of terms that all leave a value as it is have what they start from. */
    private void withoutNeutralTerms(Eqn reduce) {
        RegionView view = RegionView.of(reduce);
        List<RegionView.Slot> gone = view.slots().stream().filter(s -> s.role() == RegionView.Role.FOLD && s.yield() instanceof Lit term && isNeutral(s.op(), s.init(), term)).toList();
        boolean all = gone.size() == view.slots().size();
        if (all && view.body().body().stream().anyMatch(Regions::hasEffect)) {
            facts.append(reduce, false);
            return;
        }
        gone.forEach(s -> facts.replace(s.result(), s.init()));
        if (!all) {
            facts.append(view.keep(s -> !gone.contains(s)), false);
        }
    }

    private static boolean isNeutral(Prim op, Atom init, Lit term) {
        // +0.0 leaves every number as it is but -0.0
        boolean zero = op == Prim.ADD && term.dtype().isFloat() && term.equals(Lit.zero(term.dtype())) && init instanceof Lit l && !l.equals(FoldIdentity.neutral(op, term.dtype()));
        return zero || term.equals(FoldIdentity.neutral(op, term.dtype()));
    }

    private void loopWhile(Eqn e) {
        var w = (Params.While) e.params();
        Region c = region(w.cond());
        boolean never = Algebra.isLit(c.out().get(0), 0) && c.body().stream().noneMatch(Regions::hasEffect);
        if (never) {
            replaceAll(e.out(), e.in());
            return;
        }
        facts.open(true);
        w.body().params().forEach(facts::declare);
        Map<Atom, Atom> rename = new HashMap<>();
        for (int k = 0; k < c.params().size(); k++) {
            rename.put(c.params().get(k), w.body().params().get(k));
        }
        assumeRun(c, rename);
        assume(c.out().get(0), true, rename);
        walk.body(w.body().body());
        List<Atom> out = facts.resolve(w.body().out());
        Eqn walked = e.withRegions(List.of(c, new Region(w.body().params(), facts.close(), out)));
        Eqn tested = entry.testedFirst(walked);
        facts.append(tested == null ? walked : tested, false);
    }

    private Region region(Region r) {
        facts.open(true);
        r.params().forEach(facts::declare);
        walk.body(r.body());
        List<Atom> out = facts.resolve(r.out());
        return new Region(r.params(), facts.close(), out);
    }

    /** The checks of a region that has been run to its end were true. */
    private void assumeRun(Region r, Map<Atom, Atom> rename) {
        for (Eqn e : r.body()) {
            if (e.prim() == Prim.CHECK) {
                assume(e.in().get(0), true, rename);
            }
        }
    }

    /**
     * In the body of a while what its condition computed is known, said of the body's own parameters. A bool that came out of a
     * branch tells which branch was taken when the other one yields the opposite constant.
     */
    private void assume(Atom c, boolean truth, Map<Atom, Atom> rename) {
        Eqn e = facts.definition(c);
        if (facts.usable(c) || rename.containsKey(c) || e == null) {
            facts.assume(rename.getOrDefault(c, c), truth);
            return;
        }
        if (e.prim() == Prim.NOT) {
            assume(e.in().get(0), !truth, rename);
        } else if (e.prim() == (truth ? Prim.AND : Prim.OR)) {
            e.in().forEach(x -> assume(x, truth, rename));
        } else if (e.prim().group() == Prim.Group.COMPARE) {
            Atom a = here(e.in().get(0), rename, 3);
            Atom b = here(e.in().get(1), rename, 3);
            if (a != null && b != null) {
                facts.assume(e.prim(), a, b, truth);
            }
        } else if (e.prim() == Prim.COND && e.in().get(0).dtype() == DType.BOOL) {
            List<Region> regions = ((Params.Branches) e.params()).regions();
            int k = e.out().indexOf(c);
            for (int side = 0; side < 2 && regions.size() == 2; side++) {
                if (regions.get(1 - side).out().get(k).equals(Lit.bool(!truth))) {
                    assume(e.in().get(0), side == 1, rename);
                    assumeRun(regions.get(side), rename);
                    assume(regions.get(side).out().get(k), truth, rename);
                }
            }
        }
    }

    /** The value in terms of the body, computed anew where it is cheap; null when that is not possible. */
    private Atom here(Atom a, Map<Atom, Atom> rename, int depth) {
        Atom known = rename.get(a);
        if (known != null || facts.usable(a)) {
            return known != null ? known : a;
        }
        Eqn e = facts.definition(a);
        if (e == null || depth == 0 || !cheap(e) || e.prim() == Prim.DIM) {
            return null;
        }
        var in = new Atom[e.in().size()];
        for (int k = 0; k < in.length; k++) {
            in[k] = here(e.in().get(k), rename, depth - 1);
            if (in[k] == null) {
                return null;
            }
        }
        Atom copy = walk.emit(e.prim(), e.params(), in);
        rename.put(a, copy);
        return copy;
    }
}
