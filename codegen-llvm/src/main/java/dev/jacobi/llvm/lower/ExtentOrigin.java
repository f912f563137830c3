package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;

/** Where an extent of an array comes from: it is this {@code integer}, or that of another {@code array} along this {@code axis}. */
public record ExtentOrigin(Atom integer, Atom array, int axis) {
    private static ExtentOrigin of(Atom integer) {
        return new ExtentOrigin(integer, null, 0);
    }

    private static ExtentOrigin like(Atom array, int axis) {
        return new ExtentOrigin(null, array, axis);
    }

    /** For the result {@code v} of an equation; null where its operands do not say. */
    public static ExtentOrigin of(Eqn e, Var v, int axis) {
        return switch (e.prim().form()) {
            case FULL, RESHAPE -> of(e.in().get(1 + axis));
            case ACC_NEW -> of(e.in().get(axis));
            case COPY, UPDATE, ACC_ADD, FFT, STOP_GRADIENT, ACC_GET, PSUM, PMAX, PMIN -> like(e.in().get(0), axis);
            case INDEX -> like(e.in().get(0), axis + e.in().size() - 1);
            case SCAN -> of(e.in().get(0));
            case HIST, SELECT -> like(e.in().get(1), axis);
            case OPT_BARRIER -> like(e.in().get(e.out().indexOf(v)), axis);
            case COND -> like(RegionView.ofResult(e, v).yields().get(0), axis);
            case FOR, WHILE, MAP, REDUCE -> {
                RegionView.Slot s = RegionView.ofResult(e, v);
                yield s.init() != null ? like(s.init(), axis) : axis == 0 ? of(e.in().get(0)) : like(s.yield(), axis - 1);
            }
            case ELEMENTWISE, FUNCTION, IOTA, DIM, BROADCAST, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL,
                 REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV,
                 SORT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, CALL, CHECK, DEBUG_CALLBACK, THREEFRY2X32, ALL_GATHER, AXIS_INDEX -> null;
        };
    }
}
