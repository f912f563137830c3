package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.HandedWords;
import dev.jacobi.llvm.text.ModuleText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A parallel loop as a function of its own, {@code void body(ptr ctx, i64 lo, i64 hi)}, which the thread pool calls for parts of the range when
 * the work is worth it, else this thread calls it for all. The context is an array of 8-byte slots: the code of a failed check, then
 * what the body uses from around it.
 */
final class Threads {
    /** Estimated nanoseconds of a loop from which on threads pay, and of one part. */
    private static final long WORTH = 40_000;
    private static final long PART = 8_000;
    /** What a loop must take, in nanoseconds, for the calling thread to wake others, which may take that long by itself; the estimate is up to ten times what short loops in lanes take. */
    private static final long PATIENCE = 60_000;
    private static final int BLOCKS = 64;
    private static final int BLOCK = 2048;
    private static final int LINE = 64;
    /** Trips, and what they are multiplied by from one time to the next, after which it is looked whether a check has failed. */
    private static final long FIRST_TRIPS = 1L << 24;
    private static final int MORE_BITS = 6;
    /** So many loops are put back into the function that they stand in; of more LLVM would make one function, and what it takes for that grows faster than the function. */
    private static final int INLINED = 40;
    private final EquationEmitter g;
    private final FnText fn;
    /** Emits what must happen before the function is left because a check has failed in the body; null for nothing. */
    private Runnable onFailure;
    /** Whether the loop's trips do nothing but check, so that they may run twice. */
    private boolean checksOnly;

