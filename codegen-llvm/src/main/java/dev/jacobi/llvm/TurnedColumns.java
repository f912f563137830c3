package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.plan.Variance;
import dev.jacobi.vectorize.tables.TripTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What lanes read in each trip of a loop from rows of their own, other ones in each trip, lies side by side in a copy of the columns that is made in front of the loop, as of points of which each is compared with those behind it:
 *
 * <pre>
 *  for i { map j { .. a[i + 1 + j, 0] .. } }      becomes      map r { t[r] = a[r, 0] }   for i { map j { .. t[i + 1 + j] .. } }
 * </pre>
 *
 * Where the same rows are read in all trips, {@link TurnedTables} has made a copy of just these before. As for them, a loop of few trips stays as it is, and so do all where an argument would be worked on in a copy.
 */
final class TurnedColumns {
    private static final int FEW_TRIPS = 4;
    /** A loop with more equations is not made twice. */
    private static final int MOST_EQUATIONS = 250;

    /** A column of a matrix; all of them where the number is null. */
    private record Column(Var array, Lit number) { }

    private final Map<Eqn, Set<Column>> byLoop = new IdentityHashMap<>();
    private final Map<Eqn, Column> byRead = new IdentityHashMap<>();
    private final Map<Column, Var> made = new HashMap<>();
    /** What is read of copies. */
    private final Set<Var> reads = new HashSet<>();

    private TurnedColumns() {
    }

    static FunctionPass pass(Tuning tuning, boolean fast) {
        return PassBuilder.named("turned-columns").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(f -> run(f, tuning.vectorBytes(), tuning.eager(), fast));
    }

    static Func run(Func in, int vectorBytes, boolean eager, boolean fast) {
        var t = new TurnedColumns();
        if (vectorBytes > 0) {
            t.find(in.body());
        }
        if (t.byRead.isEmpty()) {
            return in;
        }
        Func out = Rewrite.ofLoops(in, t::rewrite);
        return SideBySide.areRead(out, LaneLayout.ordered(out, vectorBytes, eager, fast), t.reads) && TurnedTables.copied(out).size() <= TurnedTables.copied(in).size() ? out : in;
    }

    /** Looks at the outermost loops first: their copies serve most trips. */
    private void find(List<Eqn> body) {
        for (Eqn e : body) {
            if (TripTables.isCounted(e) && Regions.size(List.of(e)) < MOST_EQUATIONS && !(e.in().get(0) instanceof Lit n && n.asLong() < FEW_TRIPS)) {
                var columns = new LinkedHashSet<Column>();
                var trips = new HashSet<Var>();
                Set<Integer> own = Regions.defined(RegionView.of(e).body());
                lanes(RegionView.of(e).body().body(), own, trips, columns);
                if (!columns.isEmpty()) {
                    byLoop.put(e, columns);
                    continue;
                }
            }
            Regions.of(e).forEach(r -> find(r.body()));
        }
    }

    /** Looks for loops whose trips may go together; {@code trips}: the numbers of those of loops around. */
    private void lanes(List<Eqn> body, Set<Integer> own, Set<Var> trips, Set<Column> to) {
        for (Eqn e : body) {
            if (!TripTables.isCounted(e)) {
                Regions.of(e).forEach(r -> lanes(r.body(), own, trips, to));
                continue;
            }
            RegionView view = RegionView.of(e);
            trips.add(view.trip());
            reads(view.body().body(), own, new HashSet<>(trips), new Variance(List.of(e), Set.of(view.trip()), Set.of()), to);
            lanes(view.body().body(), own, trips, to);
            trips.remove(view.trip());
        }
    }

    /** Adds what is read of columns, in the next row for the next trip, of matrices that the outermost loop does not change. */
    private void reads(List<Eqn> body, Set<Integer> own, Set<Var> trips, Variance lane, Set<Column> to) {
        for (Eqn e : body) {
            if (TripTables.isCounted(e)) {
                RegionView view = RegionView.of(e);
                trips.add(view.trip());
                reads(view.body().body(), own, trips, lane, to);
                trips.remove(view.trip());
            } else if (e.prim() == Prim.COND) {
                Regions.of(e).forEach(r -> reads(r.body(), own, trips, lane, to));
            } else if (isElement(e) && !own.contains(((Var) e.in().get(0)).id()) && own.contains(((Var) e.indices().get(0)).id()) && lane.stride(e.indices().get(0)) == 1) {
                Atom number = e.indices().get(1);
                if (number instanceof Lit || trips.contains(number) && lane.stride(number) == 0) {
                    var column = new Column((Var) e.in().get(0), number instanceof Lit l ? l : null);
                    byRead.put(e, column);
                    to.add(column);
                }
            }
        }
    }

