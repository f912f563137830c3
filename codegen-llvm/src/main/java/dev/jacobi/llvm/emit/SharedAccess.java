package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.SharedIndices;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Accesses at indices that another thread may have changed since they were checked ({@link dev.jacobi.llvm.buffer.SharedIndices}). A read takes the last element instead of one behind the array, or nothing where lanes read a
 * register of elements; of an empty array it is a zero. A write outside is left out. Reads that ask for it are brought inside likewise.
 */
final class SharedAccess {
    private final EquationEmitter g;
    private final FnText fn;
    private final Gathers gathers;

    SharedAccess(EquationEmitter g, Gathers gathers) {
        this.g = g;
        this.fn = g.fn;
        this.gathers = gathers;
    }

    Value index(Eqn e, Arr array) {
        Arr a = notEmpty(array);
        List<Val> at = g.access.widened(e, e.indices());
        Val inside = null;
        for (int k = 0; k < at.size(); k++) {
            if (!g.facts.shared().isOpen(e, k)) {
                continue;
            }
            if (at.get(k).isUniform() || !at.get(k).isAffine()) {
                at.set(k, atMost(index(e, k), a.dims().get(k)));
            } else {
                inside = both(inside, below(index(e, k), a.dims().get(k)));
            }
        }
        Arr part = g.access.part(a, at);
        if (!part.dims().isEmpty()) {
            return inside == null ? part : g.access.part(a, within(e, a, at, v -> v.isAffine() && !v.isUniform()));
        }
        if (inside != null) {
            var v = new Val[1];
            g.masked.withMask(g.masked.narrow(inside), () -> v[0] = g.access.load(part, false));
            return v[0];
        }
        Val together = gathers.oneByOne(e, a, at);
        return together != null ? together : g.access.load(part, g.access.mostlyConsecutive(e));
    }

    /** Where an element lies whose indices are brought inside. */
    Arr element(Eqn e, Arr array) {
        Arr a = notEmpty(array);
        return g.access.part(a, within(e, a, g.access.widened(e, e.indices()), v -> true));
    }

    /** Indices of which those that may be outside, and are such, are brought inside for each lane. */
    private List<Val> within(Eqn e, Arr a, List<Val> at, Predicate<Val> such) {
        var out = new ArrayList<>(at);
        for (int k = 0; k < at.size(); k++) {
            if (g.facts.shared().isOpen(e, k) && such.test(at.get(k))) {
                out.set(k, atMost(index(e, k), a.dims().get(k)));
            }
        }
        return out;
    }

    /** Whether the access is within its array. */
    Val inside(Eqn e) {
        Arr a = g.arr(e.in().get(0));
        Val inside = null;
        for (int k = 0; k < e.indices().size(); k++) {
            if (g.facts.shared().isOpen(e, k)) {
                inside = both(inside, below(index(e, k), a.dims().get(k)));
            }
        }
        return inside;
    }

    /** Emits a loop whose trips have the elements one after the other, which it leaves out where its first or last one would be outside of an array: Java would have thrown an exception. */
    void bounded(Eqn loop, List<SharedIndices.Bound> asked, Runnable emit) {
        if (loop.in().get(0) instanceof Lit) {
            elsewhere(loop, asked, emit);
            return;
        }
        Val n = g.val(loop.in().get(0));
        Val wide = g.wide(n);
        Val good = null;
        for (SharedIndices.Bound b : asked) {
            good = both(good, isThere(b, wide));
        }
        good = inAllLanes(good);
        Var count = (Var) loop.in().get(0);
        g.set(count, g.op(Prim.SELECT, n.dtype(), good, n, g.val(Lit.zero(n.dtype()))));
        g.facts.shared().within(asked, emit);
        g.set(count, n);
    }

    /** The same of a loop whose number of trips is in the program: rows that are not there begin with the array, or with zeros where that is shorter. */
    private void elsewhere(Eqn loop, List<SharedIndices.Bound> asked, Runnable emit) {
        Val n = g.wide(g.val(loop.in().get(0)));
        var rows = asked.stream().filter(b -> g.arr(b.array()).lanes() == 1 && (b.from() == null || b.from() instanceof Var v && (g.val(v).isUniform() || !g.val(v).isAffine()))).toList();
        Map<Var, Value> before = new LinkedHashMap<>();
        Map<Var, Val> good = new LinkedHashMap<>();
        for (SharedIndices.Bound b : rows) {
            before.put((Var) b.array(), g.arr(b.array()));
            if (b.from() instanceof Var v) {
                before.put(v, g.val(v));
                good.put(v, both(good.get(v), isThere(b, n)));
            }
        }
        rows.stream().map(b -> (Var) b.array()).distinct().forEach(a -> g.set(a, orZeros(g.arr(a), n.text())));
        good.forEach((from, holds) -> g.set(from, g.op(Prim.SELECT, from.dtype(), holds, g.val(from), g.val(Lit.zero(from.dtype())))));
        g.facts.shared().within(rows, emit);
        before.forEach(g::set);
    }

    /** Whether so many elements, from where the trips' begin, are in the array. */
    private Val isThere(SharedIndices.Bound b, Val n) {
        Val from = b.from() == null ? EquationEmitter.i64(0) : g.wide(g.val(b.from()));
        Val end = EquationEmitter.i64(g.arr(b.array()).dims().get(b.axis()));
        Val begins = g.op(Prim.GE, DType.BOOL, from, EquationEmitter.i64(0));
        return both(begins, g.op(Prim.LE, DType.BOOL, n, g.op(Prim.SUB, DType.I64, end, from)));
    }

