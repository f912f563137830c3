package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.plan.AlignedStore;
import dev.jacobi.llvm.plan.OrderedTrips;
import dev.jacobi.llvm.plan.Packing;
import dev.jacobi.llvm.plan.Running;
import dev.jacobi.llvm.plan.Unpacking;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.LaneMoves;
import dev.jacobi.llvm.text.LanesUnderMasks;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A for whose trips go together though they depend on each other ({@link OrderedTrips}), each vector of them after the one before. A lane gets what the trip before it hands on from the lane before it, the first
 * one from the last lane of the vector before.
 */
final class OrderedLanes {
    /** Bytes of elements that wait to be stored together. */
    private static final int WAITING = 1 << 10;
    private final EquationEmitter g;
    private final FnText fn;
    private final Lanes lanes;
    private final RegionView view;
    private final OrderedTrips order;
    /** What a trip hands on to the next one but for arrays, which stay where they are, and sums. */
    private final List<RegionView.Slot> scalars;
    /** Where elements of a {@link Packing} wait until they are stored; null where each vector of them is stored. */
    private String waiting;

    OrderedLanes(EquationEmitter g, RegionView view, OrderedTrips order) {
        this.g = g;
        this.fn = g.fn;
        this.lanes = new Lanes(g);
        this.view = view;
        this.order = order;
        this.scalars = view.slots().stream().filter(s -> !s.param().isArray() && !order.isSum(s)).toList();
    }

    /** Runs it for n trips, in steps of {@code width} lanes; a few whose terms are added in order, one by one. */
    void run(Val n, int width) {
        view.slots().stream().filter(s -> s.param().isArray()).forEach(s -> g.set(s.param(), g.value(s.init())));
        String hi = g.ops.intrinsic("smax", n.dtype(), 1, n.text(), "0");
        boolean asks = !order.sums().isEmpty() && Ty.isRegister(n.text()) && Regions.size(view.body().body()) <= Loops.SMALL_BODY;
        List<Val> end = asks ? g.loops.unlessFew(n.dtype(), "0", hi, width / 2, () -> inLanes(n.dtype(), hi, width), () -> single(n.dtype(), hi)) : inLanes(n.dtype(), hi, width);
        List<RegionView.Slot> values = values();
        for (int k = 0; k < values.size(); k++) {
            g.set(values.get(k).result(), end.get(k));
        }
        view.slots().stream().filter(s -> s.param().isArray()).forEach(s -> g.set(s.result(), g.value(s.init())));
    }

    /** All that a trip hands on but for arrays, sums behind the others. */
    private List<RegionView.Slot> values() {
        return Stream.concat(scalars.stream(), order.sums().stream().map(OrderedTrips.Sum::slot)).toList();
    }

    /** Runs the trips one by one; what the last one hands on. */
    private List<Val> single(DType t, String hi) {
        List<RegionView.Slot> values = values();
        List<Val> init = g.vals(values.stream().map(RegionView.Slot::init).toList());
        return g.facts.oneByOne(view.trip(), () -> g.loops.folding("0", Val.uniform(t, hi), init, init.stream().map(PhiForm::of).toList(), (i, carry) -> {
            g.set(view.trip(), i);
            g.setAll(values.stream().map(RegionView.Slot::param).toList(), carry);
            g.body(view.body().body());
            return g.vals(values.stream().map(RegionView.Slot::yield).toList());
        }));
    }

