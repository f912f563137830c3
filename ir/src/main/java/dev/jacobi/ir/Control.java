package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The simplifier's rules for equations with regions: what becomes of branches, carries and trip counts. */
final class Control {
    /** Branches of at most this many cheap equations in all are computed both and selected from. */
    private static final int TINY = 6;
    private final Facts facts;
    private final Simplify.Walk walk;

    Control(Facts facts, Simplify.Walk walk) {
        this.facts = facts;
        this.walk = walk;
    }

    /** Simplifies the equation, whose operands are resolved and whose regions are not walked yet. */
    void eqn(Eqn e) {
        switch (e.prim()) {
            case COND -> cond(e);
            case FOR -> {
                if (!trivialFor(e)) {
                    loop(withoutInvariants(e));
                }
            }
            case WHILE -> loopWhile(withoutInvariants(e));
            default -> loop(withoutInvariants(e));
        }
    }

    private void append(Eqn e, List<Region> regions) {
        var next = regions.iterator();
        facts.append(new Eqn(e.prim(), e.in(), Rewrite.mapRegions(e.params(), r -> next.next()), e.out()), false);
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
        if (two && tiny(regions) && e.out().stream().allMatch(v -> v.type().isScalar())) {
            regions.forEach(r -> facts.splice(r.body()));
            for (int k = 0; k < e.out().size(); k++) {
                facts.replace(e.out().get(k), select(s, regions, k));
            }
            return;
        }
        boolean[] keep = new boolean[e.out().size()];
        for (int k = 0; k < keep.length; k++) {
            Atom first = regions.get(0).out().get(k);
            int slot = k;
            boolean outside = regions.stream().allMatch(r -> facts.visible(r.out().get(slot)));
            if (outside && regions.stream().allMatch(r -> r.out().get(slot).equals(first))) {
                facts.replace(e.out().get(k), first);
            } else if (outside && two && first.type().isScalar()) {
                facts.replace(e.out().get(k), select(s, regions, k));
            } else {
                keep[k] = true;
            }
        }
        var walked = new Eqn(e.prim(), List.of(s), new Params.Branches(regions), e.out());
        facts.append(Slots.keep(walked, Slots.of(walked), keep), false);
    }

    private Atom select(Atom s, List<Region> regions, int k) {
        return walk.emit(Prim.SELECT, Params.NONE, s, regions.get(1).out().get(k), regions.get(0).out().get(k));
    }

    private static boolean tiny(List<Region> regions) {
        int n = 0;
        for (Region r : regions) {
            n += r.body().size();
            if (n > TINY || !r.body().stream().allMatch(Control::cheap)) {
                return false;
            }
        }
        return true;
    }

    /** Total, pure and a few cycles at most, so that computing it in vain does no harm. */
    private static boolean cheap(Eqn e) {
        if (e.out().size() != 1 || !e.result().type().isScalar()) {
            return false;
        }
        return switch (e.prim()) {
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, ADD, SUB, MUL, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, MULHI,
                 COPYSIGN, EQ, NE, LT, LE, GT, GE, SELECT, CONVERT, BITCAST, DIM -> true;
            default -> false;
        };
    }

    // Loops.

    /** A loop that never runs, or once. */
    private boolean trivialFor(Eqn e) {
        Region body = ((Params.Loop) e.params()).body();
        Atom n = e.in().get(0);
        List<Atom> init = e.in().subList(1, e.in().size());
        if (facts.range(n)[1] <= 0) {
            replaceAll(e.out(), init);
            return true;
        }
        if (!Algebra.isLit(n, 1)) {
            return false;
        }
        facts.replace(body.params().get(0), Lit.of(n.dtype(), 0));
        replaceAll(body.params().subList(1, body.params().size()), init);
        inline(e, body);
        return true;
    }

