package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes loops of a lane's function apart of which a part is the same for all lanes, as in forward mode the values are beside their tangents. Of
 *
 * <pre>
 *  y, t = for(n, x, s) { i, y, t -> y' = sin y;  t' = t * cos y;  yield y', t' }
 * </pre>
 *
 * where only s and t differ from lane to lane, it makes a loop that {@link BatchShared} finds to be shared, and one for the lanes, which reads what the first has kept of each trip:
 *
 * <pre>
 *  y, c = for(n, x, ..) { i, y, c -> yield sin y, c with cos y at i };  t = for(n, s) { i, t -> yield t * c[i] }
 * </pre>
 *
 * A loop is left whole unless functions, roots and quotients are computed once that way, enough for the numbers that are kept: cheap values are computed again in the lanes.
 */
final class SharedTrips {
    /** How many cheap equations compute a value again in a lane rather than keeping it. */
    private static final int AGAIN = 4;
    /** How many numbers are kept for a function that lanes need not compute; one for a root or a quotient. */
    private static final int FUNCTION = 4;

    private final BatchMarks marks;
    private final Builder b;

    private SharedTrips(Func f, List<Boolean> varies) {
        marks = new BatchMarks("").inputs(f, varies);
        b = new Builder(Regions.firstFreeId(f));
    }

    /** The function with such loops as two; itself where it has none. {@code runs} says that checks that all lanes share can be made in front of them; behind others no loop can be shared. */
    static Func split(Func f, List<Boolean> varies, boolean runs) {
        if (!Regions.any(f.body())) {
            return f;
        }
        var trips = new SharedTrips(f, varies);
        boolean split = false;
        boolean guarded = false;
        for (Eqn e : f.body()) {
            guarded |= Regions.hasEffect(e) && (!runs || trips.marks.uses(e));
            if (!guarded && trips.split(e)) {
                split = true;
                continue;
            }
            trips.b.append(e);
            if (trips.marks.uses(e)) {
                trips.marks.all(e.out());
            }
        }
        return split ? trips.b.build(f.in(), f.out()) : f;
    }

    private static boolean isCounted(Eqn e) {
        return e.prim() == Prim.FOR || e.prim() == Prim.MAP || e.prim() == Prim.REDUCE;
    }

    private boolean split(Eqn e) {
        if (!isCounted(e) || marks.contains(e.in().get(0)) || e.in().get(0).dtype() != DType.I32 || !marks.uses(e) || Regions.hasEffect(e)) {
            return false;
        }
        RegionView view = RegionView.of(e);
        slots(view);
        var parts = new Parts(view);
        if (!parts.isWorthIt()) {
            return false;
        }
        parts.write();
        view.slots().stream().map(RegionView.Slot::result).filter(marks::contains).forEach(marks::mark);
        return true;
    }

    /** Marks what differs in a body, slot by slot of the loops and branches in it. */
    private void walk(List<Eqn> body) {
        for (Eqn e : body) {
            if (!marks.uses(e)) {
                continue;
            }
            boolean parts = !marks.contains(e.in().isEmpty() ? null : e.in().get(0));
            if (parts && e.prim() == Prim.COND) {
                Regions.of(e).forEach(r -> walk(r.body()));
                RegionView.of(e).slots().stream().filter(s -> marks.any(s.yields())).forEach(s -> marks.all(s.results()));
            } else if (parts && isCounted(e)) {
                slots(RegionView.of(e));
            } else {
                marks.all(e.out());
            }
        }
    }

    private void slots(RegionView view) {
        marks.carry(view, false, () -> walk(view.body().body()));
        for (RegionView.Slot s : view.slots()) {
            if (marks.any(s.yields()) || marks.contains(s.init())) {
                marks.all(s.results());
            }
        }
    }

    /** The two loops that one becomes. */
    private final class Parts {
        final RegionView view;
        private final List<Eqn> shared = new ArrayList<>();
        private final List<Eqn> lane = new ArrayList<>();
        private final Map<Atom, Eqn> sharedBy = new HashMap<>();
        /** Cheap equations that a lane computes again, in order. */
        private final Set<Eqn> again = new LinkedHashSet<>();
        private final List<Var> kept = new ArrayList<>();
        private boolean possible = true;

        Parts(RegionView view) {
            this.view = view;
            shared.addAll(alike(view.body().body()));
            view.body().body().forEach(this::lane);
            shared.forEach(e -> e.out().forEach(v -> sharedBy.put(v, e)));
            List<Atom> yields = differing().flatMap(s -> s.yields().stream()).toList();
            var needed = new LinkedHashSet<>(Regions.captures(new Region(List.of(), lane, yields)));
            Set<Var> own = new HashSet<>(view.params());
            for (Var v : needed) {
                boolean carried = own.contains(v) && !marks.contains(v);
                if (carried || sharedBy.containsKey(v) && !isCheap(v)) {
                    kept.add(v);
                    possible &= v.type().isScalar();
                }
            }
        }

        private Stream<RegionView.Slot> differing() {
            return view.slots().stream().filter(s -> marks.contains(s.result()));
        }

