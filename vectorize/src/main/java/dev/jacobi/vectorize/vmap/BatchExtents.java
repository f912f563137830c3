package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ShapeRoots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The extents of a lane's array results, which must be known before the lanes run. Those that follow from the inputs' extents and from
 * inputs which all lanes share are computed in front; for the others the lanes first compute only their extents (dead-code
 * elimination takes the rest of that copy away), and a check says that all lanes have the same.
 */
final class BatchExtents {
    private final Builder b;
    private final Func f;
    private final Batch.Inputs inputs;
    private final Func copy;
    private final Map<Integer, Eqn> definitions = new HashMap<>();
    private final ShapeRoots shapes;
    private final Map<Integer, Atom> hoisted = new HashMap<>();
    /** Extents that only running lanes tell, by result variable; computed for all results at once. */
    private Map<Integer, List<Atom>> measured;

    BatchExtents(Builder b, Func f, Batch.Inputs inputs, Func copy) {
        this.b = b;
        this.f = f;
        this.inputs = inputs;
        this.copy = copy;
        shapes = ShapeRoots.of(f);
        define(f.body());
    }

    /** What branches compute is looked at too: scalars that all lanes share can be computed in front of them. */
    private void define(List<Eqn> body) {
        for (Eqn e : body) {
            e.out().forEach(v -> definitions.put(v.id(), e));
            if (e.params() instanceof Params.Branches p) {
                p.regions().forEach(r -> define(r.body()));
            }
        }
    }

    /** i32 operands, valid outside the lanes, for the extents of a result. */
    List<Atom> of(Atom result) {
        var extents = new ArrayList<Atom>();
        for (int axis = 0; axis < result.type().rank(); axis++) {
            Atom e = extent(result, axis);
            extents.add(e != null ? e : measured((Var) result).get(axis));
        }
        return extents;
    }

    /** An extent of an array of the original's top level, or null. */
    private Atom extent(Atom a, int axis) {
        Dim d = a.type().dims().get(axis);
        if (d.isConst()) {
            return Lit.i32((int) d.add());
        }
        int input = f.in().indexOf(a);
        if (input >= 0) {
            return ofInput(input, axis);
        }
        // Equal known dims are equal at run time.
        for (int k = 0; k < f.in().size() && !d.isUnknown(); k++) {
            int same = f.in().get(k).type().dims().indexOf(d);
            if (same >= 0) {
                return ofInput(k, same);
            }
        }
        Var root = shapes.root((Var) a);
        if (!root.equals(a)) {
            return extent(root, axis);
        }
        Eqn e = definitions.get(root.id());
        if (e == null) {
            return null;
        }
        int k = e.out().indexOf(a);
        return switch (e.prim().form()) {
            case FULL, RESHAPE, BROADCAST -> shared(e.in().get(1 + axis));
            case ACC_NEW, IOTA -> shared(e.in().get(axis));
            case SLICE -> shared(e.in().get(1 + e.in().get(0).type().rank() + axis));
            case INDEX -> extent(e.in().get(0), axis + e.in().size() - 1);
            case TRANSPOSE -> extent(e.in().get(0), ((Params.Axes) e.params()).axes().get(axis));
            case FOR, WHILE, MAP, REDUCE, HIST -> carried(e, k, axis);
            case SCAN -> axis == 0 ? shared(e.in().get(0)) : null;
            case SELECT, TRIANGULAR_SOLVE -> extent(e.in().get(1), axis);
            case ELEMENTWISE, FUNCTION, COPY, UPDATE, ACC_ADD, ACC_GET, UPDATE_SLICE, SCATTER, STOP_GRADIENT, SHARD, PSUM, PMAX, PMIN, REV, CHOLESKY, FFT, CUM_ADD,
                 CUM_MUL, CUM_MIN, CUM_MAX ->
                extent(e.in().get(0), axis);
            case OPT_BARRIER, SORT -> extent(e.in().get(k), axis);
            case THREEFRY2X32 -> extent(e.in().get(2), axis);
            case COND -> chosen((Params.Branches) e.params(), k, axis);
            case DIM, PAD, CONCAT, GATHER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX,
                 DOT_GENERAL, CONV, LU, QR, EIGH, SVD, CALL, CHECK, DEBUG_CALLBACK, ALL_GATHER, AXIS_INDEX -> null;
        };
    }

