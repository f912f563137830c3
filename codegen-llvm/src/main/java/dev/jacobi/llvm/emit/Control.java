package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.EarlyExit;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import dev.jacobi.llvm.text.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** cond, for and while whose condition is the same for all lanes: branches and real loops. Others go to {@link Masked}. */
final class Control {
    private static final int SMALL_CONDITION = 20;
    /** Equations of a trip that is worth being there twice. */
    private static final int SMALL_TRIP = 20;
    private final EquationEmitter g;
    private final FnText fn;
    /** How many loops are around what is being emitted. */
    private int around;

    Control(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** True in an i1 when any lane of the vector is true. */
    String any(String mask) {
        return fn.def("icmp ne i" + g.lanes + " " + g.bits(mask) + ", 0");
    }

    /** Runs the code only where the condition holds. */
    void under(Val cond, Runnable code) {
        if (!cond.isUniform()) {
            g.masked.under(cond, code);
            return;
        }
        FnText.Block yes = fn.block("in");
        FnText.Block join = fn.block("join");
        fn.br(cond.text(), yes, join);
        fn.enter(yes);
        code.run();
        fn.br(join);
        fn.enter(join);
    }

    void cond(Eqn e) {
        Val s = g.val(e.in().get(0));
        List<Region> regions = ((Params.Branches) e.params()).regions();
        if (!s.isUniform()) {
            g.masked.cond(e, s, regions);
            return;
        }
        var ends = new ArrayList<FnText.Block>();
        var yields = new ArrayList<List<Value>>();
        var starts = regions.stream().map(r -> fn.block("case")).toList();
        branch(s, starts);
        BranchResults stored = BranchResults.of(g, e);
        for (int k = 0; k < regions.size(); k++) {
            fn.enter(starts.get(k));
            if (k == 0 && branches(e)) {
                stay();
            }
            stored.body(regions.get(k));
            List<Atom> out = regions.get(k).out();
            yields.add(IntStream.range(0, out.size()).mapToObj(i -> stored.has(i) ? null : g.value(out.get(i))).collect(Collectors.toList()));
            ends.add(fn.current());
        }
        stored.join();
        FnText.Block join = fn.block("join");
        for (int i = 0; i < e.out().size(); i++) {
            int at = i;
            if (stored.has(i)) {
                continue;
            }
            g.set(e.out().get(i), merge(join, ends, yields.stream().map(y -> y.get(at)).toList()));
        }
        for (FnText.Block end : ends) {
            fn.resume(end);
            fn.br(join);
        }
        fn.enter(join);
    }

    /** Whether a choice stays a branch in the machine's code. */
    boolean branches(Eqn e) {
        return g.lanes == 1 && g.jam == 1 && !g.unit.device() && g.facts.steers(e);
    }

    /** A select as a branch; nothing where it is one of the ways of another one, which makes it there. */
    void choose(Eqn e) {
        if (!g.facts.steersInside(e.result())) {
            g.set(e.result(), chosen(e));
        }
    }

    private Value chosen(Eqn e) {
        FnText.Block yes = fn.block("yes");
        FnText.Block no = fn.block("no");
        FnText.Block join = fn.block("chosen");
        fn.br(g.val(e.in().get(0)).text(), yes, no);
        fn.enter(yes);
        Value first = way(e.in().get(1));
        FnText.Block firstEnd = fn.current();
        fn.enter(no);
        stay();
        Value second = way(e.in().get(2));
        List<FnText.Block> ends = List.of(firstEnd, fn.current());
        Value v = merge(join, ends, List.of(first, second));
        for (FnText.Block end : ends) {
            fn.resume(end);
            fn.br(join);
        }
        fn.enter(join);
        return v;
    }

    private Value way(Atom a) {
        return g.facts.steersInside(a) ? chosen(g.facts.definition((Var) a)) : g.value(a);
    }

    /** No instruction, but something that LLVM takes for one which must not run where the block does not: else it would have both ways run and select. In one of the two ways, as what both have is moved out of them. */
    private void stay() {
        fn.line("call void asm sideeffect \"\", \"\"() nounwind memory(none)");
    }

    private void branch(Val s, List<FnText.Block> to) {
        String v = s.text();
        if (to.size() == 1) {
            fn.br(to.get(0));
        } else if (s.dtype() == DType.BOOL) {
            fn.br(v, to.get(1), to.get(0));
        } else {
            String ty = Ty.value(s.dtype());
            var cases = new StringBuilder();
            for (int k = 0; k + 1 < to.size(); k++) {
                cases.append(ty).append(' ').append(k).append(", label ").append(to.get(k).label()).append(' ');
            }
            fn.terminate("switch " + ty + " " + v + ", label " + to.get(to.size() - 1).label() + " [ " + cases + "]");
        }
    }

    /** One value out of several that come from different blocks; those blocks are still open. */
    private Value merge(FnText.Block join, List<FnText.Block> ends, List<Value> values) {
        if (values.get(0) instanceof Val v) {
            PhiForm form = PhiForm.of(v);
            for (Value x : values) {
                form = form.join(PhiForm.of((Val) x));
            }
            if (values.stream().allMatch(values.get(0)::equals)) {
                return v;
            }
            var incoming = new ArrayList<List<String>>();
            for (int k = 0; k < ends.size(); k++) {
                fn.resume(ends.get(k));
                incoming.add(form.carried(g, (Val) values.get(k)));
            }
            var names = new ArrayList<String>();
            for (int p = 0; p < incoming.get(0).size(); p++) {
                var text = new ArrayList<String>();
                for (int k = 0; k < ends.size(); k++) {
                    text.add(PhiForm.from(incoming.get(k).get(p), ends.get(k)));
                }
                String name = fn.fresh();
                join.phi(name, form.type(g, v.dtype()), String.join(", ", text));
                names.add(name);
            }
            return form.rebuildAt(g, join, v.dtype(), names);
        }
        return mergeArrays(join, ends, values);
    }

    private Arr mergeArrays(FnText.Block join, List<FnText.Block> ends, List<Value> values) {
        Arr first = (Arr) values.get(0);
        boolean samePlace = values.stream().allMatch(x -> ((Arr) x).ptr().equals(first.ptr()) && Objects.equals(((Arr) x).offset(), first.offset()));
        String ptr = first.ptr();
        if (!samePlace) {
            ptr = fn.fresh();
            var text = new ArrayList<String>();
            for (int k = 0; k < ends.size(); k++) {
                fn.resume(ends.get(k));
                text.add(PhiForm.from(g.memory.address((Arr) values.get(k)), ends.get(k)));
            }
            join.phi(ptr, "ptr", String.join(", ", text));
        }
        var dims = new ArrayList<String>();
        for (int d = 0; d < first.dims().size(); d++) {
            int axis = d;
            if (values.stream().allMatch(x -> ((Arr) x).dims().get(axis).equals(first.dims().get(axis)))) {
                dims.add(first.dims().get(d));
                continue;
            }
            var text = new ArrayList<String>();
            for (int k = 0; k < ends.size(); k++) {
                text.add(PhiForm.from(((Arr) values.get(k)).dims().get(d), ends.get(k)));
            }
            dims.add(fn.fresh());
            join.phi(dims.get(d), "i64", String.join(", ", text));
        }
        boolean sameRoot = values.stream().allMatch(x -> ((Arr) x).root() == first.root());
        return new Arr(first.dtype(), ptr, samePlace ? first.offset() : null, dims, first.lanes(), sameRoot ? first.root() : -1, first.table());
    }

    void forLoop(Eqn e) {
        Val n = g.val(e.in().get(0));
        RegionView view = RegionView.of(e);
        if (!n.isUniform()) {
            g.masked.forLoop(view, n);
            return;
        }
        int width = g.facts.lanes(view.trip());
        if (width > 1 && g.lanes == 1) {
            new OrderedLanes(g, view, g.facts.ordered(view.trip())).run(n, width);
            return;
        }
        List<Value> init = values(view.slots().stream().map(RegionView.Slot::init).toList());
        RowBlocks blocks = g.lanes == 1 ? null : RowBlocks.of(g, view);
        String start = blocks == null ? "0" : blocks.whole(n);
        List<Value> result = loop(e, start, n, blocks == null ? init : blocks.run(n, start, init), (i, carry) -> trip(view, view.body().body(), i, carry));
        g.setAll(e.out(), result);
    }

    /** A trip of a counted loop, as far as these equations make it up; returns the next carry. */
    List<Value> trip(RegionView view, List<Eqn> body, Val i, List<Value> carry) {
        g.set(view.trip(), i);
        for (int k = 0; k < carry.size(); k++) {
            g.set(view.slots().get(k).param(), carry.get(k));
        }
        g.body(body);
        return values(view.body().out());
    }

    /** A loop's body: gets the index and the carry, returns the next carry. */
    interface Body {
        List<Value> run(Val i, List<Value> carry);
    }

    /**
     * A counted loop from {@code start} to n with the forms of carries that the facts about the equation's parameters call for. Where trips may fail, LLVM would unroll the checks, too, which costs registers and
     * a second end of the loop that is hard to foresee.
     */
    List<Value> loop(Eqn e, String start, Val n, List<Value> init, Body body) {
        LoopPhis c = new LoopPhis(g, e, init);
        String mark = g.memory.mark(g.facts.allocates(e));
        boolean checked = Regions.of(e).get(0).body().stream().anyMatch(x -> x.prim() == Prim.CHECK);
        String hint = e.prim() == Prim.FOR && g.facts.staysScalar(Regions.trip(e)) ? g.out.scalarLoop() : checked ? g.out.shortLoop() : "";
        return loop("for", start, n, "add nsw", 1, hint, c, (i, carry) -> {
            List<Value> next = body.run(i, carry);
            g.memory.sweep(mark, c.moving(next));
            return next;
        });
    }

    /** A counted loop of this carry, whose blocks begin with {@code stem}: {@code add} is the instruction that goes on to the next index, {@code hint} is for the branch back. */
    List<Value> loop(String stem, String start, Val n, String add, int step, String hint, LoopPhis c, Body body) {
        String ty = Ty.value(n.dtype());
        FnText.Block pre = fn.current();
        FnText.Block head = fn.block(stem);
        FnText.Block in = fn.block("body");
        FnText.Block exit = fn.block("done");
        c.start(pre);
        fn.br(head);
        fn.enter(head);
        String i = fn.fresh();
        List<Value> carry = c.open(head);
        fn.br(fn.def("icmp slt " + ty + " " + i + ", " + n.text()), in, exit);
        fn.enter(in);
        around++;
        c.close(body.run(Val.uniform(n.dtype(), i), carry));
        around--;
        String i1 = fn.def(add + " " + ty + " " + i + ", " + step);
        head.phi(i, ty, PhiForm.from(start, pre, i1, fn.current()));
        c.finish();
        fn.again(head, hint);
        fn.enter(exit);
        return carry;
    }

    void whileLoop(Eqn e) {
        Params.While w = (Params.While) e.params();
        List<Value> init = values(e.in());
        boolean splits = g.lanes > 1 && g.facts.varies(w.cond().out().get(0));
        List<Value> result = splits ? g.masked.whileLoop(e, w, init) : whileLoop(e, w, init);
        g.setAll(e.out(), result);
    }

    /** Runs a loop whose condition is the same for all lanes from this carry; returns the one at its end. */
    List<Value> whileLoop(Eqn e, Params.While w, List<Value> init) {
        var early = new EarlyExit(a -> a instanceof Var v ? g.facts.definition(v) : null, e);
        if (!early.flags().isEmpty() && g.jam == 1 && Regions.size(w.cond().body()) <= SMALL_CONDITION
            && early.flags().stream().noneMatch(f -> g.lanes > 1 && g.facts.varies(w.body().params().get(f.position())))) {
            return around > 0 && g.lanes == 1 && isShort(w.body()) && !g.facts.allocates(e) ? firstApart(e, w, early, init) : leftEarly(e, w, early, init);
        }
        LoopPhis c = new LoopPhis(g, e, init);
        String mark = g.memory.mark(g.facts.allocates(e));
        FnText.Block pre = fn.current();
        FnText.Block head = fn.block("while");
        FnText.Block in = fn.block("body");
        FnText.Block exit = fn.block("done");
        c.start(pre);
        fn.br(head);
        fn.enter(head);
        List<Value> carry = c.open(head);
        bind(w.cond(), carry);
        g.body(w.cond().body());
        fn.br(g.val(w.cond().out().get(0)).text(), in, exit);
        fn.enter(in);
        trip(e, w, carry);
        List<Value> next = values(w.body().out());
        g.memory.sweep(mark, c.moving(next));
        c.close(next);
        c.finish();
        fn.br(head);
        fn.enter(exit);
        return carry;
    }

    /**
     * A loop that is left where a flag is set. The condition is tested before the first trip and after each, which is the form in which LLVM
     * unrolls loops with several exits.
     */
    private List<Value> leftEarly(Eqn e, Params.While w, EarlyExit early, List<Value> init) {
        LoopPhis c = new LoopPhis(g, e, init);
        String mark = g.memory.mark(g.facts.allocates(e));
        FnText.Block head = fn.block("trip");
        FnText.Block on = fn.block("on");
        FnText.Block left = fn.block("left");
        FnText.Block exit = fn.block("done");
        bind(w.cond(), init);
        g.body(w.cond().body());
        c.start(fn.current());
        fn.br(g.val(w.cond().out().get(0)).text(), head, exit);
        fn.enter(head);
        List<Value> carry = c.open(head);
        trip(e, w, carry);
        g.memory.sweep(mark, c.moving(values(w.body().out())));
        fn.br(staying(early.flags(), values(w.body().out())), on, left);
        fn.enter(on);
        List<Value> next = values(early.staying());
        bind(w.cond(), next);
        g.body(w.cond().body());
        c.close(next);
        c.finish();
        fn.br(g.val(w.cond().out().get(0)).text(), head, exit);
        fn.enter(left);
        List<List<String>> leaving = c.texts(values(early.leaving()));
        fn.br(exit);
        fn.enter(exit);
        return c.join(exit, left, leaving);
    }

    private void trip(Eqn e, Params.While w, List<Value> carry) {
        g.exits.trip(e);
        bind(w.body(), carry);
        around++;
        g.body(w.body().body());
        around--;
    }

    private static boolean isShort(Region body) {
        return Regions.size(body.body()) <= SMALL_TRIP && body.body().stream().allMatch(x -> x.prim() == Prim.COND || Regions.of(x).isEmpty());
    }

    /**
     * The same for a loop inside of another one, whose first trip stands in front of it: a search that is made again and again mostly ends there, as where a text is compared with a pattern at each place, and then nothing of
     * what LLVM puts around trips that it unrolls runs.
     */
    private List<Value> firstApart(Eqn e, Params.While w, EarlyExit early, List<Value> init) {
        FnText.Block first = fn.block("first");
        FnText.Block none = fn.block("none");
        FnText.Block on = fn.block("on");
        FnText.Block left = fn.block("left");
        bind(w.cond(), init);
        g.body(w.cond().body());
        fn.br(g.val(w.cond().out().get(0)).text(), first, none);
        fn.enter(first);
        trip(e, w, init);
        List<Value> leaving = values(early.leaving());
        fn.br(staying(early.flags(), values(w.body().out())), on, left);
        fn.enter(on);
        List<Value> others = leftEarly(e, w, early, values(early.staying()));
        FnText.Block rest = fn.current();
        fn.enter(none);
        fn.enter(left);
        List<FnText.Block> ends = List.of(none, left, rest);
        FnText.Block join = fn.block("ended");
        var out = new ArrayList<Value>();
        for (int k = 0; k < init.size(); k++) {
            out.add(merge(join, ends, List.of(init.get(k), leaving.get(k), others.get(k))));
        }
        for (FnText.Block end : ends) {
            fn.resume(end);
            fn.br(join);
        }
        fn.enter(join);
        return out;
    }

    private List<Value> values(List<Atom> atoms) {
        return atoms.stream().map(g::value).toList();
    }

    /** Whether the flags let a loop go on with these values, as an i1. */
    private String staying(List<EarlyExit.Flag> flags, List<Value> next) {
        String all = null;
        for (EarlyExit.Flag f : flags) {
            String one = g.op(f.prim(), DType.BOOL, (Val) next.get(f.position()), g.val(f.with())).text();
            all = all == null ? one : fn.def("and i1 " + all + ", " + one);
        }
        return all;
    }

    void bind(Region r, List<Value> carry) {
        g.setAll(r.params(), carry);
    }
}
