package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.buffer.Failures;
import dev.jacobi.llvm.buffer.Shadows;
import dev.jacobi.llvm.plan.Variance;
import dev.jacobi.vectorize.raise.Hoist;
import dev.jacobi.vectorize.tables.TripLevel;
import dev.jacobi.vectorize.tables.TripTable;
import dev.jacobi.vectorize.tables.TripTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What lanes read in each trip of a loop from rows of their own lies side by side, in a copy that is made in front of the loop, as of the centres that each of many points is compared with:
 *
 * <pre>
 *  for p { map c { for j { .. q[c, j] .. } } }      becomes      map c { map j { t[j, c] = q[c, j] } }   for p { map c { for j { .. t[j, c] .. } } }
 * </pre>
 *
 * A loop of few trips stays as it is, and so do all where an argument would be worked on in a copy because there may be no memory for this one.
 */
final class TurnedTables {
    /** So many trips are worth a copy. */
    private static final int FEW_TRIPS = 4;
    /** So many times as many elements as an array has a table of it may have. */
    private static final int LARGER = 2;
    /** A loop with more equations is not made twice. */
    private static final int MOST_EQUATIONS = 250;
    private final Set<Var> inputs;
    private final Set<Var> lanes;
    /** What varies from lane to lane of a loop, by the number of its trip. */
    private final Map<Var, Variance> variances = new HashMap<>();
    private final Map<Eqn, List<TripTable>> byLoop = new IdentityHashMap<>();
    private final Map<Eqn, TripTable> byRead = new IdentityHashMap<>();
    /** Loops by the equation in front of which their tables are made, where that is another one. */
    private final Map<Eqn, List<Eqn>> earlier = new IdentityHashMap<>();
    private final Map<TripTable, Var> made = new IdentityHashMap<>();
    /** What is read of tables now. */
    private final Set<Var> reads = new HashSet<>();

    private TurnedTables(Func f, Set<Var> lanes) {
        this.inputs = Set.copyOf(f.in());
        this.lanes = lanes;
    }

    static FunctionPass pass(Tuning tuning) {
        return PassBuilder.named("turned-tables").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(f -> run(f, tuning.vectorBytes(), tuning.eager()));
    }

    static Func run(Func in, int vectorBytes, boolean eager) {
        if (vectorBytes == 0 || in.body().stream().noneMatch(e -> depth(e) > 2)) {
            return in;
        }
        Func f = new Hoist().run(in);
        // which loops run by lanes takes longer to find out than whether there would be tables if all did
        Set<Var> any = new HashSet<>();
        Regions.each(f.body(), e -> any.addAll(e.prim() == Prim.MAP || e.prim() == Prim.REDUCE ? Set.of(Regions.trip(e)) : Set.of()));
        if (of(f, any).byRead.isEmpty()) {
            return in;
        }
        TurnedTables t = of(f, LaneLayout.withParallel(f, LaneLayout.lanes(f, vectorBytes, eager)));
        if (t.byRead.isEmpty()) {
            return in;
        }
        Func out = Rewrite.ofLoops(f, t::rewrite);
        return SideBySide.areRead(out, LaneLayout.lanes(out, vectorBytes, eager), t.reads) && copied(out).size() <= copied(in).size() ? out : in;
    }

    private static TurnedTables of(Func f, Set<Var> lanes) {
        var t = new TurnedTables(f, lanes);
        t.find(f.body(), f.body());
        return t;
    }

    private static int depth(Eqn e) {
        return Regions.of(e).stream().flatMap(r -> r.body().stream()).mapToInt(TurnedTables::depth).max().orElse(0) + (Regions.isLoop(e) ? 1 : 0);
    }

    /** Arguments that are worked on in copies. */
    static Set<Var> copied(Func f) {
        return Shadows.of(f, Map.of(), List.of(), Failures.Sure.NONE, Set.of());
    }

