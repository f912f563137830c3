package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The elements of a carried array that a loop reads and writes, where these are a few that are the same in all trips and all that is done with the array.
 *
 * @param array the carry
 * @param indices of the elements, each once
 * @param written the numbers of those that are written
 * @param versions the array in the loop, from store to store
 * @param onlyIfRun whether the elements are only known to be there when the loop has a trip
 */
record SumPlaces(RegionView.Slot array, List<List<Atom>> indices, Set<Integer> written, Set<Var> versions, boolean onlyIfRun) {
    private static final int MOST = 8;

    /** Of the array that a loop carries in this slot; null where more is done with it, where it is one element outside of branches, which others hand on, or where one that is written is not read. */
    static SumPlaces of(Eqn loop, RegionView.Slot s) {
        if (s.param().type().isScalar()) {
            return null;
        }
        var scan = new Scan(Regions.defined(Regions.of(loop).get(0)));
        Var last = scan.body(Regions.of(loop).get(0).body(), s.param(), false);
        boolean sums = last != null && last.equals(s.yield()) && !scan.written.isEmpty() && scan.read.containsAll(scan.written) && (scan.branches || scan.indices.size() > 1);
        return sums && scan.indices.size() <= MOST && scan.uses == uses(loop, scan.versions) ? new SumPlaces(s, scan.indices, scan.written, scan.versions, false) : null;
    }

    private static int uses(Eqn loop, Set<Var> versions) {
        Map<Integer, Integer> uses = Regions.uses(Regions.of(loop).get(0).body(), List.of());
        return versions.stream().mapToInt(v -> uses.getOrDefault(v.id(), 0)).sum();
    }

    /** The same when no two of the elements are one; else null. */
    SumPlaces apart(IntValues values) {
        try {
            for (int i = 0; i < indices.size(); i++) {
                for (int j = 0; j < i; j++) {
                    List<Atom> x = indices.get(i);
                    List<Atom> y = indices.get(j);
                    if (IntStream.range(0, x.size()).noneMatch(k -> areApart(values.ring(x.get(k)).minus(values.ring(y.get(k)))))) {
                        return null;
                    }
                }
            }
            return this;
        } catch (ArithmeticException tooLarge) {
            return null;
        }
    }

    /** A difference that is no multiple of 2^32, be it computed with wrapping around or not. */
    private static boolean areApart(Poly difference) {
        return difference.isConst() && (int) difference.constant() != 0;
    }

    boolean areThere(IntValues values) {
        return indices.stream().allMatch(at -> values.shapes.isInside(array.init(), at.stream().map(values::exact).toList(), values.facts));
    }

    SumPlaces ifRun() {
        return new SumPlaces(array, indices, written, versions, true);
    }

    /** The result of a branch that is the array behind it; -1 where the branch only reads elements. */
    int handedOn(Eqn branch) {
        return IntStream.range(0, branch.out().size()).filter(k -> versions.contains(branch.out().get(k))).findFirst().orElse(-1);
    }

    /** A walk over a body, along the versions of the array. */
    private static final class Scan {
        final List<List<Atom>> indices = new ArrayList<>();
        final Set<Integer> written = new HashSet<>();
        final Set<Integer> read = new HashSet<>();
        final Set<Var> versions = new HashSet<>();
        private final Set<Integer> inside;
        boolean branches;
        int uses;

        Scan(Set<Integer> inside) {
            this.inside = inside;
        }

        /** The version at the end of a body; null when something else is done with the array. */
        Var body(List<Eqn> body, Var array, boolean branch) {
            Var version = array;
            versions.add(array);
            for (Eqn e : body) {
                if ((e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE) && e.in().get(0).equals(version)) {
                    if (!element(e)) {
                        return null;
                    }
                    branches |= branch;
                    version = e.prim() == Prim.UPDATE ? e.result() : version;
                    versions.add(version);
                } else if (e.prim() == Prim.COND && Regions.captures(e).contains(version)) {
                    version = branch(e, version);
                    if (version == null) {
                        return null;
                    }
                }
            }
            return version;
        }

        private boolean element(Eqn e) {
            boolean one = ElementAccess.isOne(e, e.prim()) && e.params().equals(Params.Access.PROMISED) && Var.among(e.indices()).stream().noneMatch(v -> inside.contains(v.id()));
            if (one && !indices.contains(e.indices())) {
                indices.add(e.indices());
            }
            if (one) {
                (e.prim() == Prim.INDEX ? read : written).add(indices.indexOf(e.indices()));
            }
            uses++;
            return one;
        }

        private Var branch(Eqn e, Var before) {
            var ends = new ArrayList<Var>();
            for (Region side : Regions.of(e)) {
                ends.add(body(side.body(), before, true));
            }
            if (ends.contains(null)) {
                return null;
            }
            if (ends.stream().allMatch(before::equals) && Regions.of(e).stream().noneMatch(side -> side.out().contains(before))) {
                return before;
            }
            int k = IntStream.range(0, e.out().size()).filter(x -> IntStream.range(0, ends.size()).allMatch(side -> Regions.of(e).get(side).out().get(x).equals(ends.get(side)))).findFirst().orElse(-1);
            if (k < 0) {
                return null;
            }
            uses += ends.size();
            Var now = e.out().get(k);
            versions.add(now);
            return now;
        }
    }
}
