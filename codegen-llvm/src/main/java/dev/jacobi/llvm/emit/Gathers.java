package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.emit.LoopPhis.PhiForm;
import dev.jacobi.llvm.plan.LaneEstimate;
import dev.jacobi.llvm.plan.Strides;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.LanesUnderMasks;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Elements that lie anywhere, one for each lane. Where an index has just been read in a register, {@code b[p[i]]}, each lane's is read once more by itself, and the elements are put into a register one by one: an
 * instruction that collects elements takes longer than that, and so does taking indices out of a register.
 */
final class Gathers {
    /** Bytes of a register into which single elements are put. */
    private static final int REGISTER = 16;
    private final EquationEmitter g;
    private final FnText fn;
    /** Where the elements lie that have been read, by what they are called. */
    private final Map<Var, Arr> places = new HashMap<>();
    /** By access of the block that is emitted, those that fill its lanes' steps with it. */
    private Map<Eqn, Strides.Group> groups = Map.of();
    /** Stores of the block that is emitted to arrays of which it reads other elements. */
    private Set<Eqn> readBack = Set.of();
    /** All that a group reads, part by part, once the first of it is read. */
    private final Map<Strides.Group, List<String>> read = new IdentityHashMap<>();
    /** The stores of a group until its last one comes. */
    private final Map<Strides.Group, Map<Eqn, Put>> stored = new IdentityHashMap<>();
    /** Where lanes that are off store; null until one might. */
    private String nowhere;

    /** Something that is to be stored. */
    private record Put(Arr to, Val v) {
    }