    /** Runs the trips in lanes; what the last one hands on. */
    private List<Val> inLanes(DType t, String hi, int width) {
        String ty = Ty.value(t);
        List<Val> init = g.vals(scalars.stream().map(RegionView.Slot::init).toList());
        AlignedStore store = scalars.isEmpty() && order.sums().isEmpty() ? AlignedStore.of(view.body(), g.facts.variance()) : null;
        String lo = lanes.begin(t, width, "0", hi, Regions.size(view.body().body()), store, i -> step(i, List.of()));
        g.lanes = width;
        boolean counts = order.packing() != null || order.unpacking() != null;
        var start = new ArrayList<Val>(counts ? init : IntStream.range(0, init.size()).mapToObj(k -> start(scalars.get(k), init.get(k))).toList());
        order.sums().forEach(s -> start.add(g.val(s.slot().init())));
        if (order.packing() != null && !compresses()) {
            DType d = order.packing().array().param().dtype();
            // beside what is full, those of one more vector, and of the trips of the rest
            waiting = fn.alloca(Ty.vector(Ty.memory(d), width), WAITING / d.bytes() / width + 2, g.unit.vectorBytes());
            start.add(EquationEmitter.i64(0));
        }
        String whole = lanes.whole(ty, lo, hi);
        List<Val> end = lanes.loop(t, lo, whole, width, start, (i, c) -> step(g.affine(t, List.of(i), 1), c));
        end = lanes.rest(t, whole, hi, end, this::step);
        g.lanes = 1;
        return results(end, t, width, hi);
    }

    /** What the lanes begin with. */
    private Val start(RegionView.Slot s, Val init) {
        Prim op = total(s);
        return Val.varying(init.dtype(), List.of(op == null ? g.vector(init, 0) : splat(FoldIdentity.neutral(op, init.dtype()))));
    }

    /** What joins the lanes behind the last trip, where each has one of its own; else null. */
    private Prim total(RegionView.Slot s) {
        return order.steps().stream().map(OrderedTrips.Step::running).filter(r -> r != null && r.total() && r.slot().equals(s)).map(Running::op).findFirst().orElse(null);
    }

    /** What a carry comes to, of its values in lanes; {@code last} is the lane of the last trip. */
    private Val result(RegionView.Slot s, Val end, int width, String last) {
        DType d = s.param().dtype();
        Prim op = total(s);
        return op != null ? g.op(op, d, g.val(s.init()), Val.uniform(d, lanes.across(op, d, end.part(0), width, 1)))
            : end.isUniform() ? end : Val.uniform(d, fn.def("extractelement " + Ty.vector(Ty.value(d), width) + " " + end.part(0) + ", " + last));
    }

    /** What the last trip hands on. */
    private List<Val> results(List<Val> end, DType t, int width, String hi) {
        if (waiting != null) {
            String some = end.get(1).text();
            Val any = Val.uniform(DType.BOOL, fn.def("icmp ne i64 " + some + ", 0"));
            g.control.under(any, () -> storeWaiting(order.packing(), end.get(0), some, some));
        }
        String ty = Ty.value(t);
        String last = fn.def("and " + ty + " " + fn.def("sub " + ty + " " + hi + ", 1") + ", " + (width - 1));
        var out = new ArrayList<Val>();
        for (int k = 0; k < scalars.size(); k++) {
            out.add(result(scalars.get(k), end.get(k), width, ty + " " + last));
        }
        out.addAll(end.subList(scalars.size(), scalars.size() + order.sums().size()));
        return out;
    }

