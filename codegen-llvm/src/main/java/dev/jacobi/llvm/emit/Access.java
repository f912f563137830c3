package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.buffer.SharedIndices;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.plan.LaneEstimate;
import dev.jacobi.llvm.plan.NextRows;
import dev.jacobi.llvm.plan.PromisedIndices;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Loads and stores of array elements. The offset in elements decides how: the same for all lanes is a scalar access, one element further per
 * lane a vector access, anything else a gather or scatter.
 */
final class Access {
    private static final int CACHE_LINE = 64;
    /** LLVM makes a loop of its own for each answer to such questions. */
    private static final int MOST_ASKED = 2;
    /** Arrays of so many bytes mostly are in the cache that a row would be fetched into. */
    private static final int CACHED = 512 << 10;
    private final EquationEmitter g;
    private final FnText fn;
    final Gathers gathers;
    private final SharedAccess shared;
    private boolean rereading;

    Access(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
        gathers = new Gathers(g);
        shared = new SharedAccess(g, gathers);
    }

    Value index(Eqn e) {
        Arr a = g.arr(e.in().get(0));
        Params.Access how = (Params.Access) e.params();
        gathers.forget(e.result());
        if (g.facts.shared().isOpen(e)) {
            return shared.index(e, a);
        }
        List<Val> at = widened(e, e.indices());
        if (how.mode() == Params.Mode.CLAMP) {
            for (int k = 0; k < at.size(); k++) {
                at.set(k, shared.clamp(at.get(k), a.dims().get(k)));
            }
        }
        Arr part = how.mode() == Params.Mode.CLAMP ? part(a, at) : place(a, at);
        fetchNext(e, a, at);
        if (!part.dims().isEmpty()) {
            return part;
        }
        if (how.mode() == Params.Mode.CLAMP) {
            return load(shared.notEmpty(part, a), mostlyConsecutive(e));
        }
        gathers.note(e.result(), part);
        Val together = rereading ? null : gathers.together(e, a, at, part);
        return together != null ? together : load(part, mostlyConsecutive(e));
    }

    /** Whether an access that may be outside of its array is within; null for others. */
    Val inside(Eqn e) {
        return g.facts.shared().isOpen(e) ? shared.inside(e) : null;
    }

    /** Emits a loop, which has no trips if these accesses would leave their arrays. */
    void bounded(Eqn loop, List<SharedIndices.Bound> asked, Runnable emit) {
        shared.bounded(loop, asked, emit);
    }

    /** Where the element lies that is read without clamping, in a row that is there. */
    Arr element(Eqn e) {
        return g.facts.shared().isOpen(e) ? shared.element(e, g.arr(e.in().get(0))) : part(g.arr(e.in().get(0)), widened(e, e.indices()));
    }

    /** Reads an element that has been read before; LLVM does not keep what was read then. */
    void reread(Eqn e) {
        rereading = true;
        g.set(e.result(), index(e));
        rereading = false;
    }

    /** True when the element's number mostly grows by one from lane to lane though it need not. */
    boolean mostlyConsecutive(Eqn e) {
        int last = e.in().size() - 1;
        return g.lanes > 1 && last >= 1 && g.facts.variance().likely(e.in().get(last)) == 1
            && e.in().subList(1, last).stream().allMatch(a -> g.facts.variance().stride(a) == 0);
    }

    Value update(Eqn e) {
        return write(e, ((Params.Access) e.params()).op());
    }

    /** Has the processor fetch what is at this place of the next row where that is planned, see {@link NextRows}. Behind the last row it is that row again, which costs nothing. Small arrays stay in the cache. */
    private void fetchNext(Eqn e, Arr a, List<Val> at) {
        int rows = a.dims().size() - 1;
        if (a.table() == null || g.mask != null || g.lanes == 1 || a.lanes() > 1 || !g.facts.fetchesNext(e.result()) || at.get(rows).stride() != 1 || at.get(rows).parts().size() > 1
            || at.subList(0, rows).stream().anyMatch(v -> !v.isUniform())) {
            return;
        }
        if (g.facts.fetches() > MOST_ASKED) {
            fetchRows(a, at, rows);
            return;
        }
        Val far = Val.uniform(DType.BOOL, fn.def("icmp ugt i64 " + g.product(a.dims()) + ", " + CACHED / a.dtype().bytes()));
        g.control.under(far, () -> fetchRows(a, at, rows));
    }

