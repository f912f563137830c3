package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which array a region's result is a later version of: what only updates lie between, idle lanes leave as it was. */
public final class ArrayVersions {
    private final Map<Integer, Eqn> defs = new HashMap<>();

    private ArrayVersions(List<Eqn> body) {
        body.forEach(e -> e.out().forEach(v -> defs.put(v.id(), e)));
    }

    /** The variable from around the region, or its parameter, of which {@code a} is a version; null when it is another array. */
    public static Var base(Region r, Atom a) {
        return base(r.body(), a);
    }

    /** The same for what a function's equations make of its parameters. */
    public static Var base(List<Eqn> body, Atom a) {
        return new ArrayVersions(body).base(a);
    }

    /** True when what the region yields is a version of that parameter of its own. */
    static boolean own(Region r, Var param, Atom yield) {
        return param.equals(base(r, yield));
    }

    private Var base(Atom from) {
        Atom a = from;
        while (a instanceof Var v && defs.containsKey(v.id())) {
            a = before(defs.get(v.id()), v);
        }
        return (Var) (a instanceof Var ? a : null);
    }

    /** One step back, or null. */
    private static Atom before(Eqn e, Var v) {
        int k = e.out().indexOf(v);
        return switch (e.prim().form()) {
            case UPDATE, UPDATE_SLICE, SCATTER, ACC_ADD, ACC_GET, STOP_GRADIENT, SHARD -> e.in().get(0);
            case OPT_BARRIER -> e.in().get(k);
            case HIST -> e.in().get(1);
            case FOR, WHILE, MAP, REDUCE -> {
                RegionView view = RegionView.of(e);
                RegionView.Slot s = RegionView.slot(e, k);
                yield s.param() != null && own(view.body(), s.param(), s.yield()) ? s.init() : null;
            }
            case COND -> {
                Var same = null;
                for (Region r : ((Params.Branches) e.params()).regions()) {
                    Var b = base(r, r.out().get(k));
                    if (b == null || same != null && !same.equals(b)) {
                        yield null;
                    }
                    same = b;
                }
                yield same;
            }
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, PAD, CONCAT, INDEX, GATHER, REDUCE_ADD,
                 REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX,
                 DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, SCAN, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, THREEFRY2X32, PSUM, PMAX,
                 PMIN, ALL_GATHER, AXIS_INDEX -> null;
        };
    }
}