    Gathers(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** An element is read from there. */
    void note(Var read, Arr element) {
        places.put(read, element);
    }

    /** An element is read anew, perhaps in another copy of its loop: where it was read before need not be known there. */
    void forget(Var read) {
        places.remove(read);
    }

    /** The elements that an equation reads, by an access each, or by one for several equations; null where it must or shall be one instruction. */
    Val together(Eqn e, Arr a, List<Val> at, Arr elements) {
        Val single = oneByOne(e, a, at);
        Val block = single != null ? single : RowBlocks.readColumns(g, e, elements);
        return block != null ? block : readsBeside(e, elements);
    }

    Val oneByOne(Eqn e, Arr a, List<Val> at) {
        if (g.lanes == 1 || g.mask != null || a.lanes() > 1 || !g.facts.readsIndexAgain(e.result())) {
            return null;
        }
        int last = at.size() - 1;
        Arr index = places.get((Var) e.indices().get(last));
        Val where = index == null ? null : index.offset();
        if (where == null || index.lanes() > 1 || where.stride() != 1) {
            return null;
        }
        var start = new ArrayList<>(at);
        start.set(last, EquationEmitter.i64(0));
        Arr row = g.access.part(a, start);
        Val first = row.offset() == null ? EquationEmitter.i64(0) : row.offset();
        if (!first.isUniform()) {
            return null;
        }
        boolean shared = g.facts.shared().isShared(e.indices().get(last));
        Arr element = shared ? g.access.part(a, at) : null;
        String most = shared ? fn.resized(SharedAccess.last(g, a.dims().get(last)), Long.SIZE, index.dtype().bits()) : null;
        var texts = new ArrayList<String>();
        for (int k = 0; k < Math.max(where.parts().size(), first.parts().size()); k++) {
            String from = g.access.gep(row, first.part(k));
            String indices = g.access.gep(index, where.basePart(k));
            texts.add(shared ? unlessOutside(a, from, index, indices, most, element, g.vector(element.offset(), k)) : together(a, from, index, indices));
        }
        return Val.varying(a.dtype(), texts);
    }

    /** A register of elements: from where their row begins, at the indices from a place on. */
    private String together(Arr a, String row, Arr index, String indices) {
        String t = Ty.memory(a.dtype());
        String v = "poison";
        for (int lane = 0; lane < g.lanes; lane++) {
            String i = fn.resized(one(index, indices, Integer.toString(lane)), index.dtype().bits(), Long.SIZE);
            v = fn.def("insertelement " + Ty.vector(t, g.lanes) + " " + v + ", " + t + " " + one(a, row, i) + ", i64 " + lane);
        }
        return v;
    }

    /**
     * The same where another thread may have written an index since it was read: from one that is behind the last element now, the elements of its part of the register are those of the indices that were read before.
     * Branches that are never taken cost less than to take the least.
     */
    private String unlessOutside(Arr a, String row, Arr index, String indices, String last, Arr before, String places) {
        String t = Ty.memory(a.dtype());
        int n = Math.min(g.lanes, REGISTER / a.dtype().bytes());
        List<String> parts = new ArrayList<>();
        for (int lane = 0; lane < g.lanes; lane += n) {
            parts.add(part(a, row, index, indices, last, before, places, lane, n));
        }
        for (int width = n; parts.size() > 1; width *= 2) {
            var joined = new ArrayList<String>();
            for (int k = 0; k < parts.size(); k += 2) {
                joined.add(fn.shuffle(Ty.vector(t, width), parts.get(k), parts.get(k + 1), 2 * width, i -> i));
            }
            parts = joined;
        }
        return parts.get(0);
    }

    /** The elements of {@code n} lanes from {@code from} on. */
    private String part(Arr a, String row, Arr index, String indices, String last, Arr before, String places, int from, int n) {
        String t = Ty.memory(a.dtype());
        String ty = Ty.vector(t, n);
        String it = Ty.memory(index.dtype());
        FnText.Block outside = fn.block("outside");
        FnText.Block join = fn.block("join");
        String v = "poison";
        var done = new ArrayList<String>();
        var lanes = new ArrayList<String>();
        for (int lane = 0; lane < n; lane++) {
            // volatile, or LLVM would ask all lanes by one comparison of a register, out of which it would then have to take each index
            String i = fn.def("load volatile " + it + ", ptr " + fn.def("getelementptr inbounds " + it + ", ptr " + indices + ", i64 " + (from + lane)) + ", align " + index.dtype().bytes());
            FnText.Block within = fn.block("within");
            done.add(PhiForm.from(v, fn.current()));
            lanes.add(PhiForm.from(Integer.toString(lane), fn.current()));
            fn.br(g.call("i1", "llvm.expect.i1", "i1 " + fn.def("icmp ule " + it + " " + i + ", " + last), "i1 true"), within, outside);
            fn.enter(within);
            v = fn.def("insertelement " + ty + " " + v + ", " + t + " " + one(a, row, fn.resized(i, index.dtype().bits(), Long.SIZE)) + ", i64 " + lane);
        }
        FnText.Block end = fn.current();
        fn.br(join);
        fn.enter(outside);
        String some = fn.fresh();
        outside.phi(some, ty, String.join(", ", done));
        String first = fn.fresh();
        outside.phi(first, "i32", String.join(", ", lanes));
        // what is there stays: if nobody asked for it here, LLVM would put all into the register at the end, when they no longer fit into the others
        String others = "poison";
        for (int lane = 0; lane < n; lane++) {
            String element = one(a, before.ptr(), fn.def("extractelement " + Ty.vector("i64", g.lanes) + " " + places + ", i64 " + (from + lane)));
            others = fn.def("insertelement " + ty + " " + others + ", " + t + " " + element + ", i64 " + lane);
        }
        String numbers = IntStream.range(0, n).mapToObj(k -> "i32 " + k).collect(Collectors.joining(", ", "<", ">"));
        String there = fn.def("icmp ult " + Ty.vector("i32", n) + " " + numbers + ", " + g.splat("i32", first, n));
        String w = fn.def("select " + Ty.vector("i1", n) + " " + there + ", " + ty + " " + some + ", " + ty + " " + others);
        fn.br(join);
        fn.enter(join);
        String r = fn.fresh();
        join.phi(r, ty, PhiForm.from(v, end, w, outside));
        return r;
    }

    private String one(Arr a, String from, String place) {
        String t = Ty.memory(a.dtype());
        String p = fn.def("getelementptr inbounds " + t + ", ptr " + from + ", i64 " + place);
        return fn.def("load " + t + ", ptr " + p + ", align " + a.dtype().bytes() + g.memory.scopes().tag(a.root()));
    }

    /** Emits a block, in which accesses may be one with others. */
    void inBlock(List<Eqn> body, Runnable emit) {
        Map<Eqn, Strides.Group> before = groups;
        Set<Eqn> outer = readBack;
        groups = new IdentityHashMap<>();
        readBack = Set.of();
        if (g.lanes > 1 && masksStores()) {
            readBack = Strides.readBack(body);
            groups.putAll(Strides.groups(body, g.facts.variance()));
            groups.values().removeIf(all -> all.accesses().stream().anyMatch(g.facts.shared()::isOpen));
        }
        emit.run();
        if (groups.values().stream().anyMatch(stored::containsKey)) {
            throw new IllegalStateException("a store waits for one beside it that does not come");
        }
        groups = before;
        readBack = outer;
    }

    /** The group of an access to elements as far apart as it has accesses; null for others. */
    private Strides.Group group(Eqn e, Arr a) {
        Strides.Group all = groups.get(e);
        return all == null || a.offset() == null || a.lanes() > 1 || a.offset().stride() != all.step() ? null : all;
    }

    /** What an access reads that others beside it fill up, so that all is read at once; null for others. */
    private Val readsBeside(Eqn e, Arr a) {
        Strides.Group all = group(e, a);
        if (all == null) {
            return null;
        }
        int n = all.step() * g.lanes;
        int place = all.accesses().indexOf(e);
        List<String> whole = read.computeIfAbsent(all, x -> {
            var parts = new ArrayList<String>();
            for (int k = 0; k < a.offset().parts().size(); k++) {
                String p = beside(a, k, place);
                parts.add(g.mask != null ? masked(a, p, n, wholeMask(all.step())) : fn.def("load " + Ty.vector(Ty.memory(a.dtype()), n) + ", ptr " + p + ", align " + a.dtype().bytes() + g.memory.scopes().tag(a.root())));
            }
            return parts;
        });
        return Val.varying(a.dtype(), whole.stream().map(v -> fn.shuffle(Ty.vector(Ty.memory(a.dtype()), n), v, "poison", g.lanes, i -> i * all.step() + place)).toList());
    }

    /**
     * Stores what an access does together with those beside it, when it is the last of them. Where others read beside it, elements that are apart are stored one by one: what is read right behind a store under a mask
     * waits for it. False for other accesses.
     */
    boolean storesBeside(Eqn e, Arr to, Value v) {
        Strides.Group all = groups.get(e);
        boolean apart = all == null && readBack.contains(e) && v instanceof Val && to.offset() != null && to.lanes() == 1 && LaneEstimate.isSpaced(to.offset().stride(), to.dtype());
        for (int k = 0; apart && k < Math.max(to.offset().parts().size(), ((Val) v).parts().size()); k++) {
            storeEach(to, beside(to, k, 0), (int) to.offset().stride(), g.mask, g.vector((Val) v, k));
        }
        if (all == null) {
            return apart;
        }
        Map<Eqn, Put> puts = stored.computeIfAbsent(all, x -> new LinkedHashMap<>());
        if (!(v instanceof Val x) || group(e, to) == null) {
            // not so far apart after all: one by one, in their order
            stored.remove(all).values().forEach(put -> g.access.store(put.to, put.v));
            groups.values().removeIf(other -> other == all);
            return false;
        }
        puts.put(e, new Put(to, x));
        if (puts.size() == all.step()) {
            stored.remove(all);
            int parts = puts.values().stream().mapToInt(p -> Math.max(p.to.offset().parts().size(), p.v.parts().size())).max().orElse(0);
            for (int k = 0; k < parts; k++) {
                storeBeside(all, puts, k);
            }
        }
        return true;
    }

    private void storeBeside(Strides.Group all, Map<Eqn, Put> puts, int k) {
        Arr first = puts.get(all.accesses().get(0)).to;
        String joined = interleaved(Ty.memory(first.dtype()), all.accesses().stream().map(x -> g.vector(puts.get(x).v, k)).toList());
        String p = beside(first, k, 0);
        if (g.mask == null) {
            g.access.wideStore(first, joined, p, all.step() * g.lanes);
        } else {
            storeAtOnce(first, p, all.step() * g.lanes, wholeMask(all.step()), joined);
        }
    }

    /** Where the first element of a group lies, of which this is a later one. */
    private String beside(Arr a, int k, int place) {
        String first = place == 0 ? a.offset().basePart(k) : fn.def("sub i64 " + a.offset().basePart(k) + ", " + place);
        return fn.def("getelementptr " + Ty.memory(a.dtype()) + ", ptr " + a.ptr() + ", i64 " + first);
    }

    /** The mask of all elements from that of the first lane that is on to behind that of the last one. */
    private String wholeMask(int step) {
        return fn.shuffle(Ty.vector("i1", g.lanes), g.mask, "poison", step * g.lanes, i -> i / step);
    }

    /** The first elements of all, then the second ones, and so on. */
    private String interleaved(String t, List<String> all) {
        int n = all.size();
        String one = Ty.vector(t, g.lanes);
        if (n == 2) {
            return fn.shuffle(one, all.get(0), all.get(1), 2 * g.lanes, i -> i % 2 * g.lanes + i / 2);
        }
        String two = Ty.vector(t, 2 * g.lanes);
        if (n == 3) {
            String first = fn.shuffle(one, all.get(0), all.get(1), 2 * g.lanes, i -> i);
            String last = fn.shuffle(one, all.get(2), "poison", 2 * g.lanes, i -> i);
            return fn.shuffle(two, first, last, 3 * g.lanes, i -> i % 3 * g.lanes + i / 3);
        }
        String even = interleaved(t, List.of(all.get(0), all.get(2)));
        String odd = interleaved(t, List.of(all.get(1), all.get(3)));
        return fn.shuffle(two, even, odd, 4 * g.lanes, i -> i % 2 * 2 * g.lanes + i / 2);
    }

    /** Part {@code k} of the elements at these offsets, by one instruction. */
    String gather(Arr a, Val off, int k) {
        String ty = Ty.vector(Ty.memory(a.dtype()), g.lanes);
        String ptrs = pointers(a, off, k);
        return g.tagged(g.memory.scopes().tag(a.root()), ty, "llvm.masked.gather.v" + g.lanes + mem(a) + ".v" + g.lanes + "p0",
            Ty.vector("ptr", g.lanes) + " " + ptrs, "i32 " + a.dtype().bytes(), Ty.vector("i1", g.lanes) + " " + active(), ty + " zeroinitializer");
    }

    /** Stores what the lanes have, by one instruction where the processor has one. */
    void scatter(Arr a, Val off, int k, String v) {
        if (g.mask != null && !masksStores()) {
            String ptrs = pointers(a, off, k);
            each(a, lane -> fn.def("extractelement " + Ty.vector("ptr", g.lanes) + " " + ptrs + ", i64 " + lane), g.bits(g.mask), v);
            return;
        }
        g.tagged(g.memory.scopes().tag(a.root()), "void", "llvm.masked.scatter.v" + g.lanes + mem(a) + ".v" + g.lanes + "p0",
            Ty.vector(Ty.memory(a.dtype()), g.lanes) + " " + v, Ty.vector("ptr", g.lanes) + " " + pointers(a, off, k), "i32 " + a.dtype().bytes(), Ty.vector("i1", g.lanes) + " " + active());
    }

    /** Reads those of {@code n} elements that the mask has. */
    String masked(Arr a, String p, int n, String mask) {
        String ty = Ty.vector(Ty.memory(a.dtype()), n);
        return g.tagged(g.memory.scopes().tag(a.root()), ty, "llvm.masked.load.v" + n + mem(a) + ".p0", "ptr " + p, "i32 " + a.dtype().bytes(), Ty.vector("i1", n) + " " + mask, ty + " zeroinitializer");
    }

    /** Whether a store of the lanes of a mask is one instruction that takes no longer than others. */
    boolean masksStores() {
        return LanesUnderMasks.areStored(g.unit.vectorBytes());
    }

    /** Stores, next to each other, the lanes that the mask has. */
    void storeMasked(Arr a, String p, String mask, String v) {
        if (masksStores()) {
            storeAtOnce(a, p, g.lanes, mask, v);
            return;
        }
        String on = g.bits(mask);
        FnText.Block all = fn.block("all");
        FnText.Block some = fn.block("some");
        FnText.Block join = fn.block("join");
        fn.br(fn.def("icmp eq i" + g.lanes + " " + on + ", -1"), all, some);
        fn.enter(all);
        g.access.wideStore(a, v, p, g.lanes);
        fn.br(join);
        fn.enter(some);
        each(a, lane -> element(a, p, lane), on, v);
        fn.br(join);
        fn.enter(join);
    }

    /** Stores those of {@code n} elements that the mask has, by one instruction. */
    void storeAtOnce(Arr a, String p, int n, String mask, String v) {
        g.tagged(g.memory.scopes().tag(a.root()), "void", "llvm.masked.store.v" + n + mem(a) + ".p0", Ty.vector(Ty.memory(a.dtype()), n) + " " + v, "ptr " + p, "i32 " + a.dtype().bytes(),
            Ty.vector("i1", n) + " " + mask);
    }

    /** Stores what the lanes have, {@code step} elements apart, one by one; all lanes where there is no mask. */
    void storeEach(Arr a, String p, int step, String mask, String v) {
        each(a, lane -> element(a, p, lane * step), mask == null ? null : g.bits(mask), v);
    }

    private String element(Arr a, String p, int k) {
        return k == 0 ? p : fn.def("getelementptr " + Ty.memory(a.dtype()) + ", ptr " + p + ", i64 " + k);
    }

    /** Lanes that are off store, too, but elsewhere: a branch for each would be foreseen wrongly. */
    private void each(Arr a, IntFunction<String> place, String on, String v) {
        String t = Ty.memory(a.dtype());
        for (int lane = 0; lane < g.lanes; lane++) {
            String x = fn.def("extractelement " + Ty.vector(t, g.lanes) + " " + v + ", i64 " + lane);
            String to = place.apply(lane);
            if (on != null) {
                String bit = fn.def("trunc i" + g.lanes + " " + (lane == 0 ? on : fn.def("lshr i" + g.lanes + " " + on + ", " + lane)) + " to i1");
                to = fn.def("select i1 " + bit + ", ptr " + to + ", ptr " + nowhere());
            }
            fn.line("store " + t + " " + x + ", ptr " + to + ", align " + a.dtype().bytes() + g.memory.scopes().tag(a.root()));
        }
    }

    /** A place that nobody reads. It is read from memory where it is, or LLVM would make branches of the selections between it and other places. */
    private String nowhere() {
        if (nowhere == null) {
            String place = fn.alloca("i64", 1, 8);
            String where = fn.alloca("ptr", 1, 8);
            fn.lineAtEntry("store volatile ptr " + place + ", ptr " + where);
            nowhere = fn.atEntry("load volatile ptr, ptr " + where);
        }
        return nowhere;
    }

    private String pointers(Arr a, Val off, int k) {
        String ix = Ty.vector("i64", g.lanes);
        String o = g.vector(off, k);
        if (a.lanes() > 1) {
            o = fn.def("mul " + ix + " " + o + ", " + Ty.splat("i64", Integer.toString(a.lanes()), g.lanes));
            o = fn.def("add " + ix + " " + o + ", " + g.ramp("i64", 1));
        }
        return fn.def("getelementptr " + Ty.memory(a.dtype()) + ", ptr " + a.ptr() + ", " + ix + " " + o);
    }

    /** The lanes that are on. */
    String active() {
        return g.mask == null ? Ty.splat("i1", "true", g.lanes) : g.mask;
    }

    /** Element type in an intrinsic's name, as stored. */
    static String mem(Arr a) {
        return a.dtype() == DType.BOOL ? "i8" : Ty.suffix(a.dtype(), 1);
    }
}