    private void fetchRows(Arr a, List<Val> at, int rows) {
        List<String> here = part(a.table(), at.subList(0, rows)).offset().parts();
        String last = fn.def("sub i64 " + g.product(a.table().dims()) + ", 1");
        for (String row : here) {
            String next = g.ops.intrinsic("smin", DType.I64, 1, fn.def("add i64 " + row + ", " + here.size()), last);
            String off = fn.def("add i64 " + load(at(a.table(), EquationEmitter.i64(next))).text() + ", " + at.get(rows).basePart(0));
            for (int k = 0; k < g.lanes; k += CACHE_LINE / a.dtype().bytes()) {
                String p = fn.def("getelementptr " + Ty.memory(a.dtype()) + ", ptr " + a.ptr() + ", i64 " + fn.def("add i64 " + off + ", " + k));
                g.call("void", "llvm.prefetch.p0", "ptr " + p, "i32 0", "i32 2", "i32 1");
            }
        }
    }

    /** acc_add: adds into the element, or the part, instead of replacing it. */
    Value accumulate(Eqn e) {
        return write(e, Prim.ADD);
    }

    private Value write(Eqn e, Prim combine) {
        Arr a = g.arr(e.in().get(0));
        Params.Access how = (Params.Access) e.params();
        List<Val> at = widened(e, e.indices());
        Value v = g.value(e.written());
        Val inside = inside(e);
        if (how.mode() == Params.Mode.CLAMP) {
            for (int k = 0; k < at.size(); k++) {
                Val here = within(at.get(k), a.dims().get(k));
                inside = inside == null ? here : g.op(Prim.AND, DType.BOOL, inside, here);
            }
        }
        if (inside == null) {
            fetchNext(e, a, at);
            Arr to = place(a, at);
            if (!RowBlocks.storeColumns(g, e, to, v) && !gathers.storesBeside(e, to, v)) {
                put(to, v, combine);
            }
        } else {
            g.control.under(inside, () -> put(part(a, at), v, combine));
        }
        return a;
    }

    private void put(Arr to, Value v, Prim combine) {
        if (v instanceof Val x && to.dims().isEmpty()) {
            store(to, combine == null ? x : g.op(combine, to.dtype(), load(to), x));
        } else if (combine == null) {
            g.memory.move(to, (Arr) v);
        } else {
            Arr from = (Arr) v;
            g.loops.counted(g.product(to.dims()), i -> {
                Val k = EquationEmitter.i64(i);
                store(to, k, g.op(combine, to.dtype(), load(at(to, k)), load(at(from, k))));
            });
        }
    }

    List<Val> widened(Eqn e, List<Atom> atoms) {
        var out = new ArrayList<Val>();
        for (Atom a : atoms) {
            PromisedIndices.Sum several = g.lanes == 1 && !g.facts.wrapped().index(e, a) ? g.facts.promised().tripAndRest(e, a) : null;
            if (several != null && several.rest().stream().allMatch(g::isHere) && g.isHere(several.trip())) {
                Val rest = several.rest().stream().map(g::val).reduce((x, y) -> g.op(Prim.ADD, DType.I32, x, y)).orElseThrow();
                out.add(g.op(Prim.ADD, DType.I64, g.wide(rest), widened(several.trip())));
                continue;
            }
            Eqn sum = promisedSum(e, a);
            out.add(sum != null ? g.op(sum.prim(), DType.I64, widened(sum.in().get(0)), widened(sum.in().get(1))) : a instanceof Lit ? widened(a) : g.wide(g.index(e, a)));
        }
        return out;
    }

    /** The sum that an index is, if it may be made in 64 bits; where lanes run, of numbers only that are one further from lane to lane. */
    private Eqn promisedSum(Eqn e, Atom a) {
        Eqn sum = !g.facts.wrapped().index(e, a) ? g.facts.promised().sum(e, a) : null;
        return sum != null && sum.in().stream().allMatch(x -> g.isHere(x) && (g.lanes == 1 || x instanceof Lit || g.val(x).isAffine())) ? sum : null;
    }

