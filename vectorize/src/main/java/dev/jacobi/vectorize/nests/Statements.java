package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statements of a loop, which are the equations of its body that change arrays, and how they depend on each other. Everything else in the body computes scalars, which any number of loops may do. A statement may
 * have all its trips before those of another one if no element is touched by both the other way round, one of them writing: by the other one in an earlier trip, or earlier in the same.
 */
final class Statements {
    private static final int MOST_EQUATIONS = 150;
    private static final int MOST_STATEMENTS = 8;
    private static final Set<Prim> LOOPS = Set.of(Prim.FOR, Prim.MAP, Prim.REDUCE, Prim.HIST, Prim.SCAN);

    /**
     * What goes into one loop.
     *
     * @param eqns equations of the body by their places there
     * @param carries scalars that trips hand on
     */
    record Group(Set<Integer> eqns, Set<Slot> carries, boolean parallel, boolean column) {
    }

    final RegionView loop;
    final List<Eqn> body;
    /** The slots by the ids of their arrays' versions in the body. */
    final Map<Integer, Slot> slots = new HashMap<>();
    private final List<ElementAccess> accesses;
    private final Dependence dependence;
    /** Where in the body the equations of accesses stand, those of inner regions with what they are in. */
    private final Map<Eqn, Integer> places = new IdentityHashMap<>();
    private final Map<Integer, Integer> definitions = new HashMap<>();
    private final List<Integer> statements = new ArrayList<>();

    private Statements(RegionView loop, List<ElementAccess> accesses, IntValues values) {
        this.loop = loop;
        this.body = loop.body().body();
        this.accesses = accesses;
        this.dependence = new Dependence(loop.eqn(), values.shapes.inside(loop.eqn()), values);
    }

    /** Whether an equation is a loop around several statements, loops among them. */
    static boolean mayHaveSeveral(Eqn e) {
        if (e.prim() != Prim.FOR) {
            return false;
        }
        List<Eqn> body = RegionView.of(e).body().body();
        return body.stream().filter(Statements::changes).limit(2).count() > 1 && body.stream().anyMatch(x -> (x.prim() == Prim.FOR || x.prim() == Prim.MAP) && changes(x));
    }

    private static boolean changes(Eqn e) {
        return e.out().stream().anyMatch(v -> !v.type().isScalar());
    }

    /** The statements of a loop; null when what it does is not understood. {@code accesses} are those in it. */
    static Statements of(RegionView loop, List<ElementAccess> accesses, IntValues values) {
        var s = new Statements(loop, accesses, values);
        return s.understood() ? s : null;
    }

