package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A loop that adds up as it goes and does something with each sum, {@code s += f(i); out[i] = g(s, i)}: a scan and a map of it. Its arrays are
 * written at the loop's index only, plus what is fixed, and read there only, before. Sums of floats only where they may be in any order.
 *
 * @param sums the scalar carries
 * @param dests the places of the array carries
 * @param late what depends on sums
 * @param simple whether arrays are written at the loop's index itself and not read, and sums are not used before they are added to
 */
public record PrefixLoop(Eqn loop, List<Sum> sums, List<Integer> dests, Set<Var> late, boolean simple) {
    /** A carry that is folded into: where it stands among the carries, the equation that does it, and what is folded in. */
    public record Sum(int carry, Eqn eqn, Atom term) {
    }

    /** The loop so understood, or null when it is none. */
    public static PrefixLoop of(Eqn e, boolean fast) {
        if (e.prim() != Prim.FOR) {
            return null;
        }
        Region r = body(e);
        var sums = new ArrayList<Sum>();
        var dests = new ArrayList<Integer>();
        boolean simple = true;
        if (!r.body().stream().allMatch(PrefixLoop::plain)) {
            return null;
        }
        for (int k = 0; k < e.out().size(); k++) {
            Var p = r.params().get(1 + k);
            Eqn by = Regions.definition(r.body(), r.out().get(k));
            if (by == null) {
                return null;
            }
            if (p.isArray()) {
                if (by.prim() != Prim.UPDATE || !by.in().get(0).equals(p) || uses(r, by.result()) != 1) {
                    return null;
                }
                Atom at = by.in().get(1);
                // A read that clamps may be of another trip's element.
                int reads = (int) r.body().stream().filter(x -> x.prim() == Prim.INDEX && x.in().equals(List.of(p, at))
                    && ((Params.Access) x.params()).mode() == Params.Mode.PROMISED).count();
                if (!ownIndex(r, at) || uses(r, p) != 1 + reads) {
                    return null;
                }
                simple &= reads == 0 && at.equals(r.params().get(0));
                dests.add(k);
            } else {
                boolean exact = fast || !p.dtype().isFloat() || by.prim() == Prim.MIN || by.prim() == Prim.MAX;
                if (!by.prim().isFold() || !exact || !by.in().contains(p) || by.in().get(0).equals(by.in().get(1))) {
                    return null;
                }
                simple &= uses(r, p) == 1;
                sums.add(new Sum(k, by, by.in().get(0).equals(p) ? by.in().get(1) : by.in().get(0)));
            }
        }
        Set<Var> late = late(r, sums);
        boolean apart = sums.stream().noneMatch(s -> s.term instanceof Var v && late.contains(v));
        boolean own = r.body().stream().filter(x -> x.prim() == Prim.UPDATE).count() == dests.size();
        return sums.isEmpty() || dests.isEmpty() || !apart || !own ? null : new PrefixLoop(e, sums, dests, late, simple);
    }

    /** The loop's body. */
    public Region body() {
        return body(loop);
    }

    /** The equations that the terms may need: those that depend on no sum and write nothing. */
    public List<Eqn> early() {
        return body().body().stream().filter(x -> x.out().stream().noneMatch(late::contains) && x.prim() != Prim.UPDATE).toList();
    }

    private static Region body(Eqn loop) {
        return ((Params.Loop) loop.params()).body();
    }

    /** Scalar arithmetic, an extent, an element read or written. */
    private static boolean plain(Eqn x) {
        return x.computesScalars() || x.prim() == Prim.DIM || x.prim() == Prim.UPDATE && x.in().size() == 3
            || x.prim() == Prim.INDEX && !x.result().isArray();
    }

    /** Whether an index differs from trip to trip: the loop's own, or that plus or minus something fixed. */
    private static boolean ownIndex(Region r, Atom at) {
        Var i = r.params().get(0);
        Eqn e = Regions.definition(r.body(), at);
        return at.equals(i) || e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB) && e.in().contains(i)
            && e.in().stream().filter(a -> !r.params().contains(a) && Regions.definition(r.body(), a) == null).count() == 1;
    }

    private static Set<Var> late(Region r, List<Sum> sums) {
        var late = new HashSet<Var>();
        sums.forEach(s -> late.addAll(List.of(r.params().get(1 + s.carry), s.eqn.result())));
        for (Eqn x : r.body()) {
            if (x.in().stream().anyMatch(a -> a instanceof Var v && late.contains(v))) {
                late.addAll(x.out());
            }
        }
        return late;
    }

    private static int uses(Region r, Var v) {
        return Regions.uses(r.body(), r.out()).getOrDefault(v.id(), 0);
    }
}
