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
import dev.jacobi.llvm.plan.StripCounter;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value.Val;
import dev.jacobi.llvm.text.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** cond, for and while whose condition is the same for all lanes: branches and real loops. Others go to {@link Masked}. */
final class Control {
    private static final int SMALL_CONDITION = 20;
    /** Equations of a trip that is worth being there twice. */
    private static final int SMALL_TRIP = 20;
    private final EquationEmitter g;
    private final FnText fn;

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
        List<Eqn> beside = g.facts.beside(e, BranchResults.alone(g));
        for (int k = 0; k < regions.size(); k++) {
            fn.enter(starts.get(k));
            if (k == 0 && branches(e)) {
                stay();
            }
            int way = 2 - k; // a select's operands are in the other order
            yields.add(stored.body(regions.get(k), beside.stream().map(x -> x.in().get(way)).toList()));
            ends.add(fn.current());
        }
        stored.join();
        FnText.Block join = fn.block("join");
        List<Var> results = Stream.concat(e.out().stream(), beside.stream().map(Eqn::result)).toList();
        for (int i = 0; i < results.size(); i++) {
            int at = i;
            if (!stored.has(i)) {
                g.set(results.get(i), LoopPhis.merge(g, join, ends, yields.stream().map(y -> y.get(at)).toList()));
            }
        }
        for (FnText.Block end : ends) {
            fn.resume(end);
            fn.br(join);
        }
        fn.enter(join);
    }

    /** Whether a choice stays a branch in the machine's code. */
    boolean branches(Eqn e) {
        return BranchResults.alone(g) && g.facts.steers(e);
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
        Value v = LoopPhis.merge(g, join, ends, List.of(first, second));
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
        RowBlocks.Done done = blocks == null ? new RowBlocks.Done("0", init) : blocks.run(n, init);
        g.setAll(e.out(), loop(e, done.next(), n, done.carry(), (i, carry) -> trip(view, view.body().body(), i, carry)));
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
     * a second end of the loop that is hard to foresee; where elements lie anywhere that is worth it but for sums in loops, as of sparse rows, which are short.
     */
    List<Value> loop(Eqn e, String start, Val n, List<Value> init, Body body) {
        LoopPhis c = new LoopPhis(g, e, init);
        Memory.Mark mark = g.memory.mark(g.facts.allocates(e));
        boolean checked = Regions.of(e).get(0).body().stream().anyMatch(x -> x.prim() == Prim.CHECK);
        boolean scalar = e.prim() == Prim.FOR && g.facts.staysScalar(Regions.trip(e));
        boolean waits = g.around > 0 && e.out().stream().anyMatch(v -> v.type().isScalar() && v.dtype().isFloat());
        String hint = scalar && !(checked && waits) ? g.out.scalarLoop() : checked ? g.out.shortLoop() : "";
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
        g.around++;
        c.close(body.run(Val.uniform(n.dtype(), i), carry));
        g.around--;
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
            return g.around > 0 && g.lanes == 1 && isShort(w.body()) && !g.facts.allocates(e) ? firstApart(e, w, early, init)
                : strips(e, w, early, init, (from, strip) -> leftEarly(e, w, early, from, strip));
        }
        return strips(e, w, early, init, (from, strip) -> whole(e, w, from, strip));
    }

    /** Emits a loop or a strip of one from this carry; returns the one at its end. */
    private interface Form {
        List<Value> run(List<Value> from, Strip strip);
    }

    /** Some trips of a loop, which count themselves in one more carry behind the others: the counter is compared with {@code limit} instead of with the limit of all trips. */
    private record Strip(StripCounter counter, Val limit) {
    }

    /**
     * Trips that count against the time of the call do so many at a time, when they have run, where the condition compares a counter: in a strip of them nothing reminds of the clock, so that LLVM unrolls it as any other loop
     * whose number of trips is known.
     */
    private List<Value> strips(Eqn e, Params.While w, EarlyExit early, List<Value> init, Form form) {
        int size = g.lanes > 1 || g.jam > 1 || g.facts.allocates(e) ? 0 : g.exits.strip(e);
        StripCounter counter = size == 0 ? null : StripCounter.of(g.facts::definition, w, early.staying());
        if (counter == null) {
            return form.run(init, null);
        }
        LoopPhis c = new LoopPhis(g, e, init);
        FnText.Block head = fn.block("strip");
        FnText.Block exit = fn.block("over");
        c.start(fn.current());
        fn.br(head);
        fn.enter(head);
        List<Value> carry = c.open(head);
        Val limit = g.exits.stripLimit(counter, (Val) carry.get(counter.position()), g.val(counter.limit()), size);
        List<Value> all = form.run(carry, new Strip(counter, limit));
        List<Value> last = all.subList(0, init.size());
        Val trips = (Val) all.get(init.size());
        FnText.Block some = fn.block("some");
        fn.br(fn.def("icmp eq i64 " + trips.text() + ", 0"), exit, some);
        fn.enter(some);
        g.exits.ran(e, trips);
        c.close(last);
        c.finish();
        fn.br(fn.def("icmp eq i64 " + trips.text() + ", " + size), head, exit);
        fn.enter(exit);
        return last;
    }

    private List<Value> whole(Eqn e, Params.While w, List<Value> from, Strip strip) {
        List<Value> init = strip == null ? from : with(from, Val.uniform(DType.I64, "0"));
        LoopPhis c = new LoopPhis(g, e, init);
        Memory.Mark mark = g.memory.mark(g.facts.allocates(e));
        FnText.Block pre = fn.current();
        FnText.Block head = fn.block("while");
        FnText.Block in = fn.block("body");
        FnText.Block exit = fn.block("done");
        c.start(pre);
        fn.br(head);
        fn.enter(head);
        List<Value> carry = c.open(head);
        fn.br(goesOn(w, carry, strip, exit), in, exit);
        fn.enter(in);
        List<Value> next = trip(e, w, carry, strip, w.body().out());
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
    private List<Value> leftEarly(Eqn e, Params.While w, EarlyExit early, List<Value> from, Strip strip) {
        List<Value> init = strip == null ? from : with(from, Val.uniform(DType.I64, "0"));
        LoopPhis c = new LoopPhis(g, e, init);
        Memory.Mark mark = g.memory.mark(g.facts.allocates(e));
        FnText.Block head = fn.block("trip");
        FnText.Block on = fn.block("on");
        FnText.Block left = fn.block("left");
        FnText.Block none = fn.block("none");
        FnText.Block end = fn.block("end");
        FnText.Block exit = fn.block("done");
        c.start(fn.current());
        String any = goesOn(w, init, strip, none);
        c.startsFrom(fn.current());
        fn.br(any, head, none);
        fn.enter(none);
        fn.br(exit);
        fn.enter(head);
        List<Value> carry = c.open(head);
        List<Value> yields = trip(e, w, carry, strip, w.body().out());
        g.memory.sweep(mark, c.moving(yields));
        fn.br(staying(early.flags(), yields), on, left);
        fn.enter(on);
        List<Value> next = counted(values(early.staying()), yields);
        c.close(next);
        String more = goesOn(w, next, strip, end);
        c.closesFrom(fn.current());
        c.finish();
        fn.br(more, head, end);
        fn.enter(end);
        fn.br(exit);
        fn.enter(left);
        List<List<String>> leaving = c.texts(counted(values(early.leaving()), yields));
        fn.br(exit);
        fn.enter(exit);
        return c.join(exit, none, end, left, leaving);
    }

    private static List<Value> with(List<Value> carry, Value more) {
        var all = new ArrayList<>(carry);
        all.add(more);
        return all;
    }

    /** These values and, where there is one, the count of trips behind them. */
    private static List<Value> counted(List<Value> values, List<Value> yields) {
        return values.size() == yields.size() ? values : with(values, yields.get(values.size()));
    }

    /** Whether the condition lets the loop go on with this carry, as an i1; leaves to the block where a strip is over. */
    private String goesOn(Params.While w, List<Value> carry, Strip strip, FnText.Block over) {
        List<Eqn> body = w.cond().body();
        if (strip != null) {
            FnText.Block more = fn.block("more");
            StripCounter c = strip.counter;
            fn.br(g.op(c.prim(), DType.BOOL, (Val) carry.get(c.position()), strip.limit).text(), more, over);
            fn.enter(more);
            g.set(c.term().result(), Val.uniform(DType.BOOL, "true"));
            body = body.stream().filter(x -> x != c.term()).toList();
        }
        bind(w.cond(), carry);
        g.body(body);
        return g.val(w.cond().out().get(0)).text();
    }

    /** A trip; returns these atoms of it and, in a strip, the number of trips behind them. */
    private List<Value> trip(Eqn e, Params.While w, List<Value> carry, Strip strip, List<Atom> out) {
        if (strip == null) {
            g.exits.trip(e);
        }
        bind(w.body(), carry);
        g.around++;
        g.body(w.body().body());
        g.around--;
        List<Value> next = values(out);
        return strip == null ? next : with(next, Val.uniform(DType.I64, fn.def("add nuw nsw i64 " + ((Val) carry.get(out.size())).text() + ", 1")));
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
        trip(e, w, init, null, w.body().out());
        List<Value> leaving = values(early.leaving());
        fn.br(staying(early.flags(), values(w.body().out())), on, left);
        fn.enter(on);
        List<Value> others = strips(e, w, early, values(early.staying()), (from, strip) -> leftEarly(e, w, early, from, strip));
        FnText.Block rest = fn.current();
        fn.enter(none);
        fn.enter(left);
        List<FnText.Block> ends = List.of(none, left, rest);
        FnText.Block join = fn.block("ended");
        var out = new ArrayList<Value>();
        for (int k = 0; k < init.size(); k++) {
            out.add(LoopPhis.merge(g, join, ends, List.of(init.get(k), leaving.get(k), others.get(k))));
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
        g.setAll(r.params(), carry.subList(0, r.params().size()));
    }
}
