package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Dependence;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.analysis.Versions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Blocks of a triangular nest whose outer trips depend on each other: solutions of triangular systems, factors of matrices, recurrences over all that came before.
 *
 * <pre>
 *  for j { s = b(j);  for k below m(j) { s = f(s, j, k) };  x = store(x, j, g(s)) }
 * </pre>
 *
 * where m grows with j, becomes, for each block of {@link #WIDTH} trips from j0 on,
 *
 * <pre>
 *  map t { j = j0 + t;  s = b(j);  for k below m(j0) { s = f(s, j, k) };  part[t] = s }
 *  for t { j = j0 + t;  s = part[t];  for k from m(j0) below m(j) { s = f(s, j, k) };  x = store(x, j, g(s)) }
 * </pre>
 *
 * The map of the last block begins earlier, so that all maps have as many trips.
 *
 * Each sum still sees its terms in their order. The map may run before the block's own trips where nothing that it reads is written by those of them that
 * came before, which {@link Dependence} proves of each pair of a read and a write. A fold that may be reordered starts from its neutral
 * element in the map, so that what it starts from may depend on the block's trips.
 */
final class TriangleBlocks {
    /** Of trips: two vectors of eight doubles wait for each other's sums, and few trips are left to the second loop. */
    static final int WIDTH = 16;

    private final IntValues values;
    private final Eqn old;
    private final List<ElementAccess> accesses;
    private final Builder b;

    /** {@code old} is the for before anything in it was raised, {@code accesses} those in it; new variables come from {@code b}. */
    TriangleBlocks(IntValues values, Eqn old, List<ElementAccess> accesses, Builder b) {
        this.values = values;
        this.old = old;
        this.accesses = accesses;
        this.b = b;
    }

    /** The inner loop, what it needs of the body around it, and all versions of each array that the outer loop carries, by their slot. */
    private record Plan(RegionView loop, Eqn dot, List<Eqn> slice, Map<Integer, RegionView.Slot> versions) {
        boolean folds() {
            return dot.prim() == Prim.REDUCE;
        }
    }

    /** The blocks, as equations in place of the loop; null when it has another form or that is not proven legal. */
    List<Eqn> apply(Eqn now) {
        RegionView view = RegionView.of(now);
        if (Regions.size(view.body().body()) > LoopSplit.MOST_EQUATIONS
            || Regions.any(view.body().body(), e -> Regions.mayLeave(e) && e.prim() != Prim.CHECK)) {
            return null;
        }
        Map<Integer, RegionView.Slot> versions = versions(view);
        for (Eqn e : versions == null ? List.<Eqn>of() : view.body().body()) {
            if (e.prim() == Prim.CHECK) {
                return null; // what is read behind it may be there only because of it
            }
            Plan plan = isSum(e) ? plan(view, e, versions) : null;
            if (plan != null && isLegal(plan)) {
                return blocks(plan);
            }
        }
        return null;
    }

    private static boolean isSum(Eqn e) {
        return (e.prim() == Prim.FOR || e.prim() == Prim.REDUCE) && e.out().stream().allMatch(v -> v.type().isScalar())
            && !Regions.any(RegionView.of(e).body().body(), x -> x.prim() == Prim.CHECK || x.out().stream().anyMatch(v -> !v.type().isScalar()));
    }

    /** The slots by the ids of the versions of their arrays; null when these are not understood or there is none. */
    private Map<Integer, RegionView.Slot> versions(RegionView now) {
        var all = new HashMap<Integer, RegionView.Slot>();
        RegionView before = RegionView.of(old);
        for (int k = 0; k < now.slots().size(); k++) {
            RegionView.Slot s = now.slots().get(k);
            if (!s.param().type().isScalar()) {
                Set<Integer> of = Versions.of(now, s);
                Set<Integer> ofOld = Versions.of(before, before.slots().get(k));
                if (of == null || ofOld == null) {
                    return null;
                }
                of.forEach(v -> all.put(v, s));
                ofOld.forEach(v -> all.put(v, s));
            }
        }
        return all.isEmpty() ? null : all;
    }

    /** Null when the inner loop has as many trips in each trip of the outer one, or depends on what cannot be known at the block's begin. */
    private Plan plan(RegionView view, Eqn dot, Map<Integer, RegionView.Slot> versions) {
        if (!(dot.in().get(0) instanceof Var head) || !grows(values.exact(head), view.trip().id())) {
            return null;
        }
        var needed = new ArrayList<Atom>(List.of(head));
        needed.addAll(Regions.captures(dot));
        if (dot.prim() == Prim.FOR) {
            needed.addAll(dot.in());
        }
        List<Eqn> body = view.body().body();
        // arrays are there as they are at the block's begin
        BackwardSlice slice = BackwardSlice.of(body.stream().filter(e -> e.out().stream().noneMatch(v -> versions.containsKey(v.id()))).toList(), needed);
        Set<Integer> inside = Regions.defined(view.body());
        // what else a trip hands to the next is known only when that is over
        boolean known = slice.from().stream().allMatch(v -> v.equals(view.trip()) || versions.containsKey(v.id()) || !inside.contains(v.id()));
        boolean scalars = slice.eqns().stream().allMatch(e -> e.out().stream().allMatch(v -> v.type().isScalar()));
        return !known || !scalars || Regions.any(slice.eqns(), x -> x.prim() == Prim.CHECK || x.prim() == Prim.UPDATE) ? null : new Plan(view, dot, slice.eqns(), versions);
    }

    /** c * trip + r with a positive constant c and an r that no trip changes. */
    private boolean grows(Poly m, int trip) {
        Poly c = m.linear(trip);
        Set<Integer> inside = values.shapes.inside(old);
        return c != null && c.isConst() && c.constant() > 0 && !m.minus(Poly.var(trip).times(c)).mentions(inside::contains);
    }

    private boolean isLegal(Plan plan) {
        var first = new HashSet<Integer>();
        plan.slice.forEach(e -> Regions.definitions(List.of(e)).keySet().forEach(first::add));
        Set<Integer> second = Regions.definitions(List.of(plan.dot)).keySet();
        var writes = accesses.stream().filter(ElementAccess::writes).toList();
        boolean downColumns = false;
        for (ElementAccess r : accesses) {
            int id = r.eqn().result().id();
            boolean inSum = second.contains(id);
            if (r.writes() || !inSum && !first.contains(id)) {
                continue;
            }
            downColumns |= inSum && isDownColumn(plan, r);
            RegionView.Slot array = plan.versions.get(r.array().id());
            for (ElementAccess w : writes) {
                if (array != null && array.equals(plan.versions.get(w.array().id())) && !isBefore(plan, r, w, inSum, r.array().equals(array.param()))) {
                    return false;
                }
            }
        }
        return !plan.folds() || downColumns;
    }

    /** Whether the inner loop reads across rows what the outer one reads along them: only then are lanes over the outer one better for a fold. */
    private boolean isDownColumn(Plan plan, ElementAccess r) {
        Poly last = r.index().get(r.index().size() - 1);
        Poly inner = last.linear(RegionView.of(plan.dot).trip().id());
        Poly outer = last.linear(plan.loop.trip().id());
        return inner != null && outer != null && !inner.equals(Poly.of(1)) && outer.equals(Poly.of(1)) && (r.index().size() > 1 || !inner.equals(Poly.ZERO));
    }

    /** Whether no trip of the block that came before, or this one unless {@code untouched}, has written what a read is of. */
    private boolean isBefore(Plan plan, ElementAccess r, ElementAccess w, boolean inSum, boolean untouched) {
        var dependence = new Dependence(old, values.shapes.inside(old), values);
        Poly trip = Poly.var(plan.loop.trip().id());
        try {
            Poly begin = Poly.var(dependence.freeSymbol());
            Poly other = dependence.inOtherTrip(trip);
            var given = new ArrayList<>(List.of(begin, trip.minus(begin), other.minus(begin), trip.minus(other).plus(untouched ? -1 : 0)));
            if (inSum) {
                Poly m = values.exact(plan.dot.in().get(0)).with(plan.loop.trip().id(), begin);
                given.add(m.minus(Poly.var(RegionView.of(plan.dot).trip().id())).plus(-1));
            }
            return dependence.never(r, w, given);
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    /** The blocks where there are trips for one, else the loop as it was. */
    private List<Eqn> blocks(Plan plan) {
        RegionView loop = plan.loop;
        DType t = loop.head().dtype();
        Atom n = loop.head();
        b.open();
        Var many = b.emit(Prim.GE, n, Lit.of(t, WIDTH));
        b.cond(many, () -> {
            Atom blocks = b.emit(Prim.ADD, b.emit(Prim.SHR, b.emit(Prim.SUB, n, Lit.of(t, 1)), Lit.of(t, Integer.numberOfTrailingZeros(WIDTH))), Lit.of(t, 1));
            return b.loop(blocks, loop.inits(), params -> block(plan, b.emit(Prim.MUL, params.get(0), Lit.of(t, WIDTH)), params.subList(1, params.size())));
        }, () -> Rewrite.repeat(b, loop.eqn()), loop.eqn().out());
        return b.close();
    }

    /** One block. That of the last trips begins its map earlier, so that all have as many trips: what it computes for trips that are over is not used. */
    private List<Var> block(Plan plan, Var begin, List<Var> carries) {
        RegionView loop = plan.loop;
        Lit width = Lit.of(loop.head().dtype(), WIDTH);
        Var from = b.emit(Prim.MIN, begin, b.emit(Prim.SUB, loop.head(), width));
        var head = new Rewrite(b).replace(loop.trip(), from);
        head.append(BackwardSlice.of(plan.slice, List.of(plan.dot.in().get(0))).eqns());
        Atom common = b.emit(Prim.MAX, head.atom(plan.dot.in().get(0)), Lit.zero(plan.dot.in().get(0).dtype()));
        List<Var> parts = together(plan, from, width, carries, common);
        Var trips = b.emit(Prim.MIN, b.emit(Prim.SUB, loop.head(), begin), width);
        return apart(plan, begin, trips, carries, new Parts(from, common, parts));
    }

    /** The sums up to the trip {@code common} of the inner loop, for the trips of the outer one that follow {@code from}. */
    private record Parts(Var from, Atom common, List<Var> sums) {
    }

    /** The sums of all trips of the block as far as they are the same for all; one array per sum. */
    private List<Var> together(Plan plan, Var begin, Lit trips, List<Var> carries, Atom common) {
        RegionView dot = RegionView.of(plan.dot);
        List<Var> parts = plan.dot.out().stream().map(v -> b.full(Lit.zero(v.dtype()), List.of(Dim.of(WIDTH)), List.of(Lit.i32(WIDTH)))).toList();
        var params = new ArrayList<Var>(List.of(b.fresh(trips.type())));
        parts.forEach(p -> params.add(b.fresh(p.type())));
        b.open();
        var copy = new Rewrite(b).replace(plan.loop.trip(), b.emit(Prim.ADD, begin, params.get(0)));
        plan.versions.forEach((id, s) -> copy.replace(Map.of(id, carries.get(plan.loop.slots().indexOf(s)))));
        copy.append(plan.slice);
        Eqn sum = copy.eqn(plan.dot);
        var in = new ArrayList<>(sum.in());
        in.set(0, common);
        for (int k = 0; plan.folds() && k < dot.slots().size(); k++) {
            in.set(1 + k, FoldIdentity.neutral(dot.slots().get(k).op(), plan.dot.out().get(k).dtype()));
        }
        b.append(sum.with(in));
        var out = new ArrayList<Var>();
        for (int k = 0; k < parts.size(); k++) {
            out.add(b.update(params.get(1 + k), Params.Access.PROMISED, List.of(params.get(0)), sum.out().get(k)));
        }
        return b.loop(Prim.MAP, Dim.of(WIDTH), b.close(params, out), trips, parts);
    }

    /** The block's trips one after the other, each with the rest of its sum. */
    private List<Var> apart(Plan plan, Var begin, Var trips, List<Var> carries, Parts parts) {
        return b.loop(trips, carries, params -> {
            Var trip = b.emit(Prim.ADD, begin, params.get(0));
            Rewrite copy = new Rewrite(b, (e, r) -> r.old() == plan.dot && rest(plan, e, r, trip, parts));
            copy.replace(plan.loop.trip(), trip).replace(plan.loop.params(), params.subList(1, params.size()));
            copy.append(plan.loop.body().body());
            return copy.atoms(plan.loop.body().out());
        });
    }

    /** What an inner loop still has to do, from what was done for all trips of the block together. */
    private boolean rest(Plan plan, Eqn sum, Rewrite r, Var outer, Parts parts) {
        RegionView view = RegionView.of(sum);
        Region body = r.region(view.body());
        Var trip = b.fresh(body.params().get(0).type());
        var params = new ArrayList<>(body.params());
        var eqns = new ArrayList<Eqn>(List.of(new Eqn(Prim.ADD, List.of(parts.common, trip), Params.NONE, List.of(params.get(0)))));
        eqns.addAll(body.body());
        params.set(0, trip);
        Var at = b.emit(Prim.SUB, outer, parts.from);
        List<Var> done = parts.sums.stream().map(p -> b.index(p, Params.Access.PROMISED, List.of(at))).toList();
        var in = new ArrayList<Atom>(List.of(b.emit(Prim.SUB, sum.in().get(0), parts.common)));
        in.addAll(plan.folds() ? sum.in().subList(1, sum.in().size()) : done);
        List<Var> out = b.emitAll(sum.prim(), Regions.with(sum.params(), List.of(new Region(params, eqns, body.out()))), in);
        for (int k = 0; k < out.size(); k++) {
            r.replace(plan.dot.out().get(k), plan.folds() ? b.emit(view.slots().get(k).op(), out.get(k), done.get(k)) : out.get(k));
        }
        return true;
    }
}