    /** The trips of all lanes: from what the vector before hands on, and its sums, to what they hand on themselves. */
    private List<Val> step(Val i, List<Val> carry) {
        g.set(view.trip(), i);
        for (OrderedTrips.Step s : order.steps()) {
            if (s.running() != null) {
                running(s.running(), carry.get(scalars.indexOf(s.running().slot())));
            } else {
                g.body(s.eqns());
                s.then().forEach(c -> g.set(c.param(), behind(carry.get(scalars.indexOf(c)), g.val(c.yield()))));
            }
        }
        if (order.packing() != null) {
            return pack(order.packing(), carry);
        }
        if (order.unpacking() != null) {
            return List.of(unpack(order.unpacking(), carry.get(0)));
        }
        var next = new ArrayList<Val>(scalars.stream().map(c -> Val.varying(c.param().dtype(), List.of(g.vector(g.val(c.yield()), 0)))).toList());
        order.sums().forEach(s -> next.add(added(carry.get(next.size()), g.val(s.term()))));
        return next;
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
            if (r.total()) {
                g.set((Var) slot.yield(), Val.varying(t, List.of(g.ops.one(r.op(), t, t, List.of(v, before.part(0)), g.lanes))));
                return;
            }
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

    /** Stores the values of the lanes that have one next to each other, or keeps them until there are enough; the counter afterwards, and how many are kept. */
    private List<Val> pack(Packing p, List<Val> carry) {
        Val counter = carry.get(0);
        DType t = counter.dtype();
        g.body(p.before());
        String taken = taken(p.condition(), p.when());
        g.masked.withMask(taken, () -> g.body(p.inside()));
        DType d = p.array().param().dtype();
        String ty = Ty.vector(Ty.value(d), g.lanes);
        String v = g.vector(g.val(p.write().written()), 0);
        String n = count(taken, t);
        Val next = g.op(Prim.ADD, t, counter, Val.uniform(t, n));
        if (waiting != null) {
            String kept = carry.get(1).text();
            String place = fn.def("getelementptr " + Ty.memory(d) + ", ptr " + waiting + ", i64 " + kept);
            fn.line("store " + ty + " " + new LaneMoves(g.out, fn, g.lanes).together(g.bits(taken), ty, v) + ", ptr " + place + ", align " + d.bytes());
            String more = fn.def("add i64 " + kept + ", " + fn.resized(n, t.bits(), Long.SIZE));
            return List.of(next, Val.uniform(DType.I64, g.mask != null ? more : unlessFull(p, next, more)));
        }
        String together = g.call(ty, "llvm.experimental.vector.compress.v" + g.lanes + Ty.suffix(d, 1), ty + " " + v, Ty.vector("i1", g.lanes) + " " + taken, ty + " poison");
        Val from = place(counter, p.offset());
        String fit = g.facts.shared().isOpen(p.write()) ? fn.resized(fitting(fn.resized(n, t.bits(), Long.SIZE), from.text(), g.arr(p.array().param())), Long.SIZE, t.bits()) : n;
        String first = fn.def("icmp ult " + Ty.vector(Ty.value(t), g.lanes) + " " + g.ramp(Ty.value(t), 1) + ", " + g.splat(Ty.value(t), fit));
        Arr place = g.access.part(g.arr(p.array().param()), List.of(g.affine(DType.I64, List.of(from.text()), 1)));
        g.masked.withMask(first, () -> g.access.store(place, Val.varying(d, List.of(together))));
        return List.of(next);
    }

    /** Stores the elements that wait when they are enough; how many wait then. */
    private String unlessFull(Packing p, Val counter, String kept) {
        DType d = p.array().param().dtype();
        String ty = Ty.vector(Ty.memory(d), g.lanes);
        int enough = WAITING / d.bytes();
        FnText.Block pre = fn.current();
        FnText.Block full = fn.block("full");
        FnText.Block join = fn.block("join");
        fn.br(g.call("i1", "llvm.expect.i1", "i1 " + fn.def("icmp uge i64 " + kept + ", " + enough), "i1 false"), full, join);
        fn.enter(full);
        storeWaiting(p, counter, kept, Integer.toString(enough));
        String behind = fn.def("getelementptr " + Ty.memory(d) + ", ptr " + waiting + ", i64 " + enough);
        fn.line("store " + ty + " " + fn.def("load " + ty + ", ptr " + behind + ", align " + d.bytes()) + ", ptr " + waiting + ", align " + d.bytes());
        String less = fn.def("sub i64 " + kept + ", " + enough);
        FnText.Block end = fn.current();
        fn.br(join);
        fn.enter(join);
        String left = fn.fresh();
        join.phi(left, "i64", PhiForm.from(kept, pre, less, end));
        return left;
    }

    /** Stores the first {@code n} of the elements that wait, whose last one is right in front of the counter. */
    private void storeWaiting(Packing p, Val counter, String kept, String n) {
        Arr array = g.arr(p.array().param());
        String from = fn.def("sub i64 " + place(counter, p.offset()).text() + ", " + kept);
        String fit = g.facts.shared().isOpen(p.write()) ? fitting(n, from, array) : n;
        String to = g.memory.address(g.access.part(array, List.of(Val.uniform(DType.I64, from))));
        g.call("void", "llvm.memcpy.p0.p0.i64", "ptr " + to, "ptr " + waiting, "i64 " + g.mul(fit, Integer.toString(array.dtype().bytes())), "i1 false");
    }

    /** Hands elements that lie next to each other to the lanes that take one, in order; the counter afterwards. */
    private Val unpack(Unpacking p, Val counter) {
        DType t = counter.dtype();
        g.body(p.before());
        String taken = taken(p.condition(), p.when());
        DType d = p.read().result().dtype();
        String ty = Ty.vector(Ty.memory(d), g.lanes);
        String mask = Ty.vector("i1", g.lanes);
        Val from = place(counter, p.offset());
        Arr source = g.arr(p.read().in().get(0));
        String n = count(taken, t);
        String place = g.memory.address(g.access.part(source, List.of(from)));
        if (g.facts.shared().isOpen(p.read())) {
            String wide = fn.resized(n, t.bits(), Long.SIZE);
            place = fn.def("select i1 " + fn.def("icmp eq i64 " + fitting(wide, from.text(), source) + ", " + wide) + ", ptr " + place + ", ptr " + SharedAccess.zeros(g));
        }
        String read;
        if (compresses()) {
            read = g.call(ty, "llvm.masked.expandload.v" + g.lanes + Ty.suffix(d, 1), "ptr " + place, mask + " " + taken, ty + " zeroinitializer");
        } else {
            String first = fn.def("icmp ult " + Ty.vector(Ty.value(t), g.lanes) + " " + g.ramp(Ty.value(t), 1) + ", " + g.splat(Ty.value(t), n));
            String some = g.call(ty, "llvm.masked.load.v" + g.lanes + Ty.suffix(d, 1) + ".p0", "ptr " + place, "i32 " + d.bytes(), mask + " " + first, ty + " zeroinitializer");
            read = new LaneMoves(g.out, fn, g.lanes).apart(g.bits(taken), ty, some);
        }
        g.set(p.read().result(), Val.varying(d, List.of(read)));
        g.masked.withMask(taken, () -> g.body(p.inside()));
        return g.op(Prim.ADD, t, counter, Val.uniform(t, n));
    }

    private boolean compresses() {
        return LanesUnderMasks.areCompressed(g.unit.vectorBytes());
    }

    /** The index (i64) of the element at the counter and so many more. */
    private Val place(Val counter, long offset) {
        return g.wide(g.op(Prim.ADD, counter.dtype(), counter, Val.uniform(counter.dtype(), Long.toString(offset))));
    }

    /** How many of the next so many elements from a place on the array has. */
    private String fitting(String n, String from, Arr array) {
        String room = fn.def("sub i64 " + array.dims().get(0) + ", " + from);
        String some = fn.def("select i1 " + fn.def("icmp ult i64 " + from + ", " + array.dims().get(0)) + ", i64 " + room + ", i64 0");
        return g.ops.intrinsic("umin", DType.I64, 1, n, some);
    }

    /** The lanes in which a condition is as it should be. */
    private String taken(Atom condition, boolean when) {
        Val c = g.val(condition);
        return g.masked.narrow(when ? c : g.op(Prim.NOT, DType.BOOL, c));
    }

    /** How many lanes are in a mask. */
    private String count(String mask, DType t) {
        String word = "i" + g.lanes;
        return fn.resized(g.call(word, "llvm.ctpop." + word, word + " " + g.bits(mask)), g.lanes, t.bits());
    }

    /** The last lane of one vector, then all but the last of another. */
    private Val behind(Val before, Val now) {
        String ty = Ty.vector(Ty.value(now.dtype()), g.lanes);
        return Val.varying(now.dtype(), List.of(fn.shuffle(ty, before.part(0), g.vector(now, 0), g.lanes, i -> g.lanes - 1 + i)));
    }
}
