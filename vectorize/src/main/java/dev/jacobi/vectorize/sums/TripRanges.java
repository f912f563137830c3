package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Poly;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** In which trips of the loops of a nest each of its additions takes place, and in which all that it asks has the answers of most trips: how many of the first and of the last ones are not among them. */
final class TripRanges {
    /** Every addition takes place in all trips. */
    static final TripRanges ALL = new TripRanges(List.of(), Map.of(), Map.of());
    private final List<Eqn> loops;
    private final Map<Eqn, EdgeTrips.Test> tests = new IdentityHashMap<>();
    private final Map<Eqn, Eqn> loopOf = new IdentityHashMap<>();
    private final Map<Integer, Eqn> asking = new HashMap<>();
    private final Map<SumPlan, Map<Eqn, Ends>> ends = new IdentityHashMap<>();

    /** First and last trips without the addition, and those in which an answer is another one. */
    private static final class Ends {
        private long from;
        private long to;
        private long knownFrom;
        private long knownTo;
    }

    TripRanges(List<Eqn> loops, Map<Eqn, Poly> differences, Map<Eqn, Poly> counts) {
        this.loops = loops;
        differences.forEach((e, difference) -> {
            for (Eqn l : loops) {
                EdgeTrips.Test t = EdgeTrips.test(e, difference, Regions.trip(l).id(), counts.get(l));
                if (t != null) {
                    tests.put(e, t);
                    loopOf.put(e, l);
                    asking.put(e.result().id(), e);
                }
            }
        });
    }

    /** Learns when an addition takes place; false where its answers, or those that its term needs, are not those of the trips between the ends. */
    boolean add(SumPlan p, List<UnaskedSums.Answer> answers) {
        Map<Eqn, Ends> by = new IdentityHashMap<>();
        loops.forEach(l -> by.put(l, new Ends()));
        ends.put(p, by);
        for (UnaskedSums.Answer a : answers) {
            Eqn e = a.selector() instanceof Var v ? asking.get(v.id()) : null;
            EdgeTrips.Test t = e == null ? null : tests.get(e);
            if (t == null || !t.isOneEnd() || t.answer(null) != (a.branch() == 1)) {
                return false;
            }
            Ends of = by.get(loopOf.get(e));
            of.from = Math.max(of.from, t.fromEnd() ? 0 : t.edges());
            of.to = Math.max(of.to, t.fromEnd() ? t.edges() : 0);
        }
        boolean[] known = {true};
        Regions.each(p.slice, e -> {
            known[0] &= e.prim() != Prim.COND || e.in().get(0) instanceof Var v && asking.containsKey(v.id());
            EdgeTrips.Test t = tests.get(e);
            if (t != null) {
                Ends of = by.get(loopOf.get(e));
                of.knownFrom = Math.max(of.knownFrom, t.fromEnd() ? 0 : t.edges());
                of.knownTo = Math.max(of.knownTo, t.fromEnd() ? t.edges() : 0);
            }
        });
        return known[0];
    }

    /** Whether a choice is none in most trips, and nothing in it takes long. */
    boolean isDecided(Eqn e) {
        boolean asked = e.prim() == Prim.COND && e.in().get(0) instanceof Var v && asking.containsKey(v.id());
        return asked && Regions.of(e).stream().allMatch(r -> r.body().stream().allMatch(x -> isDecided(x) || !SumPlan.heavy(x)));
    }

    /** How many of the first trips of a loop do not have the addition. */
    long from(SumPlan p, Eqn loop) {
        return ends.containsKey(p) ? ends.get(p).get(loop).from : 0;
    }

    /** How many of the last trips of a loop do not have it. */
    long to(SumPlan p, Eqn loop) {
        return ends.containsKey(p) ? ends.get(p).get(loop).to : 0;
    }

    /** How many of the first trips do not have it, or have other answers than most. */
    long knownFrom(SumPlan p, Eqn loop) {
        return ends.containsKey(p) ? Math.max(ends.get(p).get(loop).knownFrom, from(p, loop)) : 0;
    }

    /** The same of the last trips. */
    long knownTo(SumPlan p, Eqn loop) {
        return ends.containsKey(p) ? Math.max(ends.get(p).get(loop).knownTo, to(p, loop)) : 0;
    }

    /** Copies with the answers of most trips. */
    Rewrite answered(Rewrite copy) {
        return tests.isEmpty() ? copy.beside() : copy.beside(EdgeTrips.answers(tests, null));
    }
}
