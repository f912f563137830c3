package dev.jacobi.vectorize.recursion;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which axes have the same extent when all calls use arrays of one size, and what that is before the first call. It is only a guess of what
 * to begin with: calls whose arrays are of other sizes are told by checks, or by the back end.
 */
final class CallExtents {
    private final Map<Object, Object> parent = new HashMap<>();
    private final Map<Object, List<Atom>> sources = new HashMap<>();
    private final Map<Integer, String> owner = new HashMap<>();
    private final Map<Integer, Eqn> defs = new HashMap<>();
    private final Map<Integer, Atom> given;
    private final Set<Object> open = new HashSet<>();
    private final List<Var> inputs;

    private record Axis(Object value, int axis) {
    }

    private record Named(String func, Dim dim) {
    }

    CallExtents(CallBlocks blocks, List<Var> inputs, Map<Integer, Atom> given) {
        this.given = given;
        this.inputs = inputs;
        for (CallBlocks.Block b : blocks.all) {
            b.params.forEach(v -> owner.put(v.id(), b.func));
            own(b.body, b.func);
        }
        for (CallBlocks.Block b : blocks.all) {
            b.body.forEach(this::eqn);
            if (b.end instanceof CallBlocks.Jump j) {
                same(j.args(), j.to().params);
            } else if (b.end instanceof CallBlocks.Call c) {
                same(c.args(), blocks.begin.get(c.name()).params);
                for (int k = 0; k < c.back().params.size(); k++) {
                    result(c.name(), k, c.back().params.get(k));
                }
            } else if (b.end instanceof CallBlocks.Return r) {
                for (int k = 0; k < r.values().size(); k++) {
                    result(b.func, k, r.values().get(k));
                }
            }
        }
    }

    private void own(List<Eqn> body, String func) {
        for (Eqn e : body) {
            e.out().forEach(v -> {
                owner.put(v.id(), func);
                defs.put(v.id(), e);
            });
            for (Region r : Regions.of(e)) {
                r.params().forEach(v -> owner.put(v.id(), func));
                own(r.body(), func);
            }
        }
    }

    private Object node(Var v, int axis) {
        Dim d = v.type().dims().get(axis);
        return d.isConst() ? (Object) d : d.isUnknown() ? new Axis(v.id(), axis) : new Named(owner.get(v.id()), d);
    }

    private Object find(Object n) {
        Object p = parent.getOrDefault(n, n);
        if (p.equals(n)) {
            return n;
        }
        Object root = find(p);
        parent.put(n, root);
        return root;
    }

    private void union(Object a, Object b) {
        Object x = find(a);
        Object y = find(b);
        if (!x.equals(y)) {
            // A number is the best name of a class.
            parent.put(x instanceof Dim ? y : x, x instanceof Dim ? x : y);
        }
    }

    private void same(Atom a, Atom b) {
        if (a instanceof Var v && b instanceof Var w && v.type().rank() == w.type().rank()) {
            for (int k = 0; k < v.type().rank(); k++) {
                union(node(v, k), node(w, k));
            }
        }
    }

    private void same(List<? extends Atom> a, List<? extends Atom> b) {
        for (int k = 0; k < a.size() && k < b.size(); k++) {
            same(a.get(k), b.get(k));
        }
    }

    private void result(String func, int k, Atom a) {
        if (a instanceof Var v) {
            for (int i = 0; i < v.type().rank(); i++) {
                union(new Axis(func + "." + k, i), node(v, i));
            }
        }
    }

    private void eqn(Eqn e) {
        if (e.prim().isElementwise()) {
            e.in().forEach(a -> same(a, e.result()));
        } else if (e.prim() == Prim.UPDATE || e.prim() == Prim.UPDATE_SLICE || e.prim() == Prim.SCATTER || e.prim() == Prim.ACC_ADD || e.prim() == Prim.ACC_GET
            || e.prim() == Prim.COPY || e.prim() == Prim.REV) {
            same(e.in().get(0), e.result());
        } else if (e.prim().group() == Prim.Group.MARK || e.prim() == Prim.SORT) {
            same(e.in(), e.out());
        } else if (e.prim() == Prim.HIST) {
            same(e.in().get(1), e.result());
        } else if (e.prim() != Prim.SCAN) {
            for (RegionView.Slot s : RegionView.of(e).slots(RegionView.Role.CARRY, RegionView.Role.DEST, RegionView.Role.FOLD, RegionView.Role.BRANCH)) {
                s.params().forEach(p -> same(s.init(), p));
                s.yields().forEach(y -> same(y, s.result()));
                if (s.init() != null) {
                    same(s.init(), s.result());
                }
            }
        }
        if (e.prim() == Prim.FULL || e.prim() == Prim.BROADCAST || e.prim() == Prim.RESHAPE || e.prim() == Prim.ACC_NEW || e.prim() == Prim.IOTA) {
            int skip = e.in().size() - e.result().type().rank();
            for (int k = 0; k < e.result().type().rank(); k++) {
                sources.computeIfAbsent(node(e.result(), k), x -> new ArrayList<>()).add(e.in().get(skip + k));
            }
        }
        Regions.of(e).forEach(r -> r.body().forEach(this::eqn));
    }

    /** What stands for the extents: arrays with equal ones can take turns in one place. */
    List<Object> of(Object value, Type t) {
        var out = new ArrayList<>();
        for (int k = 0; k < t.rank(); k++) {
            out.add(find(value instanceof Var v ? node(v, k) : new Axis(value, k)));
        }
        return out;
    }

    /** The extent before the first call, or null when nothing says it. */
    Atom first(Object root, Builder b) {
        Object n = find(root);
        if (n instanceof Dim d) {
            return Lit.i32(Math.toIntExact(d.add()));
        }
        for (Var v : inputs) {
            for (int k = 0; k < v.type().rank(); k++) {
                if (find(node(v, k)).equals(n)) {
                    return b.dim(v, k);
                }
            }
        }
        if (!open.add(n)) {
            return null;
        }
        try {
            for (var s : sources.entrySet()) {
                if (find(s.getKey()).equals(n)) {
                    for (Atom a : s.getValue()) {
                        Atom x = value(a, b);
                        if (x != null) {
                            return x;
                        }
                    }
                }
            }
            return null;
        } finally {
            open.remove(n);
        }
    }

    /** A number that is the same in all calls, or null. */
    private Atom value(Atom a, Builder b) {
        if (a instanceof Lit || given.containsKey(((Var) a).id())) {
            return a instanceof Lit ? a : given.get(((Var) a).id());
        }
        Eqn e = defs.get(((Var) a).id());
        if (e == null || !a.type().isScalar()) {
            return null;
        } else if (e.prim() == Prim.DIM) {
            return e.in().get(0) instanceof Var v ? first(node(v, ((Params.Axis) e.params()).axis()), b) : null;
        }
        if (!e.prim().isElementwise()) {
            return null;
        }
        var in = new ArrayList<Atom>();
        for (Atom x : e.in()) {
            Atom y = value(x, b);
            if (y == null) {
                return null;
            }
            in.add(y);
        }
        return b.emitAll(e.prim(), e.params(), in).get(0);
    }
}
