package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether each trip of a loop reads and writes, of the arrays that the loop writes to, one element of its own, which it reads first. */
final class OwnElements {
    private final Var index;
    private final List<Eqn> body;
    private final Map<Var, Var> versions;
    private final Map<Var, Eqn> made = new HashMap<>();
    private final Set<Var> carries;
    /** Whether loops inside may write, too. */
    private final boolean nested;

    /** {@code carries}: scalars that the trips hand on; {@code versions}: the parameters that are arrays; gets the arrays that updates make of them. */
    OwnElements(Var index, List<Var> carries, List<Eqn> body, Map<Var, Var> versions, boolean nested) {
        this.nested = nested;
        this.index = index;
        this.carries = Set.copyOf(carries);
        this.body = body;
        this.versions = versions;
        body.forEach(e -> e.out().forEach(v -> made.put(v, e)));
    }

    boolean hold(RegionView view) {
        var written = new HashMap<Var, List<Atom>>();
        boolean[] checks = {false};
        boolean[] odd = {false};
        Regions.each(body, x -> {
            checks[0] |= x.prim() == Prim.CHECK;
            odd[0] |= x.prim() == Prim.CALL || x.prim() == Prim.DEBUG_CALLBACK || x.prim() == Prim.ACC_ADD;
        });
        for (Eqn x : body) {
            if (x.prim() == Prim.UPDATE) {
                Var to = versions.get((Var) x.in().get(0));
                boolean plain = ((Params.Access) x.params()).op() == null && !x.written().isArray();
                if (to == null || !plain || written.containsKey(to) || !own(x.indices())) {
                    return false;
                }
                written.put(to, x.indices());
                versions.put(x.result(), to);
            } else if (x.out().stream().anyMatch(Atom::isArray) && !(nested && inner(x, written))) {
                return false;
            }
        }
        boolean in = view.slots().stream().filter(s -> s.result().isArray()).allMatch(s -> s.yield() instanceof Var v && s.param().equals(versions.get(v)));
        return in && !odd[0] && (!checks[0] || written.isEmpty()) && body.stream().allMatch(x -> readsOwn(x, written));
    }

    /** A loop inside that touches, of the arrays it carries, only elements whose places the outer trip has to itself. */
    private boolean inner(Eqn x, Map<Var, List<Atom>> written) {
        if (x.prim() != Prim.FOR && x.prim() != Prim.MAP || RegionView.of(x).slots().stream().anyMatch(s -> s.init() == null)) {
            return false;
        }
        List<Eqn> inside = RegionView.of(x).body().body();
        var own = new HashMap<Var, Var>();
        for (RegionView.Slot s : RegionView.of(x).slots()) {
            Var to = s.result().isArray() ? versions.get((Var) s.init()) : null;
            if (s.result().isArray() && (to == null || written.containsKey(to))) {
                return false;
            }
            if (to != null) {
                own.put(s.param(), to);
                written.put(to, List.of());
                versions.put(s.result(), to);
            }
        }
        for (Eqn y : inside) {
            boolean touches = y.in().stream().anyMatch(own::containsKey);
            boolean access = y.prim() == Prim.INDEX && !y.result().isArray() || y.prim() == Prim.UPDATE && !y.written().isArray();
            if (Regions.captures(y).stream().anyMatch(own::containsKey) || touches && !(access && y.indices().stream().anyMatch(this::unit))) {
                return false;
            }
            if (y.prim() == Prim.UPDATE && touches) {
                own.put(y.result(), own.get((Var) y.in().get(0)));
            }
        }
        return true;
    }

    /** Whether no two trips have the same indices: one differs from trip to trip, or two are quotient and remainder of the trip's number. */
    private boolean own(List<Atom> indices) {
        return indices.stream().anyMatch(this::unit) || indices.stream().map(this::narrowed).anyMatch(q -> q != null && q.prim() == Prim.DIV && q.in().get(0).equals(index)
            && indices.stream().map(this::narrowed).anyMatch(r -> r != null && r.prim() == Prim.REM && r.in().equals(q.in())));
    }

    /** What an index is made by, conversions of the trip's number aside. */
    private Eqn narrowed(Atom a) {
        Eqn e = a instanceof Var v ? made.get(v) : null;
        return e != null && e.prim() == Prim.CONVERT ? narrowed(e.in().get(0)) : e;
    }

    /** Reads of arrays that are written are of the element that will be; regions do not touch them. */
    private boolean readsOwn(Eqn x, Map<Var, List<Atom>> written) {
        Set<Var> inside = new HashSet<>(Regions.captures(x));
        if (inside.stream().anyMatch(versions::containsKey)) {
            return false;
        }
        if (x.prim() == Prim.UPDATE || nested && x.out().stream().anyMatch(versions::containsKey)) {
            return true;
        }
        for (Var v : Var.among(x.in())) {
            if (versions.containsKey(v)) {
                boolean dim = x.prim() == Prim.DIM;
                boolean own = x.prim() == Prim.INDEX && versions.get(v).equals(v) && x.indices().equals(written.get(v)) && ((Params.Access) x.params()).mode() == Params.Mode.PROMISED;
                boolean only = x.prim() == Prim.INDEX && !written.containsKey(versions.get(v));
                if (!dim && !own && !only) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether an integer differs from trip to trip: the loop's own, or that plus or minus something fixed. */
    private boolean unit(Atom a) {
        if (a.equals(index)) {
            return true;
        }
        Eqn e = a instanceof Var v ? made.get(v) : null;
        if (e == null) {
            return false;
        }
        boolean wide = e.prim() == Prim.CONVERT && e.result().dtype().bits() >= e.in().get(0).dtype().bits() && !e.result().dtype().isFloat();
        boolean sum = e.prim() == Prim.ADD || e.prim() == Prim.SUB;
        return wide && unit(e.in().get(0)) || sum && (unit(e.in().get(0)) && fixed(e.in().get(1)) || fixed(e.in().get(0)) && unit(e.in().get(1)));
    }

    private boolean fixed(Atom a) {
        return !a.equals(index) && !(a instanceof Var v && (made.containsKey(v) || carries.contains(v)));
    }
}