    private Val widened(Atom a) {
        return a instanceof Lit l ? EquationEmitter.i64(l.asLong()) : g.wide(g.val(a));
    }

    /** Whether an index is one of an axis of this extent. */
    Val within(Val i, String dim) {
        return g.op(Prim.AND, DType.BOOL, g.op(Prim.GE, DType.BOOL, i, EquationEmitter.i64(0)), g.op(Prim.LT, DType.BOOL, i, EquationEmitter.i64(dim)));
    }

    /** The part of an array that the leading indices (i64) select. */
    Arr part(Arr a, List<Val> at) {
        if (a.table() != null) {
            int rows = a.dims().size() - 1;
            Val row = load(part(a.table(), at.subList(0, rows)));
            return new Arr(a.dtype(), a.ptr(), at.size() > rows ? g.add(row, at.get(rows)) : row, a.dims().subList(at.size(), rows + 1), a.lanes(), a.root());
        }
        Val off = null;
        for (int k = 0; k < at.size(); k++) {
            off = off == null ? at.get(k) : g.add(g.mul(off, EquationEmitter.i64(a.dims().get(k))), at.get(k));
        }
        List<String> rest = a.dims().subList(at.size(), a.dims().size());
        if (off != null && !rest.isEmpty()) {
            off = g.mul(off, EquationEmitter.i64(g.product(rest)));
        }
        off = off == null ? a.offset() : a.offset() == null ? off : g.add(a.offset(), off);
        return new Arr(a.dtype(), a.ptr(), off, rest, a.lanes(), a.root());
    }

    /**
     * The same for an access as it stands. A long body uses thousands of elements of the same row, each at a constant: then the row's address is computed once, and the constant is part
     * of the instruction that accesses the element.
     */
    private Arr place(Arr a, List<Val> at) {
        int last = at.size() - 1;
        if (g.sections == null || last < 1 || last != a.dims().size() - 1 || a.offset() != null || a.lanes() > 1 || !isConstant(at.get(last))) {
            return part(a, at);
        }
        Arr row = part(a, at.subList(0, last));
        Val start = row.offset();
        if (start.parts().size() > 1 || isConstant(start)) {
            return part(a, at);
        }
        String type = Ty.memory(a.dtype());
        String column = at.get(last).text();
        return start.isUniform() ? new Arr(a.dtype(), g.sections.row(type, a.ptr(), start.text()), at.get(last), List.of(), 1, a.root())
            : new Arr(a.dtype(), column.equals("0") ? a.ptr() : fn.def("getelementptr " + type + ", ptr " + g.sections.pointer(a.ptr()) + ", i64 " + column), start, List.of(), 1, a.root());
    }

    private static boolean isConstant(Val v) {
        return v.isUniform() && !Ty.isRegister(v.part(0));
    }

    /** The element with this number in row-major order. */
    Arr at(Arr a, Val flat) {
        return new Arr(a.dtype(), a.ptr(), a.offset() == null ? flat : g.add(a.offset(), flat), List.of(), a.lanes(), a.root());
    }

    /** Stores into the element with this number. */
    void store(Arr a, Val flat, Val v) {
        store(at(a, flat), v);
    }

    // Single elements: an Arr without dims.

    Val load(Arr element) {
        return load(element, false);
    }

    Val load(Arr element, boolean mostlyConsecutive) {
        Val off = element.offset() == null ? EquationEmitter.i64(0) : element.offset();
        boolean own = element.lanes() > 1 && g.lanes > 1;
        var texts = new ArrayList<String>();
        boolean uniform = off.isUniform() && !own;
        for (int k = 0; k < off.parts().size(); k++) {
            texts.add(uniform ? fromMemory(element.dtype(), scalarLoad(element, off.part(k)), 1)
                : fromMemory(element.dtype(), vectorLoad(element, off, k, mostlyConsecutive), g.lanes));
        }
        return uniform ? Val.uniform(element.dtype(), texts) : Val.varying(element.dtype(), texts);
    }

