package dev.jacobi.llvm.text;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.Value.Arr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Memory of one LLVM function for arrays that trips of its loops make, taken before the loops begin ({@code reserved.ll}): a block for each such array, with a part for each thread that may be at work. */
public final class ReservedMemory {
    private final FnText fn;
    private final ModuleText out;
    private final Map<Var, Part> parts = new HashMap<>();
    /** Those of which this function has a part for as long as it runs. */
    private final List<Var> claimed = new ArrayList<>();

    /** A block, the part of it that this function uses, and how many lanes may each have an array there. */
    private record Part(String block, String own, int lanes) { }

    public ReservedMemory(FnText fn, ModuleText out) {
        this.fn = fn;
        this.out = out;
    }

    /** Takes a block for arrays of so many bytes (i64 text) each and puts it on the function's list of blocks, of which it uses the first part where no threads share the trips; a null pointer where there is no memory. */
    public String take(Var v, String list, String bytes, int lanes, boolean shared) {
        String block = fn.def("call ptr " + Runtime.reserve(out) + "(ptr " + list + ", i64 " + bytes + ", i1 " + shared + ")");
        parts.put(v, new Part(block, fn.def("getelementptr i8, ptr " + block + ", i64 64"), lanes));
        return block;
    }

    public boolean has(Var v) {
        return parts.containsKey(v);
    }

    /** Where the array lies that so many lanes have each for themselves. */
    public String of(Var v, int lanes) {
        Part p = parts.get(v);
        if (lanes > p.lanes) {
            throw new IllegalStateException("memory has been taken for " + p.lanes + " lanes, not for " + lanes);
        }
        return p.own;
    }

    /** The blocks for arrays that the loop makes, as words to be handed on to a function for a part of its trips. */
    public Map<Var, Arr> blocks(Eqn loop) {
        var all = new LinkedHashMap<Var, Arr>();
        if (!parts.isEmpty()) {
            Regions.of(loop).forEach(r -> Regions.each(r.body(), e -> e.out().stream().filter(parts::containsKey).forEach(v -> all.put(v, new Arr(DType.I64, parts.get(v).block, null, List.of(), 1, -1)))));
        }
        return all;
    }

    /** This function makes the array in a part of the block that its thread has meanwhile; {@code from}: the memory of the function that took it. */
    public void claim(Var v, String block, ReservedMemory from) {
        parts.put(v, new Part(block, fn.def("call ptr " + Runtime.claim(out) + "(ptr " + block + ")"), from.parts.get(v).lanes));
        claimed.add(v);
    }

    /** The function ends: other threads may have its parts. */
    public void release() {
        claimed.forEach(v -> fn.line("call void " + Runtime.release(out) + "(ptr " + parts.get(v).block + ", ptr " + parts.get(v).own + ")"));
    }
}
