package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * Batched control flow: where lanes go different ways all ways are gone, each under the mask of its lanes, and a lane keeps what its own
 * way gives. A branch with calls or loops is skipped when no lane takes it, so that recursion ends.
 */
final class BatchMasks {
    private final BatchRules rules;

    BatchMasks(BatchRules rules) {
        this.rules = rules;
    }

    private Builder b() {
        return rules.b;
    }

    private Atom and(Atom mask, Atom other) {
        return mask == null ? other : b().emit(Prim.AND, mask, other);
    }

    private Atom select(Atom mask, Atom yes, Atom no) {
        return b().emit(Prim.SELECT, rules.spread(mask, yes), yes, no);
    }

    /** What a value that becomes {@code as} is: stacked where that differs. */
    private Atom as(Var as, Atom a) {
        return rules.differs(as) ? rules.stacked(a) : rules.now(a);
    }

    private void define(List<Var> out, List<? extends Atom> values) {
        for (int k = 0; k < out.size(); k++) {
            rules.set(out.get(k), values.get(k));
        }
    }

    /** A failed check counts where a lane is at work. */
    void check(Eqn e, Atom mask) {
        Atom ok = rules.stacked(e.in().get(0));
        ok = mask == null ? ok : b().emit(Prim.OR, ok, b().emit(Prim.NOT, mask));
        b().emitAll(Prim.CHECK, e.params(), List.of(b().emit(Prim.REDUCE_AND, new Params.Axes(List.of(0)), ok)));
    }

    void cond(Eqn e, Params.Branches p, Atom mask) {
        Atom s = e.in().get(0);
        if (!rules.differs(s)) {
            var regions = new ArrayList<Region>();
            for (Region r : p.regions()) {
                b().open();
                rules.body(r.body(), mask);
                regions.add(b().close(List.of(), yields(r, e.out())));
            }
            define(e.out(), b().emitAll(Prim.COND, new Params.Branches(regions), List.of(rules.now(s))));
            return;
        }
        List<Atom> so = null;
        for (int k = p.regions().size() - 1; k >= 0; k--) {
            Atom mine = and(mask, chosen(rules.now(s), k, p.regions().size()));
            List<Atom> values = branch(p.regions().get(k), e.out(), mine);
            if (so == null) {
                so = values;
            } else {
                var merged = new ArrayList<Atom>();
                for (int j = 0; j < values.size(); j++) {
                    merged.add(select(mine, values.get(j), so.get(j)));
                }
                so = merged;
            }
        }
        define(e.out(), so);
    }

