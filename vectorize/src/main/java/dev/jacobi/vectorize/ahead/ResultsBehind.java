package dev.jacobi.vectorize.ahead;

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
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop whose trips wait for each other, though what takes long in them, functions such as a power, is made of what a trip has found and only stored or added up: for some trips at a time, the loop that waits
 * keeps what it finds, and a loop behind it, whose trips are independent but for sums in order, makes the rest of it.
 *
 * <pre>
 *  for i { d = next(d, a[i]); z[i] = pow(d, i) }        for each block of i { for i { d = next(d, a[i]); t[i] = d }   map i { z[i] = pow(t[i], i) } }
 * </pre>
 *
 * All is computed as before, and in the same order. {@link TermsAhead} is the same for what comes in front.
 */
public final class ResultsBehind implements Optimisation {
    /** So many trips have what they find in arrays at a time. */
    private static final int BLOCK = 512;
    private static final int FEW_TRIPS = 16;
    private static final int MOST_KEPT = 4;
    private static final int MOST_EQUATIONS = 100;
    private static final Params.Access IN = Params.Access.PROMISED;

    /**
     * The two parts of a loop.
     *
     * @param first equations that the next trip waits for
     * @param behind the others
     * @param kept numbers of the former that the latter use
     * @param late slots of the latter
     */
    private record Parts(RegionView loop, List<Eqn> first, List<Eqn> behind, List<Var> kept, List<RegionView.Slot> late) {
    }

    @Override
    public String name() {
        return "results-behind";
    }

