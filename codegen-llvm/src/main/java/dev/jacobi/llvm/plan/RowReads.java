package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.llvm.text.Value;
import java.util.List;

/**
 * Reads of a counted loop inside of lanes, each lane of which goes along a row of its own: {@code a[i][k]} with the lanes over i and the loop over k. Several trips' elements of a row lie in one register; those of
 * as many rows, exchanged among each other, are what the trips need one after the other. The loop writes nothing.
 *
 * @param loop the loop
 * @param reads its reads of that kind
 * @param trips how many trips a block has, a power of two
 */
public record RowReads(Eqn loop, List<Eqn> reads, int trips) {
    /** Equations of all the trips of a block together. */
    private static final int MOST_EQUATIONS = 400;
    /** Fewer trips gain nothing over one element after the other. */
    public static final int FEWEST = 4;
    private static final long UNKNOWN = 1L << 20;

    /** Those of a {@code for} that runs in so many lanes; none where its body is not so simple. */
    public static RowReads of(Eqn loop, Variance variance, int lanes, int vectorBytes) {
        var none = new RowReads(loop, List.of(), 1);
        Region r = Regions.of(loop).get(0);
        if (loop.prim() != Prim.FOR || lanes < FEWEST || Regions.any(r.body()) || r.body().stream().anyMatch(RowReads::isMore)
            || RegionView.of(loop).carried().stream().anyMatch(s -> s.param().isArray()) || variance.stride(loop.in().get(0)) != 0) {
            return none;
        }
        List<Eqn> reads = r.body().stream().filter(e -> isOne(e, loop, variance)).toList();
        int bytes = reads.stream().mapToInt(e -> e.result().dtype().bytes()).max().orElse(vectorBytes);
        int most = Math.min(lanes, vectorBytes / bytes);
        int trips = loop.in().get(0) instanceof Lit n && n.asLong() < most ? Integer.highestOneBit((int) Math.max(0, n.asLong())) : most;
        return trips < FEWEST || r.body().size() * trips > MOST_EQUATIONS ? none
            : new RowReads(loop, reads.stream().filter(e -> e.result().dtype().bytes() == bytes).toList(), trips);
    }

    private static boolean isMore(Eqn e) {
        return Regions.hasEffect(e) || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD || e.out().stream().anyMatch(Atom::isArray);
    }

    private static boolean isOne(Eqn e, Eqn loop, Variance variance) {
        if (e.prim() != Prim.INDEX || ((Params.Access) e.params()).mode() == Params.Mode.CLAMP || e.result().dtype().bytes() < 4 || variance.stride(e.in().get(0)) != 0) {
            return false;
        }
        List<Atom> at = e.indices();
        long last = variance.stride(at.get(at.size() - 1));
        // one of so many is an int that has wrapped around: then rows are elsewhere
        if (at.stream().mapToLong(variance::stride).anyMatch(d -> d != Value.VARYING && d != (int) d)) {
            return false;
        }
        boolean rows = at.subList(0, at.size() - 1).stream().anyMatch(a -> variance.stride(a) != 0);
        boolean apart = rows || last == Value.VARYING || Math.abs(last) > 1 && !LaneEstimate.isSpaced(last, e.result().dtype());
        return apart && step(e, loop) != 0;
    }

    /** By how many elements a read goes on from trip to trip, 1 or -1; 0 where it does something else. */
    public static int step(Eqn read, Eqn loop) {
        Region r = Regions.of(loop).get(0);
        List<Atom> at = read.indices();
        BackwardSlice slice = BackwardSlice.of(r.body(), at);
        if (slice.eqns().stream().anyMatch(e -> e.prim() == Prim.INDEX)) {
            return 0;
        }
        var defs = Definitions.in(slice.eqns());
        boolean fixed = at.subList(0, at.size() - 1).stream().allMatch(a -> coefficient(a, r, defs) == 0);
        long c = coefficient(at.get(at.size() - 1), r, defs);
        return fixed && Math.abs(c) == 1 ? (int) c : 0;
    }

    /** What a value grows by from trip to trip; some other number where it is not known. */
    private static long coefficient(Atom a, Region r, Definitions defs) {
        if (r.params().contains(a)) {
            return a.equals(r.params().get(0)) ? 1 : UNKNOWN;
        }
        Eqn e = defs.of(a);
        if (e == null) {
            return 0;
        }
        List<Long> of = e.in().stream().map(x -> coefficient(x, r, defs)).toList();
        return of.stream().allMatch(c -> c == 0) ? 0
            : of.contains(UNKNOWN) ? UNKNOWN
            : e.prim() == Prim.ADD ? of.get(0) + of.get(1)
            : e.prim() == Prim.SUB ? of.get(0) - of.get(1)
            : UNKNOWN;
    }
}
