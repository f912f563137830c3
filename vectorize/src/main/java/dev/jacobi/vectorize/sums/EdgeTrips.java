package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that adds to some elements in all trips but its first or last ones, as gradients of programs that ask for a neighbour do. Where it is long, these trips are written out, and the loop of the others
 * asks nothing, so that it is parallel; where it is short it stays as it is.
 *
 * <pre>
 *  for i below n { x[i] += f(i);  if (i > 0) x[i - 1] += g(i) }
 *  becomes      if (n >= 32) { x[0] += f(0);  for i from 1 below n { x[i] += f(i);  x[i - 1] += g(i) } } else { the loop as it was }
 * </pre>
 */
final class EdgeTrips {
    private static final int MOST_EQUATIONS = 80;
    /** Trips at one end that may be written out. */
    private static final int MOST_EDGES = 2;
    /** Loops of fewer trips stay. */
    private static final int LONG = 32;
    private static final Set<Prim> ORDERS = Set.of(Prim.LT, Prim.LE, Prim.GT, Prim.GE, Prim.EQ, Prim.NE);

    /** A comparison of a trip's number with {@code at}: a number or, with {@code fromEnd}, the loop's count and a number. */
    record Test(Eqn eqn, Prim order, long at, boolean fromEnd) {
        /** How many trips at this end have to be written out, for all others to have the same answer. */
        long edges() {
            boolean behind = order == Prim.LE || order == Prim.GT;
            boolean both = order == Prim.EQ || order == Prim.NE;
            return fromEnd ? -at - (behind ? 1 : 0) : at + (behind || both ? 1 : 0);
        }

        /** Whether all trips but these have one answer, and these the other one. */
        boolean isOneEnd() {
            return order != Prim.EQ && order != Prim.NE || at == (fromEnd ? -1 : 0);
        }

        /** The answer in the trip with a number from the start, 0, 1, .., or from the end, -1, -2, ..; of one that is further than the edges from both, null. */
        boolean answer(Long trip) {
            boolean counted = trip != null && fromEnd == trip < 0;
            int side = counted ? Long.compare(trip, at) : fromEnd ? -1 : 1;
            return switch (side) {
                case -1 -> order == Prim.LT || order == Prim.LE || order == Prim.NE;
                case 0 -> order == Prim.LE || order == Prim.GE || order == Prim.EQ;
                default -> order == Prim.GT || order == Prim.GE || order == Prim.NE;
            };
        }
    }

    /** The choice between the two forms, and the loop in it that stays as it is. */
    record Choice(List<Eqn> eqns, Eqn stays) {
    }

    private final Eqn loop;
    private final RegionView view;
    private final List<Test> tests;
    private final Builder b;

    private EdgeTrips(Eqn loop, List<Test> tests, Builder b) {
        this.loop = loop;
        this.view = RegionView.of(loop);
        this.tests = tests;
        this.b = b;
    }

    /** What a comparison says of the number of a trip in which it stands, for {@link #of}; null where that is nothing. To be called where the trip is walked through. */
    static Poly difference(Eqn e, IntValues values) {
        boolean whole = ORDERS.contains(e.prim()) && e.in().stream().allMatch(a -> a.type().isScalar() && a.dtype() == DType.I32);
        return whole ? values.exact(e.in().get(0)).minus(values.exact(e.in().get(1))) : null;
    }

    /** Notes what an equation reads or writes, and what it says of a trip's number, where it is walked through. */
    static void look(Eqn e, IntValues values, Map<Eqn, ElementAccess> accesses, Map<Eqn, Poly> differences) {
        ElementAccess access = ElementAccess.of(e, values);
        if (access != null) {
            accesses.put(e, access);
        }
        Poly difference = difference(e, values);
        if (difference != null) {
            differences.put(e, difference);
        }
    }

