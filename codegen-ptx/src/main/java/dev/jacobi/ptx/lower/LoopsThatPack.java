package dev.jacobi.ptx.lower;

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
import dev.jacobi.ir.pass.FunctionPass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops that store some elements one after the other, {@code if (x[i] > 0) out[k++] = x[i]}: where an element goes is how many are stored before it. So the counters become a scan of what each trip adds to
 * them, and the stores a map, whose trips have places of their own because a trip that stores goes on to the next place. Parting into two arrays, or one from both ends, is the same with two counters.
 */
final class LoopsThatPack {
    private final Builder b;
    private final RegionView loop;
    private final Eqn branch;
    /** What a trip adds to each counter where the branch's condition is false, and where it is true. */
    private final Map<RegionView.Slot, long[]> steps = new HashMap<>();

    private LoopsThatPack(Builder b, Eqn e) {
        this.b = b;
        loop = RegionView.of(e);
        List<Eqn> body = loop.body().body();
        branch = body.isEmpty() ? null : body.get(body.size() - 1);
    }

    /** As a pass. */
    static FunctionPass pass() {
        return OutermostLoops.pass("loops-that-pack", b -> e -> {
            var packed = e.prim() == Prim.FOR ? new LoopsThatPack(b, e) : null;
            return packed != null && packed.applies() ? packed.emit() : null;
        });
    }

    private boolean applies() {
        if (branch == null || branch.prim() != Prim.COND || Regions.of(branch).size() != 2 || !branch.in().get(0).dtype().equals(DType.BOOL)) {
            return false;
        }
        var carries = new HashSet<Var>(loop.params());
        for (Eqn x : before()) {
            boolean plain = x.computesScalars() || x.prim() == Prim.DIM || x.prim() == Prim.INDEX && !x.result().isArray();
            if (!plain || x.prim() == Prim.CHECK || x.in().stream().anyMatch(a -> a instanceof Var v && carries.contains(v))) {
                return false;
            }
        }
        for (RegionView.Slot s : loop.slots()) {
            if (!branch.out().contains(s.yield()) || !s.result().isArray() && !counts(s)) {
                return false;
            }
        }
        return !steps.isEmpty() && Regions.of(branch).stream().allMatch(this::stores);
    }

    private List<Eqn> before() {
        List<Eqn> body = loop.body().body();
        return body.subList(0, body.size() - 1);
    }

    private boolean counts(RegionView.Slot s) {
        if (s.param().dtype() != DType.I32 && s.param().dtype() != DType.I64) {
            return false;
        }
        long[] by = new long[2];
        for (int k = 0; k < 2; k++) {
            Long step = step(Regions.of(branch).get(k), s, yielded(k, s));
            if (step == null || Math.abs(step) > 1) {
                return false;
            }
            by[k] = step;
        }
        steps.put(s, by);
        return true;
    }

    private Atom yielded(int k, RegionView.Slot s) {
        return Regions.of(branch).get(k).out().get(branch.out().indexOf(s.yield()));
    }