    private String scalarLoad(Arr a, String off) {
        String t = Ty.memory(a.dtype());
        return fn.def((rereading ? "load volatile " : "load ") + t + ", ptr " + gep(a, spread(a, off)) + ", align " + a.dtype().bytes() + g.memory.scopes().tag(a.root()));
    }

    /** The offset in memory of an element of an array that each lane has. */
    private String spread(Arr a, String off) {
        return g.mul(off, Integer.toString(a.lanes()));
    }

    String gep(Arr a, String off) {
        return off.equals("0") ? a.ptr() : fn.def("getelementptr inbounds " + Ty.memory(a.dtype()) + ", ptr " + a.ptr() + ", i64 " + off);
    }

    private String vectorLoad(Arr a, Val off, int k, boolean mostlyConsecutive) {
        String t = Ty.memory(a.dtype());
        if (consecutive(a, off)) {
            String v = wideLoad(a, wideAddress(a, off, k), reversed(a, off));
            return reversed(a, off) ? reverse(t, v) : v;
        }
        if (spaced(a, off)) {
            return apart(a, off, k, null);
        }
        if (!mostlyConsecutive || a.lanes() > 1) {
            return gathers.gather(a, off, k);
        }
        String ty = Ty.vector(t, g.lanes);
        String first = fn.def("extractelement " + Ty.vector("i64", g.lanes) + " " + off.part(k) + ", i64 0");
        String run = fn.def("add " + Ty.vector("i64", g.lanes) + " " + g.splat("i64", first) + ", " + g.ramp("i64", 1));
        String odd = fn.def("icmp ne " + Ty.vector("i64", g.lanes) + " " + off.part(k) + ", " + run);
        FnText.Block one = fn.block("run");
        FnText.Block many = fn.block("gather");
        FnText.Block join = fn.block("join");
        fn.br(g.control.any(g.mask == null ? odd : fn.def("and " + Ty.vector("i1", g.lanes) + " " + odd + ", " + g.mask)), many, one);
        fn.enter(one);
        String v = wideLoad(a, start(a, first), false);
        fn.br(join);
        fn.enter(many);
        String w = gathers.gather(a, off, k);
        fn.br(join);
        fn.enter(join);
        String r = fn.fresh();
        join.phi(r, ty, PhiForm.from(v, one, w, many));
        return r;
    }

    private String wideLoad(Arr a, String p, boolean reversed) {
        return g.mask == null ? fn.def("load " + Ty.vector(Ty.memory(a.dtype()), g.lanes) + ", ptr " + p + ", align " + a.dtype().bytes()
            + g.memory.scopes().tag(a.root())) : gathers.masked(a, p, g.lanes, reversed ? reverse("i1", g.mask) : g.mask);
    }

    void store(Arr element, Val v) {
        Val off = element.offset() == null ? EquationEmitter.i64(0) : element.offset();
        boolean own = element.lanes() > 1 && g.lanes > 1;
        int parts = Math.max(off.parts().size(), v.parts().size());
        for (int k = 0; k < parts; k++) {
            if (off.isUniform() && !own && (g.mask == null || v.isUniform())) {
                String x = v.isUniform() ? v.part(k)
                    : fn.def("extractelement " + Ty.vector(Ty.value(v.dtype()), g.lanes) + " " + v.part(k) + ", i64 " + (g.lanes - 1));
                fn.line("store " + Ty.memory(v.dtype()) + " " + toMemory(v.dtype(), x, 1) + ", ptr " + gep(element, spread(element, off.part(k))) + ", align "
                    + v.dtype().bytes() + g.memory.scopes().tag(element.root()));
            } else {
                vectorStore(element, off, k, toMemory(v.dtype(), g.vector(v, k), g.lanes));
            }
        }
    }

    private void vectorStore(Arr a, Val off, int k, String v) {
        String t = Ty.memory(a.dtype());
        String ty = Ty.vector(t, g.lanes);
        if (consecutive(a, off)) {
            String x = reversed(a, off) ? reverse(t, v) : v;
            String p = wideAddress(a, off, k);
            if (g.mask == null) {
                wideStore(a, x, p, g.lanes);
            } else {
                gathers.storeMasked(a, p, reversed(a, off) ? reverse("i1", g.mask) : g.mask, x);
            }
            return;
        }
        if (spaced(a, off)) {
            apart(a, off, k, v);
            return;
        }
        gathers.scatter(a, off, k, v);
    }

