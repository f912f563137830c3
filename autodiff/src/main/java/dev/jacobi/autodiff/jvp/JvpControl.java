package dev.jacobi.autodiff.jvp;

import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Sequential;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Forward mode through branches and loops: what is carried, yielded or stacked gets a companion for its tangent. */
final class JvpControl {
    private final JvpRules rules;
    private final FormulaBuilder c;

    JvpControl(JvpRules rules) {
        this.rules = rules;
        c = rules.c;
    }

    /** The companion of a value; that it is one is known from now on. */
    private Var companion(Var v) {
        Var t = c.fresh(v.type());
        rules.set(v, t);
        return t;
    }

    /** Whether the slot's results can have a tangent. */
    private boolean isActive(Slot s) {
        return rules.reached.contains(s.result());
    }

    /**
     * A branch or a loop with a slot for the tangents of each active one, behind those of the same role. What is folded must be sums, and conditions have no
     * use for tangents.
     */
    void beside(Eqn e) {
        RegionView view = RegionView.of(e);
        List<Slot> active = view.slots().stream().filter(this::isActive).toList();
        List<Atom> init = active.stream().map(s -> s.init() == null ? null : rules.tangentOrZero(s.init())).toList();
        List<List<Var>> params = active.stream().map(s -> s.params().stream().map(v -> v.equals(s.param()) ? companion(v) : c.fresh(v.type())).toList()).toList();
        List<List<Atom>> yields = active.stream().map(s -> (List<Atom>) new ArrayList<Atom>()).toList();
        var bodies = new ArrayList<List<Eqn>>();
        for (Region r : Regions.of(e)) {
            if (e.params() instanceof Params.While w && r == w.cond()) {
                bodies.add(r.body());
                continue;
            }
            c.open();
            rules.body(r.body());
            for (int k = 0; k < active.size(); k++) {
                List<Atom> of = active.get(k).yields();
                yields.get(k).add(rules.tangentOrZero(of.size() == 1 ? of.get(0) : of.get(bodies.size())));
            }
            bodies.add(c.close(List.of(), List.of()).body());
        }
        var slots = new ArrayList<>(view.slots());
        for (int k = 0; k < active.size(); k++) {
            Slot s = active.get(k);
            slots.add(new Slot(s.role(), s.op(), init.get(k), params.get(k), yields.get(k), s.results().stream().map(this::companion).toList()));
        }
        slots.sort(Comparator.comparing(Slot::role));
        c.append(view.with(slots, bodies));
    }

    void reduce(Eqn e) {
        List<Slot> slots = RegionView.of(e).slots();
        List<Slot> folds = slots.stream().filter(s -> s.role() == RegionView.Role.FOLD && isActive(s)).toList();
        if (folds.stream().allMatch(s -> s.op() == Prim.ADD)) {
            beside(e);
        } else if (folds.stream().noneMatch(s -> s.op() == Prim.MUL) && slots.stream().allMatch(s -> s.role() == RegionView.Role.FOLD)) {
            extremes(e, slots);
        } else {
            sequential(e);
        }
    }

    /** A smallest or largest term: once it is known, a second pass takes the mean of the tangents of the terms that equal it. */
    private void extremes(Eqn e, List<Slot> slots) {
        c.append(e);
        Params.Fold p = (Params.Fold) e.params();
        Region r = copied(p.body());
        c.open();
        rules.body(r.body());
        var yields = new ArrayList<Atom>();
        for (int k = 0; k < slots.size(); k++) {
            yields.addAll(shares(slots.get(k), r.out().get(k)));
        }
        Region body = c.close(r.params(), yields);
        var in = new ArrayList<Atom>(e.in().subList(0, 1));
        slots.forEach(s -> in.addAll(shares(s, s.init())));
        List<Prim> ops = yields.stream().map(y -> Prim.ADD).toList();
        var sums = c.emitAll(Prim.REDUCE, new Params.Fold(p.extent(), ops, body), in).iterator();
        for (Slot s : slots) {
            if (isActive(s)) {
                Atom sum = sums.next();
                rules.set(s.result(), s.op() == Prim.ADD ? sum : c.div(sum, sums.next()));
            }
        }
    }

    /** What a term adds to the tangent of its fold; for an extreme its tangent and one where it is the extreme, else zeros. */
    private List<Atom> shares(Slot s, Atom term) {
        if (!isActive(s)) {
            return List.of();
        }
        Atom tangent = rules.tangentOrZero(term);
        if (s.op() == Prim.ADD) {
            return List.of(tangent);
        }
        Atom hit = c.emit(Prim.EQ, term, s.result());
        return List.of(c.where(hit, tangent), c.where(hit, c.constant(1, term)));
    }

    void scan(Eqn e) {
        if (RegionView.of(e).slots().stream().allMatch(s -> s.op() == Prim.ADD || !isActive(s))) {
            beside(e);
        } else {
            sequential(e);
        }
    }

    /** Bins that are sums: the tangents go into bins of their own, in a second loop. */
    void hist(Eqn e, Params.Fold p) {
        if (p.ops().get(0) != Prim.ADD) {
            sequential(e);
            return;
        }
        c.append(e);
        Region r = copied(p.body());
        Atom start = rules.tangentOrZero(e.in().get(1));
        c.open();
        rules.body(r.body());
        Region body = c.close(r.params(), List.of(r.out().get(0), rules.tangentOrZero(r.out().get(1))));
        rules.set(e.result(), c.emitAll(Prim.HIST, new Params.Fold(p.extent(), p.ops(), body), List.of(e.in().get(0), start)).get(0));
    }

    /** Through the for that the loop stands for. */
    private void sequential(Eqn e) {
        rules.instead(() -> Sequential.append(c, e));
    }

    /** A second copy of a body with ids of its own, without the checks and callbacks that the first one has done. */
    private Region copied(Region r) {
        Region copy = new Rewrite(c).region(withoutEffects(r));
        rules.reached.walk(copy.body());
        return copy;
    }

    private static Region withoutEffects(Region r) {
        List<Eqn> body = r.body().stream().filter(e -> !e.prim().hasEffect()).map(e -> Regions.map(e, JvpControl::withoutEffects)).toList();
        return new Region(r.params(), body, r.out());
    }
}
