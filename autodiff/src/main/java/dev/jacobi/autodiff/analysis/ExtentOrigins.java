package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Where the extents of results come from: an operand that is the extent, or an axis of an operand. */
final class ExtentOrigins {
    /** An extent: the atom itself where {@code axis} is negative, else that of this array's axis. */
    record Origin(Atom atom, int axis) {
        static Origin given(Atom extent) {
            return new Origin(extent, -1);
        }
    }

    private ExtentOrigins() {
    }

    /** Where the extent of an axis of an equation's result {@code k} comes from; null when it is computed in another way. */
    static Origin of(Eqn e, int k, int axis) {
        List<Atom> in = e.in();
        Prim p = e.prim();
        if (p.extents() == Prim.Extents.GIVEN) {
            return Origin.given(in.get(axis + (p == Prim.IOTA || p == Prim.ACC_NEW ? 0 : 1)));
        }
        return switch (p.form()) {
            case SLICE -> Origin.given(in.get(1 + in.get(0).type().rank() + axis));
            case TRANSPOSE -> new Origin(in.get(0), ((Params.Axes) e.params()).axes().get(axis));
            case INDEX -> new Origin(in.get(0), axis + in.size() - 1);
            case GATHER -> gathered(in, ((Params.Access) e.params()).axis(), axis);
            case CONCAT -> axis == ((Params.Axis) e.params()).axis() ? null : new Origin(in.get(0), axis);
            case PAD -> padded((Params.Pad) e.params(), axis) ? null : new Origin(in.get(0), axis);
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR -> new Origin(in.get(0), kept(((Params.Axes) e.params()).axes(), axis));
            case ARGMIN, ARGMAX -> new Origin(in.get(0), kept(List.of(((Params.Axis) e.params()).axis()), axis));
            case DOT_GENERAL -> product((Params.Dot) e.params(), in, axis);
            case SORT -> new Origin(in.get(k), axis);
            case CHOLESKY, FFT -> new Origin(in.get(0), axis);
            case TRIANGULAR_SOLVE -> new Origin(in.get(1), axis);
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, REV, UPDATE, UPDATE_SLICE, SCATTER, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, CONV, LU, QR, EIGH, SVD,
                 COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, STOP_GRADIENT, OPT_BARRIER, PSUM, PMAX, PMIN, ALL_GATHER,
                 AXIS_INDEX -> null;
        };
    }

    private static boolean padded(Params.Pad p, int axis) {
        return p.low().get(axis) != 0 || p.high().get(axis) != 0 || p.interior().get(axis) != 0;
    }

    private static Origin gathered(List<Atom> in, int along, int axis) {
        int rank = in.get(1).type().rank();
        return axis < along ? new Origin(in.get(0), axis) : axis < along + rank ? new Origin(in.get(1), axis - along) : new Origin(in.get(0), axis - rank + 1);
    }

    /** The axis that is the n-th of those that do not go away. */
    private static int kept(List<Integer> away, int n) {
        int left = n;
        for (int k = 0; ; k++) {
            if (!away.contains(k) && left-- == 0) {
                return k;
            }
        }
    }

    /** The axes of a product are those of the batch, then those of the first and of the second factor that are not contracted. */
    private static Origin product(Params.Dot d, List<Atom> in, int axis) {
        int batch = d.batchA().size();
        if (axis < batch) {
            return new Origin(in.get(0), d.batchA().get(axis));
        }
        var awayA = new ArrayList<>(d.batchA());
        awayA.addAll(d.contractA());
        int freeA = in.get(0).type().rank() - awayA.size();
        if (axis < batch + freeA) {
            return new Origin(in.get(0), kept(awayA, axis - batch));
        }
        var awayB = new ArrayList<>(d.batchB());
        awayB.addAll(d.contractB());
        return new Origin(in.get(1), kept(awayB, axis - batch - freeA));
    }
}
