package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.emit.Walk;

/**
 * Loops that go through vectors side by side: a thread takes several elements that lie one behind the other, and reads and writes them at once where the
 * vectors start at multiples of 16 bytes.
 */
final class Streams {
    /** Bytes that a thread reads or writes at once. */
    static final int BYTES = 16;

    private Streams() {
    }

    /** How many elements to take at once, by the smallest that the body touches; 1 for bodies that do other things, or much. */
    static int elements(Func f) {
        if (Unrolling.of(f) < 4) {
            return 1;
        }
        Var i = f.in().get(0);
        int bytes = BYTES;
        for (Eqn e : f.body()) {
            int last = e.prim() == Prim.INDEX ? 1 : e.prim() == Prim.UPDATE ? e.in().size() - 2 : 0;
            if (last == 0) {
                if (e.prim() == Prim.CHECK || e.in().stream().anyMatch(Walk::isArray) || e.out().stream().anyMatch(Walk::isArray)) {
                    return 1;
                }
                continue;
            }
            Var array = (Var) e.in().get(0);
            Params.Access how = (Params.Access) e.params();
            if (array.type().rank() != 1 || !e.in().get(1).equals(i) || how.mode() != Params.Mode.PROMISED || how.op() != null) {
                return 1;
            }
            bytes = Math.min(bytes, array.dtype().bytes());
        }
        return bytes >= BYTES ? 1 : Math.min(4, BYTES / bytes);
    }
}