    /** An array of one axis, or zeros where it has fewer elements than this. */
    private Arr orZeros(Arr a, String n) {
        String few = fn.def("icmp slt i64 " + a.dims().get(0) + ", " + n);
        String p = fn.def("select i1 " + few + ", ptr " + zeros(g) + ", ptr " + a.ptr());
        return new Arr(a.dtype(), p, a.offset() == null ? null : g.op(Prim.SELECT, DType.I64, Val.uniform(DType.BOOL, few), EquationEmitter.i64(0), a.offset()), a.dims(), a.lanes(), a.root(), a.table());
    }

    /** Whether a condition holds in each lane that is at work. */
    private Val inAllLanes(Val v) {
        if (v.isUniform()) {
            return v;
        }
        Val not = g.op(Prim.NOT, DType.BOOL, v);
        return g.op(Prim.NOT, DType.BOOL, Val.uniform(DType.BOOL, g.control.any(g.masked.narrow(not))));
    }

    /** Whether both hold; the first may be null, and is none then. */
    private Val both(Val a, Val b) {
        return a == null ? b : g.op(Prim.AND, DType.BOOL, a, b);
    }

    /** An index of an access, of 32 bits where it is an integer of so many. */
    private Val index(Eqn e, int axis) {
        Atom a = e.indices().get(axis);
        Val v = g.index(e, a);
        return v.dtype() == DType.I32 ? v : g.wide(v);
    }

    /** An index, or the last one of an axis where it is not one of that; 0 where there is none. */
    private Val atMost(Val i, String dim) {
        String last = last(g, dim);
        String most = i.dtype() == DType.I64 ? last : fn.def("trunc i64 " + last + " to i32");
        int n = i.isUniform() ? 1 : g.lanes;
        var texts = new ArrayList<String>();
        for (String p : i.parts()) {
            String least = g.ops.intrinsic("umin", i.dtype(), n, p, g.splat(Ty.value(i.dtype()), most, n));
            texts.add(i.dtype() == DType.I64 ? least : fn.def("zext " + Ty.vector("i32", n) + " " + least + " to " + Ty.vector("i64", n)));
        }
        return i.isUniform() ? Val.uniform(DType.I64, texts) : Val.varying(DType.I64, texts);
    }

    /** The last index of an axis (i64), or 0. */
    static String last(EquationEmitter g, String dim) {
        return g.ops.intrinsic("smax", DType.I64, 1, g.fn.def("sub i64 " + dim + ", 1"), "0");
    }

    /** Whether an index is one of an axis: one comparison of numbers without a sign. */
    private Val below(Val i, String dim) {
        String ty = Ty.value(i.dtype());
        String end = i.dtype() == DType.I64 ? dim : Ty.isRegister(dim) ? fn.def("trunc i64 " + dim + " to i32") : dim;
        int n = i.isUniform() ? 1 : g.lanes;
        var texts = new ArrayList<String>();
        for (String p : i.parts()) {
            texts.add(fn.def("icmp ult " + Ty.vector(ty, n) + " " + p + ", " + g.splat(ty, end, n)));
        }
        return i.isUniform() ? Val.uniform(DType.BOOL, texts) : Val.varying(DType.BOOL, texts);
    }

    /** The array, or zeros where it has no element. */
    private Arr notEmpty(Arr a) {
        if (a.dims().stream().allMatch(d -> !Ty.isRegister(d) && !d.equals("0"))) {
            return a;
        }
        String empty = fn.def("icmp eq i64 " + g.product(a.dims()) + ", 0");
        String zero = zeros(g);
        String p = fn.def("select i1 " + empty + ", ptr " + zero + ", ptr " + a.ptr());
        Arr table = a.table() == null ? null : new Arr(DType.I64, fn.def("select i1 " + empty + ", ptr " + zero + ", ptr " + a.table().ptr()), a.table().offset(), a.table().dims(), a.table().lanes(), a.table().root());
        Val offset = a.offset() == null ? null : g.op(Prim.SELECT, DType.I64, Val.uniform(DType.BOOL, empty), EquationEmitter.i64(0), a.offset());
        return new Arr(a.dtype(), p, offset, a.dims(), a.lanes(), a.root(), table);
    }

    /** Where zeros for all lanes are. */
    static String zeros(EquationEmitter g) {
        return g.out.helper("jacobi.zero", "@jacobi.zero = internal constant [512 x i8] zeroinitializer, align 64");
    }

    /** An index that is brought inside, as the access asks for. */
    Val clamp(Val i, String dim) {
        Val last = g.add(EquationEmitter.i64(dim), EquationEmitter.i64(-1));
        return g.op(Prim.MAX, DType.I64, g.op(Prim.MIN, DType.I64, i, last), EquationEmitter.i64(0));
    }

    /** An empty array has no element to clamp to: reads go to a zero instead, or to one for each of the lanes that an array is private to. */
    Arr notEmpty(Arr element, Arr whole) {
        if (whole.dims().stream().allMatch(d -> !Ty.isRegister(d) && !d.equals("0"))) {
            return element;
        }
        String empty = fn.def("icmp eq i64 " + g.product(whole.dims()) + ", 0");
        String zero = zeros(g);
        boolean one = element.offset() == null || element.offset().isUniform() && element.offset().parts().size() == 1;
        String p = fn.def("select i1 " + empty + ", ptr " + zero + ", ptr " + (one ? g.memory.address(element) : element.ptr()));
        // an index of a single axis is clamped to 0 then
        boolean first = whole.offset() == null && whole.dims().size() == 1;
        Val offset = one ? null : first ? element.offset()
            : g.op(Prim.SELECT, DType.I64, Val.uniform(DType.BOOL, empty), EquationEmitter.i64(0), element.offset());
        return new Arr(element.dtype(), p, offset, List.of(), element.lanes(), one ? -1 : element.root());
    }
}
