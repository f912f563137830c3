package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ExtentOrigin;
import dev.jacobi.llvm.text.NotEmitted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the host must know of a parallel loop before it runs: scalars in its body that do not depend on the iteration, and extents of arrays there. They
 * are computed by copies of the equations that lead to them.
 */
public final class HostExtents {
    private final Builder host;
    private final Map<Var, Eqn> inside = new HashMap<>();
    private final Map<Var, Atom> starts = new HashMap<>();
    private final Set<Var> params = new HashSet<>();
    private final Map<Var, Atom> done = new HashMap<>();

    /** For the regions of {@code loop}; copies go to {@code host}. */
    public HostExtents(Eqn loop, Builder host) {
        this.host = host;
        learn(loop);
    }

    /** For a body, whose indices differ from trip to trip; copies go to {@code host}. */
    public HostExtents(Region body, List<Var> indices, Builder host) {
        this.host = host;
        params.addAll(indices);
        for (Eqn x : body.body()) {
            x.out().forEach(v -> inside.put(v, x));
            learn(x);
        }
    }

    private void learn(Eqn e) {
        RegionView.of(e).carried().forEach(s -> s.params().forEach(p -> starts.put(p, s.init())));
        for (Region r : Regions.of(e)) {
            params.addAll(r.params());
            for (Eqn x : r.body()) {
                x.out().forEach(v -> inside.put(v, x));
                learn(x);
            }
        }
    }

    /** The same value outside of the loop; null when it depends on the iteration, or costs too much. */
    public Atom scalar(Atom a) {
        if (a instanceof Lit || !inside.containsKey((Var) a) && !params.contains((Var) a)) {
            return a;
        }
        Var v = (Var) a;
        if (done.containsKey(v)) {
            return done.get(v);
        }
        Eqn e = inside.get(v);
        Atom r = null;
        if (e != null && e.prim() == Prim.DIM) {
            r = extent(e.in().get(0), ((Params.Axis) e.params()).axis());
            r = r == null || r.dtype() == v.dtype() ? r : host.convert(r, v.dtype());
        } else if (e != null && e.computesScalars()) {
            List<Atom> in = new ArrayList<>();
            for (Atom x : e.in()) {
                in.add(scalar(x));
            }
            r = in.contains(null) ? null : host.emitAll(e.prim(), e.params(), in).get(e.out().indexOf(v));
        }
        done.put(v, r);
        return r;
    }

    /** An extent of an array of the body, valid before the loop; null when it is not known then. */
    Atom extent(Atom a, int axis) {
        if (a.type().dims().get(axis).isConst()) {
            return Lit.i32((int) a.type().dims().get(axis).add());
        }
        Var v = (Var) a;
        if (starts.containsKey(v)) {
            return extent(starts.get(v), axis);
        }
        Eqn e = inside.get(v);
        if (e == null) {
            return params.contains(v) ? null : host.dim(v, axis);
        }
        ExtentOrigin from = ExtentOrigin.of(e, v, axis);
        return from == null ? null : from.array() == null ? scalar(from.integer()) : extent(from.array(), from.axis());
    }

    /** As {@link #extent}, where there must be one. */
    Atom known(Atom a, int axis) {
        Atom x = extent(a, axis);
        if (x == null) {
            throw new NotEmitted("the extents of a row that each trip of a parallel loop makes are not known before it runs on a GPU");
        }
        return x;
    }
}