    @Override
    public Func run(Func in) {
        Map<Eqn, Parts> found = new IdentityHashMap<>();
        if (Regions.any(in.body(), ResultsBehind::isSlow)) {
            find(in.body(), OwnElements.of(in), found);
        }
        return found.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            Parts parts = found.get(r.old());
            if (parts != null) {
                write(parts, r.b).forEach(r.b::append);
            }
            return parts != null;
        });
    }

    /** The loops that are in no loop whose trips go together anyway. */
    private static void find(List<Eqn> body, OwnElements own, Map<Eqn, Parts> found) {
        for (Eqn e : body) {
            Parts parts = e.prim() == Prim.FOR ? parts(e, own.arrays(e)) : null;
            if (parts != null) {
                found.put(e, parts);
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.COND) {
                Regions.of(e).forEach(r -> find(r.body(), own, found));
            }
        }
    }

    /** A function that several trips compute faster together, which no processor does for quotients of longs. */
    private static boolean isSlow(Eqn e) {
        return e.prim().cost() == Prim.Cost.MANY && e.computesScalars() && !((e.prim() == Prim.DIV || e.prim() == Prim.REM) && e.result().dtype() == DType.I64);
    }

    /** The parts of a loop; null where it has none, or is better as it is. */
    private static Parts parts(Eqn e, List<RegionView.Slot> own) {
        RegionView loop = RegionView.of(e);
        List<Eqn> body = loop.body().body();
        if (loop.head() instanceof Lit n && n.asLong() < FEW_TRIPS || Regions.hasEffect(e) || Regions.size(body) > MOST_EQUATIONS || !Regions.any(body, ResultsBehind::isSlow) || Regions.any(body, Regions::isLoop)) {
            return null;
        }
        Map<Integer, Integer> uses = Regions.uses(body, loop.body().out());
        List<RegionView.Slot> late = loop.slots().stream().filter(s -> s.param().isArray() ? own.contains(s) && staysInRow(loop, s) : isSum(body, s, uses)).toList();
        while (true) {
            List<RegionView.Slot> now = late;
            List<RegionView.Slot> early = loop.slots().stream().filter(s -> !now.contains(s)).toList();
            List<Eqn> first = BackwardSlice.of(body, early.stream().map(RegionView.Slot::yield).toList()).eqns();
            Set<Var> asked = Regions.captures(first);
            late = now.stream().filter(s -> !asked.contains(s.param())).toList();
            if (late.size() == now.size()) {
                return parts(loop, early, first, late);
            }
        }
    }

    private static Parts parts(RegionView loop, List<RegionView.Slot> early, List<Eqn> first, List<RegionView.Slot> late) {
        List<Eqn> body = loop.body().body();
        Set<Eqn> asked = Collections.newSetFromMap(new IdentityHashMap<>());
        asked.addAll(first);
        List<Eqn> behind = BackwardSlice.of(body, late.stream().map(RegionView.Slot::yield).toList()).eqns().stream().filter(x -> !asked.contains(x)).toList();
        if (first.isEmpty() || early.stream().noneMatch(s -> !s.param().isArray()) || !Regions.any(behind, ResultsBehind::isSlow)) {
            return null;
        }
        Set<Integer> arrays = new HashSet<>();
        for (RegionView.Slot s : early) {
            Set<Integer> versions = s.param().isArray() ? Versions.of(loop, s) : Set.of();
            if (versions == null) {
                return null;
            }
            arrays.addAll(versions);
        }
        Set<Var> needs = new HashSet<>(Regions.captures(behind));
        late.forEach(s -> needs.addAll(Var.among(List.of(s.yield()))));
        List<Var> kept = new ArrayList<>();
        early.stream().map(RegionView.Slot::param).filter(needs::contains).forEach(kept::add);
        first.forEach(x -> x.out().stream().filter(needs::contains).forEach(kept::add));
        boolean good = kept.size() <= MOST_KEPT && !kept.isEmpty() && kept.stream().allMatch(v -> v.type().isScalar()) && needs.stream().noneMatch(v -> arrays.contains(v.id()));
        return good ? new Parts(loop, first, behind, kept, late) : null;
    }

    /** A number that each trip only adds to, with which nothing else is done. */
    private static boolean isSum(List<Eqn> body, RegionView.Slot s, Map<Integer, Integer> uses) {
        Eqn e = Regions.definition(body, s.yield());
        return e != null && e.prim() == Prim.ADD && e.in().contains(s.param()) && uses.get(s.param().id()) == 1 && uses.get(e.result().id()) == 1;
    }

    /** Whether the trips write elements of one row, if the array has rows: lanes would go across them. */
    private static boolean staysInRow(RegionView loop, RegionView.Slot s) {
        Set<Integer> versions = Versions.of(loop, s);
        Set<Integer> inside = new HashSet<>(Regions.defined(loop.body()));
        return !Regions.any(loop.body().body(), e -> (e.prim() == Prim.UPDATE || e.prim() == Prim.INDEX) && e.in().get(0) instanceof Var a && versions.contains(a.id())
            && e.in().subList(1, Math.max(1, a.type().rank())).stream().anyMatch(i -> i instanceof Var v && inside.contains(v.id())));
    }

    /** The equations in place of the loop. */
    private static List<Eqn> write(Parts p, Builder b) {
        RegionView loop = p.loop;
        return TripBlocks.write(loop, BLOCK, b, (start, trips, carried) -> {
            List<RegionView.Slot> early = loop.slots().stream().filter(s -> !p.late.contains(s)).toList();
            var from = new ArrayList<Var>(early.stream().map(s -> carried.get(loop.slots().indexOf(s))).toList());
            p.kept.forEach(v -> from.add(b.full(Lit.unset(v.dtype()), List.of(Dim.of(BLOCK)), List.of(Lit.i32(BLOCK)))));
            List<Var> found = b.loop(Prim.FOR, Dim.UNKNOWN, waiting(p, early, start, b), trips, from);
            List<Var> kept = found.subList(early.size(), found.size());
            List<Var> sums = p.late.stream().map(s -> carried.get(loop.slots().indexOf(s))).toList();
            Prim kind = p.late.stream().allMatch(s -> s.param().isArray()) ? Prim.MAP : Prim.FOR;
            List<Var> made = b.loop(kind, Dim.UNKNOWN, behind(p, start, kept, b), trips, sums);
            return loop.slots().stream().map(s -> p.late.contains(s) ? made.get(p.late.indexOf(s)) : found.get(early.indexOf(s))).toList();
        });
    }

    /** A trip of the loop that waits, which keeps what it finds. */
    private static Region waiting(Parts p, List<RegionView.Slot> early, Var start, Builder b) {
        var copy = new Rewrite(b);
        Var at = b.fresh(start.type());
        var params = new ArrayList<Var>(List.of(at));
        early.forEach(s -> params.add(b.fresh(s.param().type())));
        b.open();
        copy.replace(p.loop.trip(), b.emit(Prim.ADD, start, at));
        for (int k = 0; k < early.size(); k++) {
            copy.replace(early.get(k).param(), params.get(1 + k));
        }
        copy.append(p.first);
        List<Atom> out = new ArrayList<>(early.stream().map(s -> copy.atom(s.yield())).toList());
        for (Var v : p.kept) {
            Var array = b.fresh(new Type(v.dtype(), List.of(Dim.of(BLOCK))));
            params.add(array);
            out.add(b.update(array, IN, List.of(at), copy.atom(v)));
        }
        return b.close(params, out);
    }

    /** A trip of the loop behind it. */
    private static Region behind(Parts p, Var start, List<Var> kept, Builder b) {
        Var at = b.fresh(start.type());
        var eqns = new ArrayList<Eqn>();
        eqns.add(new Eqn(Prim.ADD, List.of(start, at), Params.NONE, List.of(p.loop.trip())));
        for (int k = 0; k < kept.size(); k++) {
            eqns.add(new Eqn(Prim.INDEX, List.of(kept.get(k), at), IN, List.of(p.kept.get(k))));
        }
        eqns.addAll(p.behind);
        var params = new ArrayList<Var>(List.of(at));
        p.late.forEach(s -> params.add(s.param()));
        return new Region(params, eqns, p.late.stream().map(RegionView.Slot::yield).toList());
    }
}
