package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of a branch that are far more than there are registers, as what a gradient keeps of a branch with thousands of statements. Each is stored in the stack frame where
 * the branch computes it, and loaded where it is used. As values that meet behind the branch they would all live from there to its end, and LLVM's register allocator
 * would look at all that stands between for each of them. The accesses are volatile, so that no pass makes such values of them again.
 */
final class BranchResults {
    /** Scalars from which on a branch has too many. */
    private static final int MANY = 64;
    /** What a function's frame may come to: it is made within what is left of a stack of the JVM's, which warrants some 80 kB to native code. */
    private static final int MOST_BYTES = 32_000;
    private final Gen g;
    private final Eqn e;
    /** By result: its place on the stack, or null. */
    private final List<String> slots;

    private BranchResults(Gen g, Eqn e, List<String> slots) {
        this.g = g;
        this.e = e;
        this.slots = slots;
    }

    /** For an equation all lanes of which take the same branch. */
    static BranchResults of(Gen g, Eqn e) {
        long fitting = e.out().stream().filter(BranchResults::fits).count();
        boolean many = g.lanes == 1 && g.jam == 1 && !g.unit.device() && fitting >= MANY && g.fn.frame() + fitting * Double.BYTES <= MOST_BYTES;
        var slots = new ArrayList<String>();
        for (Var v : e.out()) {
            slots.add(many && fits(v) ? g.fn.alloca(Ty.value(v.dtype()), 1, v.dtype().bytes()) : null);
        }
        return new BranchResults(g, e, slots);
    }

    private static boolean fits(Var v) {
        return v.type().isScalar() && (v.dtype() == DType.F64 || v.dtype() == DType.F32);
    }

    /** Whether a result is on the stack. */
    boolean has(int result) {
        return slots.get(result) != null;
    }

    /** Emits a region, with the stores of its yields. */
    void body(Region r) {
        Map<Var, List<String>> rest = new HashMap<>();
        for (int k = 0; k < slots.size(); k++) {
            if (has(k) && r.out().get(k) instanceof Var v) {
                rest.computeIfAbsent(v, x -> new ArrayList<>()).add(slots.get(k));
            }
        }
        Spilling.emit(g, r.body(), v -> store(v, rest.remove(v)));
        for (int k = 0; k < slots.size(); k++) {
            Atom y = r.out().get(k);
            if (has(k) && (!(y instanceof Var v) || rest.containsKey(v))) {
                store(y, List.of(slots.get(k)));
            }
        }
    }

    private void store(Atom a, List<String> to) {
        if (to == null) {
            return;
        }
        String value = g.val(a).text();
        for (String slot : to) {
            g.fn.line("store volatile " + Ty.value(a.dtype()) + " " + value + ", ptr " + slot + ", align " + a.dtype().bytes());
        }
    }

    /** Behind the branch, whose code is complete. */
    void join() {
        for (int k = 0; k < slots.size(); k++) {
            if (has(k)) {
                // the same code may have been emitted before, for lanes
                g.env.remove(e.out().get(k));
                g.inMemory.put(e.out().get(k), slots.get(k));
            }
        }
    }
}
