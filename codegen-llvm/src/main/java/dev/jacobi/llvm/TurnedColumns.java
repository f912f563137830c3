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
import dev.jacobi.vectorize.tables.NestedMaps;
import dev.jacobi.vectorize.tables.TripTables;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
    /** A matrix with more than two to the power of so many times as many rows as the loop has trips is not copied. */
    private static final int PART = 3;
    /** A loop with more equations is not made twice. */
    private static final int MOST_EQUATIONS = 250;

    /** A column of a matrix; all of them where the number is null. */
    private record Column(Var array, Lit number) { }

    private final Map<Eqn, Set<Column>> byLoop = new IdentityHashMap<>();
    private final Map<Eqn, Column> byRead = new IdentityHashMap<>();
    private final Map<Column, Var> made = new HashMap<>();
    /** What is read of copies, and by which loop. */
    private final Map<Var, Eqn> reads = new HashMap<>();
    private final Set<Eqn> left;
    /** What is read well enough as it is. */
    private final Set<Var> fine;

    private TurnedColumns(Set<Eqn> left, Set<Var> fine) {
        this.left = left;
        this.fine = fine;
    }

    static FunctionPass pass(Tuning tuning, boolean fast) {
        return PassBuilder.named("turned-columns").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(f -> run(f, tuning.vectorBytes(), tuning.eager(), fast));
    }

    static Func run(Func in, int vectorBytes, boolean eager, boolean fast) {
        if (vectorBytes == 0 || of(in, Set.of(), Set.of()).byRead.isEmpty()) {
            return in;
        }
        Function<Func, Set<Var>> lanes = f -> LaneLayout.ordered(f, vectorBytes, eager, fast);
        // what such lanes add up for each point lies side by side, too
        Func copied = MovableResults.copied(in);
        Func moved = copied == in ? copied : turned(copied, f -> LaneLayout.run(f, vectorBytes, eager, fast), lanes);
        return moved != copied ? moved : turned(in, null, lanes);
    }

    /** The function with the copies that lanes use, or itself; {@code layout} is null or has to find something to do. */
    private static Func turned(Func f, UnaryOperator<Func> layout, Function<Func, Set<Var>> lanes) {
        Set<Eqn> left = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Var> columns = new HashSet<>();
        of(f, left, Set.of()).byRead.keySet().forEach(e -> columns.add(e.result()));
        Set<Var> fine = columns.isEmpty() ? Set.of() : SideBySide.found(f, lanes.apply(f), columns);
        for (TurnedColumns t = of(f, left, fine); !t.byRead.isEmpty(); t = of(f, left, fine)) {
            Func out = Rewrite.ofLoops(f, t::rewrite);
            if (TurnedTables.copied(out).size() > TurnedTables.copied(f).size()) {
                return f;
            }
            Func laid = layout == null ? out : layout.apply(out);
            Set<Var> found = SideBySide.found(laid, lanes.apply(laid), t.reads.keySet());
            if (found.containsAll(t.reads.keySet())) {
                return layout != null && laid == out ? f : laid;
            }
            t.reads.forEach((read, loop) -> {
                if (!found.contains(read)) {
                    left.add(loop);
                }
            });
        }
        return f;
    }

    /** {@code left}: loops that stay as they are; {@code fine}: so do these reads. */
    private static TurnedColumns of(Func f, Set<Eqn> left, Set<Var> fine) {
        var t = new TurnedColumns(left, fine);
        t.find(f.body());
        return t;
    }

    /** Looks at the outermost loops first: their copies serve most trips. */
    private void find(List<Eqn> body) {
        for (Eqn e : body) {
            if (!left.contains(e) && TripTables.isCounted(e) && Regions.size(List.of(e)) < MOST_EQUATIONS && !(e.in().get(0) instanceof Lit n && n.asLong() < FEW_TRIPS)) {
                var columns = new LinkedHashSet<Column>();
                var trips = new HashSet<Var>();
                Set<Integer> own = Regions.defined(RegionView.of(e).body());
                lanes(RegionView.of(e).body().body(), own, trips, columns);
                if (!columns.isEmpty() && computes(e)) {
                    byLoop.put(e, columns);
                    continue;
                }
            }
            Regions.of(e).forEach(r -> find(r.body()));
        }
    }

    /** Whether elements are used for more than to be written elsewhere, for which a copy of them in front would be as much work. */
    private static boolean computes(Eqn loop) {
        Set<Var> elements = new HashSet<>();
        boolean[] any = {false};
        Regions.each(List.of(loop), e -> {
            if (e.prim() == Prim.INDEX) {
                elements.add(e.result());
            } else if (e.prim() != Prim.UPDATE && !Regions.isLoop(e)) {
                any[0] |= e.in().stream().anyMatch(elements::contains);
            }
        });
        return any[0];
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
            } else if (isElement(e) && !fine.contains(e.result()) && !own.contains(((Var) e.in().get(0)).id()) && own.contains(((Var) e.indices().get(0)).id()) && lane.stride(e.indices().get(0)) == 1) {
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
        Atom rows = null;
        for (Column c : columns) {
            Atom all = r.b.extent(r.atom(c.array), 0);
            rows = rows == null || rows.equals(all) ? all : r.b.emit(Prim.MAX, rows, all);
        }
        // a copy of all rows for a few of them would take longer than the loop
        Atom few = r.b.emit(Prim.MAX, r.b.emit(Prim.SHR, rows, Lit.i32(PART)), Lit.i32(FEW_TRIPS - 1));
        // 1 or 0, by arithmetic: who asks in front of a call which rows it uses sees that these are not all where the trips are few
        Atom more = r.b.emit(Prim.SUB, r.b.emit(Prim.MAX, n, Lit.i32(0)), few);
        Atom many = r.b.emit(Prim.MAX, r.b.emit(Prim.MIN, more, Lit.i32(1)), Lit.i32(0));
        r.replace(loop.out(), r.b.cond(r.b.emit(Prim.GT, n, few), () -> turned(loop, columns, many, r), () -> r.beside().repeat(loop)));
        return true;
    }

    /** {@code many}: 1, which stands in the copies' extents. */
    private List<Atom> turned(Eqn loop, Set<Column> columns, Atom many, Rewrite r) {
        columns.forEach(c -> made.put(c, c.number == null ? all(r.b, r.atom(c.array), many) : one(r.b, r.atom(c.array), c.number, many)));
        return r.beside((x, to) -> {
            Column c = byRead.get(to.old());
            if (c == null || !columns.contains(c)) {
                return false;
            }
            Atom row = to.atom(to.old().indices().get(0));
            Var v = to.b.index(made.get(c), Params.Access.PROMISED, c.number == null ? List.of(to.atom(to.old().indices().get(1)), row) : List.of(row));
            reads.put(v, loop);
            to.replace(x.result(), v);
            return true;
        }).repeat(loop);
    }

    /** A column, empty where the matrix has none of that number: then no trip reads it. */
    private static Var one(Builder b, Atom matrix, Lit number, Atom many) {
        Atom rows = b.emit(Prim.SELECT, b.emit(Prim.LT, number, b.extent(matrix, 1)), b.emit(Prim.MUL, many, b.extent(matrix, 0)), Lit.i32(0));
        return filled(b, matrix, List.of(rows), at -> List.of(at.get(0), number));
    }

    private static Var all(Builder b, Atom matrix, Atom many) {
        return filled(b, matrix, List.of(b.extent(matrix, 1), b.emit(Prim.MUL, many, b.extent(matrix, 0))), at -> List.of(at.get(1), at.get(0)));
    }

    /** A new array with an element of a matrix in each place. */
    private static Var filled(Builder b, Atom matrix, List<Atom> extents, UnaryOperator<List<Atom>> place) {
        Var whole = b.full(Lit.unset(matrix.dtype()), Collections.nCopies(extents.size(), Dim.UNKNOWN), extents);
        return NestedMaps.over(b, whole, extents, (to, at) -> b.update(to, Params.Access.PROMISED, at, b.index(matrix, Params.Access.PROMISED, place.apply(at))));
    }
}
