package dev.jacobi.policy;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.List;

/**
 * Tells whether the results of a compiled program may differ from those of the method's own bytecode in the last bits, as Java allows
 * for {@code Math.sin} and its like and {@code fp=fast} for sums. Callers of such a method see its results change at most once.
 */
public final class Inexact {
    private Inexact() {
    }

    /** {@code fast} says whether reals may be rounded in another way anywhere; devices whose compiler decides about that count as fast. */
    public static boolean of(Module module, boolean fast) {
        return module.funcs().values().stream().anyMatch(f -> of(f.body(), fast));
    }

    private static boolean of(List<Eqn> body, boolean fast) {
        return body.stream().anyMatch(e -> isReal(e) && (fast || of(e.prim())) || Regions.of(e).stream().anyMatch(r -> of(r.body(), fast)));
    }

    private static boolean isReal(Eqn e) {
        return e.out().stream().map(Var::type).anyMatch(t -> t.dtype().isFloat());
    }

    /** Whether an operation on reals may round in another way than the JVM does. */
    private static boolean of(Prim p) {
        return switch (p.form()) {
            case FUNCTION -> p != Prim.NEXTAFTER;
            case REDUCE_ADD, REDUCE_MUL, CUM_ADD, CUM_MUL, DOT_GENERAL, CONV, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, PSUM -> true;
            case ELEMENTWISE, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER,
                 REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_MIN, CUM_MAX, SORT, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST,
                 CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> false;
        };
    }
}
