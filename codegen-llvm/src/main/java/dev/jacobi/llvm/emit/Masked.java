package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Control flow whose condition differs between lanes: each side runs under the mask of the lanes that take it, and is skipped when none
 * does; a loop runs until no lane is left in it. Lanes that are not in the mask keep their values.
 */
final class Masked {
    private static final int CHEAP = 8;
    private final EquationEmitter g;
    private final FnText fn;
    private int loops;
    /** The lanes that have a trip of the loop in lanes, of which there is one at a time; null where all have. */
    private String trips;

    Masked(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    private String bits() {
        return Ty.vector("i1", g.lanes);
    }

    /** The lanes of the current mask where the condition holds. */
    String narrow(Val cond) {
        if (cond.parts().size() > 1) {
            throw new IllegalStateException("a condition differs between jammed rows");
        }
        String c = g.vector(cond, 0);
        return g.mask == null ? c : fn.def("and " + bits() + " " + g.mask + ", " + c);
    }

    /** Runs code under another mask. */
    void withMask(String mask, Runnable code) {
        String outer = g.mask;
        g.mask = mask;
        code.run();
        g.mask = outer;
    }

    /** Runs trips under the mask of the lanes that have one. */
    void withTrips(String mask, Runnable code) {
        String outer = trips;
        trips = mask;
        withMask(mask, code);
        trips = outer;
    }

    /** Whether these are the lanes that have a trip, of which the first one is. */
    boolean isOfTrips(String mask) {
        return mask.equals(trips);
    }

    /** Reads elements. Those that each trip has are read for all trips, whichever lanes are at work. */
    Value index(Eqn e) {
        String outer = g.mask;
        g.mask = outer != null && g.facts.isOfTrip(e) ? trips : outer;
        Value v = g.access.index(e);
        g.mask = outer;
        return v;
    }

    /** Runs the body of a loop whose end differs between lanes. */
    private void inLoop(String mask, Runnable code) {
        loops++;
        withMask(mask, code);
        loops--;
    }

    /** True in the body of a loop whose end differs between lanes. */
    boolean inLoop() {
        return loops > 0;
    }

    /** The value where the mask is on, else the other. */
    private Val choose(String mask, Val on, Val off) {
        var texts = new ArrayList<String>();
        String ty = Ty.vector(Ty.value(on.dtype()), g.lanes);
        for (int k = 0; k < Math.max(on.parts().size(), off.parts().size()); k++) {
            texts.add(fn.def("select " + bits() + " " + mask + ", " + ty + " " + g.vector(on, k) + ", " + ty + " " + g.vector(off, k)));
        }
        return Val.varying(on.dtype(), texts);
    }

    void under(Val cond, Runnable code) {
        String m = narrow(cond);
        FnText.Block in = fn.block("in");
        FnText.Block join = fn.block("join");
        fn.br(g.control.any(m), in, join);
        fn.enter(in);
        withMask(m, code);
        fn.br(join);
        fn.enter(join);
    }

    void cond(Eqn e, Val s, List<Region> regions) {
        List<Val> takes = takes(s, regions.size());
        List<Value> results = new ArrayList<>();
        e.out().forEach(v -> results.add(v.isArray() ? null : g.val(Lit.zero(v.dtype()))));
        boolean lastFirst = g.facts.lastBranchFirst(e);
        for (int n = 0; n < regions.size(); n++) {
            int k = lastFirst ? regions.size() - 1 - n : n;
            Region r = regions.get(k);
            if (cheap(r)) {
                g.body(r.body());
                gather(r, g.vector(takes.get(k), 0), n == 0, results);
            } else {
                skippable(r, narrow(takes.get(k)), results);
            }
        }
        g.setAll(e.out(), results);
    }

    /** For each region, which lanes take it. */
    private List<Val> takes(Val s, int n) {
        var out = new ArrayList<Val>();
        if (s.dtype() == DType.BOOL) {
            out.add(g.op(Prim.NOT, DType.BOOL, s));
            out.add(s);
            return out;
        }
        Val rest = g.val(Lit.bool(true));
        for (int k = 0; k + 1 < n; k++) {
            Val here = g.op(Prim.EQ, DType.BOOL, s, g.val(Lit.of(s.dtype(), k)));
            out.add(here);
            rest = g.op(Prim.AND, DType.BOOL, rest, g.op(Prim.NOT, DType.BOOL, here));
        }
        out.add(rest);
        return out;
    }

    /** Merges a region's yields into the results so far. */
    private void gather(Region r, String take, boolean first, List<Value> results) {
        for (int k = 0; k < results.size(); k++) {
            Value y = g.value(r.out().get(k));
            results.set(k, first || !(y instanceof Val v) ? y : choose(take, v, (Val) results.get(k)));
        }
    }

    private void skippable(Region r, String take, List<Value> results) {
        FnText.Block in = fn.block("in");
        FnText.Block join = fn.block("join");
        FnText.Block pre = fn.current();
        var before = new ArrayList<String>();
        for (Value v : results) {
            before.add(v instanceof Val x ? g.vector(x, 0) : null);
        }
        fn.br(g.control.any(take), in, join);
        fn.enter(in);
        withMask(take, () -> g.body(r.body()));
        var inside = new ArrayList<String>();
        for (int k = 0; k < results.size(); k++) {
            Value y = g.value(r.out().get(k));
            inside.add(y instanceof Val v ? choose(take, v, (Val) results.get(k)).part(0) : null);
        }
        FnText.Block end = fn.current();
        fn.br(join);
        fn.enter(join);
        for (int k = 0; k < results.size(); k++) {
            Value y = g.value(r.out().get(k));
            if (y instanceof Val v) {
                String name = fn.fresh();
                join.phi(name, Ty.vector(Ty.value(v.dtype()), g.lanes), PhiForm.from(before.get(k), pre, inside.get(k), end));
                results.set(k, Val.varying(v.dtype(), List.of(name)));
            } else {
                results.set(k, y);
            }
        }
    }

    /** True when running the region for all lanes is right and cheaper than testing. */
    private static boolean cheap(Region r) {
        return r.body().size() <= CHEAP && r.body().stream().allMatch(e -> costsLittle(e.prim().cost()) && !e.result().isArray());
    }

    private static boolean costsLittle(Prim.Cost inLanes) {
        return inLanes == Prim.Cost.ONE || inLanes == Prim.Cost.FUSED;
    }

    /** Runs a loop until no lane is left in it; returns the carry at its end. What all lanes count alike is one number in the loop, beside what it was for each lane when that left. */
    List<Value> whileLoop(Eqn e, Params.While w, List<Value> init) {
        var tail = new LaneTail(g, e);
        Map<Integer, String> started = new TreeMap<>();
        for (int k = 0; k < init.size(); k++) {
            if (init.get(k) instanceof Val v && !g.facts.varies(w.body().params().get(k)) && g.facts.varies(e.out().get(k)) && g.facts.used(e.out().get(k))) {
                started.put(k, g.vector(v, 0));
            }
        }
        LoopPhis c = new LoopPhis(g, e, init);
        Memory.Mark mark = g.memory.mark(g.facts.allocates(e));
        FnText.Block pre = fn.current();
        FnText.Block head = fn.block("lanes");
        FnText.Block in = fn.block("body");
        FnText.Block exit = fn.block("done");
        String all = g.mask == null ? Ty.splat("i1", "true", g.lanes) : g.mask;
        c.start(pre);
        fn.br(head);
        fn.enter(head);
        String alive = fn.fresh();
        List<Value> carry = c.open(head);
        var left = new ArrayList<>(carry);
        started.keySet().forEach(k -> left.set(k, Val.varying(((Val) carry.get(k)).dtype(), List.of(fn.fresh()))));
        g.control.bind(w.cond(), carry);
        String[] go = new String[1];
        withMask(alive, () -> {
            g.body(w.cond().body());
            go[0] = narrow(g.val(w.cond().out().get(0)));
        });
        tail.branch(go[0], in, exit);
        fn.enter(in);
        g.exits.trip(e);
        g.control.bind(w.body(), carry);
        inLoop(go[0], () -> g.body(w.body().body()));
        var next = new ArrayList<Value>();
        var results = new ArrayList<Integer>();
        Map<Integer, String> stay = new TreeMap<>();
        for (int k = 0; k < carry.size(); k++) {
            Value y = g.value(w.body().out().get(k));
            // What nobody reads after the loop may run on in the lanes that have left it.
            boolean kept = started.containsKey(k) || y instanceof Val && !y.equals(carry.get(k)) && g.facts.used(e.out().get(k));
            if (kept) {
                results.add(k);
            }
            if (started.containsKey(k)) {
                stay.put(k, choose(go[0], (Val) y, (Val) left.get(k)).part(0));
            }
            next.add(kept && !started.containsKey(k) ? choose(go[0], (Val) y, (Val) carry.get(k)) : y);
        }
        g.memory.sweep(mark, c.moving(next));
        c.close(next);
        stay.forEach((k, now) -> head.phi(((Val) left.get(k)).part(0), Ty.vector(Ty.value(((Val) left.get(k)).dtype()), g.lanes), PhiForm.from(started.get(k), pre, now, fn.current())));
        head.phi(alive, bits(), PhiForm.from(all, pre, go[0], fn.current()));
        c.finish();
        fn.br(head);
        return tail.finish(exit, left, results, one -> g.control.whileLoop(e, w, one.carry()));
    }

    void forLoop(RegionView view, Val n) {
        var scalars = new ArrayList<RegionView.Slot>();
        boolean allocates = g.facts.allocates(view.body().body());
        for (RegionView.Slot s : view.slots()) {
            // Arrays stay in their memory; what no trip changes is the same in all lanes where it was so before.
            if (s.param().isArray() || s.yield().equals(s.param())) {
                g.set(s.param(), g.value(s.init()));
                g.set(s.result(), g.value(s.init()));
            } else {
                scalars.add(s);
            }
        }
        List<Val> result = folding(view.eqn(), n, g.vals(scalars.stream().map(RegionView.Slot::init).toList()), (i, carry) -> {
            g.set(view.trip(), i);
            g.setAll(scalars.stream().map(RegionView.Slot::param).toList(), carry);
            Memory.Mark mark = g.memory.mark(allocates);
            g.body(view.body().body());
            List<Val> next = g.vals(scalars.stream().map(RegionView.Slot::yield).toList());
            g.memory.sweep(mark, List.of());
            return next;
        });
        g.setAll(scalars.stream().map(RegionView.Slot::result).toList(), result);
    }

    /** Iterations without carry, each under the mask of the lanes that have it. */
    void iterate(Eqn e, Val n, Consumer<Val> body) {
        boolean allocates = g.facts.allocates(Regions.of(e).get(0).body());
        folding(e, n, List.of(), (i, none) -> {
            Memory.Mark mark = g.memory.mark(allocates);
            body.accept(i);
            g.memory.sweep(mark, List.of());
            return List.of();
        });
    }

    /** A counted loop whose trip count differs between lanes. */
    List<Val> folding(Eqn e, Val n, List<Val> init, BiFunction<Val, List<Val>, List<Val>> step) {
        String ty = Ty.value(n.dtype());
        var tail = new LaneTail(g, e);
        LoopPhis c = LoopPhis.varying(g, init);
        FnText.Block pre = fn.current();
        FnText.Block head = fn.block("lanes");
        FnText.Block in = fn.block("body");
        FnText.Block exit = fn.block("done");
        c.start(pre);
        fn.br(head);
        fn.enter(head);
        String i = fn.fresh();
        List<Val> carry = Loops.scalars(c.open(head));
        Val index = Val.uniform(n.dtype(), i);
        String go = narrow(g.op(Prim.LT, DType.BOOL, index, n));
        tail.branch(go, in, exit);
        fn.enter(in);
        g.exits.trip(e);
        var next = new ArrayList<Value>();
        inLoop(go, () -> next.addAll(step.apply(index, carry)));
        for (int k = 0; k < next.size(); k++) {
            next.set(k, choose(go, (Val) next.get(k), carry.get(k)));
        }
        c.close(next);
        String i1 = fn.def("add nsw " + ty + " " + i + ", 1");
        head.phi(i, ty, PhiForm.from("0", pre, i1, fn.current()));
        c.finish();
        fn.br(head);
        return Loops.scalars(tail.finish(exit, carry, IntStream.range(0, carry.size()).boxed().toList(), one -> {
            List<Val> start = Loops.scalars(one.carry());
            g.exits.trips(e, (Val) one.of(n));
            return g.loops.folding(i, (Val) one.of(n), start, start.stream().map(PhiForm::of).toList(), step);
        }));
    }
}
