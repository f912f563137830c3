package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
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
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A parallel loop run in lanes: a main loop of whole vectors, then masked iterations for the rest, with fewer lanes where the body is small, so
 * that short loops do not pay for many lanes that are off. Large bodies are emitted once, always masked.
 */
final class Lanes {
    private static final int TOO_LARGE_FOR_TWO = 400;
    /** Equations of a body that is worth a copy for the trips in front of the first whole line, and registers that a loop must fill to be worth that step. */
    private static final int LINED_UP = 40;
    private static final int MANY = 32;
    /** Equations of a body that is worth a copy for each half of the lanes. */
    private static final int IN_PARTS = 24;
    private final EquationEmitter g;
    private final FnText fn;

    Lanes(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** Runs the body for lo <= i < hi (texts of the type {@code t}) in steps of {@code width} lanes, which begin where a store of whole vectors does not lie across two lines, if one is given. */
    void each(DType t, int width, String lo, String hi, int size, AlignedStore store, Consumer<Val> body) {
        if (store != null && store.readBack() && size <= IN_PARTS) {
            inParts(t, width, begin(t, width, lo, hi, size, store, body), hi, List.of(), List.of(), store, i -> {
                body.accept(i);
                return List.of();
            });
            return;
        }
        fold(t, width, begin(t, width, lo, hi, size, store, body), hi, size, List.of(), List.of(), (i, none) -> {
            body.accept(i);
            return List.of();
        });
    }

    /**
     * Runs the trips that are too few for all lanes by half of the lanes, a fourth, and so on, each as often as it fits, instead of under a mask: a register that is loaded after a masked store, and lies in part where the lanes
     * were that are off, waits until the store has reached the cache, and rows that a loop adds to lie one behind the other.
     * What the operators make of the terms is joined with what the result is applied to.
     */
    private UnaryOperator<List<Val>> inParts(DType t, int width, String lo, String hi, List<Prim> ops, List<Val> start, AlignedStore store, Function<Val, List<Val>> terms) {
        int outer = g.lanes;
        g.lanes = width;
        String at = whole(Ty.value(t), lo, hi);
        List<Val> wide = loop(t, lo, at, width, start, (i, now) -> g.combine(ops, now, terms.apply(g.affine(t, List.of(i), 1))));
        List<DType> types = start.stream().map(Val::dtype).toList();
        List<String> sums = slots(ops, types, 1);
        join(sums, ops, wide);
        for (int n = width / 2; n > 1; n /= 2) {
            g.lanes = n;
            at = part(t, at, hi, i -> join(sums, ops, terms.apply(g.affine(t, List.of(i), 1))));
        }
        g.lanes = outer;
        String last = at;
        g.facts.oneByOne(store.trip(), () -> {
            part(t, last, hi, i -> join(sums, ops, terms.apply(Val.uniform(t, i))));
            return List.of();
        });
        return init -> g.combine(ops, init, IntStream.range(0, ops.size()).mapToObj(k -> Val.uniform(types.get(k), fn.def("load " + Ty.value(types.get(k)) + ", ptr " + sums.get(k)))).toList());
    }

    /** Joins what stands on the stack with values of all lanes. */
    private void join(List<String> sums, List<Prim> ops, List<Val> values) {
        for (int k = 0; k < ops.size(); k++) {
            DType d = values.get(k).dtype();
            String ty = Ty.value(d);
            String one = g.lanes == 1 ? values.get(k).text() : across(ops.get(k), d, g.vector(values.get(k), 0), g.lanes, 1);
            fn.line("store " + ty + " " + g.ops.one(ops.get(k), d, d, List.of(fn.def("load " + ty + ", ptr " + sums.get(k)), one), 1) + ", ptr " + sums.get(k));
        }
    }

    /** Runs one step of all lanes if there are so many trips left; returns where the rest begins. */
    private String part(DType t, String at, String hi, Consumer<String> step) {
        String ty = Ty.value(t);
        FnText.Block pre = fn.current();
        FnText.Block in = fn.block("part");
        FnText.Block join = fn.block("parted");
        fn.br(fn.def("icmp sge " + ty + " " + fn.def("sub " + ty + " " + hi + ", " + at) + ", " + g.lanes), in, join);
        fn.enter(in);
        step.accept(at);
        String on = fn.def("add nsw " + ty + " " + at + ", " + g.lanes);
        FnText.Block end = fn.current();
        fn.br(join);
        fn.enter(join);
        String from = fn.fresh();
        join.phi(from, ty, PhiForm.from(at, pre, on, end));
        return from;
    }

    /** Where vectors begin: behind some trips where there is a store to be lined up, by trips that fit the lanes and a body that is worth a copy. */
    String begin(DType t, int width, String lo, String hi, int size, AlignedStore store, Consumer<Val> body) {
        boolean worth = store != null && g.jam == 1 && size <= LINED_UP && g.unit.vectorBytes() / store.array().dtype().bytes() <= width;
        return worth ? linedUp(t, lo, hi, store, body) : lo;
    }

    /** Runs the trips in front of the first that stores at the beginning of a register's line of memory, if many come after them; returns where the rest begins. */
    private String linedUp(DType t, String lo, String hi, AlignedStore store, Consumer<Val> body) {
        String ty = Ty.value(t);
        int elements = g.unit.vectorBytes() / store.array().dtype().bytes();
        FnText.Block pre = fn.current();
        FnText.Block look = fn.block("look");
        FnText.Block in = fn.block("front");
        FnText.Block join = fn.block("lined");
        String all = fn.perTrip(t.bits(), fn.def("sub " + ty + " " + hi + ", " + lo));
        fn.br(fn.def("icmp sgt " + ty + " " + all + ", " + elements * MANY), look, join);
        fn.enter(look);
        String count = odd(t, lo, store);
        FnText.Block found = fn.current();
        fn.br(fn.def("icmp ne " + ty + " " + count + ", 0"), in, join);
        fn.enter(in);
        int outer = g.lanes;
        g.lanes = elements;
        String mask = fn.def("icmp slt " + Ty.vector(ty, elements) + " " + g.ramp(ty, 1) + ", " + g.splat(ty, count));
        g.masked.withTrips(mask, () -> body.accept(g.affine(t, List.of(lo), 1)));
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
            String whole = whole(ty, lo, hi);
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

    /** From where on the iterations from {@code lo} to {@code hi} are too few for all lanes. */
    String whole(String ty, String lo, String hi) {
        String some = fn.def("and " + ty + " " + fn.def("sub " + ty + " " + hi + ", " + lo) + ", " + (g.lanes - 1));
        return fn.def("sub " + ty + " " + hi + ", " + some);
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

    /** The same with a hint for the branch back. */
    List<Val> loop(DType t, String lo, String hi, int width, List<Val> init, BiFunction<String, List<Val>, List<Val>> body, String hint) {
        List<PhiForm> forms = init.stream().map(v -> new PhiForm(1, v.isUniform() ? 0 : Value.VARYING)).toList();
        return Loops.scalars(g.control.loop("wide", lo, Val.uniform(t, hi), "add nsw", width, hint, new LoopPhis(g, init, forms),
            (i, carry) -> List.copyOf(body.apply(i.text(), Loops.scalars(carry)))));
    }

    /** The trips that are left, which may be none, with the lanes of the others off. */
    List<Val> rest(DType t, String from, String hi, List<Val> carry, BiFunction<Val, List<Val>, List<Val>> body) {
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
        g.masked.withTrips(mask, body);
        for (int k = 0; k < next.size(); k++) {
            if (carry.get(k).isUniform()) {
                continue;
            }
            String e = Ty.vector(Ty.value(next.get(k).dtype()), g.lanes);
            next.set(k, Val.varying(next.get(k).dtype(), List.of(fn.def("select " + Ty.vector("i1", g.lanes) + " " + mask + ", " + e + " "
                + g.vector(next.get(k), 0) + ", " + e + " " + carry.get(k).part(0)))));
        }
    }

    /** A reduction in lanes: one partial result per lane, joined in the end, then joined with {@code init}. Beside a store that is read back, the trips that are too few for all lanes go by parts of the lanes. */
    List<Val> reduce(DType t, int width, String lo, String hi, List<Prim> ops, List<Val> init, Region body, AlignedStore store, Consumer<Val> run) {
        var start = new ArrayList<Val>();
        for (int k = 0; k < ops.size(); k++) {
            DType d = init.get(k).dtype();
            start.add(Val.varying(d, List.of(Ty.splat(Ty.value(d), Ty.lit(FoldIdentity.neutral(ops.get(k), d)), width))));
        }
        int size = Regions.size(body.body());
        if (store != null && g.jam == 1 && store.readBack() && size <= IN_PARTS) {
            return inParts(t, width, lo, hi, ops, start, store, i -> {
                run.accept(i);
                return g.vals(body.out().subList(0, ops.size()));
            }).apply(init);
        }
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

    /**
     * Results of a reduction in lanes that goes on from trip to trip of the reductions around it, which do nothing but join what it comes to: one for each lane of its whole vectors, of those in which the rest goes, and for
     * trips that go one by one. They are joined once, behind the outermost of these loops. They stand on the stack, from where LLVM takes them into registers.
     */
    static final class Partials {
        private final List<Prim> ops;
        private final List<DType> types;
        private final int width;
        final int narrow;
        private final List<String> wide;
        private final List<String> rest;
        private final List<String> single;

        Partials(Lanes lanes, Eqn inner, List<Val> init) {
            Params.Fold f = (Params.Fold) inner.params();
            ops = f.ops();
            types = init.stream().map(Val::dtype).toList();
            width = lanes.g.facts.lanes(f.body().params().get(0));
            narrow = narrow(lanes.g, width, Regions.size(f.body().body()));
            wide = lanes.slots(ops, types, width);
            rest = narrow < width ? lanes.slots(ops, types, narrow) : wide;
            single = lanes.slots(ops, types, 1);
        }

        /** How many bytes of the stack the results of a reduction take. */
        static long room(EquationEmitter g, Eqn inner) {
            int width = g.facts.lanes(Regions.trip(inner));
            return inner.out().stream().mapToLong(v -> (2L * width * v.dtype().bytes() + 63) / 64 * 64 + 64).sum();
        }

        /** The reduction in lanes that a reduction joins over its trips, perhaps through others that do nothing else, and which starts from what changes no result; null if there is none. */
        static Eqn innermost(EquationEmitter g, Eqn e) {
            if (g.lanes > 1 || g.jam > 1 || g.unit.arrays() || g.unit.device()) {
                return null;
            }
            Eqn at = e;
            while (at != null && (at == e || g.facts.lanes(Regions.trip(at)) == 1)) {
                at = onlyJoined(at, e);
            }
            return at != null && Regions.size(Regions.of(at).get(0).body()) <= Loops.SMALL_BODY ? at : null;
        }

        /** The reduction whose results are the terms of this one and nothing else; null if there is none. */
        private static Eqn onlyJoined(Eqn e, Eqn outermost) {
            Params.Fold f = (Params.Fold) e.params();
            Region body = f.body();
            Eqn inner = body.out().get(0) instanceof Var v ? Regions.definition(body.body(), v) : null;
            if (inner == null || inner.prim() != Prim.REDUCE || !((Params.Fold) inner.params()).ops().equals(f.ops()) || !body.out().equals(inner.out())) {
                return null;
            }
            Map<Integer, Integer> uses = Regions.uses(body.body(), body.out());
            for (int k = 0; k < f.ops().size(); k++) {
                DType t = inner.out().get(k).dtype();
                Atom start = RegionView.of(inner).slots(RegionView.Role.FOLD).get(k).init();
                boolean sumOfZero = f.ops().get(k) == Prim.ADD && start.equals(Lit.zero(t)) && RegionView.of(outermost).slots(RegionView.Role.FOLD).get(k).init().equals(Lit.zero(t));
                if (uses.get(inner.out().get(k).id()) != 1 || t == DType.BOOL || !sumOfZero && !start.equals(FoldIdentity.neutral(f.ops().get(k), t))) {
                    return null;
                }
            }
            return inner;
        }
    }

    /** A place on the stack for each operator, filled with what its folds start from. */
    private List<String> slots(List<Prim> ops, List<DType> types, int width) {
        var slots = new ArrayList<String>();
        for (int k = 0; k < ops.size(); k++) {
            slots.add(fn.alloca(Ty.vector(Ty.value(types.get(k)), width), 1, 64));
        }
        for (int k = 0; k < ops.size(); k++) {
            String ty = Ty.value(types.get(k));
            fn.line("store " + Ty.vector(ty, width) + " " + Ty.splat(ty, Ty.lit(FoldIdentity.neutral(ops.get(k), types.get(k))), width) + ", ptr " + slots.get(k));
        }
        return slots;
    }

    private List<Val> load(Partials p, List<String> slots, int width) {
        var values = new ArrayList<Val>();
        for (int k = 0; k < slots.size(); k++) {
            values.add(Val.varying(p.types.get(k), List.of(fn.def("load " + Ty.vector(Ty.value(p.types.get(k)), width) + ", ptr " + slots.get(k)))));
        }
        return values;
    }

    private void store(Partials p, List<String> slots, int width, List<Val> values) {
        for (int k = 0; k < slots.size(); k++) {
            fn.line("store " + Ty.vector(Ty.value(p.types.get(k)), width) + " " + values.get(k).part(0) + ", ptr " + slots.get(k));
        }
    }

    /** The trips from {@code lo} to {@code hi} of a reduction in lanes, whose results go on from those that there are; there are no others. */
    List<Val> goOn(DType t, String lo, String hi, Partials p, Region body, Consumer<Val> run) {
        BiFunction<Val, List<Val>, List<Val>> step = (i, carry) -> {
            run.accept(i);
            return g.combine(p.ops, carry, g.vals(body.out().subList(0, p.ops.size())));
        };
        int outer = g.lanes;
        g.lanes = p.width;
        String whole = whole(Ty.value(t), lo, hi);
        store(p, p.wide, p.width, loop(t, lo, whole, p.width, load(p, p.wide, p.width), (i, c) -> step.apply(g.affine(t, List.of(i), 1), c)));
        g.lanes = p.narrow;
        store(p, p.rest, p.narrow, maskedLoop(t, p.narrow, whole, hi, load(p, p.rest, p.narrow), step, g.out.shortLoop()));
        g.lanes = outer;
        return List.of();
    }

    /** The same one by one. */
    List<Val> goOnSingly(Partials p, Function<List<Val>, List<Val>> fold) {
        var now = new ArrayList<Val>();
        for (int k = 0; k < p.ops.size(); k++) {
            now.add(Val.uniform(p.types.get(k), fn.def("load " + Ty.value(p.types.get(k)) + ", ptr " + p.single.get(k))));
        }
        List<Val> next = fold.apply(now);
        for (int k = 0; k < p.ops.size(); k++) {
            fn.line("store " + Ty.value(p.types.get(k)) + " " + next.get(k).text() + ", ptr " + p.single.get(k));
        }
        return List.of();
    }

    /** What the reduction has come to, joined with {@code init}. */
    List<Val> joined(Partials p, List<Val> init) {
        var out = new ArrayList<Val>();
        for (int k = 0; k < p.ops.size(); k++) {
            DType d = p.types.get(k);
            Prim op = p.ops.get(k);
            String all = across(op, d, load(p, p.wide, p.width).get(k).part(0), p.width, p.narrow);
            if (p.narrow < p.width) {
                all = g.ops.one(op, d, d, List.of(all, load(p, p.rest, p.narrow).get(k).part(0)), p.narrow);
            }
            Val one = Val.uniform(d, fn.def("load " + Ty.value(d) + ", ptr " + p.single.get(k)));
            Val sum = g.op(op, d, one, Val.uniform(d, across(op, d, all, p.narrow, 1)));
            out.add(g.op(op, d, init.get(k), sum));
        }
        return out;
    }

    /** Joins the lanes of a vector pairwise, halves first, until so many are left. */
    String across(Prim op, DType t, String v, int width, int left) {
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