    /**
     * Carries that never change: each yields itself, its own initial value, or another such carry that starts alike. They are
     * replaced by the initial value.
     */
    private Eqn withoutInvariants(Eqn e) {
        List<Slots> slots = Slots.of(e);
        List<Region> regions = Rewrite.regions(e.params());
        if (slots.isEmpty()) {
            return e;
        }
        Region main = regions.get(Slots.mainRegion(e));
        boolean[] same = new boolean[slots.size()];
        Map<Atom, Integer> slotOf = new HashMap<>();
        for (int k = 0; k < same.length; k++) {
            same[k] = slots.get(k).param() >= 0;
            if (same[k]) {
                slotOf.put(main.params().get(slots.get(k).param()), k);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int k = 0; k < same.length; k++) {
                if (same[k]) {
                    Atom init = e.in().get(slots.get(k).in());
                    Atom out = facts.resolve(main.out().get(slots.get(k).out()));
                    Integer j = slotOf.get(out);
                    same[k] = out.equals(init) || j != null && same[j] && e.in().get(slots.get(j).in()).equals(init);
                    changed |= !same[k];
                }
            }
        }
        boolean[] keep = new boolean[same.length];
        Arrays.fill(keep, true);
        for (int k = 0; k < same.length; k++) {
            if (same[k]) {
                keep[k] = false;
                Slots s = slots.get(k);
                Atom init = e.in().get(s.in());
                facts.replace(e.out().get(s.result()), init);
                regions.forEach(r -> facts.replace(r.params().get(s.param()), init));
            }
        }
        return Slots.keep(e, slots, keep);
    }

    private void loop(Eqn e) {
        Region r = Rewrite.regions(e.params()).get(0);
        Atom n = e.in().get(0);
        facts.open(true);
        r.params().forEach(facts::declare);
        Var i = r.params().get(0);
        long most = facts.range(n)[1];
        if (most > 0) {
            facts.limit(i, 0, most - 1);
            facts.assume(Prim.LT, i, n, true);
        }
        walk.body(r.body());
        List<Atom> out = facts.resolve(r.out());
        append(e, List.of(new Region(r.params(), facts.close(), out)));
    }

    private void loopWhile(Eqn e) {
        var w = (Params.While) e.params();
        Region c = region(w.cond());
        boolean never = Algebra.isLit(c.out().get(0), 0) && c.body().stream().noneMatch(Control::hasEffect);
        if (never) {
            replaceAll(e.out(), e.in());
            return;
        }
        facts.open(true);
        w.body().params().forEach(facts::declare);
        Map<Atom, Var> rename = new HashMap<>();
        for (int k = 0; k < c.params().size(); k++) {
            rename.put(c.params().get(k), w.body().params().get(k));
        }
        assumeCondition(c.out().get(0), rename);
        walk.body(w.body().body());
        List<Atom> out = facts.resolve(w.body().out());
        append(e, List.of(c, new Region(w.body().params(), facts.close(), out)));
    }

    private Region region(Region r) {
        facts.open(true);
        r.params().forEach(facts::declare);
        walk.body(r.body());
        List<Atom> out = facts.resolve(r.out());
        return new Region(r.params(), facts.close(), out);
    }

    private static boolean hasEffect(Eqn e) {
        return DeadCode.effect(e) || Rewrite.regions(e.params()).stream().anyMatch(r -> r.body().stream().anyMatch(Control::hasEffect));
    }

    /** In the body of a while its condition holds, said of the body's own parameters. */
    private void assumeCondition(Atom c, Map<Atom, Var> rename) {
        Atom here = here(c, rename);
        if (here != null) {
            facts.assume(here, true);
            return;
        }
        Eqn e = facts.definition(c);
        if (e == null || !c.type().isScalar()) {
            return;
        }
        if (e.prim() == Prim.AND) {
            e.in().forEach(x -> assumeCondition(x, rename));
        } else if (e.prim().group() == Prim.Group.COMPARE) {
            Atom a = here(e.in().get(0), rename);
            Atom b = here(e.in().get(1), rename);
            if (a != null && b != null) {
                facts.assume(e.prim(), a, b, true);
            }
        }
    }

    private Atom here(Atom a, Map<Atom, Var> rename) {
        if (rename.containsKey(a)) {
            return rename.get(a);
        }
        return facts.usable(a) ? a : null;
    }
}
