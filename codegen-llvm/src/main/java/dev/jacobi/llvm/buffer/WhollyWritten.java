package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * New arrays that a loop over all of their elements writes before anything reads them need not be filled: {@code new float[n]} and {@code r[i] = ...} for each {@code i < n}. The
 * loop runs over the array's own extents, one loop per axis, each trip writes its element or its part in any case, and the array is used for nothing else before it ends.
 */
public final class WhollyWritten {
    private final Map<Var, Eqn> definitions = new HashMap<>();
    /** How often a variable is used for anything but its extents. */
    private final Map<Var, Integer> uses = new HashMap<>();

    private WhollyWritten(Func f) {
        Regions.each(f.body(), e -> {
            e.out().forEach(v -> definitions.put(v, e));
            if (e.prim() != Prim.DIM) {
                count(e.in());
            }
            Regions.of(e).forEach(r -> count(r.out()));
        });
        count(f.out());
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("wholly-written").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(WhollyWritten::run);
    }

    private static Func run(Func f) {
        var w = new WhollyWritten(f);
        List<Eqn> body = w.body(f.body());
        return body == f.body() ? f : new Func(f.in(), body, f.out());
    }

    private void count(List<? extends Atom> atoms) {
        for (Atom a : atoms) {
            if (a instanceof Var v && v.isArray()) {
                uses.merge(v, 1, Integer::sum);
            }
        }
    }

    private List<Eqn> body(List<Eqn> body) {
        List<Eqn> out = null;
        for (int i = 0; i < body.size(); i++) {
            Eqn e = body.get(i);
            Eqn now = e.prim() == Prim.FULL && e.result().isArray() && e.in().get(0) instanceof Lit l && !l.isUnset() && isWritten(e, body) ? unset(e)
                : Regions.map(e, this::region);
            if (now != e && out == null) {
                out = new ArrayList<>(body);
            }
            if (now != e) {
                out.set(i, now);
            }
        }
        return out == null ? body : out;
    }

    private Region region(Region r) {
        List<Eqn> body = body(r.body());
        return body == r.body() ? r : new Region(r.params(), body, r.out());
    }

    private static Eqn unset(Eqn full) {
        var in = new ArrayList<>(full.in());
        in.set(0, Lit.unset(full.result().dtype()));
        return new Eqn(full.prim(), in, full.params(), full.out());
    }

    private boolean isWritten(Eqn full, List<Eqn> body) {
        return uses.getOrDefault(full.result(), 0) == 1 && isWritten(full.result(), null, full, List.of(), body);
    }

    /** Whether equations write all of an array, of which they have the part at these indices to write, and make {@code end} of it, unless that is null. */
    private boolean isWritten(Var array, Var end, Eqn full, List<Atom> at, List<Eqn> body) {
        for (Eqn e : body) {
            if (e.prim() == Prim.UPDATE && e.in().get(0).equals(array)) {
                return !at.isEmpty() && e.result().equals(end) && ((Params.Access) e.params()).mode() != Params.Mode.CLAMP && e.in().subList(1, e.in().size() - 1).equals(at);
            } else if ((e.prim() == Prim.MAP || e.prim() == Prim.FOR) && e.in().indexOf(array) > 0) {
                return loop(e, array, end, full, at);
            }
        }
        return false;
    }

    private boolean loop(Eqn e, Var array, Var end, Eqn full, List<Atom> at) {
        if (at.size() == full.result().type().rank() || !isExtent(e.in().get(0), full, at.size())) {
            return false;
        }
        RegionView.Slot slot = RegionView.of(e).carried().stream().filter(s -> s.init().equals(array)).findFirst().orElseThrow();
        Region r = Regions.of(e).get(0);
        if (uses.getOrDefault(slot.param(), 0) != 1 || !(slot.yield() instanceof Var y) || uses.getOrDefault(y, 0) != 1
            || end != null && !slot.result().equals(end)) {
            return false;
        }
        var deeper = new ArrayList<>(at);
        deeper.add(r.params().get(0));
        return isWritten(slot.param(), y, full, deeper, r.body());
    }

    private boolean isExtent(Atom n, Eqn full, int axis) {
        Atom extent = full.in().get(1 + axis);
        if (n.equals(extent)) {
            return true;
        }
        Eqn a = definitions.get(n);
        Eqn b = definitions.get(extent);
        boolean dim = a != null && a.prim() == Prim.DIM;
        return dim && a.in().get(0).equals(full.result()) && ((Params.Axis) a.params()).axis() == axis
            || dim && b != null && b.prim() == Prim.DIM && a.in().equals(b.in()) && a.params().equals(b.params());
    }
}
