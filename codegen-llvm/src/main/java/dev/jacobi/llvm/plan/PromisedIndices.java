package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Indices (i32) that are a sum or a difference and may as well be computed in 64 bits, where LLVM sees that an address grows with a loop's counter. An access promises that its index is not negative.
 * With one term not negative, a sum that leaves 32 bits comes back negative, so a promised one has not left them; the same holds for a difference of which the first term is not negative.
 */
public final class PromisedIndices {
    /** Terms of a sum at most. */
    private static final int MOST_TERMS = 8;
    /** The numbers of trips of loops, each behind those of the loops around. */
    private final Map<Var, Integer> trips = new HashMap<>();
    private final Function<Var, Eqn> definitions;

    public PromisedIndices(Func f, Function<Var, Eqn> definitions) {
        this.definitions = definitions;
        Regions.each(f.body(), e -> {
            boolean counts = e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
            if (counts) {
                trips.put(Regions.trip(e), trips.size());
            }
        });
    }

    /** The sum or difference that an access's index is, where it may be made in 64 bits; else null. */
    public Eqn sum(Eqn access, Atom index) {
        Eqn e = isPromised(access) && index instanceof Var v && v.dtype() == DType.I32 ? definitions.apply(v) : null;
        if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB) {
            return null;
        }
        return isCount(e.in().get(0)) || e.prim() == Prim.ADD && isCount(e.in().get(1)) ? e : null;
    }

    /**
     * An index that is what the rest comes to, in 32 bits, and the number of a trip, which is added in 64 bits.
     *
     * @param rest the other terms
     * @param trip the number of the trip of the innermost loop of which there is one
     */
    public record Sum(List<Atom> rest, Var trip) {
    }

    /** A sum of several terms, of sums of sums, one of which is the number of a trip; null for other indices. */
    public Sum tripAndRest(Eqn access, Atom index) {
        var terms = new ArrayList<Atom>();
        if (!isPromised(access) || adding(index) == null || !terms(index, terms)) {
            return null;
        }
        Var trip = Var.among(terms).stream().filter(trips::containsKey).max(Comparator.comparing(trips::get)).orElse(null);
        terms.remove(trip);
        return trip == null || terms.size() < 2 ? null : new Sum(terms, trip);
    }

    private static boolean isPromised(Eqn access) {
        return access.params() instanceof Params.Access how && how.mode() == Params.Mode.PROMISED;
    }

    private Eqn adding(Atom a) {
        Eqn e = a instanceof Var v && v.dtype() == DType.I32 ? definitions.apply(v) : null;
        return e != null && e.prim() == Prim.ADD ? e : null;
    }

    private boolean terms(Atom a, List<Atom> to) {
        Eqn e = adding(a);
        if (e == null) {
            to.add(a);
            return to.size() <= MOST_TERMS;
        }
        return terms(e.in().get(0), to) && terms(e.in().get(1), to);
    }

    /** Whether a number is never negative, as a trip's, an extent, or a constant. */
    private boolean isCount(Atom a) {
        if (a instanceof Lit l) {
            return l.asLong() >= 0;
        }
        Eqn e = definitions.apply((Var) a);
        return e == null ? trips.containsKey((Var) a) : e.prim() == Prim.DIM || e.prim() == Prim.MAX && e.in().stream().anyMatch(this::isCount);
    }
}