    /** By how much a value is more than the counter; null when nothing says so. */
    private static Long step(Region r, RegionView.Slot s, Atom a) {
        if (a.equals(s.param())) {
            return 0L;
        }
        Eqn e = Regions.definition(r.body(), a);
        boolean sum = e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB) && e.in().get(0).equals(s.param()) && e.in().get(1) instanceof Lit;
        return sum ? Long.valueOf((e.prim() == Prim.ADD ? 1 : -1) * ((Lit) e.in().get(1)).asLong()) : null;
    }

    /** Whether a region only stores where a counter is, to arrays that it does not read, and each array's counter moves on by it alone. */
    private boolean stores(Region r) {
        int k = Regions.of(branch).indexOf(r);
        Set<Var> arrays = new HashSet<>();
        loop.slots().stream().filter(s -> s.result().isArray()).forEach(s -> arrays.add(s.param()));
        var made = new HashMap<Atom, Eqn>();
        for (Eqn x : r.body()) {
            boolean plain = x.computesScalars() || x.prim() == Prim.DIM || x.prim() == Prim.CHECK || x.prim() == Prim.INDEX && !x.result().isArray() && !arrays.contains(x.in().get(0));
            if (x.prim() == Prim.UPDATE && arrays.contains(x.in().get(0)) && x.in().size() == 3 && ((Params.Access) x.params()).op() == null && ((Params.Access) x.params()).mode() == Params.Mode.PROMISED && follows(k, r, x)) {
                made.put(x.result(), x);
            } else if (!plain) {
                return false;
            }
        }
        for (RegionView.Slot s : loop.slots()) {
            if (s.result().isArray()) {
                Atom out = yielded(k, s);
                Eqn by = made.remove(out);
                if (!out.equals(s.param()) && (by == null || !by.in().get(0).equals(s.param()))) {
                    return false;
                }
            }
        }
        return made.isEmpty();
    }

    /** Whether the place of a store is a counter's, plus what is the same in each trip, and no other trip stores there: the other branch does not store to the array, or goes on by the same counter. */
    private boolean follows(int k, Region r, Eqn update) {
        int other = 1 - k;
        RegionView.Slot array = loop.ofParam(update.in().get(0));
        boolean alone = yielded(other, array).equals(array.param());
        return alone && steps.entrySet().stream().anyMatch(s -> {
            Long offset = step(r, s.getKey(), update.in().get(1));
            long mine = s.getValue()[k];
            return offset != null && mine != 0 && s.getValue()[other] * mine >= 0;
        });
    }

    private List<Atom> emit() {
        List<RegionView.Slot> counters = loop.slots().stream().filter(steps::containsKey).toList();
        var copy = new Rewrite(b);
        Var i = copy.rename(loop.trip());
        b.open();
        b.append(copy.body(before()));
        List<Atom> terms = counters.stream().map(c -> term(c, copy.atom(branch.in().get(0)))).toList();
        Region counted = b.close(List.of(i), terms);
        var in = new ArrayList<Atom>(List.of(loop.head()));
        counters.forEach(c -> in.add(c.init()));
        List<Var> sums = b.emitAll(Prim.SCAN, new Params.Fold(Dim.UNKNOWN, counters.stream().map(c -> Prim.ADD).toList(), counted), in);
        List<RegionView.Slot> arrays = loop.slots().stream().filter(s -> s.result().isArray()).toList();
        var results = new HashMap<RegionView.Slot, Atom>();
        for (int c = 0; c < counters.size(); c++) {
            results.put(counters.get(c), sums.get(c));
        }
        List<Var> written = b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, trip(counters, arrays, sums.subList(counters.size(), sums.size()))), operands(arrays));
        for (int a = 0; a < arrays.size(); a++) {
            results.put(arrays.get(a), written.get(a));
        }
        return loop.slots().stream().map(results::get).toList();
    }

    private List<Atom> operands(List<RegionView.Slot> arrays) {
        var in = new ArrayList<Atom>(List.of(loop.head()));
        arrays.forEach(a -> in.add(a.init()));
        return in;
    }

    /** A trip with the counters as the trips before it have left them. */
    private Region trip(List<RegionView.Slot> counters, List<RegionView.Slot> arrays, List<Var> sums) {
        var copy = new Rewrite(b);
        var params = new ArrayList<Var>(List.of(copy.rename(loop.trip())));
        arrays.forEach(a -> params.add(copy.rename(a.param())));
        b.open();
        b.append(copy.body(before()));
        for (int c = 0; c < counters.size(); c++) {
            Var after = b.index(sums.get(c), Params.Access.PROMISED, List.of(params.get(0)));
            copy.replace(counters.get(c).param(), b.emit(Prim.SUB, after, term(counters.get(c), copy.atom(branch.in().get(0)))));
        }
        b.append(copy.body(List.of(branch)));
        return b.close(params, arrays.stream().map(a -> copy.atom(a.yield())).toList());
    }

    private Atom term(RegionView.Slot counter, Atom condition) {
        DType t = counter.param().dtype();
        long[] by = steps.get(counter);
        return b.emit(Prim.SELECT, condition, Lit.of(t, by[1]), Lit.of(t, by[0]));
    }
}
