package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/** Where an extent of an array comes from: it is this {@code integer}, or that of another {@code array} along this {@code axis}. */
public record ExtentOrigin(Atom integer, Atom array, int axis) {
    private static ExtentOrigin of(Atom integer) {
        return new ExtentOrigin(integer, null, 0);
    }

    private static ExtentOrigin like(Atom array, int axis) {
        return new ExtentOrigin(null, array, axis);
    }

    /** For the result {@code v} of an equation, from its operands or from what its regions yield; null where neither says. An array that a region yields is not in scope behind the equation. */
    public static ExtentOrigin of(Eqn e, Var v, int axis) {
        return switch (e.prim().form()) {
            case COND -> like(RegionView.ofResult(e, v).yields().get(0), axis);
            case FOR, WHILE, MAP, REDUCE -> {
                RegionView.Slot s = RegionView.ofResult(e, v);
                yield s.init() != null ? like(s.init(), axis) : axis == 0 ? of(e.in().get(0)) : like(s.yield(), axis - 1);
            }
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD,
                 REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY,
                 TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX,
                 STOP_GRADIENT, SHARD, OPT_BARRIER -> ofOperands(e, v, axis);
        };
    }

    /** As {@link #of}, from the operands alone; null for elementwise equations, too, whose result says as much as their operands do. */
    public static ExtentOrigin ofOperands(Eqn e, Var v, int axis) {
        List<Atom> in = e.in();
        Prim p = e.prim();
        return switch (p.extents()) {
            case GIVEN -> of(in.get(axis + (p == Prim.IOTA || p == Prim.ACC_NEW ? 0 : 1)));
            case LIKE_FIRST -> like(in.get(0), axis);
            case EACH -> like(in.get(e.out().indexOf(v)), axis);
            case ALIKE -> p == Prim.SELECT ? like(in.get(1), axis) : null;
            case OTHER -> byRule(e, e.out().indexOf(v), axis);
        };
    }

    private static ExtentOrigin byRule(Eqn e, int k, int axis) {
        List<Atom> in = e.in();
        return switch (e.prim().form()) {
            case SCAN -> of(in.get(0));
            case HIST -> like(in.get(1), axis);
            case SLICE -> of(in.get(1 + in.get(0).type().rank() + axis));
            case TRANSPOSE -> like(in.get(0), ((Params.Axes) e.params()).axes().get(axis));
            case INDEX -> like(in.get(0), axis + in.size() - 1);
            case GATHER -> gathered(in, ((Params.Access) e.params()).axis(), axis);
            case CONCAT -> axis == ((Params.Axis) e.params()).axis() ? null : like(in.get(0), axis);
            case PAD -> padded((Params.Pad) e.params(), axis) ? null : like(in.get(0), axis);
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR -> like(in.get(0), kept(((Params.Axes) e.params()).axes(), axis));
            case ARGMIN, ARGMAX -> like(in.get(0), kept(List.of(((Params.Axis) e.params()).axis()), axis));
            case DOT_GENERAL -> product((Params.Dot) e.params(), in, axis);
            case SORT -> like(in.get(k), axis);
            case CHOLESKY, FFT, PSUM, PMAX, PMIN -> like(in.get(0), axis);
            case TRIANGULAR_SOLVE -> like(in.get(1), axis);
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, REV, UPDATE, UPDATE_SLICE, SCATTER, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, CONV, LU, QR, EIGH, SVD,
                 COND, FOR, WHILE, MAP, REDUCE, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, STOP_GRADIENT, SHARD, OPT_BARRIER, ALL_GATHER, AXIS_INDEX -> null;
        };
    }

    private static boolean padded(Params.Pad p, int axis) {
        return p.low().get(axis) != 0 || p.high().get(axis) != 0 || p.interior().get(axis) != 0;
    }

    private static ExtentOrigin gathered(List<Atom> in, int along, int axis) {
        int rank = in.get(1).type().rank();
        return axis < along ? like(in.get(0), axis) : axis < along + rank ? like(in.get(1), axis - along) : like(in.get(0), axis - rank + 1);
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
    private static ExtentOrigin product(Params.Dot d, List<Atom> in, int axis) {
        int batch = d.batchA().size();
        if (axis < batch) {
            return like(in.get(0), d.batchA().get(axis));
        }
        var awayA = new ArrayList<>(d.batchA());
        awayA.addAll(d.contractA());
        int freeA = in.get(0).type().rank() - awayA.size();
        if (axis < batch + freeA) {
            return like(in.get(0), kept(awayA, axis - batch));
        }
        var awayB = new ArrayList<>(d.batchB());
        awayB.addAll(d.contractB());
        return like(in.get(1), kept(awayB, axis - batch - freeA));
    }
}
