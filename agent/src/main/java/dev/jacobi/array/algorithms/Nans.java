package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** Reductions that leave NaN out. */
public final class Nans {
    private Nans() {
    }

    /** Where there are numbers, and the mask holds, which may be null. */
    public static NDArray numbers(NDArray a, NDArray where) {
        NDArray n = Ops.not(Ops.isNaN(a));
        return where == null ? n : Ops.and(n, Ops.to(where, DType.BOOL));
    }

    /** The greatest ({@code REDUCE_MAX}) or least numbers; NaN where there is none. */
    public static NDArray extreme(String what, Prim p, NDArray a, int[] axes, boolean keepDims, NDArray initial, NDArray where) {
        if (!a.dtype().isInexact()) {
            return p == Prim.REDUCE_MAX ? Reductions.max(a, axes, keepDims, initial, where) : Reductions.min(a, axes, keepDims, initial, where);
        }
        var in = new ArrayList<>(List.of(a));
        if (initial != null) {
            in.add(initial);
        }
        if (where != null) {
            in.add(where);
        }
        return Operation.fused(Structural.key(what, axes == null ? List.of() : axes, keepDims, initial != null, where != null), in, x -> {
            NDArray none = Ops.isNaN(x.get(0));
            NDArray y = Ops.where(none, Reductions.neutral(p, a.dtype()), x.get(0));
            NDArray first = initial == null ? null : x.get(1);
            NDArray mask = where == null ? null : x.get(x.size() - 1);
            NDArray r = p == Prim.REDUCE_MAX ? Reductions.max(y, axes, keepDims, first, mask) : Reductions.min(y, axes, keepDims, first, mask);
            NDArray all = Reductions.bool("all", Prim.REDUCE_AND, none, axes, keepDims, mask);
            return initial != null ? r : Ops.where(all, Ops.constant(Double.NaN, a.dtype()), r);
        });
    }

    /** Where the greatest or least number along an axis is; -1 where there is none. */
    public static NDArray arg(String what, Prim p, NDArray a, Integer axis, boolean keepDims) {
        if (!a.dtype().isInexact()) {
            return Reductions.arg(what, p, a, axis, keepDims);
        }
        return Operation.fused(Structural.key(what, String.valueOf(axis), keepDims, Ops.index()), List.of(a), in -> {
            NDArray none = Ops.isNaN(in.get(0));
            NDArray y = Ops.where(none, Ops.constant(p == Prim.ARGMAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, a.dtype()), in.get(0));
            NDArray at = Reductions.arg(what, p, y, axis, keepDims);
            NDArray all = Reductions.bool("all", Prim.REDUCE_AND, none, axis == null ? null : new int[] {axis}, keepDims, null);
            return Ops.where(all, Ops.constant(-1, at.dtype()), at);
        });
    }
}