    /** Looks at the outermost loops first: their tables serve most trips. {@code start}: the equations of the function, when no loop is around. */
    private void find(List<Eqn> body, List<Eqn> start) {
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            List<Eqn> before = start == null ? null : start == body ? body.subList(0, k) : start;
            if (TripTables.isCounted(e) && Regions.size(List.of(e)) < MOST_EQUATIONS && !(e.in().get(0) instanceof Lit n && n.asLong() < FEW_TRIPS)) {
                List<TripTable> found = TripTables.of(e, x -> x.prim() == Prim.INDEX && x.result().type().isScalar() && !(x.in().get(0) instanceof Lit), t -> axis(t) != null);
                if (!found.isEmpty()) {
                    byLoop.put(e, found.stream().map(t -> t.along(axis(t))).toList());
                    byLoop.get(e).forEach(t -> byRead.put(t.root(), t));
                    Eqn place = before == null ? null : place(e, before);
                    if (place != null) {
                        earlier.computeIfAbsent(place, x -> new ArrayList<>()).add(e);
                    }
                    continue;
                }
            }
            Regions.of(e).forEach(r -> find(r.body(), e.prim() == Prim.COND ? before : null));
        }
    }

    /** The first equation that writes, if it is one of these, which come before the loop, and all that the tables need is known in front of it: then there is memory for them, or nothing has changed yet. */
    private Eqn place(Eqn loop, List<Eqn> before) {
        Eqn first = before.stream().filter(e -> e.prim() == Prim.UPDATE || Regions.any(List.of(e), x -> x.prim() == Prim.UPDATE)).findFirst().orElse(null);
        if (first == null) {
            return null;
        }
        Set<Var> needs = new HashSet<>(Var.among(loop.in().subList(0, 1)));
        for (TripTable t : byLoop.get(loop)) {
            needs.addAll(Regions.captures(t.slice()));
            t.around().forEach(l -> needs.addAll(Var.among(List.of(l.extent()))));
            t.at().forEach(needs::remove);
        }
        before.subList(0, before.indexOf(first)).forEach(e -> needs.removeAll(e.out()));
        return inputs.containsAll(needs) ? first : null;
    }

    /** The loop whose lanes read elements of rows of their own; null if there is none. */
    private TripLevel axis(TripTable t) {
        for (TripLevel l : t.used()) {
            Var trip = l.loop().trip();
            if (lanes.contains(trip)) {
                Variance lane = variances.computeIfAbsent(trip, x -> new Variance(List.of(l.loop().eqn()), Set.of(trip), Set.of()));
                List<Atom> at = t.root().indices();
                boolean apart = at.subList(0, at.size() - 1).stream().anyMatch(a -> lane.stride(a) != 0) || Math.abs(lane.stride(at.get(at.size() - 1))) != 1;
                return apart ? l : null;
            }
        }
        return null;
    }

    private boolean rewrite(Eqn e, Rewrite r) {
        Eqn loop = r.old();
        for (Eqn later : earlier.getOrDefault(loop, List.of())) {
            make(byLoop.get(later), isWorth(later, r), true, r);
        }
        List<TripTable> tables = byLoop.get(loop);
        if (tables == null) {
            return false;
        }
        Atom worth = isWorth(loop, r);
        if (worth.equals(Lit.bool(true))) {
            r.replace(loop.out(), turned(loop, tables, r));
        } else {
            boolean few = tables.stream().allMatch(TripTable::isBounded);
            r.replace(loop.out(), r.b.cond(worth, () -> turned(loop, tables, r), () -> few ? few(loop, r.atom(loop.in().get(0)), r) : r.beside().repeat(loop)));
        }
        return true;
    }

    /** Whether a loop has more than a few trips, and its tables are not much larger than the arrays whose elements they have. */
    private Atom isWorth(Eqn loop, Rewrite r) {
        Builder b = r.b;
        Atom n = r.atom(loop.in().get(0));
        Atom all = n instanceof Lit ? Lit.bool(true) : b.emit(Prim.GE, n, Lit.i32(FEW_TRIPS));
        for (TripTable t : byLoop.get(loop)) {
            if (t.isBounded()) {
                continue;
            }
            Atom most = Lit.i64(LARGER);
            for (Atom d : b.extents(r.atom(t.root().in().get(0)))) {
                most = b.emit(Prim.MUL, most, b.convert(d, DType.I64));
            }
            Atom size = Lit.i64(1);
            for (TripLevel l : t.used()) {
                size = b.emit(Prim.MUL, size, b.convert(r.atom(l.extent()), DType.I64));
                Atom fits = b.emit(Prim.LE, size, most);
                all = all.equals(Lit.bool(true)) ? fits : b.emit(Prim.AND, all, fits);
            }
        }
        return all;
    }

    /** The loop as it was; it says itself that its trips are few, so that rows of Java's arrays are used where they lie. */
    private static List<Atom> few(Eqn loop, Atom n, Rewrite r) {
        var in = new ArrayList<>(loop.in());
        in.set(0, r.b.emit(Prim.MIN, n, Lit.i32(FEW_TRIPS - 1)));
        return r.beside().repeat(loop.with(in));
    }

    private void make(List<TripTable> tables, Atom many, boolean checked, Rewrite r) {
        Map<List<Object>, Var> same = new HashMap<>();
        for (TripTable t : tables) {
            // what is read alike in two places is one table
            var key = new ArrayList<Object>(t.root().in());
            key.addAll(t.at());
            made.put(t, same.computeIfAbsent(key, k -> t.make(r.beside(), many, checked || t.isChecked())));
        }
    }

    private List<Atom> turned(Eqn loop, List<TripTable> tables, Rewrite r) {
        if (!made.containsKey(tables.get(0))) {
            make(tables, Lit.bool(true), false, r);
        }
        return r.beside((x, to) -> {
            TripTable read = byRead.get(to.old());
            if (read == null || tables.stream().noneMatch(t -> t == read)) {
                return false;
            }
            Var v = to.b.index(made.get(read), Params.Access.PROMISED, to.atoms(read.at()));
            reads.add(v);
            to.replace(x.result(), v);
            return true;
        }).repeat(loop);
    }
}