    Threads(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** True when the loop may be given to threads, or be a function of its own: an outermost one of the entry, which does not call Java. */
    static boolean mayTake(EquationEmitter g, Eqn loop) {
        return mayTake(g) && !ForeignCalls.within(g.unit, loop);
    }

    private static boolean mayTake(EquationEmitter g) {
        return g.mayThread && (g.unit.arrays() || g.unit.threads() != 1) && g.lanes == 1;
    }

    /** What the body uses from around it. An extent that several arrays have is one word. */
    final class Context {
        private final HandedWords words = new HandedWords();
        private final String block;
        /** Whether the calling thread runs a copy of the body that stands where it is called, as it is called again and again. */
        private boolean inPlace;
        private boolean mayFail;
        /** Whether the body counts what its loops cost. */
        private boolean counts;
        /** The function that the body becomes, and the alias scopes of arrays there by {@link #place}. */
        private EquationEmitter inner;
        private final Map<String, Integer> roots = new HashMap<>();

        /** With what the loop uses from around it. */
        Context(Eqn e) {
            block = g.unit.arrays() ? g.contexts() : fn.fresh();
            List<Eqn> body = Regions.of(e).get(0).body();
            inPlace = g.around > 0 && g.out.names() <= INLINED && !g.unit.eager() && !g.unit.arrays() && Regions.size(body) <= Loops.SMALL_BODY && !Regions.any(body);
            captured(e).forEach(v -> put(g.value(v)));
        }

        void put(Value v) {
            if (v instanceof Val x) {
                if (Ty.isRegister(x.text())) {
                    words.offer(x, x.dtype(), x.text());
                }
                return;
            }
            Arr a = (Arr) v;
            if (words.offer(a, null, g.memory.address(a))) {
                a.dims().forEach(d -> put(EquationEmitter.i64(d)));
                if (a.table() != null) {
                    put(a.table());
                }
            }
        }

        /** Stores what the body uses where it is called with {@code at}. */
        private void store(String at) {
            words.store(fn, at);
            if (mayFail) {
                fn.line("store i32 0, ptr " + at);
            }
        }

        /** The check that has failed in the body. */
        private String failed(String at) {
            return mayFail ? fn.def("load i32, ptr " + at) : null;
        }

        /** The value inside of the body's function. */
        Value get(Value v) {
            if (v instanceof Val x) {
                return Ty.isRegister(x.text()) ? Val.uniform(x.dtype(), words.register(x, inner.fn)) : x;
            }
            Arr a = (Arr) v;
            String p = words.register(a, inner.fn);
            List<String> dims = a.dims().stream().map(d -> ((Val) get(EquationEmitter.i64(d))).text()).toList();
            int root = roots.computeIfAbsent(place(a), k -> inner.memory.scopes().fresh());
            return new Arr(a.dtype(), p, null, dims, 1, root, a.table() == null ? null : (Arr) get(a.table()));
        }
    }

    /** A function under construction for the loop's body, with the captured values in its environment. */
    EquationEmitter inner(Eqn e, String name, Context c) {
        var text = new FnText("define internal void @" + name + "(ptr %ctx, i64 %lo, i64 %end)");
        var in = new EquationEmitter(g.unit, g.facts, text, (f, code) -> {
            f.line("store atomic i32 " + code + ", ptr %ctx monotonic, align 4");
            f.terminate("ret void");
        });
        var captured = captured(e);
        c.inner = in;
        captured.stream().filter(v -> mayMeet(v, captured)).forEach(v -> c.roots.put(place(g.arr(v)), -1));
        captured.forEach(v -> in.set(v, c.get(g.value(v))));
        g.memory.reserved.blocks(e).forEach((v, block) -> {
            c.put(block);
            in.memory.reserved.claim(v, ((Arr) c.get(block)).ptr(), g.memory.reserved);
        });
        if (g.exits.counts() && g.facts.chargesWithin(e)) {
            c.counts = true;
            Arr time = new Arr(DType.I64, g.exits.time(), null, List.of(), 1, -1);
            c.put(time);
            in.exits.allowAs(((Arr) c.get(time)).ptr());
        }
        return in;
    }

    /** What tells the memory of arrays apart: the alias scope of those that have one, else the pointer. */
    private static String place(Arr a) {
        return a.root() >= 0 ? "scope " + a.root() : a.ptr();
    }

    /** Whether an array of no alias scope may be the memory of another one that the body uses, or a part of it. */
    private boolean mayMeet(Var v, Collection<Var> others) {
        if (!(g.value(v) instanceof Arr a) || a.root() >= 0) {
            return false;
        }
        return others.stream().anyMatch(w -> g.value(w) instanceof Arr b && !place(a).equals(place(b)) && g.facts.aliases().mayAlias(v, w));
    }

    static LinkedHashSet<Var> captured(Eqn e) {
        var all = new LinkedHashSet<>(Regions.captures(e));
        all.addAll(Var.among(e.in()));
        return all;
    }

    /** Completes the function: the name to call, which is that of another one that does the same if there is one. */
    String close(EquationEmitter in, Context c, String name) {
        if (g.unit.arrays() || g.out.names() > INLINED) {
            in.fn.noInline();
        }
        if (c.counts) {
            in.exits.share();
        }
        in.memory.freeAll();
        in.fn.terminate("ret void");
        in.finish();
        in.memory.scopes().declare(in.fn);
        in.memory.scopes().finish();
        c.mayFail = in.exits.mayFail();
        c.words.read(fn, in.fn);
        HandedWords.untilFailed(in.fn, c.mayFail);
        return g.out.addOnce(name, in.fn);
    }

    static String index(EquationEmitter in, DType t, String i64) {
        return Ty.isRegister(i64) ? in.fn.resized(i64, Long.SIZE, t.bits()) : i64;
    }

    /** Runs a map; {@code arrays} collect what the body yields to be stacked. */
    void map(RegionView view, List<Atom> stacked, List<Arr> arrays) {
        Eqn e = view.eqn();
        var c = new Context(e);
        arrays.forEach(c::put);
        String name = g.out.uniqueName("map");
        EquationEmitter in = inner(e, name, c);
        List<Arr> to = arrays.stream().map(a -> (Arr) c.get(a)).toList();
        in.loops.bind(view);
        DType t = view.head().dtype();
        in.loops.range(e, t, index(in, t, "%lo"), index(in, t, "%hi"), i -> {
            in.set(view.trip(), i);
            in.body(view.body().body());
            in.loops.stack(stacked, to, i);
        });
        String body = close(in, c, name);
        String n = g.loops.count(g.val(view.head()));
        checksOnly = e.out().isEmpty();
        launch(c, body, n, new IterationTime(g).perIteration(e, n), Math.max(1, g.facts.lanes(view.trip())));
    }

    void onFailure(Runnable code) {
        onFailure = code;
    }

    /** Calls the function for 0..n; {@code work} is an estimate of nanoseconds per iteration (double text). */
    void launch(Context c, String name, String n, String work, int step) {
        if (g.unit.arrays()) {
            g.contextSize(c.words.count());
        } else {
            c.words.allocate(fn, c.block);
        }
        if (c.counts) {
            g.exits.share();
        }
        boolean threads = g.unit.threads() != 1 && mayTake(g);
        if (!threads || !c.inPlace) {
            c.store(c.block);
        }
        if (!threads) {
            fn.line("call void @" + name + "(ptr " + c.block + ", i64 0, i64 " + n + ")");
            leave(c, c.failed(c.block));
            return;
        }
        if (g.unit.arrays()) {
            String nanos = g.unit.eager() ? Ty.real(DType.F64, Double.POSITIVE_INFINITY) : work;
            g.call("void", ModuleText.SHARE, "ptr @" + name, "ptr " + c.block, "i64 " + n, "double " + nanos, "i64 " + step);
            leave(c, c.failed(c.block));
            return;
        }
        FnText.Block many = fn.block("threads");
        FnText.Block alone = fn.block("alone");
        FnText.Block done = fn.block("joined");
        String total = fn.def("fmul double " + fn.def("sitofp i64 " + n + " to double") + ", " + work);
        fn.br(fn.def("fcmp ogt double " + total + ", " + Ty.real(DType.F64, g.unit.eager() ? 0 : WORTH)), many, alone);
        fn.enter(many);
        if (c.inPlace) {
            c.store(c.block);
        }
        String part = fn.def("fdiv double " + Ty.real(DType.F64, g.unit.eager() ? 0 : PART) + ", " + work);
        String whole = g.call("i64", "llvm.fptosi.sat.i64.f64", "double " + part);
        String steps = fn.def("add i64 " + fn.def("sdiv i64 " + whole + ", " + step) + ", 1");
        String grain = fn.def("mul i64 " + steps + ", " + step);
        if (checksOnly && c.mayFail) {
            byStages(c, name, n, grain);
        } else {
            g.call("void", ModuleText.PARALLEL_FOR, "ptr @" + name, "ptr " + c.block, "i64 " + n, "i64 " + grain, "i64 " + (g.unit.eager() ? 0 : PATIENCE));
        }
        String code = c.failed(c.block);
        FnText.Block shared = fn.current();
        fn.br(done);
        fn.enter(alone);
        String ownCode = alone(c, name, n);
        FnText.Block last = fn.current();
        fn.br(done);
        fn.enter(done);
        String either = code == null ? null : fn.fresh();
        if (either != null) {
            done.phi(either, "i32", PhiForm.from(code, shared, ownCode, last));
        }
        leave(c, either);
    }

    /** Has this thread run all trips; the check that has failed. */
    private String alone(Context c, String name, String n) {
        // words of its own, whose address no thread is given: behind the copied body they are in registers
        String own = c.inPlace ? c.words.allocate(fn, fn.fresh()) : c.block;
        if (c.inPlace) {
            c.store(own);
        }
        fn.line("call void @" + name + "(ptr " + own + ", i64 0, i64 " + n + ")" + (c.inPlace ? " alwaysinline" : ""));
        return c.failed(own);
    }

    /**
     * Runs the first trips, and then many more, until a check has failed: threads go through all that they are given, however early that is, and a loop that the end of an array ends may have been asked for any number of trips. All
     * times together take little longer than the last one.
     */
    private void byStages(Context c, String name, String n, String grain) {
        FnText.Block before = fn.current();
        FnText.Block stage = fn.block("stage");
        FnText.Block more = fn.block("more");
        FnText.Block end = fn.block("staged");
        fn.br(stage);
        fn.enter(stage);
        String most = fn.fresh();
        String trips = g.ops.intrinsic("umin", DType.I64, 1, n, most);
        g.call("void", ModuleText.PARALLEL_FOR, "ptr @" + name, "ptr " + c.block, "i64 " + trips, "i64 " + grain, "i64 " + (g.unit.eager() ? 0 : PATIENCE));
        String failed = fn.def("icmp ne i32 " + fn.def("load i32, ptr " + c.block) + ", 0");
        fn.br(fn.def("or i1 " + failed + ", " + fn.def("icmp eq i64 " + trips + ", " + n)), end, more);
        fn.enter(more);
        String next = g.ops.intrinsic("umin", DType.I64, 1, most, Long.toString(Long.MAX_VALUE >> MORE_BITS));
        stage.phi(most, "i64", "[ " + FIRST_TRIPS + ", " + before.label() + " ], [ " + fn.def("shl i64 " + next + ", " + MORE_BITS) + ", " + more.label() + " ]");
        fn.br(stage);
        fn.enter(end);
    }

    /** Leaves the function if a check has failed in the body. */
    private void leave(Context c, String code) {
        if (!c.mayFail) {
            return;
        }
        String good = fn.def("icmp eq i32 " + code + ", 0");
        if (onFailure != null) {
            FnText.Block bad = fn.block("failed");
            FnText.Block on = fn.block("on");
            fn.br(good, on, bad);
            fn.enter(bad);
            onFailure.run();
            fn.br(on);
            fn.enter(on);
        }
        g.exits.failWith(good, code);
        if (c.counts) {
            g.exits.resume();
        }
    }

    /**
     * Runs a reduction in blocks whose size depends on the trip count alone, so that the result does not depend on the number of threads;
     * the blocks' results are joined in order.
     */
    List<Val> reduce(RegionView view, List<Val> init) {
        Eqn e = view.eqn();
        boolean inner = !g.unit.arrays() && !g.unit.eager() && !Regions.any(List.of(e), x -> Regions.isEffect(x) && x.prim() != Prim.CHECK) && !Regions.any(view.body().body()) && Regions.size(view.body().body()) <= Loops.SMALL_BODY;
        if (inner && view.head() instanceof Lit few && few.asLong() >= 0 && few.asLong() <= BLOCK) {
            return oneBlock(view, init, Long.toString(few.asLong()));
        }
        String n = g.loops.count(g.val(view.head()));
        String size = blockSize(n);
        return inner ? g.loops.either(fn.def("icmp sle i64 " + n + ", " + size), () -> oneBlock(view, init, n), () -> inBlocks(view, init, n, size)) : inBlocks(view, init, n, size);
    }

    /** The only block there is, without what several of them cost: short sums in loops are most of these loops. */
    private List<Val> oneBlock(RegionView view, List<Val> init, String n) {
        Eqn e = view.eqn();
        Params.Fold f = (Params.Fold) e.params();
        var start = new ArrayList<Val>();
        for (int k = 0; k < init.size(); k++) {
            start.add(g.val(FoldIdentity.neutral(f.ops().get(k), init.get(k).dtype())));
        }
        DType t = e.in().get(0).dtype();
        List<Val> part = g.loops.foldRange(e, f, start, t, "0", index(g, t, n));
        // the other way, which is not behind this one, knows nothing of these values
        view.body().body().forEach(x -> g.env.keySet().removeAll(x.out()));
        var joined = new ArrayList<Val>();
        for (int k = 0; k < init.size(); k++) {
            joined.add(g.op(f.ops().get(k), init.get(k).dtype(), init.get(k), part.get(k)));
        }
        return joined;
    }

    private List<Val> inBlocks(RegionView view, List<Val> init, String n, String size) {
        Eqn e = view.eqn();
        Params.Fold f = (Params.Fold) e.params();
        int ops = f.ops().size();
        String blocks = fn.def("udiv i64 " + fn.def("add i64 " + fn.def("add i64 " + n + ", " + size) + ", -1") + ", " + size);
        var c = new Context(e);
        Val nv = EquationEmitter.i64(n);
        Val sv = EquationEmitter.i64(size);
        c.put(nv);
        c.put(sv);
        String partials = g.memory.scratch((long) ops * (BLOCKS + 1));
        Arr parts = new Arr(DType.I64, partials, null, List.of(), 1, -1);
        c.put(parts);
        String name = g.out.uniqueName("reduce");
        EquationEmitter in = inner(e, name, c);
        in.ops.numeric(g.facts.isCompared(e));
        String count = ((Val) c.get(nv)).text();
        String each = ((Val) c.get(sv)).text();
        String out = ((Arr) c.get(parts)).ptr();
        in.loops.bind(view);
        DType t = e.in().get(0).dtype();
        in.loops.folding("%lo", EquationEmitter.i64("%hi"), List.of(), List.of(), (b, none) -> {
            String lo = in.fn.def("mul i64 " + b.text() + ", " + each);
            String hi = in.ops.intrinsic("umin", DType.I64, 1, in.fn.def("add i64 " + lo + ", " + each), count);
            var start = new ArrayList<Val>();
            for (int k = 0; k < ops; k++) {
                start.add(in.val(FoldIdentity.neutral(f.ops().get(k), init.get(k).dtype())));
            }
            List<Val> r = in.loops.foldRange(e, f, start, t, index(in, t, lo), index(in, t, hi));
            for (int k = 0; k < ops; k++) {
                String p = in.fn.def("getelementptr i64, ptr " + out + ", i64 " + in.fn.def("add i64 " + in.fn.def("mul i64 " + b.text() + ", " + ops) + ", " + k));
                String v = r.get(k).text();
                DType d = r.get(k).dtype();
                in.fn.line("store " + Ty.memory(d) + " " + (d == DType.BOOL ? in.fn.def("zext i1 " + v + " to i8") : v) + ", ptr " + p);
            }
            return List.of();
        });
        String body = close(in, c, name);
        String work = mayTake(g) ? fn.def("fmul double " + new IterationTime(g).perIteration(e, n) + ", " + fn.def("sitofp i64 " + size + " to double")) : "";
        launch(c, body, blocks, work, 1);
        return join(f.ops(), init, partials, blocks);
    }

    /**
     * A multiple of {@link #LINE}, and written as such: LLVM 20 dies where a product with the size is zero (in a loop over a block, unrolled, {@code i << 31} no longer
     * changes) and its simplifier sees that from known bits, but its analysis of induction variables does not see it from the form.
     */
    private String blockSize(String n) {
        String lines = fn.def("add i64 " + fn.def("sdiv i64 " + n + ", " + BLOCKS * LINE) + ", 1");
        return fn.def("shl nuw nsw i64 " + g.ops.intrinsic("smax", DType.I64, 1, lines, Integer.toString(BLOCK / LINE)) + ", " + Integer.numberOfTrailingZeros(LINE));
    }

    private List<Val> join(List<Prim> ops, List<Val> init, String partials, String blocks) {
        var forms = init.stream().map(v -> new PhiForm(1, 0)).toList();
        return g.loops.folding("0", EquationEmitter.i64(blocks), init, forms, (b, now) -> {
            var next = new ArrayList<Val>();
            for (int k = 0; k < ops.size(); k++) {
                DType d = init.get(k).dtype();
                String at = fn.def("add i64 " + fn.def("mul i64 " + b.text() + ", " + ops.size()) + ", " + k);
                String v = fn.def("load " + Ty.memory(d) + ", ptr " + fn.def("getelementptr i64, ptr " + partials + ", i64 " + at));
                Val part = Val.uniform(d, d == DType.BOOL ? fn.def("icmp ne i8 " + v + ", 0") : v);
                next.add(g.op(ops.get(k), d, now.get(k), part));
            }
            return next;
        });
    }

    /** True when a reduction must go in blocks for its result not to depend on how it is run. */
    static boolean needsBlocks(Params.Fold f, List<? extends Atom> init) {
        for (int k = 0; k < f.ops().size(); k++) {
            if (init.get(k).dtype().isFloat() && (f.ops().get(k) == Prim.ADD || f.ops().get(k) == Prim.MUL)) {
                return true;
            }
        }
        return false;
    }
}