    /** Stores a vector register by register, upwards: LLVM would store the second half of a wide one first, which memory takes longer for. */
    void wideStore(Arr a, String v, String p, int all) {
        String t = Ty.memory(a.dtype());
        int n = Math.max(1, g.unit.vectorBytes() / a.dtype().bytes());
        for (int from = 0; from < all; from += n) {
            int first = from;
            int size = Math.min(n, all - from); // three elements of eight lanes are a register and a half
            String part = all <= n ? v : fn.shuffle(Ty.vector(t, all), v, "poison", size, i -> first + i);
            fn.line("store " + Ty.vector(t, size) + " " + part + ", ptr " + (from == 0 ? p : fn.def("getelementptr inbounds " + t + ", ptr " + p + ", i64 " + from)) + ", align " + a.dtype().bytes() + g.memory.scopes().tag(a.root()));
        }
    }

    /** Whether the lanes' elements lie in a few registers. */
    private static boolean spaced(Arr a, Val off) {
        return a.lanes() == 1 && LaneEstimate.isSpaced(off.stride(), a.dtype());
    }

    /**
     * Reads, or stores, all that lies between the lanes' first and last element under a mask that has only theirs: one access for a register, and what it takes to bring elements together or apart. Where such a store
     * is slow, lanes store one by one.
     */
    private String apart(Arr a, Val off, int k, String stored) {
        int step = (int) off.stride();
        if (stored != null && !gathers.masksStores()) {
            gathers.storeEach(a, wideAddress(a, off, k), step, g.mask, stored);
            return null;
        }
        int n = g.lanes * step;
        String few = Ty.vector(Ty.memory(a.dtype()), g.lanes);
        String many = Ty.vector(Ty.memory(a.dtype()), n);
        IntUnaryOperator spread = i -> i % step == 0 ? i / step : g.lanes;
        String mask = fn.shuffle(Ty.vector("i1", g.lanes), gathers.active(), "zeroinitializer", n, spread);
        String p = wideAddress(a, off, k);
        if (stored != null) {
            gathers.storeAtOnce(a, p, n, mask, fn.shuffle(few, stored, "poison", n, spread));
            return null;
        }
        return fn.shuffle(many, gathers.masked(a, p, n, mask), "poison", g.lanes, i -> i * step);
    }

    private boolean consecutive(Arr a, Val off) {
        return a.lanes() > 1 ? off.isUniform() : off.stride() == 1 || off.stride() == -1;
    }

    private boolean reversed(Arr a, Val off) {
        return a.lanes() == 1 && off.stride() == -1;
    }

    private String wideAddress(Arr a, Val off, int k) {
        if (a.lanes() > 1) {
            return gep(a, spread(a, off.part(k)));
        }
        String first = reversed(a, off) ? fn.def("sub i64 " + off.basePart(k) + ", " + (g.lanes - 1)) : off.basePart(k);
        return start(a, first);
    }

    /** The address of a vector's first element, which may be out of the array where that lane is masked out. */
    private String start(Arr a, String first) {
        return g.mask == null ? gep(a, first) : fn.def("getelementptr " + Ty.memory(a.dtype()) + ", ptr " + a.ptr() + ", i64 " + first);
    }

    private String reverse(String elem, String v) {
        return fn.shuffle(Ty.vector(elem, g.lanes), v, "poison", g.lanes, i -> g.lanes - 1 - i);
    }

    private String fromMemory(DType t, String v, int n) {
        return t == DType.BOOL ? fn.def("icmp ne " + Ty.vector("i8", n) + " " + v + ", " + (n == 1 ? "0" : "zeroinitializer")) : v;
    }

    private String toMemory(DType t, String v, int n) {
        return t == DType.BOOL ? fn.def("zext " + Ty.vector("i1", n) + " " + v + " to " + Ty.vector("i8", n)) : v;
    }
}
