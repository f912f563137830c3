package dev.jacobi.llvm.small;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import java.util.List;

/**
 * How far arrays become scalars. Where a loop around may run by lanes, what is inside had better be scalars altogether: each of them is a register of all lanes
 * then. Elsewhere a loop over the elements is what runs by lanes, and only for very few elements are scalars as quick.
 *
 * @param elements of an array that becomes scalars, and trips of a loop that is written out, at most
 * @param equations of a loop that is written out, all trips together
 */
record Limits(int elements, int equations) {
    /** In a loop whose trips may be lanes. */
    static final Limits LANES = new Limits(16, 2000);
    static final Limits ONE_BY_ONE = new Limits(9, 160);
    /** A formula that is called in place of being written out counts as so many equations. */
    private static final int FORMULA = 60;
    private static final int UNKNOWN_TRIPS = 8;

    /** The number of trips of a loop that may be written out, as far as that is for its size to decide; -1 for others. */
    int trips(Eqn e) {
        boolean counted = e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.FOR;
        if (!counted || !(e.in().get(0) instanceof Lit n) || n.asLong() > elements) {
            return -1;
        }
        long trips = Math.max(0, n.asLong());
        return trips * weight(Regions.of(e).get(0).body()) <= equations ? (int) trips : -1;
    }

    private long weight(List<Eqn> body) {
        long sum = 0;
        for (Eqn e : body) {
            sum += e.prim().form() == Prim.Form.FUNCTION ? FORMULA : 1;
            for (Region r : Regions.of(e)) {
                boolean loop = e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.FOR;
                long trips = !loop ? 1 : e.in().get(0) instanceof Lit n ? n.asLong() <= elements ? n.asLong() : 1 : UNKNOWN_TRIPS;
                sum += trips * weight(r.body());
            }
        }
        return sum;
    }
}