    /** Null where there is nothing to write out. {@code differences}: by comparisons in the loop, see {@link #difference}. */
    static Choice of(Eqn loop, Map<Eqn, Poly> differences, IntValues values, Builder b) {
        List<Eqn> body = Regions.of(loop).get(0).body();
        if (loop.prim() != Prim.FOR || Regions.hasEffect(loop) || Regions.size(body) > MOST_EQUATIONS || Regions.trip(loop).dtype() != DType.I32) {
            return null;
        }
        Set<Atom> asked = new HashSet<>();
        Regions.each(body, e -> {
            if (e.prim() == Prim.COND && Regions.any(List.of(e), x -> x.prim() == Prim.ACC_ADD)) {
                asked.add(e.in().get(0));
            }
        });
        var tests = new ArrayList<Test>();
        Poly count = values.exact(loop.in().get(0));
        Regions.each(body, e -> {
            Test t = differences.containsKey(e) ? test(e, differences.get(e), Regions.trip(loop).id(), count) : null;
            if (t != null) {
                tests.add(t);
            }
        });
        boolean all = asked.stream().allMatch(a -> tests.stream().anyMatch(t -> t.eqn.result().equals(a)));
        return asked.isEmpty() || !all ? null : new EdgeTrips(loop, tests, b).write();
    }

    /** The comparison of a difference with zero as one of the trip's number; null where it is another one, or where too many trips would be written out. */
    static Test test(Eqn e, Poly difference, int trip, Poly count) {
        Poly of = difference.linear(trip);
        if (of == null || !of.isConst() || Math.abs(of.constant()) != 1) {
            return null;
        }
        boolean up = of.constant() > 0;
        Poly rest = difference.minus(Poly.var(trip).times(of.constant()));
        Poly bound = up ? rest.negate() : rest;
        Poly behind = bound.minus(count);
        if (!bound.isConst() && !behind.isConst()) {
            return null;
        }
        Test t = new Test(e, up ? e.prim() : Facts.mirror(e.prim()), bound.isConst() ? bound.constant() : behind.constant(), !bound.isConst());
        return t.edges() >= 0 && t.edges() <= MOST_EDGES ? t : null;
    }

    private Choice write() {
        long first = tests.stream().filter(t -> !t.fromEnd).mapToLong(Test::edges).max().orElse(0);
        long last = tests.stream().filter(t -> t.fromEnd).mapToLong(Test::edges).max().orElse(0);
        Atom n = loop.in().get(0);
        b.open();
        List<Atom> now = view.slots().stream().map(RegionView.Slot::init).toList();
        for (long k = 0; k < first; k++) {
            now = answered(k).trip(view, Lit.of(n.dtype(), k), now);
        }
        Atom fewer = b.folded(Prim.ADD, n, Lit.of(n.dtype(), -first - last));
        now = List.copyOf(answered(null).trips(Prim.FOR, view, Lit.of(n.dtype(), first), fewer, now));
        for (long k = -last; k < 0; k++) {
            now = answered(k).trip(view, b.folded(Prim.ADD, n, Lit.of(n.dtype(), k)), now);
        }
        Region apart = new Region(List.of(), b.close(), now);
        b.open();
        List<Atom> as = new Rewrite(b).repeat(loop);
        Region whole = new Region(List.of(), b.close(), as);
        b.open();
        Var isLong = b.emit(Prim.GE, n, Lit.of(n.dtype(), LONG));
        b.append(new Eqn(Prim.COND, List.of(isLong), new Params.Branches(List.of(whole, apart)), loop.out()));
        return new Choice(b.close(), whole.body().get(whole.body().size() - 1));
    }

    /** A copy in which the tests have their answers. */
    private Rewrite answered(Long trip) {
        Map<Eqn, Test> by = new IdentityHashMap<>();
        tests.forEach(t -> by.put(t.eqn, t));
        return new Rewrite(b, answers(by, trip));
    }

    /** Writes the answers that the tests have in a trip, see {@link Test#answer}, in place of the tests, and what they choose in place of the choice. */
    static Rewrite.Rule answers(Map<Eqn, Test> by, Long trip) {
        return (e, w) -> {
            Eqn was = w.old();
            boolean chooses = (e.prim() == Prim.COND || e.prim() == Prim.SELECT) && e.in().get(0) instanceof Lit;
            if (by.containsKey(was)) {
                w.replace(was.result(), Lit.bool(by.get(was).answer(trip)));
            } else if (chooses && e.prim() == Prim.COND) {
                Region branch = Regions.of(was).get((int) ((Lit) e.in().get(0)).asLong());
                w.append(branch.body());
                w.replace(was.out(), w.atoms(branch.out()));
            } else if (chooses) {
                w.replace(was.result(), w.atom(was.in().get(((Lit) e.in().get(0)).asLong() == 0 ? 2 : 1)));
            }
            return chooses || by.containsKey(was);
        };
    }
}
