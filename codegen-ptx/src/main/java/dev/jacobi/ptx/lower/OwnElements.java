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

    /** {@code carries}: scalars that the trips hand on; {@code versions}: the parameters that are arrays; gets the arrays that updates make of them. */
    OwnElements(Var index, List<Var> carries, List<Eqn> body, Map<Var, Var> versions) {
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
                if (to == null || !plain || written.containsKey(to) || x.indices().stream().noneMatch(this::unit)) {
                    return false;
                }
                written.put(to, x.indices());
                versions.put(x.result(), to);
            } else if (x.out().stream().anyMatch(Atom::isArray)) {
                return false;
            }
        }
        boolean in = view.slots().stream().filter(s -> s.result().isArray()).allMatch(s -> s.yield() instanceof Var v && s.param().equals(versions.get(v)));
        return in && !odd[0] && (!checks[0] || written.isEmpty()) && body.stream().allMatch(x -> readsOwn(x, written));
    }

    /** Reads of arrays that are written are of the element that will be; regions do not touch them. */
    private boolean readsOwn(Eqn x, Map<Var, List<Atom>> written) {
        Set<Var> inside = new HashSet<>(Regions.captures(x));
        if (inside.stream().anyMatch(versions::containsKey)) {
            return false;
        }
        if (x.prim() == Prim.UPDATE) {
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
