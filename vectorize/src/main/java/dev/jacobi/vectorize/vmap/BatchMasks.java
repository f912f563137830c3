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
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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

    private BatchValues values() {
        return rules.values;
    }

    private Atom and(Atom mask, Atom other) {
        return mask == null ? other : b().emit(Prim.AND, mask, other);
    }

    private Atom select(Atom mask, Atom yes, Atom no) {
        return b().emit(Prim.SELECT, values().spread(mask, yes), yes, no);
    }

    /** A failed check counts where a lane is at work. */
    void check(Eqn e, Atom mask) {
        Atom ok = values().stacked(e.in().get(0));
        ok = mask == null ? ok : b().emit(Prim.OR, ok, b().emit(Prim.NOT, mask));
        b().emitAll(Prim.CHECK, e.params(), List.of(b().emit(Prim.REDUCE_AND, new Params.Axes(List.of(0)), ok)));
    }

    void cond(Eqn e, Params.Branches p, Atom mask) {
        Atom s = e.in().get(0);
        if (!values().differs(s)) {
            var regions = new ArrayList<Region>();
            for (Region r : p.regions()) {
                b().open();
                rules.body(r.body(), mask);
                regions.add(b().close(List.of(), values().as(e.out(), r.out())));
            }
            values().set(e.out(), b().emitAll(Prim.COND, new Params.Branches(regions), List.of(values().now(s))));
            return;
        }
        List<Atom> so = null;
        for (int k = p.regions().size() - 1; k >= 0; k--) {
            Atom mine = and(mask, chosen(values().now(s), k, p.regions().size()));
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
        values().set(e.out(), so);
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
        return b().full(Lit.of(like.dtype(), v), like.type().dims(), b().extents(like));
    }

    private List<Atom> branch(Region r, List<Var> becomes, Atom mask) {
        boolean guarded = r.body().stream().anyMatch(e -> e.prim() == Prim.CALL || e.params() instanceof Params.While || !Regions.of(e).isEmpty())
            && r.out().stream().allMatch(a -> a.type().dims().stream().allMatch(Dim::isConst));
        if (!guarded) {
            rules.body(r.body(), mask);
            return values().stacked(r.out());
        }
        Atom any = rules.anyLane(mask);
        b().open();
        rules.body(r.body(), mask);
        Region run = b().close(List.of(), values().stacked(r.out()));
        b().open();
        var none = new ArrayList<Atom>();
        for (Atom a : r.out()) {
            List<Atom> sizes = a.type().dims().stream().map(d -> (Atom) Lit.i32((int) d.add())).toList();
            none.add(b().full(Lit.zero(a.dtype()), values().lanesAnd(a.type().dims()), values().lanesAnd(sizes)));
        }
        Region skip = b().close(List.of(), none);
        return new ArrayList<>(b().emitAll(Prim.COND, new Params.Branches(List.of(skip, run)), List.of(any)));
    }

    /** With different trip counts the longest decides, and lanes that are through keep what they have. */
    void loop(Eqn e, Atom mask) {
        RegionView view = RegionView.of(e);
        List<Atom> init = values().as(view.params(), view.inits());
        boolean own = values().differs(view.head());
        Atom trips = values().now(view.head());
        Atom most = trips;
        if (own) {
            Atom counted = mask == null ? trips : b().emit(Prim.SELECT, mask, trips, constant(trips, 0));
            most = b().emit(Prim.REDUCE_MAX, new Params.Axes(List.of(0)), counted);
        }
        List<Var> params = values().entered(view.body().params());
        b().open();
        Atom mine = mask;
        if (own) {
            Atom i = b().full(params.get(0), trips.type().dims(), b().extents(trips));
            mine = and(mask, b().emit(Prim.LT, i, trips));
        }
        rules.body(view.body().body(), mine);
        Region body = b().close(params, kept(mine, view));
        values().set(e.out(), b().loop(Prim.FOR, view.extent(), body, most, init));
    }

    /** What a trip hands on: where lanes differ, those that are not at work keep what they had. */
    private List<Atom> kept(Atom mask, RegionView view) {
        var next = new ArrayList<Atom>();
        for (RegionView.Slot s : view.slots()) {
            Atom y = values().as(s.param(), s.yield());
            next.add(mask == null || !values().differs(s.param()) ? y : select(mask, y, values().now(s.param())));
        }
        return next;
    }

    void loopWhile(Eqn e, Params.While w, Atom mask) {
        RegionView view = RegionView.of(e);
        List<Atom> init = values().as(view.params(), view.inits());
        if (mask == null && !values().differs(w.cond().out().get(0))) {
            List<Var> cp = values().entered(w.cond().params());
            b().open();
            rules.body(w.cond().body(), null);
            Region c = b().close(cp, values().now(w.cond().out()));
            List<Var> bp = values().entered(view.params());
            b().open();
            rules.body(w.body().body(), null);
            Region body = b().close(bp, kept(null, view));
            values().set(e.out(), b().emitAll(Prim.WHILE, new Params.While(c, body), init));
            return;
        }
        Atom all = mask != null ? mask : values().everyLane();
        var in = new ArrayList<Atom>(List.of(and(all, condition(w, init, all))));
        in.addAll(init);
        var cp = new ArrayList<Var>();
        in.forEach(a -> cp.add(b().fresh(a.type())));
        b().open();
        Atom any = rules.anyLane(cp.get(0));
        Region c = b().close(cp, List.of(any));
        Var mine = b().fresh(Type.of(DType.BOOL, values().extent));
        var bp = new ArrayList<Var>(List.of(mine));
        bp.addAll(values().entered(view.params()));
        b().open();
        rules.body(w.body().body(), mine);
        List<Atom> next = kept(mine, view);
        var yields = new ArrayList<Atom>(List.of(and(mine, condition(w, next, mine))));
        yields.addAll(next);
        Region body = b().close(bp, yields);
        List<Var> out = b().emitAll(Prim.WHILE, new Params.While(c, body), in);
        values().set(e.out(), out.subList(1, out.size()));
    }

    /** Evaluates the condition of a loop on these values; it is written twice, so its variables are made anew. */
    private Atom condition(Params.While w, List<Atom> carried, Atom mask) {
        values().set(w.cond().params(), carried);
        rules.body(w.cond().body(), mask);
        return values().stacked(w.cond().out().get(0));
    }

    void sequential(Eqn e, Atom mask) {
        b().open();
        Sequential.append(b(), e);
        List<Eqn> eqns = b().close();
        // What is known to differ of the results does so in the loop that makes them.
        for (RegionView.Slot s : RegionView.of(eqns.get(eqns.size() - 1)).slots()) {
            if (values().differs(s.result())) {
                values().marks.mark(s.param());
            }
        }
        rules.differs.walk(eqns, mask != null);
        rules.body(eqns, mask);
    }

    /** The trips stay in a map when all lanes have as many; each works on all lanes. */
    void map(Eqn e, Atom mask) {
        RegionView view = RegionView.of(e);
        if (values().differs(view.head())) {
            sequential(e, mask);
            return;
        }
        List<Atom> init = values().as(view.params(), view.inits());
        List<Var> params = values().entered(view.body().params());
        b().open();
        rules.body(view.body().body(), mask);
        List<Var> becomes = view.slots().stream().map(s -> s.param() != null ? s.param() : s.result()).toList();
        Region body = b().close(params, values().as(becomes, view.body().out()));
        List<Var> out = b().loop(Prim.MAP, view.extent(), body, values().now(view.head()), init);
        for (int k = 0; k < out.size(); k++) {
            RegionView.Slot s = view.slots().get(k);
            boolean stack = s.role() == RegionView.Role.STACK && values().differs(s.result());
            values().set(s.result(), stack ? Batch.moveAxis(b(), out.get(k), 1, 0) : out.get(k));
        }
    }

    void call(Eqn e, Params.Call p, Atom mask) {
        if (!rules.functions.has(p.name())) {
            eachElement(e, p);
            return;
        }
        List<Boolean> which = e.in().stream().map(values()::differs).toList();
        var in = new ArrayList<Atom>(List.of(mask != null ? mask : values().everyLane()));
        in.addAll(values().now(e.in()));
        List<Type> results = p.results().stream().map(t -> t.stacked(values().extent)).toList();
        values().set(e.out(), b().emitAll(Prim.CALL, new Params.Call(rules.functions.version(p.name(), which), results), in));
    }

    /** A function of scalars that no module holds: one call per lane. */
    private void eachElement(Eqn e, Params.Call p) {
        List<Atom> in = values().stacked(e.in());
        Var i = b().fresh(Type.I32);
        b().open();
        List<Atom> one = in.stream().map(a -> (Atom) b().index(a, Params.Access.PROMISED, List.of(i))).toList();
        List<Var> r = b().emitAll(Prim.CALL, p, one);
        values().set(e.out(), b().loop(Prim.MAP, values().extent, b().close(List.of(i), r), values().count, List.of()));
    }

    /** The equation for one lane after the other, for what has no batched form; the extents of the result are those of lane 0's. */
    Atom eachLane(Eqn e) {
        List<Atom> in = values().stacked(e.in());
        // Lane 0 is taken once more, for the extents; a batch of none has none.
        List<Atom> first = in.stream().map(a -> (Atom) b().index(a, Params.Access.CLAMP, List.of(Lit.i32(0)))).toList();
        Atom shape = b().emitAll(e.prim(), e.params(), first).get(0);
        Atom dest = b().full(Lit.zero(shape.dtype()), values().lanesAnd(shape.type().dims()), values().lanesAnd(b().extents(shape)));
        return b().loop(values().count, List.of(dest), p -> {
            List<Atom> mine = in.stream().map(a -> (Atom) b().index(a, Params.Access.PROMISED, List.of(p.get(0)))).toList();
            Var r = b().emitAll(e.prim(), e.params(), mine).get(0);
            return List.of(b().update(p.get(1), Params.Access.PROMISED, List.of(p.get(0)), r));
        }).get(0);
    }

    /** A call for each lane that is at work, from the first to the last. */
    void callback(Eqn e, Atom mask) {
        List<Atom> in = values().now(e.in());
        b().loop(values().count, List.of(), p -> {
            Supplier<List<? extends Atom>> call = () -> {
                var mine = new ArrayList<Atom>();
                for (int k = 0; k < in.size(); k++) {
                    mine.add(values().differs(e.in().get(k)) ? b().index(in.get(k), Params.Access.PROMISED, List.of(p.get(0))) : in.get(k));
                }
                b().emitAll(e.prim(), e.params(), mine);
                return List.of();
            };
            return mask == null ? call.get() : b().cond(b().index(mask, Params.Access.PROMISED, List.of(p.get(0))), call, List::of);
        });
    }
}
