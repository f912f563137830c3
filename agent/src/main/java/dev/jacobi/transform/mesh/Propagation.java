package dev.jacobi.transform.mesh;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How every array of a function lies on a mesh, by what is said of some. Equations are gone through forward and backward until nothing changes: axes of one factor ({@link AxisFactors}) take the mesh's axes from each
 * other, the largest array first. What a user has said of an array stays. An array's axis gets the mesh's axes once, so that it ends.
 */
final class Propagation {
    private final Spread mesh;
    private final Map<Integer, List<List<String>>> layouts = new HashMap<>();
    private final Set<Integer> said = new HashSet<>();
    private final List<String> reasons = new ArrayList<>();
    private boolean changed;

    private Propagation(Spread mesh) {
        this.mesh = mesh;
    }

    /** {@code in} and {@code out}: what is said of inputs and results, null for one of which nothing is. */
    static Propagation of(Func f, Spread mesh, List<List<List<String>>> in, List<List<List<String>>> out) {
        var p = new Propagation(mesh);
        for (int k = 0; k < f.in().size(); k++) {
            p.say(f.in().get(k), in.get(k));
        }
        for (Eqn e : f.body()) {
            if (e.prim() == Prim.SHARD && p.isClosed((Params.Layout) e.params(), e.result().type())) {
                p.say(e.result(), ((Params.Layout) e.params()).axes());
            }
        }
        for (int k = 0; k < f.out().size(); k++) {
            if (!(f.out().get(k) instanceof Var v) || !p.said.contains(v.id())) {
                p.say(f.out().get(k), out.get(k));
            }
        }
        p.run(f.body());
        return p;
    }

    /** Whether it says of each axis how it is divided among the devices of this mesh. */
    private boolean isClosed(Params.Layout l, Type t) {
        return l.names().equals(mesh.mesh().names()) && l.sizes().equals(mesh.mesh().sizes()) && l.whole().isEmpty() && l.axes().size() == t.rank() && !l.axes().contains(Params.Layout.OPEN);
    }

    private void say(Atom a, List<List<String>> layout) {
        if (!(a instanceof Var v) || layout == null || layout.size() != v.type().rank()) {
            return;
        }
        if (mesh.fits(v.type(), layout)) {
            layouts.put(v.id(), layout);
            said.add(v.id());
        } else {
            boolean known = v.type().dims().stream().allMatch(Dim::isConst);
            reasons.add(v.type() + (known ? " cannot be divided evenly as " : ", whose lengths are known at the call only, is not divided as ") + Spread.text(layout));
        }
    }

    /** What is not as users have said, and why. */
    List<String> reasons() {
        return reasons;
    }

    List<List<String>> of(Atom a) {
        List<List<String>> known = a instanceof Var v ? layouts.get(v.id()) : null;
        return known == null ? Spread.whole(a.type()) : known;
    }

    private void run(List<Eqn> body) {
        var backward = new ArrayList<>(body);
        Collections.reverse(backward);
        do {
            changed = false;
            body.forEach(this::through);
            backward.forEach(this::through);
        } while (changed);
    }

    private void through(Eqn e) {
        AxisFactors f = AxisFactors.of(e);
        for (int k = 0; k < f.count(); k++) {
            List<String> axes = axes(e, f, k);
            if (!axes.isEmpty()) {
                give(e.in(), f.in(), k, axes);
                give(e.out(), f.out(), k, axes);
            }
        }
    }

    /** The mesh's axes of a factor: those of the array that is largest, of what users have said something of first. */
    private List<String> axes(Eqn e, AxisFactors f, int factor) {
        List<String> best = List.of();
        double most = -1;
        var all = new ArrayList<Atom>(e.in());
        all.addAll(e.out());
        for (int i = 0; i < all.size(); i++) {
            List<Integer> factors = i < e.in().size() ? f.in().get(i) : f.out().get(i - e.in().size());
            int at = factors.indexOf(factor);
            if (at >= 0 && !of(all.get(i)).get(at).isEmpty()) {
                double size = Spread.elements(all.get(i).type()) * (all.get(i) instanceof Var v && said.contains(v.id()) ? 1e18 : 1);
                best = size > most ? of(all.get(i)).get(at) : best;
                most = Math.max(most, size);
            }
        }
        return best;
    }

    private void give(List<? extends Atom> arrays, List<List<Integer>> factors, int factor, List<String> axes) {
        for (int i = 0; i < arrays.size(); i++) {
            int at = factors.get(i).indexOf(factor);
            if (at < 0 || !(arrays.get(i) instanceof Var v) || said.contains(v.id())) {
                continue;
            }
            List<List<String>> now = of(v);
            var next = new ArrayList<>(now);
            next.set(at, axes);
            if (now.get(at).isEmpty() && axes.stream().noneMatch(a -> Spread.uses(now, a)) && mesh.fits(v.type(), next)) {
                layouts.put(v.id(), next);
                changed = true;
            }
        }
    }
}