    private static boolean isElement(Eqn e) {
        return e.prim() == Prim.INDEX && e.in().get(0) instanceof Var && e.indices().size() == 2 && e.result().type().isScalar() && e.in().get(0).type().rank() == 2 && e.indices().get(0) instanceof Var
            && ((Params.Access) e.params()).mode() == Params.Mode.PROMISED;
    }

    private boolean rewrite(Eqn e, Rewrite r) {
        Eqn loop = r.old();
        Set<Column> columns = byLoop.get(loop);
        if (columns == null) {
            return false;
        }
        Atom n = r.atom(loop.in().get(0));
        if (n instanceof Lit) {
            r.replace(loop.out(), turned(loop, columns, r));
        } else {
            Atom many = r.b.emit(Prim.GE, n, Lit.i32(FEW_TRIPS));
            r.replace(loop.out(), r.b.cond(many, () -> turned(loop, columns, r), () -> few(loop, n, r)));
        }
        return true;
    }

    /** The loop as it was; it says itself that its trips are few, so that rows of Java's arrays are used where they lie. */
    private static List<Atom> few(Eqn loop, Atom n, Rewrite r) {
        var in = new ArrayList<>(loop.in());
        in.set(0, r.b.emit(Prim.MIN, n, Lit.i32(FEW_TRIPS - 1)));
        return r.beside().repeat(loop.with(in));
    }

    private List<Atom> turned(Eqn loop, Set<Column> columns, Rewrite r) {
        columns.forEach(c -> made.put(c, c.number == null ? all(r.b, r.atom(c.array)) : one(r.b, r.atom(c.array), c.number)));
        return r.beside((x, to) -> {
            Column c = byRead.get(to.old());
            if (c == null || !columns.contains(c)) {
                return false;
            }
            Atom row = to.atom(to.old().indices().get(0));
            Var v = to.b.index(made.get(c), Params.Access.PROMISED, c.number == null ? List.of(to.atom(to.old().indices().get(1)), row) : List.of(row));
            reads.add(v);
            to.replace(x.result(), v);
            return true;
        }).repeat(loop);
    }

    /** A column, empty where the matrix has none of that number: then no trip reads it. */
    private static Var one(Builder b, Atom matrix, Lit number) {
        Atom rows = b.emit(Prim.SELECT, b.emit(Prim.LT, number, b.extent(matrix, 1)), b.extent(matrix, 0), Lit.i32(0));
        return filled(b, matrix, List.of(rows), at -> List.of(at.get(0), number));
    }

    private static Var all(Builder b, Atom matrix) {
        return filled(b, matrix, List.of(b.extent(matrix, 1), b.extent(matrix, 0)), at -> List.of(at.get(1), at.get(0)));
    }

    /** A new array with an element of a matrix in each place. */
    private static Var filled(Builder b, Atom matrix, List<Atom> extents, UnaryOperator<List<Atom>> place) {
        Var whole = b.full(Lit.unset(matrix.dtype()), Collections.nCopies(extents.size(), Dim.UNKNOWN), extents);
        return filled(b, matrix, whole, extents, new ArrayList<>(), place);
    }

    private static Var filled(Builder b, Atom matrix, Var to, List<Atom> extents, List<Atom> at, UnaryOperator<List<Atom>> place) {
        if (at.size() == extents.size()) {
            return b.update(to, Params.Access.PROMISED, at, b.index(matrix, Params.Access.PROMISED, place.apply(at)));
        }
        Var trip = b.fresh(extents.get(at.size()).type());
        Var param = b.fresh(to.type());
        b.open();
        var next = new ArrayList<>(at);
        next.add(trip);
        Var inner = filled(b, matrix, param, extents, next, place);
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(trip, param), List.of(inner)), extents.get(at.size()), List.of(to)).get(0);
    }
}
