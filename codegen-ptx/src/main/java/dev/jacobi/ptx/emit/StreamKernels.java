package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;

/**
 * Loops that go through arrays side by side, element by element in the order of memory: a thread takes several elements that lie one behind the other, and
 * reads and writes them at once where the arrays start at multiples of 16 bytes and have the loop's extents.
 */
final class StreamKernels {
    /** Bytes that a thread reads or writes at once. */
    static final int BYTES = 16;

    private StreamKernels() {
    }

    /**
     * How many elements to take at once, by the smallest that the body touches; 1 for bodies that do other things. The first {@code indices} inputs
     * are the indices; where there are several, nothing but the accesses depends on them.
     */
    static int elements(Func f, int indices) {
        DType last = f.in().get(indices - 1).dtype();
        if (last != DType.I32 && last != DType.I64) {
            return 1;
        }
        var names = new HashMap<Atom, Var>();
        f.in().subList(0, indices).forEach(i -> names.put(i, i));
        int bytes = BYTES;
        for (Eqn e : f.body()) {
            boolean access = e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE;
            if (!access) {
                if (e.prim() == Prim.CHECK || e.in().stream().anyMatch(Atom::isArray) || e.out().stream().anyMatch(Atom::isArray)) {
                    return 1;
                }
                if (e.prim() == Prim.CONVERT && e.result().dtype() == DType.I64 && names.containsKey(e.in().get(0))) {
                    names.put(e.result(), names.get(e.in().get(0)));
                } else if (indices > 1 && e.in().stream().anyMatch(names::containsKey)) {
                    return 1;
                }
                continue;
            }
            Var array = (Var) e.in().get(0);
            Params.Access how = (Params.Access) e.params();
            List<Var> at = e.in().subList(1, e.in().size() - (e.prim() == Prim.UPDATE ? 1 : 0)).stream().map(names::get).toList();
            boolean kept = e.prim() == Prim.UPDATE && names.containsKey(e.in().get(e.in().size() - 1)) && indices > 1;
            if (kept || array.type().rank() != indices || !at.equals(f.in().subList(0, indices)) || how.mode() != Params.Mode.PROMISED || how.op() != null) {
                return 1;
            }
            bytes = Math.min(bytes, array.dtype().bytes());
        }
        return bytes >= BYTES ? 1 : Math.min(4, BYTES / bytes);
    }
}
