package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.plan.AlignedStore;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The parallel loops run one iteration after the other: map, reduce, scan, hist. {@link Lanes} and {@link Threads} take what they can before. */
final class Loops {
    /** Equations of a body that is worth a scalar version for short loops. */
    static final int SMALL_BODY = 60;
    /** Trips, of a body with loops of its own, which cost less one by one than a masked step; of any body in a program on arrays. */
    private static final int FEW_ROWS = 3;
    /** Results of a fold without lanes that its trips take turns with: additions of reals take three or four cycles, loads of two numbers one. */
    private static final int TURNS = 4;
    /** Equations of such a fold: where there are more, they take longer than the wait for the trip before. */
    private static final int IN_TURNS = 20;
    private final EquationEmitter g;
    private final FnText fn;
    /** Reductions whose results go on from trip to trip of the reductions around them, which are being written. */
    private final Map<Eqn, Lanes.Partials> goingOn = new IdentityHashMap<>();

    Loops(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** A plain counted loop over i64 0..n without carry. */
    void counted(String n, Consumer<String> body) {
        g.control.loop("each", "0", EquationEmitter.i64(n), "add nuw nsw", 1, "", LoopPhis.varying(g, List.of()), (i, none) -> {
            body.accept(i.text());
            return none;
        });
    }

    /** A counted loop over the type of n with carried scalars of one part per form; no array is carried. */
    List<Val> folding(String start, Val n, List<Val> init, List<PhiForm> forms, BiFunction<Val, List<Val>, List<Val>> body) {
        return folding(start, n, init, forms, body, "");
    }

    private List<Val> folding(String start, Val n, List<Val> init, List<PhiForm> forms, BiFunction<Val, List<Val>, List<Val>> body, String hint) {
        return scalars(g.control.loop("fold", start, n, "add nsw", 1, hint, new LoopPhis(g, init, forms), (i, carry) -> List.copyOf(body.apply(i, scalars(carry)))));
    }

    static List<Val> scalars(List<? extends Value> values) {
        return values.stream().map(Val.class::cast).toList();
    }

    /** A trip count that is not below zero, as a text of its type. */
    private String positive(Val n) {
        return Ty.isRegister(n.text()) ? g.ops.intrinsic("smax", n.dtype(), 1, n.text(), "0") : n.text();
    }

    private Val tripCount(Eqn e) {
        return g.val(e.in().get(0));
    }

    /** Trip count as a non-negative i64 text. */
    String count(Val n) {
        String wide = g.extent(n);
        return g.ops.intrinsic("smax", DType.I64, 1, wide, "0");
    }

    /** Binds the parameters of a parallel loop that are destinations. */
    void bind(RegionView view) {
        view.carried().forEach(d -> g.set(d.param(), g.value(d.init())));
    }

    /** A destination is the same memory after the loop. */
    private void leave(RegionView view) {
        view.carried().forEach(d -> g.set(d.result(), g.value(d.init())));
    }

    void map(Eqn e) {
        RegionView view = RegionView.of(e);
        Stacks stacks = new Stacks(view);
        bind(view);
        if (Threads.mayTake(g, e)) {
            new Threads(g).map(view, stacks.yields, stacks.arrays);
        } else {
            iterate(e, tripCount(e), i -> {
                g.set(view.trip(), i);
                g.body(view.body().body());
                stack(stacks.yields, stacks.arrays, i);
            });
        }
        leave(view);
        stacks.finish();
    }

    /** Runs iterations; blocks that an iteration allocates are freed at its end. */
    private void iterate(Eqn e, Val n, Consumer<Val> body) {
        if (!n.isUniform()) {
            g.masked.iterate(e, n, body);
            return;
        }
        range(e, n.dtype(), "0", positive(n), body);
    }

    private AlignedStore store(Region r) {
        return !g.unit.arrays() && isPlain(r) ? AlignedStore.of(r, g.facts.variance()) : null;
    }

    /** Iterations lo..hi (texts of the index type) of a parallel loop, in lanes if that is planned. */
    void range(Eqn e, DType t, String lo, String hi, Consumer<Val> body) {
        Region r = Regions.of(e).get(0);
        boolean allocates = g.facts.allocates(r.body());
        Consumer<Val> swept = i -> {
            Memory.Mark mark = g.memory.mark(allocates);
            body.accept(i);
            g.memory.sweep(mark, List.of());
        };
        int width = g.facts.lanes(r.params().get(0));
        if (width > 1 && g.lanes == 1) {
            int size = Regions.size(r.body());
            AlignedStore store = e.prim() == Prim.MAP ? store(r) : null;
            Supplier<List<Val>> wide = () -> {
                new Lanes(g).each(t, width, lo, hi, size, store, swept);
                return List.of();
            };
            if (size > SMALL_BODY || g.jam > 1 || !Ty.isRegister(hi) || g.unit.arrays() && isPlain(r)) {
                wide.get();
            } else {
                unlessFew(t, lo, hi, g.unit.arrays() || !isPlain(r) ? Math.min(FEW_ROWS, width / 4) : width / 4, wide, () -> g.facts.oneByOne(r.params().get(0), () -> folding(lo, Val.uniform(t, hi), List.of(), List.of(), (i, none) -> {
                    swept.accept(i);
                    return List.of();
                }, g.out.shortLoop())));
            }
            return;
        }
        int rows = g.facts.rows(r.params().get(0));
        String from = rows > 1 && g.jam == 1 ? jammed(t, lo, hi, rows, swept) : lo;
        folding(from, Val.uniform(t, hi), List.of(), List.of(), (i, none) -> {
            swept.accept(i);
            return List.of();
        }, g.facts.staysScalar(r.params().get(0)) ? g.out.scalarLoop() : "");
    }

    /** Whether no loop is in the body: one masked step of such a body costs no more than a few trips. */
    private static boolean isPlain(Region r) {
        return !Regions.any(r.body(), e -> e.prim() != Prim.COND && !Regions.of(e).isEmpty());
    }

    /** Runs as many iterations as fill groups of {@code rows} that go together; returns where the rest starts. */
    private String jammed(DType t, String lo, String hi, int rows, Consumer<Val> body) {
        String ty = Ty.value(t);
        String some = fn.def("and " + ty + " " + fn.def("sub " + ty + " " + hi + ", " + lo) + ", " + (rows - 1));
        String whole = fn.def("sub " + ty + " " + hi + ", " + some);
        new Lanes(g).loop(t, lo, whole, rows, List.of(), (i, none) -> {
            var parts = new ArrayList<String>(List.of(i));
            for (int k = 1; k < rows; k++) {
                parts.add(fn.def("add " + ty + " " + i + ", " + k));
            }
            g.jam = rows;
            body.accept(Val.uniform(t, parts));
            g.jam = 1;
            return List.of();
        });
        return whole;
    }

    /** Vectors for a handful of iterations cost more than they give: those run one by one. The values are uniform. */
    List<Val> unlessFew(DType t, String lo, String hi, int few, Supplier<List<Val>> wide, Supplier<List<Val>> scalar) {
        String n = fn.perTrip(t.bits(), fn.def("sub " + Ty.value(t) + " " + hi + ", " + lo));
        return either(fn.def("icmp sle " + Ty.value(t) + " " + n + ", " + few), scalar, wide);
    }

    /** One of two ways to the same values, which are uniform. */
    List<Val> either(String condition, Supplier<List<Val>> first, Supplier<List<Val>> second) {
        FnText.Block one = fn.block("few");
        FnText.Block many = fn.block("many");
        FnText.Block join = fn.block("join");
        fn.br(condition, one, many);
        fn.enter(one);
        List<Val> some = first.get();
        FnText.Block oneEnd = fn.current();
        fn.br(join);
        fn.enter(many);
        List<Val> all = second.get();
        FnText.Block manyEnd = fn.current();
        fn.br(join);
        fn.enter(join);
        var out = new ArrayList<Val>();
        for (int k = 0; k < all.size(); k++) {
            String name = fn.fresh();
            join.phi(name, Ty.value(all.get(k).dtype()), PhiForm.from(some.get(k).text(), oneEnd, all.get(k).text(), manyEnd));
            out.add(Val.uniform(all.get(k).dtype(), name));
        }
        return out;
    }

    /** Stores what an iteration yields into the arrays that collect it. */
    void stack(List<Atom> yields, List<Arr> arrays, Val i) {
        Val wide = g.wide(i);
        for (int k = 0; k < yields.size(); k++) {
            Value v = g.value(yields.get(k));
            Arr to = g.access.part(arrays.get(k), List.of(wide));
            if (v instanceof Val x) {
                g.access.store(to, x);
            } else {
                g.memory.move(to, (Arr) v);
            }
        }
    }

    /** The stacked results of a map: allocated before the loop, or in its first iteration when only that tells the extents of a row. */
    private final class Stacks {
        private final List<Atom> yields;
        private final List<Var> results;
        private final List<Arr> arrays = new ArrayList<>();

        Stacks(RegionView view) {
            List<RegionView.Slot> stacked = view.slots(RegionView.Role.STACK);
            yields = stacked.stream().map(RegionView.Slot::yield).toList();
            results = stacked.stream().map(RegionView.Slot::result).toList();
            // Without results the trip count may well differ between lanes.
            String n = yields.isEmpty() ? "0" : count(tripCount(view.eqn()));
            for (int k = 0; k < yields.size(); k++) {
                Type row = yields.get(k).type();
                var dims = new ArrayList<String>(List.of(n));
                for (int d = 0; d < row.rank(); d++) {
                    dims.add(g.facts.extentOf(yields.get(k), d, g));
                }
                arrays.add(g.memory.fresh(results.get(k), row.dtype(), dims, false, g.lanes));
            }
        }

        void finish() {
            g.setAll(results, arrays);
        }
    }

    void reduce(Eqn e) {
        Params.Fold f = (Params.Fold) e.params();
        RegionView view = RegionView.of(e);
        List<Atom> start = view.slots(RegionView.Role.FOLD).stream().map(RegionView.Slot::init).toList();
        bind(view);
        List<Val> init = g.vals(start);
        boolean blocks = g.lanes == 1 && !goingOn.containsKey(e) && (Threads.mayTake(g, e) || g.mayThread && Threads.needsBlocks(f, start) && !ForeignCalls.within(g.unit, e));
        g.setAll(e.out(), blocks ? new Threads(g).reduce(view, init) : fold(e, f, init, (i, now) -> { }));
        leave(view);
    }

    private List<Val> fold(Eqn e, Params.Fold f, List<Val> init, BiConsumer<Val, List<Val>> each) {
        Val n = tripCount(e);
        if (!n.isUniform()) {
            return g.masked.folding(e, n, init, step(f, init, each));
        }
        return e.prim() == Prim.REDUCE ? foldRange(e, f, init, n.dtype(), "0", positive(n)) : folding("0", n, init, forms(e, f), step(f, init, each));
    }

    private List<PhiForm> forms(Eqn e, Params.Fold f) {
        return e.out().subList(0, f.ops().size()).stream().map(v -> g.facts.form(v, g)).toList();
    }

    /** One iteration of a fold: runs the body and joins its terms to the carry. */
    private BiFunction<Val, List<Val>, List<Val>> step(Params.Fold f, List<Val> init, BiConsumer<Val, List<Val>> each) {
        Region body = f.body();
        boolean allocates = g.facts.allocates(body.body());
        return (i, carry) -> {
            Memory.Mark mark = g.memory.mark(allocates);
            g.set(body.params().get(0), i);
            g.body(body.body());
            List<Val> next = g.combine(f.ops(), carry, g.vals(body.out().subList(0, carry.size())));
            each.accept(i, next);
            g.memory.sweep(mark, List.of());
            return next;
        };
    }

    /** One iteration's terms. */
    private Consumer<Val> trips(Region body) {
        boolean allocates = g.facts.allocates(body.body());
        return i -> {
            Memory.Mark mark = g.memory.mark(allocates);
            g.set(body.params().get(0), i);
            g.body(body.body());
            g.memory.sweep(mark, List.of());
        };
    }

    /** Folds iterations lo..hi (texts of the index type), in lanes if that is planned. */
    List<Val> foldRange(Eqn e, Params.Fold f, List<Val> init, DType t, String lo, String hi) {
        Region body = f.body();
        int width = g.facts.lanes(body.params().get(0));
        if (goingOn.containsKey(e) && width > 1) {
            goOn(e, f, t, lo, hi);
            return init;
        }
        if (width == 1 || g.lanes > 1) {
            Eqn inner = Lanes.Partials.innermost(g, e);
            if (inner != null && (goingOn.containsKey(e) || g.facts.places().takeRoom(Lanes.Partials.room(g, inner)))) {
                return through(e, inner, init, t, lo, hi);
            }
            BiFunction<Val, List<Val>, List<Val>> step = step(f, init, (i, now) -> { });
            return inTurns(body, init, hi) ? inTurns(e, f, init, t, lo, hi, step) : folding(lo, Val.uniform(t, hi), init, forms(e, f), step);
        }
        Supplier<List<Val>> wide = () -> new Lanes(g).reduce(t, width, lo, hi, f.ops(), init, body, store(body), trips(body));
        int size = Regions.size(body.body());
        if (size > SMALL_BODY || g.jam > 1 || !Ty.isRegister(hi)) {
            return wide.get();
        }
        // quotients take as long for all lanes as for one or two
        return unlessFew(t, lo, hi, Lanes.narrow(g, width, size) / (body.body().stream().anyMatch(x -> x.out().size() == 1 && x.result().dtype().isFloat() && x.prim().cost().isSlow()) ? 4 : 1), wide,
            () -> g.facts.oneByOne(body.params().get(0), () -> folding(lo, Val.uniform(t, hi), init, forms(e, f), step(f, init, (i, now) -> { }), g.out.shortLoop())));
    }

    /** A reduction that does nothing but join what one inside of it comes to, for which each trip would join all lanes: these are joined once, behind it. */
    private List<Val> through(Eqn e, Eqn inner, List<Val> init, DType t, String lo, String hi) {
        boolean outermost = !goingOn.containsKey(e);
        Lanes.Partials p = outermost ? new Lanes.Partials(new Lanes(g), inner, init) : goingOn.get(e);
        Region body = ((Params.Fold) e.params()).body();
        Eqn next = Regions.definition(body.body(), body.out().get(0));
        Consumer<Val> trip = trips(body);
        goingOn.put(next, p);
        folding(lo, Val.uniform(t, hi), List.of(), List.of(), (i, none) -> {
            trip.accept(i);
            return List.of();
        });
        goingOn.remove(next);
        return outermost ? new Lanes(g).joined(p, init) : init;
    }

    private List<Val> goOn(Eqn e, Params.Fold f, DType t, String lo, String hi) {
        Lanes.Partials p = goingOn.get(e);
        Supplier<List<Val>> wide = () -> new Lanes(g).goOn(t, lo, hi, p, f.body(), trips(f.body()));
        Supplier<List<Val>> single = () -> new Lanes(g).goOnSingly(p, now -> folding(lo, Val.uniform(t, hi), now, forms(e, f), step(f, now, (i, x) -> { }), g.out.shortLoop()));
        return !Ty.isRegister(hi) ? wide.get() : unlessFew(t, lo, hi, p.narrow, wide, () -> g.facts.oneByOne(Regions.trip(e), single));
    }

    /** Whether a fold of reals that runs no lanes has few equations, so that each trip would wait for the one before, and for nothing else. */
    private boolean inTurns(Region body, List<Val> init, String hi) {
        return g.lanes == 1 && g.jam == 1 && !g.unit.arrays() && !g.unit.device() && Ty.isRegister(hi) && init.stream().anyMatch(v -> v.dtype().isFloat()) && Regions.size(body.body()) <= IN_TURNS && isPlain(body)
            && !g.facts.allocates(body.body());
    }

    /** A fold whose trips take turns with several results, unless they are few; those that are left go one after the other. */
    private List<Val> inTurns(Eqn e, Params.Fold f, List<Val> init, DType t, String lo, String hi, BiFunction<Val, List<Val>, List<Val>> step) {
        List<Val> so = unlessFew(t, lo, hi, 2 * TURNS - 1, () -> turns(f, init, t, lo, hi, step), () -> and(init, Val.uniform(t, lo)));
        return folding(so.get(init.size()).text(), Val.uniform(t, hi), so.subList(0, init.size()), forms(e, f), step, g.out.shortLoop());
    }

    private static List<Val> and(List<Val> results, Val next) {
        var out = new ArrayList<Val>(results);
        out.add(next);
        return out;
    }

    /** A trip adds to what the fourth one before it has handed on, and the four results are joined in the end. Behind them is the first trip that is left. LLVM would have lanes collect elements here, which has been found to take longer. */
    private List<Val> turns(Params.Fold f, List<Val> init, DType t, String lo, String hi, BiFunction<Val, List<Val>, List<Val>> step) {
        int ops = init.size();
        String ty = Ty.value(t);
        String whole = fn.def("sub " + ty + " " + hi + ", " + fn.def("and " + ty + " " + fn.def("sub " + ty + " " + hi + ", " + lo) + ", " + (TURNS - 1)));
        var start = new ArrayList<Val>(init);
        while (start.size() < TURNS * ops) {
            start.add(g.val(FoldIdentity.neutral(f.ops().get(start.size() % ops), init.get(start.size() % ops).dtype())));
        }
        List<Val> all = new Lanes(g).loop(t, lo, whole, TURNS, start, (i, carry) -> {
            var next = new ArrayList<Val>();
            for (int k = 0; k < TURNS; k++) {
                next.addAll(step.apply(Val.uniform(t, k == 0 ? i : fn.def("add nsw " + ty + " " + i + ", " + k)), carry.subList(k * ops, (k + 1) * ops)));
            }
            return next;
        }, g.out.scalarLoop());
        for (int n = TURNS / 2; n > 0; n /= 2) {
            var joined = new ArrayList<Val>();
            for (int k = 0; k < n; k++) {
                joined.addAll(g.combine(f.ops(), all.subList(k * ops, (k + 1) * ops), all.subList((n + k) * ops, (n + k + 1) * ops)));
            }
            all = joined;
        }
        return and(all, Val.uniform(t, whole));
    }

    void scan(Eqn e) {
        String n = count(tripCount(e));
        List<RegionView.Slot> folds = RegionView.of(e).slots();
        var prefixes = new ArrayList<Arr>();
        for (RegionView.Slot s : folds) {
            prefixes.add(g.memory.fresh(s.results().get(1), s.result().dtype(), List.of(n), false, g.lanes));
        }
        List<Val> result = fold(e, (Params.Fold) e.params(), g.vals(folds.stream().map(RegionView.Slot::init).toList()), (i, now) -> {
            Val wide = g.wide(i);
            for (int k = 0; k < prefixes.size(); k++) {
                g.access.store(prefixes.get(k), wide, now.get(k));
            }
        });
        for (int k = 0; k < prefixes.size(); k++) {
            g.set(folds.get(k).result(), result.get(k));
            g.set(folds.get(k).results().get(1), prefixes.get(k));
        }
    }

    void hist(Eqn e) {
        Arr bins = g.arr(e.in().get(1));
        Val n = tripCount(e);
        if (n.isUniform() && Threads.mayTake(g, e) && exact((Params.Fold) e.params(), bins.dtype())) {
            new Histograms(g).run(e, bins);
        } else if (n.isUniform()) {
            histRange(e, bins, "0", positive(n));
        } else {
            g.masked.iterate(e, n, i -> bin(e, g.arr(e.in().get(1)), i));
        }
        g.set(e.result(), bins);
    }

    private static boolean exact(Params.Fold f, DType t) {
        return !t.isFloat() || f.ops().get(0) == Prim.MIN || f.ops().get(0) == Prim.MAX;
    }

    /** Iterations lo..hi of a histogram into these bins. */
    void histRange(Eqn e, Arr bins, String lo, String hi) {
        range(e, e.in().get(0).dtype(), lo, hi, i -> bin(e, bins, i));
    }

    private void bin(Eqn e, Arr bins, Val i) {
        Params.Fold f = (Params.Fold) e.params();
        Region body = f.body();
        g.set(body.params().get(0), i);
        g.body(body.body());
        Val at = g.wide(g.index(e, body.out().get(0)));
        g.control.under(g.access.within(at, bins.dims().get(0)), () -> {
            Arr place = g.access.part(bins, List.of(at));
            Val v = g.val(body.out().get(1));
            g.access.store(place, g.op(f.ops().get(0), bins.dtype(), g.access.load(place), v));
        });
    }
}
