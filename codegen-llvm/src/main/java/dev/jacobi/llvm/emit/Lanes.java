package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.llvm.plan.AlignedStore;
import dev.jacobi.llvm.plan.OrderedTrips;
import dev.jacobi.llvm.plan.Packing;
import dev.jacobi.llvm.plan.Running;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A parallel loop run in lanes: a main loop of whole vectors, then masked iterations for the rest, with fewer lanes where the body is small, so
 * that short loops do not pay for many lanes that are off. Large bodies are emitted once, always masked.
 */
final class Lanes {
    private static final int TOO_LARGE_FOR_TWO = 400;
    /** Equations of a body that is worth a copy for the trips in front of the first whole line, and registers that a loop must fill to be worth that step. */
    private static final int LINED_UP = 40;
    private static final int MANY = 32;
    private final EquationEmitter g;
    private final FnText fn;

    Lanes(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** Runs the body for lo <= i < hi (texts of the type {@code t}) in steps of {@code width} lanes, which begin where a store of whole vectors does not lie across two lines, if one is given. */
    void each(DType t, int width, String lo, String hi, int size, AlignedStore store, Consumer<Val> body) {
        fold(t, width, isWorth(store, size, width) ? linedUp(t, lo, hi, store, body) : lo, hi, size, List.of(), List.of(), (i, none) -> {
            body.accept(i);
            return List.of();
        });
    }

    /** Whether there is a store to be lined up, by trips that fit the lanes and a body that is worth a copy. */
    private boolean isWorth(AlignedStore store, int size, int width) {
        return store != null && size <= LINED_UP && g.unit.vectorBytes() / store.array().dtype().bytes() <= width;
    }

    /** Runs the trips in front of the first that stores at the beginning of a register's line of memory, if many come after them; returns where the rest begins. */
    private String linedUp(DType t, String lo, String hi, AlignedStore store, Consumer<Val> body) {
        String ty = Ty.value(t);
        int elements = g.unit.vectorBytes() / store.array().dtype().bytes();
        FnText.Block pre = fn.current();
        FnText.Block look = fn.block("look");
        FnText.Block in = fn.block("front");
        FnText.Block join = fn.block("lined");
        fn.br(fn.def("icmp sgt " + ty + " " + fn.def("sub " + ty + " " + hi + ", " + lo) + ", " + elements * MANY), look, join);
        fn.enter(look);
        String count = odd(t, lo, store);
        FnText.Block found = fn.current();
        fn.br(fn.def("icmp ne " + ty + " " + count + ", 0"), in, join);
        fn.enter(in);
        int outer = g.lanes;
        g.lanes = elements;
        String mask = fn.def("icmp slt " + Ty.vector(ty, elements) + " " + g.ramp(ty, 1) + ", " + g.splat(ty, count));
        g.masked.withMask(mask, () -> body.accept(g.affine(t, List.of(lo), 1)));
        g.lanes = outer;
        String on = fn.def("add nsw " + ty + " " + lo + ", " + count);
        FnText.Block end = fn.current();
        fn.br(join);
        fn.enter(join);
        String from = fn.fresh();
        join.phi(from, ty, PhiForm.from(lo, pre, lo, found) + ", " + PhiForm.from(on, end));
        return from;
    }

    /** How many trips store in front of the beginning of a line. The first trip must be there: the row that it stores in need not, else. */
    private String odd(DType t, String lo, AlignedStore store) {
        DType d = store.array().dtype();
        g.set(store.trip(), Val.uniform(t, lo));
        g.body(store.before());
        Arr first = g.access.part(g.arr(store.array()), store.at().stream().map(a -> g.wide(g.val(a))).toList());
        String address = fn.def("ptrtoint ptr " + g.memory.address(first) + " to i64");
        // downwards, a vector ends behind the element of its first trip
        String bytes = store.down() ? fn.def("add i64 " + address + ", " + d.bytes()) : fn.def("sub i64 0, " + address);
        String some = fn.def("lshr i64 " + fn.def("and i64 " + bytes + ", " + (g.unit.vectorBytes() - 1)) + ", " + Integer.numberOfTrailingZeros(d.bytes()));
        return fn.resized(some, Long.SIZE, t.bits());
    }

    /** Lanes of the iterations for the rest: about what one register holds. */
    static int narrow(EquationEmitter g, int width, int size) {
        return size > Loops.SMALL_BODY ? width : Math.min(width, Math.max(g.unit.vectorBytes() / 8, width / 4));
    }

    /**
     * As {@link #each} with vectors carried, which the operators join; in the masked part the lanes that are off keep theirs. The results may have
     * fewer lanes.
     */
    private List<Val> fold(DType t, int width, String lo, String hi, int size, List<Prim> ops, List<Val> init,
            BiFunction<Val, List<Val>, List<Val>> body) {
        int outer = g.lanes;
        g.lanes = width;
        String ty = Ty.value(t);
        List<Val> carry = init;
        if (size > TOO_LARGE_FOR_TWO) {
            carry = maskedLoop(t, width, lo, hi, carry, body, "");
        } else {
            String whole = whole(ty, fn.def("sub " + ty + " " + hi + ", " + lo), hi);
            carry = loop(t, lo, whole, width, carry, (i, c) -> body.apply(g.affine(t, List.of(i), 1), c));
            int narrow = narrow(g, width, size);
            if (narrow < width) {
                var joined = new ArrayList<Val>();
                for (int k = 0; k < carry.size(); k++) {
                    DType d = carry.get(k).dtype();
                    joined.add(Val.varying(d, List.of(across(ops.get(k), d, carry.get(k).part(0), width, narrow))));
                }
                g.lanes = narrow;
                carry = maskedLoop(t, narrow, whole, hi, joined, body, g.out.shortLoop());
            } else {
                carry = rest(t, whole, hi, carry, body);
            }
        }
        g.lanes = outer;
        return carry;
    }

    /** Where {@code n} iterations that end at {@code hi} have too few left for all lanes. */
    private String whole(String ty, String n, String hi) {
        String some = fn.def("and " + ty + " " + n + ", " + (g.lanes - 1));
        return fn.def("sub " + ty + " " + hi + ", " + some);
    }

    /**
     * A for whose trips go together, each vector of them after the one before. A lane gets what the trip before it hands on from the lane before it, the first one from the last lane of the vector
     * before.
     */
    void inOrder(RegionView view, OrderedTrips order, Val n, int width) {
        view.slots().stream().filter(s -> s.param().isArray()).forEach(s -> g.set(s.param(), g.value(s.init())));
        List<RegionView.Slot> scalars = view.slots().stream().filter(s -> !s.param().isArray() && order.sums().stream().noneMatch(x -> x.slot().equals(s))).toList();
        DType t = n.dtype();
        String ty = Ty.value(t);
        String hi = g.ops.intrinsic("smax", t, 1, n.text(), "0");
        List<Val> init = g.vals(scalars.stream().map(RegionView.Slot::init).toList());
        BiFunction<Val, List<Val>, List<Val>> step = (i, carry) -> {
            g.set(view.trip(), i);
            for (OrderedTrips.Step s : order.steps()) {
                if (s.running() != null) {
                    running(s.running(), carry.get(scalars.indexOf(s.running().slot())));
                    continue;
                }
                g.body(s.eqns());
                s.then().forEach(c -> g.set(c.param(), behind(carry.get(scalars.indexOf(c)), g.val(c.yield()))));
            }
            if (order.packing() != null) {
                return List.of(pack(order.packing(), carry.get(0)));
            }
            var next = new ArrayList<Val>(scalars.stream().map(c -> Val.varying(c.param().dtype(), List.of(g.vector(g.val(c.yield()), 0)))).toList());
            order.sums().forEach(s -> next.add(added(carry.get(next.size()), g.val(s.term()))));
            return next;
        };
        AlignedStore store = scalars.isEmpty() && order.sums().isEmpty() ? AlignedStore.of(view.body(), g.facts.variance()) : null;
        boolean lined = isWorth(store, Regions.size(view.body().body()), width);
        String lo = !lined ? "0" : linedUp(t, "0", hi, store, i -> step.apply(i, List.of()));
        g.lanes = width;
        var start = new ArrayList<Val>(init.stream().map(v -> Val.varying(v.dtype(), List.of(g.vector(v, 0)))).toList());
        order.sums().forEach(s -> start.add(g.val(s.slot().init())));
        String whole = whole(ty, !lined ? hi : fn.def("sub " + ty + " " + hi + ", " + lo), hi);
        List<Val> end = loop(t, lo, whole, width, start, (i, c) -> step.apply(g.affine(t, List.of(i), 1), c));
        end = rest(t, whole, hi, end, step);
        g.lanes = 1;
        String last = fn.def("and " + ty + " " + fn.def("sub " + ty + " " + hi + ", 1") + ", " + (width - 1));
        for (int k = 0; k < scalars.size(); k++) {
            DType d = scalars.get(k).param().dtype();
            g.set(scalars.get(k).result(), Val.uniform(d, fn.def("extractelement " + Ty.vector(Ty.value(d), width) + " " + end.get(k).part(0) + ", " + ty + " " + last)));
        }
        for (int k = 0; k < order.sums().size(); k++) {
            g.set(order.sums().get(k).slot().result(), end.get(scalars.size() + k));
        }
        view.slots().stream().filter(s -> s.param().isArray()).forEach(s -> g.set(s.result(), g.value(s.init())));
    }

    /** A sum and the terms of all lanes, added one after the other. What lanes that are off add changes nothing. */
    private Val added(Val sum, Val terms) {
        DType d = sum.dtype();
        String type = Ty.value(d);
        String ty = Ty.vector(type, g.lanes);
        String nothing = Ty.splat(type, Ty.lit(FoldIdentity.neutral(Prim.ADD, d)), g.lanes);
        String v = g.mask == null ? g.vector(terms, 0) : fn.def("select " + Ty.vector("i1", g.lanes) + " " + g.mask + ", " + ty + " " + g.vector(terms, 0) + ", " + ty + " " + nothing);
        return Val.uniform(d, g.call(type, "llvm.vector.reduce.fadd.v" + g.lanes + Ty.suffix(d, 1), type + " " + sum.text(), ty + " " + v));
    }

    /** Makes the values of a carry after each lane's trip of those that the trips have: each lane joins the lane before it, then two lanes before, four, and so on. */
    private void running(Running r, Val before) {
        RegionView.Slot slot = r.slot();
        DType t = slot.param().dtype();
        String bits = Ty.vector("i1", g.lanes);
        String zero = splat(Lit.zero(t));
        String ty = Ty.vector(Ty.value(t), g.lanes);
        String first = fn.shuffle(ty, before.part(0), "poison", g.lanes, i -> g.lanes - 1);
        String now;
        if (r.op() == null) {
            g.set(slot.param(), Val.uniform(t, Ty.lit(Lit.zero(t))));
            g.body(r.chain());
            Val c = g.val(r.condition().selector());
            String has = g.vector(r.condition().when() ? c : g.op(Prim.NOT, DType.BOOL, c), 0);
            String v = g.vector(g.val(slot.yield()), 0);
            for (int d = 1; d < g.lanes; d *= 2) {
                v = fn.def("select " + bits + " " + has + ", " + ty + " " + v + ", " + ty + " " + shifted(ty, v, zero, d));
                has = fn.def("or " + bits + " " + has + ", " + shifted(bits, has, "zeroinitializer", d));
            }
            now = fn.def("select " + bits + " " + has + ", " + ty + " " + v + ", " + ty + " " + first);
        } else {
            String neutral = splat(FoldIdentity.neutral(r.op(), t));
            Val sum = null;
            for (Running.Term term : r.terms()) {
                Val x = g.val(term.value());
                sum = sum == null ? term.away() ? g.op(Prim.NEG, t, x) : x : g.op(term.away() ? Prim.SUB : r.op(), t, sum, x);
            }
            String v = g.vector(sum, 0);
            for (int d = 1; d < g.lanes; d *= 2) {
                v = g.ops.one(r.op(), t, t, List.of(shifted(ty, v, neutral, d), v), g.lanes);
            }
            now = g.ops.one(r.op(), t, t, List.of(first, v), g.lanes);
        }
        Val after = Val.varying(t, List.of(now));
        g.set((Var) slot.yield(), after);
        g.set(slot.param(), behind(before, after));
    }

    private String splat(Lit l) {
        return Ty.splat(Ty.value(l.dtype()), Ty.lit(l), g.lanes);
    }

    /** Each lane has what the lane so far before it has, the first ones a constant. */
    private String shifted(String ty, String v, String constant, int by) {
        return fn.shuffle(ty, constant, v, g.lanes, l -> l < by ? l : g.lanes + l - by);
    }

    /** Stores the values of the lanes that have one next to each other; the counter, which is the same in all lanes, afterwards. */
    private Val pack(Packing p, Val counter) {
        DType t = counter.dtype();
        String ints = Ty.vector(Ty.value(t), g.lanes);
        String bits = Ty.vector("i1", g.lanes);
        g.body(p.before());
        String taken = g.masked.narrow(g.val(p.condition()));
        g.masked.withMask(taken, () -> g.body(p.inside()));
        DType d = p.array().param().dtype();
        String ty = Ty.vector(Ty.value(d), g.lanes);
        String together = g.call(ty, "llvm.experimental.vector.compress.v" + g.lanes + Ty.suffix(d, 1), ty + " " + g.vector(g.val(p.value()), 0), bits + " " + taken, ty + " poison");
        String word = "i" + g.lanes;
        String count = g.call(word, "llvm.ctpop." + word, word + " " + fn.def("bitcast " + bits + " " + taken + " to " + word));
        String n = fn.resized(count, g.lanes, t.bits());
        String first = fn.def("icmp ult " + ints + " " + g.ramp(Ty.value(t), 1) + ", " + g.splat(Ty.value(t), n));
        Val at = Val.uniform(t, fn.def("extractelement " + ints + " " + counter.part(0) + ", i64 0"));
        Val from = g.wide(g.op(Prim.ADD, t, at, Val.uniform(t, Long.toString(p.offset()))));
        Arr place = g.access.part(g.arr(p.array().param()), List.of(g.affine(DType.I64, List.of(from.text()), 1)));
        g.masked.withMask(first, () -> g.access.store(place, Val.varying(d, List.of(together))));
        return Val.varying(t, List.of(fn.def("add " + ints + " " + counter.part(0) + ", " + g.splat(Ty.value(t), n))));
    }

    /** The last lane of one vector, then all but the last of another. */
    private Val behind(Val before, Val now) {
        String ty = Ty.vector(Ty.value(now.dtype()), g.lanes);
        return Val.varying(now.dtype(), List.of(fn.shuffle(ty, before.part(0), g.vector(now, 0), g.lanes, i -> g.lanes - 1 + i)));
    }

    private List<Val> maskedLoop(DType t, int width, String lo, String hi, List<Val> init, BiFunction<Val, List<Val>, List<Val>> body,
            String hint) {
        return loop(t, lo, hi, width, init, (i, c) -> {
            List<Val> next = new ArrayList<>();
            masked(t, i, hi, () -> next.addAll(body.apply(g.affine(t, List.of(i), 1), c)), next, c);
            return next;
        }, hint);
    }

    /** A loop in steps of {@code width} with vectors carried. */
    List<Val> loop(DType t, String lo, String hi, int width, List<Val> init, BiFunction<String, List<Val>, List<Val>> body) {
        return loop(t, lo, hi, width, init, body, "");
    }

    private List<Val> loop(DType t, String lo, String hi, int width, List<Val> init, BiFunction<String, List<Val>, List<Val>> body, String hint) {
        List<PhiForm> forms = init.stream().map(v -> new PhiForm(1, v.isUniform() ? 0 : Value.VARYING)).toList();
        return Loops.scalars(g.control.loop("wide", lo, Val.uniform(t, hi), "add nsw", width, hint, new LoopPhis(g, init, forms),
            (i, carry) -> List.copyOf(body.apply(i.text(), Loops.scalars(carry)))));
    }

    private List<Val> rest(DType t, String from, String hi, List<Val> carry, BiFunction<Val, List<Val>, List<Val>> body) {
        FnText.Block pre = fn.current();
        FnText.Block in = fn.block("tail");
        FnText.Block exit = fn.block("done");
        fn.br(fn.def("icmp slt " + Ty.value(t) + " " + from + ", " + hi), in, exit);
        fn.enter(in);
        var next = new ArrayList<Val>();
        masked(t, from, hi, () -> next.addAll(body.apply(g.affine(t, List.of(from), 1), carry)), next, carry);
        FnText.Block end = fn.current();
        fn.br(exit);
        fn.enter(exit);
        var out = new ArrayList<Val>();
        for (int k = 0; k < carry.size(); k++) {
            String name = fn.fresh();
            DType d = carry.get(k).dtype();
            boolean uniform = carry.get(k).isUniform();
            exit.phi(name, uniform ? Ty.value(d) : Ty.vector(Ty.value(d), g.lanes), PhiForm.from(carry.get(k).part(0), pre, next.get(k).part(0), end));
            out.add(uniform ? Val.uniform(d, name) : Val.varying(d, List.of(name)));
        }
        return out;
    }

    private void masked(DType t, String i, String hi, Runnable body, List<Val> next, List<Val> carry) {
        String ty = Ty.value(t);
        String left = fn.def("sub " + ty + " " + hi + ", " + i);
        String vec = Ty.vector(ty, g.lanes);
        String mask = fn.def("icmp slt " + vec + " " + g.ramp(ty, 1) + ", " + g.splat(ty, left));
        g.masked.withMask(mask, body);
        for (int k = 0; k < next.size(); k++) {
            if (carry.get(k).isUniform()) {
                continue;
            }
            String e = Ty.vector(Ty.value(next.get(k).dtype()), g.lanes);
            next.set(k, Val.varying(next.get(k).dtype(), List.of(fn.def("select " + Ty.vector("i1", g.lanes) + " " + mask + ", " + e + " "
                + g.vector(next.get(k), 0) + ", " + e + " " + carry.get(k).part(0)))));
        }
    }

    /** A reduction in lanes: one partial result per lane, joined in the end, then joined with {@code init}. */
    List<Val> reduce(DType t, int width, String lo, String hi, List<Prim> ops, List<Val> init, Region body, Consumer<Val> run) {
        var start = new ArrayList<Val>();
        for (int k = 0; k < ops.size(); k++) {
            DType d = init.get(k).dtype();
            start.add(Val.varying(d, List.of(Ty.splat(Ty.value(d), Ty.lit(FoldIdentity.neutral(ops.get(k), d)), width))));
        }
        int size = Regions.size(body.body());
        List<Val> partial = fold(t, width, lo, hi, size, ops, start, (i, carry) -> {
            run.accept(i);
            return g.combine(ops, carry, g.vals(body.out().subList(0, ops.size())));
        });
        var out = new ArrayList<Val>();
        for (int k = 0; k < ops.size(); k++) {
            int left = narrow(g, width, size);
            Val joined = Val.uniform(init.get(k).dtype(), across(ops.get(k), init.get(k).dtype(), partial.get(k).part(0), left, 1));
            out.add(g.op(ops.get(k), init.get(k).dtype(), init.get(k), joined));
        }
        return out;
    }

    /** Joins the lanes of a vector pairwise, halves first, until so many are left. */
    private String across(Prim op, DType t, String v, int width, int left) {
        String x = v;
        for (int n = width; n > left; n /= 2) {
            String ty = Ty.vector(Ty.value(t), n);
            x = g.ops.one(op, t, t, List.of(slice(ty, x, 0, n / 2), slice(ty, x, n / 2, n)), n / 2);
        }
        return x;
    }

    /** Elements from..to of a vector; a single one is a scalar. */
    private String slice(String ty, String x, int from, int to) {
        return to - from == 1 ? fn.def("extractelement " + ty + " " + x + ", i64 " + from)
            : fn.shuffle(ty, x, "poison", to - from, i -> from + i);
    }
}