    private List<Atom> yields(Region r, List<Var> becomes) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < r.out().size(); k++) {
            out.add(as(becomes.get(k), r.out().get(k)));
        }
        return out;
    }

    /** Which lanes take branch k; integers outside take the last. */
    private Atom chosen(Atom s, int k, int branches) {
        if (s.dtype() == DType.BOOL) {
            return k == 1 ? s : b().emit(Prim.NOT, s);
        }
        Atom is = b().emit(Prim.EQ, s, constant(s, k));
        if (k < branches - 1) {
            return is;
        }
        Atom below = b().emit(Prim.LT, s, constant(s, 0));
        return b().emit(Prim.OR, below, b().emit(Prim.GE, s, constant(s, k)));
    }

    private Atom constant(Atom like, long v) {
        return b().full(Lit.of(like.dtype(), v), like.type().dims(), rules.extents(like));
    }

    private List<Atom> branch(Region r, List<Var> becomes, Atom mask) {
        boolean guarded = r.body().stream().anyMatch(e -> e.prim() == Prim.CALL || e.params() instanceof Params.While || !Regions.of(e).isEmpty())
            && r.out().stream().allMatch(a -> a.type().dims().stream().allMatch(Dim::isConst));
        if (!guarded) {
            rules.body(r.body(), mask);
            return rules.stacked(r.out());
        }
        Atom any = rules.anyLane(mask);
        b().open();
        rules.body(r.body(), mask);
        Region run = b().close(List.of(), rules.stacked(r.out()));
        b().open();
        var none = new ArrayList<Atom>();
        for (Atom a : r.out()) {
            List<Atom> sizes = a.type().dims().stream().map(d -> (Atom) Lit.i32((int) d.add())).toList();
            none.add(b().full(Lit.zero(a.dtype()), rules.lanesAnd(a.type().dims()), rules.lanesAnd(sizes)));
        }
        Region skip = b().close(List.of(), none);
        return new ArrayList<>(b().emitAll(Prim.COND, new Params.Branches(List.of(skip, run)), List.of(any)));
    }

    private List<Var> entered(List<Var> params) {
        var out = new ArrayList<Var>();
        for (Var p : params) {
            Var v = b().fresh(rules.differs(p) ? p.type().stacked(rules.extent) : p.type());
            rules.set(p, v);
            out.add(v);
        }
        return out;
    }

    private List<Atom> initial(List<Atom> init, List<Var> params) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < init.size(); k++) {
            out.add(as(params.get(k), init.get(k)));
        }
        return out;
    }

    /** With different trip counts the longest decides, and lanes that are through keep what they have. */
    void loop(Eqn e, Region r, Atom mask) {
        Atom n = e.in().get(0);
        List<Var> carry = r.params().subList(1, r.params().size());
        List<Atom> init = initial(e.in().subList(1, e.in().size()), carry);
        boolean own = rules.differs(n);
        Atom trips = rules.now(n);
        Atom most = trips;
        if (own) {
            Atom counted = mask == null ? trips : b().emit(Prim.SELECT, mask, trips, constant(trips, 0));
            most = b().emit(Prim.REDUCE_MAX, new Params.Axes(List.of(0)), counted);
        }
        var in = new ArrayList<Atom>(List.of(most));
        in.addAll(init);
        var params = new ArrayList<Var>(List.of(b().fresh(r.params().get(0).type())));
        rules.set(r.params().get(0), params.get(0));
        params.addAll(entered(carry));
        b().open();
        Atom mine = mask;
        if (own) {
            Atom i = b().full(params.get(0), trips.type().dims(), rules.extents(trips));
            mine = and(mask, b().emit(Prim.LT, i, trips));
        }
        rules.body(r.body(), mine);
        List<Atom> next = kept(mine, carry, r.out(), params.subList(1, params.size()));
        Region body = b().close(params, next);
        define(e.out(), b().emitAll(Prim.FOR, new Params.Loop(((Params.Loop) e.params()).extent(), body), in));
    }

    private List<Atom> kept(Atom mask, List<Var> carry, List<Atom> yields, List<Var> old) {
        var next = new ArrayList<Atom>();
        for (int k = 0; k < yields.size(); k++) {
            Atom y = as(carry.get(k), yields.get(k));
            next.add(mask == null || !rules.differs(carry.get(k)) ? y : select(mask, y, old.get(k)));
        }
        return next;
    }

    void loopWhile(Eqn e, Params.While w, Atom mask) {
        List<Var> carry = w.body().params();
        List<Atom> init = initial(e.in(), carry);
        if (mask == null && !rules.differs(w.cond().out().get(0))) {
            List<Var> cp = entered(w.cond().params());
            b().open();
            rules.body(w.cond().body(), null);
            Region c = b().close(cp, rules.now(w.cond().out()));
            List<Var> bp = entered(carry);
            b().open();
            rules.body(w.body().body(), null);
            Region body = b().close(bp, kept(null, carry, w.body().out(), bp));
            define(e.out(), b().emitAll(Prim.WHILE, new Params.While(c, body), init));
            return;
        }
        Type lanes = Type.of(DType.BOOL, rules.extent);
        Atom all = mask != null ? mask : b().full(Lit.bool(true), lanes.dims(), List.of(rules.count));
        var in = new ArrayList<Atom>(List.of(and(all, condition(w, init, all))));
        in.addAll(init);
        var cp = new ArrayList<Var>();
        in.forEach(a -> cp.add(b().fresh(a.type())));
        b().open();
        Atom any = rules.anyLane(cp.get(0));
        Region c = b().close(cp, List.of(any));
        Var mine = b().fresh(lanes);
        var bp = new ArrayList<Var>(List.of(mine));
        bp.addAll(entered(carry));
        b().open();
        rules.body(w.body().body(), mine);
        List<Atom> next = kept(mine, carry, w.body().out(), bp.subList(1, bp.size()));
        var yields = new ArrayList<Atom>(List.of(and(mine, condition(w, next, mine))));
        yields.addAll(next);
        Region body = b().close(bp, yields);
        List<Var> out = b().emitAll(Prim.WHILE, new Params.While(c, body), in);
        define(e.out(), out.subList(1, out.size()));
    }

    /** Evaluates the condition of a loop on these values; it is written twice, so its variables are made anew. */
    private Atom condition(Params.While w, List<Atom> values, Atom mask) {
        define(w.cond().params(), values);
        rules.body(w.cond().body(), mask);
        return rules.stacked(w.cond().out().get(0));
    }

    void sequential(Eqn e, Atom mask) {
        b().open();
        Sequential.append(b(), e);
        List<Eqn> eqns = b().close(List.of(), List.of()).body();
        // What is known to differ of the results does so in the loop that makes them.
        for (int k = 0; k < e.out().size(); k++) {
            if (rules.differs(e.out().get(k))) {
                rules.differs.marks.mark(((Params.Loop) eqns.get(eqns.size() - 1).params()).body().params().get(1 + k));
            }
        }
        rules.differs.walk(eqns, mask != null);
        rules.body(eqns, mask);
    }

    /** The trips stay in a map when all lanes have as many; each works on all lanes. */
    void map(Eqn e, Params.Loop p, Atom mask) {
        Region r = p.body();
        int dests = e.in().size() - 1;
        if (rules.differs(e.in().get(0))) {
            sequential(e, mask);
            return;
        }
        List<Var> carry = r.params().subList(1, 1 + dests);
        var in = new ArrayList<Atom>(List.of(rules.now(e.in().get(0))));
        in.addAll(initial(e.in().subList(1, 1 + dests), carry));
        var params = new ArrayList<Var>(List.of(b().fresh(r.params().get(0).type())));
        rules.set(r.params().get(0), params.get(0));
        params.addAll(entered(carry));
        b().open();
        rules.body(r.body(), mask);
        var yields = new ArrayList<Atom>();
        for (int k = 0; k < r.out().size(); k++) {
            yields.add(as(k < dests ? carry.get(k) : e.out().get(k), r.out().get(k)));
        }
        List<Var> out = b().emitAll(Prim.MAP, new Params.Loop(p.extent(), b().close(params, yields)), in);
        for (int k = 0; k < out.size(); k++) {
            boolean stack = k >= dests && rules.differs(e.out().get(k));
            rules.set(e.out().get(k), stack ? Batch.moveAxis(b(), out.get(k), 1, 0) : out.get(k));
        }
    }

    void call(Eqn e, Params.Call p, Atom mask) {
        if (!rules.functions.has(p.name())) {
            eachElement(e, p);
            return;
        }
        List<Boolean> which = e.in().stream().map(rules::differs).toList();
        var in = new ArrayList<Atom>(List.of(mask != null ? mask : b().full(Lit.bool(true), List.of(rules.extent), List.of(rules.count))));
        in.addAll(rules.now(e.in()));
        List<Type> results = p.results().stream().map(t -> t.stacked(rules.extent)).toList();
        define(e.out(), b().emitAll(Prim.CALL, new Params.Call(rules.functions.version(p.name(), which), results), in));
    }

    /** A function of scalars that no module holds: one call per lane. */
    private void eachElement(Eqn e, Params.Call p) {
        List<Atom> in = rules.stacked(e.in());
        Var i = b().fresh(Type.I32);
        b().open();
        List<Atom> one = in.stream().map(a -> (Atom) b().index(a, Params.Access.PROMISED, List.of(i))).toList();
        List<Var> r = b().emitAll(Prim.CALL, p, one);
        define(e.out(), b().emitAll(Prim.MAP, new Params.Loop(rules.extent, b().close(List.of(i), r)), List.of(rules.count)));
    }

    /** The equation for one lane after the other, for what has no batched form; the extents of the result are those of lane 0's. */
    Atom eachLane(Eqn e) {
        List<Atom> in = rules.stacked(e.in());
        // Lane 0 is taken once more, for the extents; a batch of none has none.
        List<Atom> first = in.stream().map(a -> (Atom) b().index(a, Params.Access.CLAMP, List.of(Lit.i32(0)))).toList();
        Atom shape = b().emitAll(e.prim(), e.params(), first).get(0);
        Atom dest = b().full(Lit.zero(shape.dtype()), rules.lanesAnd(shape.type().dims()), rules.lanesAnd(rules.extents(shape)));
        return b().loop(rules.count, List.of(dest), p -> {
            List<Atom> mine = in.stream().map(a -> (Atom) b().index(a, Params.Access.PROMISED, List.of(p.get(0)))).toList();
            Var r = b().emitAll(e.prim(), e.params(), mine).get(0);
            return List.of(b().update(p.get(1), Params.Access.PROMISED, List.of(p.get(0)), r));
        }).get(0);
    }
}
