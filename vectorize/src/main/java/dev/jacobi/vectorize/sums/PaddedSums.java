package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sums of a window that reaches over the edges of an array go to a larger array, in which every place of every trip is there, and from there to the array: nobody has to ask in between.
 *
 * <pre>
 *  for i { for j { k = i + j - 1;  if (0 &lt;= k &lt; n) x[k] += t } }        for i { for j { y[i + j] += t or 0 } };  for k { x[k] += y[k + 1] }
 * </pre>
 */
final class PaddedSums {
    /** How many times as long as the array an axis of the larger one may be. */
    private static final int MOST = 2;
    private static final long MOST_ELEMENTS = 1 << 30;
    private final SumNest nest;
    private final SumNest.Sum sum;
    private final Builder b;
    private final List<Atom> first = new ArrayList<>();
    private final List<Atom> extents = new ArrayList<>();

    private PaddedSums(SumNest nest, SumNest.Sum sum, Builder b) {
        this.nest = nest;
        this.sum = sum;
        this.b = b;
    }

    /** Null where the sum's place is no window's: along some axis two loops move it by one, along others one of them at most. */
    static PaddedSums of(SumNest nest, ElementAccess access, Builder b) {
        SumNest.Sum sum = nest.sums.stream().filter(s -> s.add() == access.eqn()).findFirst().orElse(null);
        if (sum == null || sum.at().isEmpty() || access.index().contains(null) || nest.sums.stream().filter(s -> s.carry() == sum.carry()).count() > 1) {
            return null;
        }
        int windows = 0;
        for (Poly at : access.index()) {
            List<Poly> steps = sum.path().stream().map(l -> at.linear(SumPlan.trip(l))).toList();
            if (steps.contains(null) || !steps.stream().allMatch(s -> s.isConst() && (s.constant() == 0 || s.constant() == 1))) {
                return null;
            }
            long moving = steps.stream().filter(s -> s.constant() == 1).count();
            windows += moving > 1 ? 1 : 0;
        }
        var p = new PaddedSums(nest, sum, b);
        return windows > 0 && p.isFixed() ? p : null;
    }

    private List<Eqn> around() {
        var all = new ArrayList<Eqn>();
        Regions.each(Regions.of(nest.loop).get(0).body(), e -> {
            if (e.computesScalars()) {
                all.add(e);
            }
        });
        return all;
    }

    /** Whether the loops' lengths, and all but the trips' numbers that the places are made of, are known in front of the nest. */
    private boolean isFixed() {
        var inside = Regions.defined(Regions.of(nest.loop).get(0));
        List<Var> trips = sum.path().stream().map(Regions::trip).toList();
        boolean lengths = sum.path().stream().allMatch(l -> !(l.in().get(0) instanceof Var n && inside.contains(n.id())));
        return lengths && BackwardSlice.of(around(), sum.at()).from().stream().allMatch(v -> trips.contains(v) || !inside.contains(v.id())) && trips.stream().allMatch(t -> t.dtype() == DType.I32);
    }

    /** The answer, by equations of the builder, whether the larger array is not much larger. */
    Atom fits() {
        Var array = nest.loop.out().get(sum.carry());
        List<Eqn> place = BackwardSlice.of(around(), sum.at()).eqns();
        List<Atom> low = at(place, false);
        List<Atom> high = at(place, true);
        Atom all = Lit.of(DType.BOOL, 1);
        for (Eqn l : sum.path()) {
            all = and(all, b.emit(Prim.GE, l.in().get(0), Lit.i32(1)));
        }
        Atom elements = Lit.i64(1);
        for (int k = 0; k < low.size(); k++) {
            first.add(low.get(k));
            Atom extent = b.emit(Prim.ADD, b.emit(Prim.SUB, wide(high.get(k)), wide(low.get(k))), Lit.i64(1));
            extents.add(b.convert(extent, DType.I32));
            all = and(all, b.emit(Prim.LE, extent, b.emit(Prim.MUL, wide(b.extent(nest.loop.in().get(1 + sum.carry()), k)), Lit.i64(MOST))));
            elements = b.emit(Prim.MUL, elements, extent);
            all = and(all, b.emit(Prim.LE, elements, Lit.i64(MOST_ELEMENTS)));
        }
        return array.dtype().isFloat() ? all : Lit.of(DType.BOOL, 0);
    }

    private Atom wide(Atom a) {
        return a instanceof Lit l ? Lit.i64(l.asLong()) : b.convert(a, DType.I64);
    }

    private Atom and(Atom x, Atom y) {
        return x instanceof Lit ? y : b.emit(Prim.AND, x, y);
    }