    private Atom ofInput(int k, int axis) {
        Var batched = inputs.batched.get(k);
        return inputs.extents.computeIfAbsent(List.of(k, axis), x -> batched == null ? b.dim(f.in().get(k), axis) : b.dim(batched, axis + 1));
    }

    /** The extent that the arrays of all branches have, when that can be told. */
    private Atom chosen(Params.Branches p, int k, int axis) {
        Atom one = null;
        for (Region r : p.regions()) {
            Atom e = extent(r.out().get(k), axis);
            if (e == null || one != null && !one.equals(e)) {
                return null;
            }
            one = e;
        }
        return one;
    }

    /** The extent of an array that parallel trips write to; of what a map stacks, the trip count. Of what a loop carries the shapes' roots have told all there is. */
    private Atom carried(Eqn e, int k, int axis) {
        RegionView view = RegionView.of(e);
        RegionView.Slot s = RegionView.slot(e, k);
        return switch (s.role()) {
            case STACK -> axis == 0 ? shared(view.head()) : null;
            case DEST, FOLD, BINS -> extent(s.init(), axis);
            case CARRY, BRANCH -> null;
        };
    }

    /** A scalar that is the same for all lanes, computed outside of them as i32; null when it may differ. */
    private Atom shared(Atom a) {
        Atom s = same(a);
        return s == null || s.dtype() == DType.I32 ? s : s instanceof Lit l ? Lit.i32((int) l.asLong()) : b.convert(s, DType.I32);
    }

    private Atom same(Atom a) {
        if (a instanceof Lit) {
            return a;
        }
        Var v = (Var) a;
        int input = f.in().indexOf(v);
        if (input >= 0) {
            return inputs.batched.get(input) == null ? v : null;
        }
        if (hoisted.containsKey(v.id())) {
            return hoisted.get(v.id());
        }
        Atom s = null;
        Eqn e = definitions.get(v.id());
        if (e != null && e.prim() == Prim.DIM) {
            s = extent(e.in().get(0), ((Params.Axis) e.params()).axis());
        } else if (e != null && v.type().isScalar() && e.prim().isElementwise()) {
            List<Atom> in = e.in().stream().map(this::same).toList();
            s = in.contains(null) ? null : b.emitAll(e.prim(), e.params(), in).get(0);
        }
        hoisted.put(v.id(), s);
        return s;
    }

    /** Runs the lanes for their extents only. The extents of a batch without lanes are zero. */
    private List<Atom> measured(Var result) {
        if (measured == null) {
            measured = new HashMap<>();
            Var i = b.fresh(Type.I32);
            b.open();
            inputs.take(b, i, copy);
            copy.body().forEach(b::append);
            var yields = new ArrayList<Atom>();
            for (Atom out : copy.out()) {
                for (int axis = 0; axis < out.type().rank(); axis++) {
                    yields.add(b.dim(out, axis));
                }
            }
            List<Var> all = b.loop(Prim.MAP, inputs.extent, b.close(List.of(i), yields), inputs.count, List.of());
            int at = 0;
            for (int k = 0; k < f.out().size(); k++) {
                var extents = new ArrayList<Atom>();
                for (int axis = 0; axis < f.out().get(k).type().rank(); axis++) {
                    extents.add(equal(all.get(at++)));
                }
                if (f.out().get(k) instanceof Var v) {
                    measured.put(v.id(), extents);
                }
            }
        }
        return measured.get(result.id());
    }

    /** The one value of all elements, checked. */
    private Atom equal(Var extents) {
        Var first = b.index(extents, Params.Access.CLAMP, List.of(Lit.i32(0)));
        Var all = b.reduce(Prim.AND, inputs.extent, inputs.count, Lit.bool(true), i -> b.emit(Prim.EQ, b.index(extents, Params.Access.PROMISED, List.of(i)), first));
        b.check(all, Params.Code.SHAPE, "");
        return first;
    }
}