        /** What all lanes share of equations, in loops and branches as well. */
        private List<Eqn> alike(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            for (Eqn e : body) {
                if (e.out().stream().allMatch(marks::contains)) {
                    continue;
                }
                Eqn kept = RegionView.of(e).keep(s -> !marks.contains(s.result()));
                out.add(kept.withRegions(Regions.of(kept).stream().map(r -> new Region(r.params(), alike(r.body()), r.out())).toList()));
            }
            return out;
        }

        private void lane(Eqn e) {
            if (e.out().stream().allMatch(marks::contains)) {
                lane.add(e);
            } else if (e.out().stream().anyMatch(marks::contains)) {
                RegionView inner = RegionView.of(e);
                // later trips may still need what a loop carries; what is folded or yielded they don't see
                List<RegionView.Slot> slots = inner.slots().stream().filter(s -> !s.params().isEmpty() || marks.contains(s.result()))
                    .map(s -> marks.contains(s.result()) ? s : s.as(b.fresh(s.result().type()))).toList();
                Eqn own = inner.with(slots);
                Eqn copy = new Rewrite(b).eqn(own);
                lane.add(new Eqn(copy.prim(), copy.in(), copy.params(), own.out()));
            }
        }

        /** Whether a lane computes the value again, of the trip's number and what is around the loop. */
        private boolean isCheap(Var v) {
            var eqns = new LinkedHashSet<Eqn>();
            boolean cheap = again(v, eqns, 0) && eqns.size() <= AGAIN;
            if (cheap) {
                again.addAll(eqns);
            }
            return cheap;
        }

        /** {@code depth} equations need this one, each by the next; a long chain of them isn't followed to its end. */
        private boolean again(Atom a, Set<Eqn> eqns, int depth) {
            Eqn e = sharedBy.get(a);
            if (e == null) {
                return !view.params().contains(a);
            }
            if (!eqns.contains(e)) {
                if (depth == AGAIN) {
                    return false;
                }
                boolean reads = e.prim() == Prim.INDEX && sharedBy.get(e.in().get(0)) == null;
                boolean chooses = e.prim() == Prim.COND && Regions.size(List.of(e)) <= AGAIN && !Regions.any(List.of(e), Parts::isSlow)
                    && Regions.captures(List.of(e)).stream().allMatch(x -> again(x, eqns, depth + 1));
                boolean possible = (reads || chooses || e.prim().isElementwise() && !isSlow(e)) && e.out().get(0).type().isScalar() && eqns.size() <= AGAIN
                    && e.in().stream().allMatch(x -> again(x, eqns, depth + 1));
                if (!possible) {
                    return false;
                }
                eqns.add(e);
            }
            return true;
        }

        private static boolean isSlow(Eqn e) {
            return weight(e) > 0 || isCounted(e);
        }

        /** How many numbers may be kept for the sake of an equation. */
        private static int weight(Eqn e) {
            boolean quotient = e.prim() == Prim.DIV && e.out().get(0).dtype().isFloat();
            return e.prim().form() == Prim.Form.FUNCTION ? FUNCTION : quotient || e.prim() == Prim.SQRT ? 1 : 0;
        }

        boolean isWorthIt() {
            int[] slow = {0};
            Regions.each(shared, e -> slow[0] += weight(e));
            return possible && differing().findAny().isPresent() && slow[0] > 0 && slow[0] >= kept.size();
        }

        void write() {
            Atom n = view.head();
            Var trip = view.trip();
            var own = new ArrayList<>(view.slots().stream().filter(s -> !marks.contains(s.result())).toList());
            var front = new ArrayList<>(shared);
            Map<Var, Var> arrays = new LinkedHashMap<>();
            Atom count = n instanceof Lit || kept.isEmpty() ? n : b.emit(Prim.MAX, n, Lit.i32(0));
            RegionView.Role role = view.eqn().prim() == Prim.FOR ? RegionView.Role.CARRY : RegionView.Role.DEST;
            for (Var v : kept) {
                Var empty = b.full(Lit.zero(v.dtype()), List.of(n instanceof Lit l ? Dim.of(Math.max(0, (int) l.asLong())) : Dim.UNKNOWN),
                    List.of(n instanceof Lit l ? Lit.i32(Math.max(0, (int) l.asLong())) : count));
                Var param = b.fresh(empty.type());
                Var filled = b.fresh(empty.type());
                Var array = b.fresh(empty.type());
                front.add(new Eqn(Prim.UPDATE, List.of(param, trip, v), Params.Access.PROMISED, List.of(filled)));
                own.add(RegionView.Slot.of(role, empty, param, filled, array));
                arrays.put(v, array);
            }
            own.sort(Comparator.comparing(RegionView.Slot::role));
            if (!own.isEmpty()) {
                b.append(view.with(own, List.of(front)));
            }
            var behind = new ArrayList<Eqn>();
            arrays.forEach((v, array) -> behind.add(new Eqn(Prim.INDEX, List.of(array, trip), Params.Access.PROMISED, List.of(v))));
            shared.stream().filter(again::contains).forEach(behind::add);
            behind.addAll(lane);
            Eqn whole = view.with(differing().toList(), List.of(behind));
            Eqn copy = new Rewrite(b).eqn(whole);
            b.append(new Eqn(copy.prim(), copy.in(), copy.params(), whole.out()));
        }
    }
}