    /** The places in the first or the last trips of all loops. */
    private List<Atom> at(List<Eqn> place, boolean last) {
        var copy = new Rewrite(b);
        for (Eqn l : sum.path()) {
            copy.replace(Regions.trip(l), last ? b.emit(Prim.SUB, l.in().get(0), Lit.i32(1)) : Lit.i32(0));
        }
        copy.append(place);
        return copy.atoms(sum.at());
    }

    /** The larger array, of zeros. */
    Var zeros() {
        Var array = nest.loop.out().get(sum.carry());
        return b.full(Lit.zero(array.dtype()), extents.stream().map(e -> Dim.UNKNOWN).toList(), extents);
    }

    int carry() {
        return sum.carry();
    }

    /** Where the sum goes in the larger array. */
    private List<Atom> place(List<Atom> at) {
        return IntStream.range(0, at.size()).mapToObj(k -> (Atom) b.emit(Prim.SUB, at.get(k), first.get(k))).toList();
    }

    /** The array with the larger one's elements added. */
    Atom added(Atom array, Atom large) {
        return added(array, large, new ArrayList<>());
    }

    private Atom added(Atom array, Atom large, List<Atom> at) {
        int k = at.size();
        if (k == first.size()) {
            Var more = b.index(large, Params.Access.PROMISED, IntStream.range(0, k).mapToObj(j -> (Atom) b.emit(Prim.SUB, at.get(j), first.get(j))).toList());
            Var old = b.index(array, Params.Access.PROMISED, at);
            return b.update(array, Params.Access.PROMISED, at, b.emit(Prim.ADD, old, more));
        }
        Atom from = b.emit(Prim.MAX, first.get(k), Lit.i32(0));
        Atom to = b.emit(Prim.MIN, b.emit(Prim.ADD, first.get(k), extents.get(k)), b.extent(array, k));
        Atom trips = b.emit(Prim.MAX, b.emit(Prim.SUB, to, from), Lit.i32(0));
        Var trip = b.fresh(((Var) trips).type());
        Var inner = b.fresh(array.type());
        b.open();
        at.add(b.emit(Prim.ADD, trip, from));
        Atom now = added(inner, large, at);
        at.remove(k);
        Region body = b.close(List.of(trip, inner), List.of(now));
        return b.loop(Prim.MAP, Dim.UNKNOWN, body, trips, List.of(array)).get(0);
    }

    /** The nest's loop with such sums going to larger arrays, {@code large} by carry. */
    static Eqn loop(SumNest nest, List<PaddedSums> padded, Map<Integer, Var> large, Builder b) {
        var in = new ArrayList<>(nest.loop.in());
        var results = new ArrayList<>(nest.loop.out());
        large.forEach((k, zeros) -> {
            in.set(1 + k, zeros);
            results.set(k, b.fresh(zeros.type()));
        });
        Region body = Regions.of(nest.loop).get(0);
        return new Eqn(nest.loop.prim(), in, nest.loop.params().map(r -> region(body, nest, padded, large, b)), results);
    }

    private static Region region(Region r, SumNest nest, List<PaddedSums> padded, Map<Integer, Var> large, Builder b) {
        var body = new ArrayList<Eqn>();
        for (Eqn e : r.body()) {
            PaddedSums p = padded.stream().filter(x -> x.sum.add() == e).findFirst().orElse(null);
            List<Atom> in = e.in().stream().map(x -> version(x, nest, large)).toList();
            if (p != null) {
                b.open();
                List<Atom> at = p.place(e.indices());
                body.addAll(b.close());
                in = new ArrayList<>(List.of(in.get(0)));
                in.addAll(at);
                in.add(e.written());
            }
            body.add(new Eqn(e.prim(), in, e.params().map(x -> region(x, nest, padded, large, b)), variables(e.out(), nest, large)));
        }
        return new Region(variables(r.params(), nest, large), body, r.out().stream().map(x -> version(x, nest, large)).toList());
    }

    private static List<Var> variables(List<Var> vars, SumNest nest, Map<Integer, Var> large) {
        return vars.stream().map(v -> (Var) version(v, nest, large)).toList();
    }

    /** A version of a carried array has the larger one's type. */
    private static Atom version(Atom a, SumNest nest, Map<Integer, Var> large) {
        return !(a instanceof Var v) ? a : large.entrySet().stream().filter(l -> nest.isVersion(v, l.getKey())).<Atom>map(l -> new Var(v.id(), l.getValue().type())).findFirst().orElse(a);
    }
}
