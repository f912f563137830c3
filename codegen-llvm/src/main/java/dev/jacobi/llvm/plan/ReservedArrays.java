package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.ExtentOrigin;
import dev.jacobi.llvm.buffer.Shadows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Arrays that trips of loops make for themselves and whose extents are known in front of the outermost loop around, so that their memory can be taken there, once for each thread: no trip fails for want of memory then,
 * and what the loop writes into given arrays need not be written into copies of these for that reason.
 */
public final class ReservedArrays {
    /** So many for one loop. */
    private static final int MOST = 16;
    private static final int DEEPEST = 20;

    /** An array, where its extents come from, all known in front of the loop, and how many lanes may each have one. */
    public record Place(Var array, List<ExtentOrigin> extents, int lanes) { }

    private final Predicate<Var> ofOneTrip;
    private final ToIntFunction<Var> together;
    private final Definitions defs;
    private final Map<Dim, ExtentOrigin> given = new HashMap<>();
    private final Map<Var, List<Place>> byLoop = new HashMap<>();
    private Set<Integer> inside = Set.of();
    private List<Place> found = List.of();

    /** {@code ofOneTrip}: whether an array belongs to one trip; {@code together}: how many trips of the loop with this index go together in lanes, 0 where they do so as rows, of which each has its own. */
    ReservedArrays(Func f, Predicate<Var> ofOneTrip, ToIntFunction<Var> together) {
        this.ofOneTrip = ofOneTrip;
        this.together = together;
        defs = Definitions.in(f.body());
        for (Var v : f.in()) {
            for (int axis = 0; axis < v.type().rank(); axis++) {
                given.putIfAbsent(v.type().dims().get(axis), new ExtentOrigin(null, v, axis));
            }
        }
        outermost(f.body());
    }

    /** By {@link Shadows#sign} of the outermost loops. */
    Map<Var, List<Place>> byLoop() {
        return byLoop;
    }

    private void outermost(List<Eqn> body) {
        for (Eqn e : body) {
            if (e.prim() == Prim.COND) {
                Regions.of(e).forEach(r -> outermost(r.body()));
            } else if (!Regions.of(e).isEmpty()) {
                var own = new HashSet<Integer>();
                Regions.of(e).forEach(r -> own.addAll(Regions.defined(r)));
                inside = own;
                found = new ArrayList<>();
                trips(e, 1);
                if (!found.isEmpty() && found.size() <= MOST) {
                    byLoop.put(Shadows.sign(e), found);
                }
            }
        }
    }

    private void trips(Eqn loop, int lanes) {
        for (Region r : Regions.of(loop)) {
            Var trip = loop.prim() == Prim.COND || loop.prim() == Prim.WHILE || r.params().isEmpty() ? null : r.params().get(0);
            int wide = trip == null ? lanes : Math.max(lanes, together.applyAsInt(trip));
            if (trip != null && together.applyAsInt(trip) == 0) {
                continue;
            }
            for (Eqn e : r.body()) {
                if (e.out().size() == 1 && ofOneTrip.test(e.result())) {
                    add(e.result(), wide);
                }
                trips(e, wide);
            }
        }
    }

    private void add(Var array, int lanes) {
        var extents = new ArrayList<ExtentOrigin>();
        for (int axis = 0; axis < array.type().rank(); axis++) {
            ExtentOrigin from = origin(array, axis, DEEPEST);
            if (from == null) {
                return;
            }
            extents.add(from);
        }
        found.add(new Place(array, extents, lanes));
    }

    /** Where the extent comes from in front of the loop; null where nobody can say. */
    private ExtentOrigin origin(Atom array, int axis, int depth) {
        Dim d = array.type().dims().get(axis);
        if (d.isConst()) {
            return new ExtentOrigin(Lit.i64(d.add()), null, 0);
        }
        if (!d.isUnknown() && given.containsKey(d)) {
            return given.get(d);
        }
        Eqn e = defs.of(array);
        ExtentOrigin from = e == null || depth == 0 ? null : ExtentOrigin.of(e, (Var) array, axis);
        if (from == null) {
            return null;
        }
        if (from.array() != null) {
            return isInside(from.array()) ? origin(from.array(), from.axis(), depth - 1) : from;
        }
        if (!isInside(from.integer())) {
            return from;
        }
        Eqn number = defs.of(from.integer());
        return number == null || number.prim() != Prim.DIM ? null : origin(number.in().get(0), ((Params.Axis) number.params()).axis(), depth - 1);
    }

    private boolean isInside(Atom a) {
        return a instanceof Var v && inside.contains(v.id());
    }
}
