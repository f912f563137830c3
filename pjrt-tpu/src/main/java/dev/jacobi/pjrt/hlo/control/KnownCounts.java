package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Integers that are added up from known ones, as the trips of a triangle of loops: they are computed when the text is written, so that an extent may be such a sum. */
final class KnownCounts {
    private static final long MOST = 2048;

    private KnownCounts() {
    }

    /** The results of a reduction; null when it is none of known integers. */
    static List<LaneValue> of(EmitContext e, Eqn q, List<LaneValue> in) {
        boolean known = q.prim() == Prim.REDUCE && in.stream().allMatch(KnownCounts::isKnown) && in.get(0).lit.asLong() <= MOST;
        if (!known || Regions.any(List.of(q), x -> x.prim() != Prim.REDUCE && !x.computesScalars() || x.prim() == Prim.CHECK || x.prim() == Prim.CALL || !x.out().stream().allMatch(KnownCounts::isInteger))) {
            return null;
        }
        var used = new LinkedHashSet<Var>(Var.among(q.in()));
        used.addAll(Regions.captures(q));
        var args = new ArrayList<Tensor>();
        for (Var v : used) {
            LaneValue x = e.get(v);
            if (!isKnown(x)) {
                return null;
            }
            args.add(Tensor.of(x.lit));
        }
        return Interpreter.run(new Func(List.copyOf(used), List.of(q), List.copyOf(q.out())), args).stream().map(t -> LaneValue.of(t.get(0))).toList();
    }

    private static boolean isKnown(LaneValue v) {
        return v.lit != null && v.dims.length == 0;
    }

    private static boolean isInteger(Atom a) {
        return !a.isArray() && !a.dtype().isFloat();
    }
}
