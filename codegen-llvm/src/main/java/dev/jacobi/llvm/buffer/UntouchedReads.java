package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads of new arrays, filled with a number, that find this number: a nest of loops in any order, whose loops may wait for themselves for the sake of other arrays, writes no element before it reads it. The gradient
 * of a triangular system is one: each trip adds to a row of the matrix' gradient that no other trip touches. An array is looked at when its only use is that a loop carries it.
 */
final class UntouchedReads extends AccessWalk {
    /** Pairs of a write and a read that are compared for an array in a loop. */
    private static final int MOST_PAIRS = 256;
    /** By the versions that it has in the loop that carries it first, the array. */
    private final Map<Integer, Eqn> arrays = new HashMap<>();
    /** Reads that may find something else. */
    private final Set<Var> touched = new HashSet<>();
    /** Pairs of a write and a read that have been compared within a trip of the innermost loop around both. */
    private final Set<List<Var>> compared = new HashSet<>();
    private final Map<Integer, Lit> found = new HashMap<>();

    private UntouchedReads(Func f) {
        super(f);
    }

    /** What such reads find, by their results. */
    static Map<Integer, Lit> of(Func f) {
        var reads = new UntouchedReads(f);
        Map<Integer, Integer> uses = Regions.uses(f.body(), f.out());
        reads.arrays(f.body(), uses);
        if (!reads.arrays.isEmpty()) {
            reads.run();
        }
        return reads.found;
    }

    private void arrays(List<Eqn> body, Map<Integer, Integer> uses) {
        var fills = new HashMap<Integer, Eqn>();
        for (Eqn e : body) {
            if (e.prim() == Prim.FULL && e.result().isArray() && e.in().get(0) instanceof Lit l && !l.isUnset()) {
                fills.put(e.result().id(), e);
            } else if (e.prim() == Prim.DIM && e.in().get(0) instanceof Var v) {
                uses.merge(v.id(), -1, Integer::sum);
            }
            for (RegionView.Slot s : LaneRows.isLoop(e) ? RegionView.of(e).slots() : List.<RegionView.Slot>of()) {
                Eqn fill = s.init() instanceof Var v && uses.getOrDefault(v.id(), 0) == 1 ? fills.get(v.id()) : null;
                Set<Integer> versions = fill == null ? null : Versions.of(RegionView.of(e), s);
                if (versions != null && reads(e, versions)) {
                    versions.forEach(v -> arrays.put(v, fill));
                }
            }
            Regions.of(e).forEach(r -> arrays(r.body(), uses));
        }
    }

    private static boolean reads(Eqn loop, Set<Integer> versions) {
        return Regions.any(Regions.of(loop).get(0).body(), e -> isRead(e) && versions.contains(((Var) e.in().get(0)).id()));
    }

    private static boolean isRead(Eqn e) {
        return ElementAccess.isOne(e, Prim.INDEX);
    }

    @Override
    protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
        var own = new HashMap<Eqn, List<ElementAccess>>();
        for (ElementAccess a : inside) {
            if (arrays.containsKey(a.array().id())) {
                own.computeIfAbsent(arrays.get(a.array().id()), k -> new ArrayList<>()).add(a);
            }
        }
        own.forEach((array, accesses) -> {
            if (old.prim() == Prim.COND) {
                apart(old, accesses);
                return;
            }
            compare(old, accesses);
            if (old.in().contains(array.result())) {
                settle(array, accesses);
            }
        });
        return List.of(old);
    }

    /** What one branch reads another one has not written in the same trip. */
    private void apart(Eqn condition, List<ElementAccess> accesses) {
        List<Set<Integer>> branches = Regions.of(condition).stream().map(Regions::defined).toList();
        for (ElementAccess write : accesses) {
            for (ElementAccess read : write.writes() && accesses.size() <= MOST_PAIRS ? accesses : List.<ElementAccess>of()) {
                if (!read.writes() && branches.stream().noneMatch(b -> b.contains(write.eqn().result().id()) && b.contains(read.eqn().result().id()))) {
                    compared.add(List.of(write.eqn().result(), read.eqn().result()));
                }
            }
        }
    }

    /** Notes which reads may find what a trip of this loop has written, the same one or an earlier one. */
    private void compare(Eqn loop, List<ElementAccess> accesses) {
        List<ElementAccess> writes = accesses.stream().filter(ElementAccess::writes).toList();
        boolean known = LaneRows.isLoop(loop) && (long) writes.size() * (accesses.size() - writes.size()) <= MOST_PAIRS;
        var dependence = known ? new Dependence(loop, values.shapes.inside(loop), values) : null;
        for (ElementAccess read : accesses) {
            for (ElementAccess write : read.writes() || touched.contains(read.eqn().result()) ? List.<ElementAccess>of() : writes) {
                boolean meets = !known || loop.prim() == Prim.FOR && !dependence.never(write, read);
                if (!meets && compared.add(List.of(write.eqn().result(), read.eqn().result())) && accesses.indexOf(write) < accesses.indexOf(read)) {
                    Poly later = Poly.var(Regions.trip(loop).id());
                    later = later.minus(dependence.inOtherTrip(later));
                    meets = !dependence.never(write, read, List.of(later, later.negate()));
                }
                if (meets) {
                    touched.add(read.eqn().result());
                }
            }
        }
    }

    /** The loop is the first that uses the array, so what its reads may find has been compared with all that is written before. */
    private void settle(Eqn array, List<ElementAccess> accesses) {
        Atom value = array.in().get(0);
        for (ElementAccess a : accesses) {
            if (isRead(a.eqn()) && !touched.contains(a.eqn().result())) {
                found.put(a.eqn().result().id(), (Lit) value);
            }
        }
        arrays.values().removeIf(array::equals);
    }
}
