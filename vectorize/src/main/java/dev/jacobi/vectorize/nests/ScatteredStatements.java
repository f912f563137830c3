package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A loop whose trips change neighbouring elements of an array, {@code y[i] += a * x[i]; y[i + 1] += b * x[i]}, each by what it holds itself and what no trip changes, and do nothing else.
 *
 * @param statements the changes, the one furthest ahead first: that is the order in which they come to an element
 * @param versions what the array is between them
 */
record ScatteredStatements(RegionView loop, List<Statement> statements, Set<Var> versions) {
    private static final int MOST = 8;
    private static final int FARTHEST = 8;
    private static final int MOST_EQUATIONS = 60;
    private static final int MOST_QUOTIENTS = 2;

    /**
     * One change.
     *
     * @param place the index that moves with the trip
     * @param ahead how much further it is than that of the loop's first one
     * @param where what the place is computed by
     * @param eqns what it computes, the place included, in order
     */
    record Statement(Eqn write, Var place, long ahead, List<Eqn> where, List<Eqn> eqns) {
    }

    /** How much further ahead the first change is than the last. */
    int span() {
        return (int) (statements.get(0).ahead() - statements.get(statements.size() - 1).ahead());
    }

    /** The changes of a loop, with the accesses in it; null where it is no such loop. */
    static ScatteredStatements of(Eqn e, List<ElementAccess> inside) {
        RegionView loop = RegionView.of(e);
        boolean one = loop.slots().size() == 1 && loop.slots().get(0).param().isArray() && loop.head().dtype() == DType.I32;
        var find = one && loop.body().body().size() <= MOST_EQUATIONS ? new Find(loop, inside) : null;
        return find == null || !find.versions() || !find.accesses() ? null : find.statements();
    }

    /** The search. */
    private static final class Find {
        private final RegionView loop;
        private final List<Eqn> body;
        private final Set<Integer> changed;
        private final Map<Var, Integer> versions = new HashMap<>();
        private final List<Eqn> writes = new ArrayList<>();
        private final Map<Var, ElementAccess> accesses = new HashMap<>();
        private final Map<Eqn, Long> ahead = new HashMap<>();
        private Eqn first;
        private Poly rest;

        Find(RegionView loop, List<ElementAccess> inside) {
            this.loop = loop;
            body = loop.body().body();
            changed = Regions.defined(loop.body());
            inside.forEach(a -> accesses.put(a.eqn().result(), a));
        }

        /** Numbers the array's versions, each of which must be used by the next write and by reads only. */
        boolean versions() {
            Var now = loop.slots().get(0).param();
            versions.put(now, 0);
            for (Eqn e : body) {
                boolean write = ElementAccess.isOne(e, Prim.UPDATE) && e.in().get(0).equals(now);
                boolean read = ElementAccess.isOne(e, Prim.INDEX);
                if (!write && !ScatteredNest.isSimple(e) || e.in().subList(write || read ? 1 : 0, e.in().size()).stream().anyMatch(versions::containsKey)) {
                    return false;
                }
                if (write) {
                    writes.add(e);
                    now = e.result();
                    versions.put(now, writes.size());
                }
            }
            return writes.size() > 1 && writes.size() <= MOST && loop.slots().get(0).yield().equals(now);
        }

        /** Whether each access is some places ahead of the trip's number, those that are read being those that are written later. */
        boolean accesses() {
            var to = new HashMap<Long, Integer>();
            for (Eqn w : writes) {
                if (!place(w) || to.put(ahead.get(w), versions.get(w.result())) != null) {
                    return false;
                }
            }
            for (Eqn e : body) {
                Integer version = e.prim() == Prim.INDEX ? versions.get(e.in().get(0)) : null;
                if (version != null && (!place(e) || to.getOrDefault(ahead.get(e), 0) <= version)) {
                    return false;
                }
            }
            return true;
        }

        private boolean place(Eqn e) {
            List<Var> moving = Var.among(e.indices()).stream().filter(v -> changed.contains(v.id())).toList();
            ElementAccess access = accesses.get(e.result());
            if (moving.size() != 1 || access == null) {
                return false;
            }
            int axis = e.indices().indexOf(moving.get(0));
            Poly at = access.index().get(axis);
            if (at == null || ScatteredNest.step(at, loop.trip()) != 1) {
                return false;
            }
            Poly own = at.minus(Poly.var(loop.trip().id()));
            if (first == null) {
                first = e;
                rest = own;
            }
            Poly from = own.minus(rest);
            boolean alike = first.indices().size() == e.indices().size() && IntStream.range(0, e.indices().size()).allMatch(k -> changed(first.indices().get(k)) ? k == axis : first.indices().get(k).equals(e.indices().get(k)));
            ahead.put(e, from.constant());
            return alike && from.isConst() && !rest.mentions(changed::contains);
        }

        private boolean changed(Atom a) {
            return a instanceof Var v && changed.contains(v.id());
        }

        ScatteredStatements statements() {
            List<Eqn> numbers = body.stream().filter(e -> e.prim() != Prim.UPDATE).toList();
            var all = new ArrayList<Statement>();
            int slow = 0;
            boolean slowest = false;
            for (Eqn w : writes) {
                List<Eqn> eqns = BackwardSlice.of(numbers, w.in().subList(1, w.in().size())).eqns();
                Var place = Var.among(w.indices()).stream().filter(this::changed).findFirst().orElseThrow();
                boolean own = eqns.stream().allMatch(e -> e.prim() != Prim.INDEX || !versions.containsKey(e.in().get(0)) || ahead.get(e).equals(ahead.get(w)));
                List<Eqn> where = BackwardSlice.of(numbers, List.of(place)).eqns();
                if (!own || !where.stream().allMatch(e -> e.prim().isElementwise())) {
                    return null;
                }
                slow += (int) eqns.stream().filter(e -> e.prim().cost().isSlow()).count();
                slowest |= eqns.stream().anyMatch(e -> e.prim().cost() == Prim.Cost.MANY);
                all.add(new Statement(w, place, ahead.get(w), where, eqns));
            }
            int again = slow - (int) numbers.stream().filter(e -> e.prim().cost().isSlow()).count();
            all.sort(Comparator.comparing(Statement::ahead).reversed());
            var found = new ScatteredStatements(loop, all, Set.copyOf(versions.keySet()));
            // what several changes share is computed for each of them
            return again > (slowest ? 0 : MOST_QUOTIENTS) || found.span() > FARTHEST ? null : found;
        }
    }
}