    private boolean understood() {
        if (Regions.size(body) > MOST_EQUATIONS || Regions.any(body, Regions::mayLeave)) {
            return false;
        }
        var now = new HashMap<Slot, Atom>();
        for (Slot s : loop.slots()) {
            if (!s.param().type().isScalar()) {
                Set<Integer> versions = Versions.of(loop, s);
                if (versions == null) {
                    return false;
                }
                versions.forEach(v -> slots.put(v, s));
                now.put(s, s.param());
            }
        }
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            int at = k;
            Regions.each(List.of(e), x -> places.put(x, at));
            e.out().forEach(v -> definitions.put(v.id(), at));
            // the arrays as they are now, not as they were
            if (uses(e).stream().anyMatch(v -> slots.containsKey(v.id()) && !v.equals(now.get(slots.get(v.id())))) || e.out().stream().anyMatch(v -> !v.type().isScalar() && !slots.containsKey(v.id()))) {
                return false;
            }
            if (changes(e)) {
                statements.add(k);
                e.out().stream().filter(v -> slots.containsKey(v.id())).forEach(v -> now.put(slots.get(v.id()), v));
            }
        }
        return statements.size() > 1 && statements.size() <= MOST_STATEMENTS;
    }

    static Set<Var> uses(Eqn e) {
        return Regions.captures(List.of(e));
    }

    /** What goes into loops of its own, in their order; fewer than two when that is not legal or brings nothing. */
    List<Group> groups() {
        var parts = new ArrayList<Part>();
        for (int s : statements) {
            var part = new Part();
            part.need(s);
            parts.add(part);
        }
        for (Slot c : loop.slots()) {
            if (c.param().type().isScalar() && parts.stream().noneMatch(p -> p.carries.contains(c))) {
                var part = new Part();
                part.need(c);
                parts.stream().filter(p -> part.eqns.isEmpty() || p.eqns.stream().anyMatch(k -> part.eqns.contains(k) && statements.contains(k))).findFirst().orElse(parts.get(0)).add(part);
            }
        }
        List<Part> ordered = parts.size() > 1 ? order(join(parts)) : null;
        return ordered == null || ordered.size() < 2 ? List.of() : worth(ordered.stream().map(this::group).toList());
    }

    /** Statements with the equations and carries that they need. */
    private final class Part {
        final Set<Integer> eqns = new LinkedHashSet<>();
        final Set<Slot> carries = new LinkedHashSet<>();

        void need(int k) {
            if (eqns.add(k)) {
                uses(body.get(k)).forEach(this::need);
            }
        }

        private void need(Atom a) {
            if (a instanceof Var v && !slots.containsKey(v.id())) {
                Integer k = definitions.get(v.id());
                Slot carry = loop.ofParam(v);
                if (k != null) {
                    need(k.intValue());
                } else if (carry != null) {
                    need(carry);
                }
            }
        }

        void need(Slot carry) {
            if (carries.add(carry)) {
                need(carry.yield());
            }
        }

        void add(Part other) {
            eqns.addAll(other.eqns);
            carries.addAll(other.carries);
        }

        /** Whether both have a statement or a loop that only one of them should have. */
        boolean shares(Part other) {
            return eqns.stream().anyMatch(k -> other.eqns.contains(k) && (statements.contains(k) || Regions.any(List.of(body.get(k)), e -> LOOPS.contains(e.prim()) || e.prim().cost().isSlow())));
        }

        List<ElementAccess> accesses() {
            return accesses.stream().filter(a -> slots.containsKey(a.array().id()) && eqns.contains(places.getOrDefault(a.eqn(), -1))).toList();
        }

        int first() {
            return statements.stream().filter(eqns::contains).findFirst().orElse(0);
        }
    }

    private static List<Part> join(List<Part> parts) {
        var joined = new ArrayList<Part>();
        for (Part p : parts) {
            List<Part> same = joined.stream().filter(p::shares).toList();
            same.forEach(p::add);
            joined.removeAll(same);
            joined.add(p);
        }
        return joined;
    }

    /** The parts in an order that is legal, those joined that have none. */
    private List<Part> order(List<Part> parts) {
        int n = parts.size();
        var before = new boolean[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                before[j][i] = i != j && !mayStandBefore(parts.get(i), parts.get(j));
            }
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    before[i][j] |= before[i][k] && before[k][j];
                }
            }
        }
        var left = new ArrayList<Integer>();
        for (int i = 0; i < n; i++) {
            left.add(i);
        }
        left.sort((i, j) -> parts.get(i).first() - parts.get(j).first());
        var ordered = new ArrayList<Part>();
        while (!left.isEmpty()) {
            int next = left.stream().filter(i -> left.stream().noneMatch(j -> before[j][i] && !before[i][j])).findFirst().orElseThrow();
            Part part = parts.get(next);
            List<Integer> same = left.stream().filter(i -> i != next && before[i][next] && before[next][i]).toList();
            same.forEach(i -> part.add(parts.get(i)));
            left.removeAll(same);
            left.remove((Integer) next);
            ordered.add(part);
        }
        return ordered;
    }

    /** Whether all trips of one part may come before all of the other. */
    private boolean mayStandBefore(Part one, Part other) {
        Poly trip = Poly.var(loop.trip().id());
        Poly later = trip.minus(dependence.inOtherTrip(trip));
        List<Poly> same = List.of(later, later.negate());
        for (ElementAccess y : other.accesses()) {
            for (ElementAccess x : one.accesses()) {
                boolean meets = (x.writes() || y.writes()) && slots.get(x.array().id()).equals(slots.get(y.array().id())) && x.eqn() != y.eqn();
                if (meets && (!dependence.never(y, x) || places.get(y.eqn()) < places.get(x.eqn()) && !dependence.never(y, x, same))) {
                    return false;
                }
            }
        }
        return true;
    }

    private Group group(Part p) {
        boolean parallel = p.carries.isEmpty() && isParallel(p.accesses());
        List<Integer> own = statements.stream().filter(p.eqns::contains).toList();
        return new Group(p.eqns, p.carries, parallel, parallel && own.size() == 1 && isColumn(body.get(own.get(0))));
    }

    private boolean isParallel(List<ElementAccess> of) {
        return loop.slots().stream().allMatch(s -> dependence.independent(of.stream().filter(a -> slots.get(a.array().id()).equals(s)).toList()));
    }

    /** Whether the statement is a loop down a column, which gains from changing places with this one. */
    private boolean isColumn(Eqn statement) {
        if (statement.prim() != Prim.FOR && statement.prim() != Prim.MAP || Regions.any(RegionView.of(statement).body().body(), e -> LOOPS.contains(e.prim()))) {
            return false;
        }
        int inner = Regions.trip(statement).id();
        long down = 0;
        long along = 0;
        for (ElementAccess a : accesses) {
            if (body.get(places.getOrDefault(a.eqn(), 0)) == statement) {
                down += Steps.of(a.index(), inner);
                along += Steps.of(a.index(), loop.trip().id());
            }
        }
        return 2 * along <= down;
    }

    /** The groups, those together that gain nothing apart; none when nothing is gained. */
    private List<Group> worth(List<Group> groups) {
        boolean carries = groups.stream().anyMatch(g -> !g.carries.isEmpty());
        boolean all = !carries && isParallel(accesses.stream().filter(a -> slots.containsKey(a.array().id())).toList());
        // elements that are set once a trip gain nothing by a loop of their own
        if (groups.stream().noneMatch(g -> g.column || g.parallel && !all && g.eqns.stream().anyMatch(k -> statements.contains(k) && LOOPS.contains(body.get(k).prim())))) {
            return List.of();
        }
        var merged = new ArrayList<Group>();
        for (Group g : groups) {
            Group last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && !g.column && !last.column && g.parallel == last.parallel && (!g.parallel || all)) {
                var both = new Part();
                last.eqns.forEach(both.eqns::add);
                both.eqns.addAll(g.eqns);
                both.carries.addAll(last.carries);
                both.carries.addAll(g.carries);
                merged.set(merged.size() - 1, new Group(both.eqns, both.carries, g.parallel, false));
            } else {
                merged.add(g);
            }
        }
        return merged;
    }
}
