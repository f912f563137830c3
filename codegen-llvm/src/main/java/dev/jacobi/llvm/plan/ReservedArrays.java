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
import java.util.stream.Stream;

/**
 * Arrays that trips of loops make for themselves and of which it is known in front of the outermost loop around how large they are at most, so that their memory can be taken there, once for each thread: no trip fails for want of memory then,
 * and what the loop writes into given arrays need not be written into copies of these for that reason.
 */
public final class ReservedArrays {
    /** So many for one loop. */
    private static final int MOST = 16;
    private static final int DEEPEST = 20;
    /** What makes an array whose extents are numbers or those of one array. */
    private static final Set<Prim> FROM_ONE = Set.of(Prim.FULL, Prim.ACC_NEW, Prim.COPY, Prim.INDEX, Prim.UPDATE, Prim.RESHAPE);
    private static final long FARTHEST = 1 << 30;

    /** An array, its largest extents, and how many lanes may each have one. */
    public record Place(Var array, List<Most> extents, int lanes) { }

    /** What an extent is at most, in numbers that are known in front of the loop: the sum of these and one more. */
    public record Most(List<ExtentOrigin> terms, long more) {
        private static Most of(ExtentOrigin only) {
            return new Most(List.of(only), 0);
        }

        private Most plus(Most o) {
            return new Most(Stream.concat(terms.stream(), o.terms.stream()).toList(), more + o.more);
        }
    }

    private final Predicate<Var> ofOneTrip;
    private final ToIntFunction<Var> together;
    private final Definitions defs;
    private final Map<Dim, ExtentOrigin> given = new HashMap<>();
    private final Map<Var, List<Place>> byLoop = new HashMap<>();
    /** How many trips the loops have, by the variables that number these. */
    private final Map<Var, Atom> counts = new HashMap<>();
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
            if (trip != null) {
                counts.put(trip, loop.in().get(0));
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
        var extents = new ArrayList<Most>();
        for (int axis = 0; axis < array.type().rank(); axis++) {
            Most most = extent(array, axis, DEEPEST);
            if (most == null) {
                return;
            }
            extents.add(most);
        }
        found.add(new Place(array, extents, lanes));
    }

    /**
     * The extent, or what it is at most; null where nobody can say in front of the loop. What a branch, a choice or a loop hands on may be one array or another, of other extents unless the types say that they are the same, and is
     * not looked behind.
     */
    private Most extent(Atom array, int axis, int depth) {
        Dim d = array.type().dims().get(axis);
        if (d.isConst()) {
            return new Most(List.of(), d.add());
        }
        if (!d.isUnknown() && given.containsKey(d)) {
            return Most.of(given.get(d));
        }
        Eqn e = defs.of(array);
        ExtentOrigin from = e == null || depth == 0 || !FROM_ONE.contains(e.prim()) ? null : ExtentOrigin.ofOperands(e, (Var) array, axis);
        if (from == null) {
            return null;
        }
        return from.array() == null ? most(from.integer(), depth - 1) : isInside(from.array()) ? extent(from.array(), from.axis(), depth - 1) : Most.of(from);
    }

    /** What an integer is at most. A sum that wraps around comes out less, as it is one with a number that is not negative. */
    private Most most(Atom a, int depth) {
        if (a instanceof Lit l) {
            return new Most(List.of(), l.asLong());
        }
        if (!isInside(a)) {
            return Most.of(new ExtentOrigin(a, null, 0));
        }
        if (counts.containsKey(a)) {
            Most trips = depth <= 0 ? null : most(counts.get(a), depth - 1);
            return trips == null ? null : trips.plus(new Most(List.of(), -1));
        }
        Eqn e = depth <= 0 ? null : defs.of(a);
        if (e == null) {
            return null;
        } else if (e.prim() == Prim.DIM) {
            return extent(e.in().get(0), ((Params.Axis) e.params()).axis(), depth - 1);
        }
        return e.in().size() == 2 && e.prim().group() == Prim.Group.BINARY ? ofTwo(e.prim(), e.in().get(0), e.in().get(1), depth - 1) : null;
    }

    private Most ofTwo(Prim p, Atom a, Atom b, int depth) {
        if (p == Prim.ADD && (isNatural(a) || isNatural(b)) || p == Prim.MAX && isNatural(a) && isNatural(b)) {
            return sum(most(a, depth), most(b, depth));
        } else if (p == Prim.SUB && isNatural(a)) {
            return b instanceof Lit l ? sum(most(a, depth), new Most(List.of(), -l.asLong())) : isNatural(b) ? most(a, depth) : null;
        } else if (p == Prim.MIN) {
            Most one = most(a, depth);
            return one == null ? most(b, depth) : one;
        }
        return null;
    }

    private static Most sum(Most a, Most b) {
        return a == null || b == null || Math.abs(a.more + b.more) > FARTHEST ? null : a.plus(b);
    }

    /** Whether a number is not negative by the look of it. */
    private boolean isNatural(Atom a) {
        Eqn e = a instanceof Var v && !counts.containsKey(v) ? defs.of(v) : null;
        return a instanceof Lit l ? l.asLong() >= 0 : a instanceof Var v && counts.containsKey(v) || e != null && (e.prim() == Prim.DIM || e.prim() == Prim.MAX && e.in().stream().anyMatch(x -> x instanceof Lit l && l.asLong() >= 0));
    }

    private boolean isInside(Atom a) {
        return a instanceof Var v && inside.contains(v.id());
    }
}
