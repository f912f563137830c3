package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of a branch that are far more than there are registers, as what a gradient keeps of a branch with thousands of statements. Each is stored in the {@link Frame} where
 * the branch computes it, and loaded where it is used. As values that meet behind the branch they would all live from there to its end, and LLVM's register allocator
 * would look at all that stands between for each of them.
 */
final class BranchResults {
    /** Scalars from which on a branch has too many. */
    private static final int MANY = 64;
    private final EquationEmitter g;
    private final Eqn e;
    /** By result: its place in the frame, or null. */
    private final List<Frame.Place> slots;

    private BranchResults(EquationEmitter g, Eqn e, List<Frame.Place> slots) {
        this.g = g;
        this.e = e;
        this.slots = slots;
    }

    /** For an equation all lanes of which take the same branch. */
    static BranchResults of(EquationEmitter g, Eqn e) {
        long fitting = e.out().stream().filter(BranchResults::fits).count();
        boolean many = alone(g) && fitting >= MANY;
        var slots = new ArrayList<Frame.Place>();
        for (Var v : e.out()) {
            slots.add(many && fits(v) ? g.frame.place(Ty.value(v.dtype()), v.dtype().bytes(), 1) : null);
        }
        return new BranchResults(g, e, slots);
    }

    /** Whether the code is for one trip, and a processor that foresees branches. */
    static boolean alone(EquationEmitter g) {
        return g.lanes == 1 && g.jam == 1 && !g.unit.device();
    }

    private static boolean fits(Var v) {
        return v.type().isScalar() && (v.dtype() == DType.F64 || v.dtype() == DType.F32);
    }

    /** Whether a result is in the frame; those behind the equation's are not. */
    boolean has(int result) {
        return result < slots.size() && slots.get(result) != null;
    }

    /** Emits a region, with the stores of its yields; returns these and what {@code more} comes to there, with nulls for what is stored. */
    List<Value> body(Region r, List<Atom> more) {
        stored(r);
        var out = new ArrayList<Value>();
        for (Atom y : r.out()) {
            out.add(has(out.size()) ? null : g.value(y));
        }
        more.forEach(a -> out.add(g.value(a)));
        return out;
    }

    private void stored(Region r) {
        Map<Var, List<Frame.Place>> rest = new HashMap<>();
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

    private void store(Atom a, List<Frame.Place> to) {
        if (to == null) {
            return;
        }
        String value = g.val(a).text();
        to.forEach(slot -> g.frame.store(slot, value));
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
