package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Arrays that each trip of a loop makes anew, so that keeping all of them costs no more than that. */
public final class NewArrays {
    private final BlockTree prog;
    /** By an array's first version in its level. */
    private final Map<Var, Boolean> found = new HashMap<>();

    public NewArrays(BlockTree prog) {
        this.prog = prog;
    }

    /** Whether each trip of the loop whose body defines the array, or the function, makes it anew. */
    public boolean inEachTrip(Var array) {
        return found.computeIfAbsent(prog.firstVersion(array), v -> made(v, prog.home(v).level(), new HashSet<>()));
    }

    private boolean made(Atom a, BlockTree.Block level, Set<Atom> seen) {
        if (!(a instanceof Var now) || prog.home(now).level() != level) {
            return false;
        }
        Var v = prog.firstVersion(now);
        if (!seen.add(v)) {
            return true;
        }
        Eqn e = prog.def(v);
        if (e == null) {
            RegionView.Slot s = level.owner == null ? null : RegionView.of(level.owner).ofParam(v);
            return s != null && s.role() == RegionView.Role.CARRY && made(s.yield(), level, seen);
        }
        int k = e.out().indexOf(v);
        return switch (e.prim().form()) {
            case UPDATE, UPDATE_SLICE, SCATTER, ACC_ADD, ACC_GET, OPT_BARRIER, STOP_GRADIENT, SHARD -> made(e.in().get(e.prim() == Prim.OPT_BARRIER ? k : 0), level, seen);
            case FOR, WHILE, MAP, REDUCE, HIST -> {
                Atom init = RegionView.slot(e, k).init();
                yield init == null || made(init, level, seen);
            }
            case COND -> RegionView.slot(e, k).yields().stream().allMatch(y -> made(y, level, seen));
            case CALL -> false;
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, PAD, CONCAT, INDEX, GATHER, REDUCE_ADD,
                 REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX,
                 DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, SCAN, CHECK, DEBUG_CALLBACK, ACC_NEW, THREEFRY2X32, PSUM, PMAX, PMIN,
                 ALL_GATHER, AXIS_INDEX -> true;
        };
    }
}
