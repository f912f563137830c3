package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Elements that lie anywhere, one for each lane. Where an index has just been read in a register, {@code b[p[i]]}, each lane's is read once more by itself, and the elements are put into a register one by one: an
 * instruction that collects elements takes longer than that, and so does taking indices out of a register.
 */
final class Gathers {
    private final EquationEmitter g;
    private final FnText fn;
    /** Where the elements lie that have been read, by what they are called. */
    private final Map<Var, Arr> places = new HashMap<>();

    Gathers(EquationEmitter g) {
        this.g = g;
        this.fn = g.fn;
    }

    /** An element is read from there. */
    void note(Var read, Arr element) {
        places.put(read, element);
    }

    /** The elements that an equation reads, by an access each; null where it must or shall be one instruction. */
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
        var texts = new ArrayList<String>();
        for (int k = 0; k < Math.max(where.parts().size(), first.parts().size()); k++) {
            String from = g.access.gep(row, first.part(k));
            texts.add(shared ? kept(a, from, index.dtype(), at.get(last).part(k)) : together(a, from, index, g.access.gep(index, where.basePart(k))));
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

    /** The same at indices (i64) that would be others if they were read again, as other threads may write them: they are put where no other thread writes. */
    private String kept(Arr a, String row, DType type, String indices) {
        String t = Ty.memory(a.dtype());
        String ty = Ty.memory(type);
        String here = fn.alloca(ty, g.lanes, 64);
        String all = type == DType.I64 ? indices : fn.def("trunc " + Ty.vector("i64", g.lanes) + " " + indices + " to " + Ty.vector(ty, g.lanes));
        fn.line("store " + Ty.vector(ty, g.lanes) + " " + all + ", ptr " + here + ", align 64");
        String v = "poison";
        for (int lane = 0; lane < g.lanes; lane++) {
            String i = fn.def("load volatile " + ty + ", ptr " + fn.def("getelementptr inbounds " + ty + ", ptr " + here + ", i64 " + lane) + ", align " + type.bytes());
            v = fn.def("insertelement " + Ty.vector(t, g.lanes) + " " + v + ", " + t + " " + one(a, row, fn.resized(i, type.bits(), Long.SIZE)) + ", i64 " + lane);
        }
        return v;
    }

    private String one(Arr a, String from, String place) {
        String t = Ty.memory(a.dtype());
        String p = fn.def("getelementptr inbounds " + t + ", ptr " + from + ", i64 " + place);
        return fn.def("load " + t + ", ptr " + p + ", align " + a.dtype().bytes() + g.memory.scopes().tag(a.root()));
    }

    /** Part {@code k} of the elements at these offsets, by one instruction. */
    String gather(Arr a, Val off, int k) {
        String ty = Ty.vector(Ty.memory(a.dtype()), g.lanes);
        String ptrs = pointers(a, off, k);
        return g.tagged(g.memory.scopes().tag(a.root()), ty, "llvm.masked.gather.v" + g.lanes + mem(a) + ".v" + g.lanes + "p0",
            Ty.vector("ptr", g.lanes) + " " + ptrs, "i32 " + a.dtype().bytes(), Ty.vector("i1", g.lanes) + " " + active(), ty + " zeroinitializer");
    }

    /** Stores what the lanes have, by one instruction. */
    void scatter(Arr a, Val off, int k, String v) {
        g.tagged(g.memory.scopes().tag(a.root()), "void", "llvm.masked.scatter.v" + g.lanes + mem(a) + ".v" + g.lanes + "p0",
            Ty.vector(Ty.memory(a.dtype()), g.lanes) + " " + v, Ty.vector("ptr", g.lanes) + " " + pointers(a, off, k), "i32 " + a.dtype().bytes(), Ty.vector("i1", g.lanes) + " " + active());
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
