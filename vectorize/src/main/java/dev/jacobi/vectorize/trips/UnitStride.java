package dev.jacobi.vectorize.trips;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.pass.Optimisation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop over elements that are as far apart as a number says which the caller gives, {@code a[i * inc]}, gets a copy of its own for the number 1, which such numbers mostly are: there elements stand next to each
 * other, and what one trip writes another one's reads can be told from. A nest of loops gets one as a whole where the number can hardly be the width of a matrix: it multiplies the number of a trip in the last
 * index of an array of arrays ({@code x[i * stride + k][j * stride + l]}), or the numbers of two loops' trips in one index of a flat array, as in convolutions. Numbers of trips of loops are no such numbers; they are the widths of matrices that are walked through by column, as the numbers in loops within others mostly are.
 */
public final class UnitStride implements Optimisation {
    /** Bodies larger than this are not copied. */
    private static final int MOST_EQUATIONS = 60;

    /** Nests larger than this are not copied. */
    private static final int MOST_OF_A_NEST = 150;

    @Override
    public String name() {
        return "unit-stride";
    }

    @Override
    public Func run(Func in) {
        if (in.body().stream().noneMatch(e -> e.prim() == Prim.FOR || e.prim() == Prim.COND)) {
            return in;
        }
        Map<Integer, Eqn> definitions = Regions.definitions(in.body());
        var widths = new HashSet<Integer>();
        var within = new HashSet<Var>();
        Regions.each(in.body(), e -> {
            if (e.prim() == Prim.FOR) {
                counted(e.in().get(0), definitions, widths);
            }
            if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.MAP) {
                Regions.of(e).forEach(x -> Regions.each(x.body(), y -> within.addAll(y.out())));
            }
        });
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.FOR && e.out().stream().noneMatch(within::contains) && apart(e, r, definitions, widths));
    }

    /** Collects what a number of trips is made of, but for what it is divided by. */
    private static void counted(Atom a, Map<Integer, Eqn> definitions, Set<Integer> to) {
        Eqn e = a instanceof Var v && to.add(v.id()) ? definitions.get(v.id()) : null;
        if (e != null && e.computesScalars() && e.prim() != Prim.DIV) {
            e.in().forEach(x -> counted(x, definitions, to));
        }
    }

    private static boolean apart(Eqn e, Rewrite r, Map<Integer, Eqn> definitions, Set<Integer> widths) {
        RegionView view = RegionView.of(e);
        List<Eqn> body = view.body().body();
        boolean nest = Regions.any(body, x -> x.prim() == Prim.FOR || x.prim() == Prim.WHILE);
        if (Regions.size(body) > (nest ? MOST_OF_A_NEST : MOST_EQUATIONS)) {
            return false;
        }
        Var stride = nest ? strideOfNest(e, widths) : stride(view, widths);
        if (stride == null) {
            return false;
        }
        Var one = r.b.emit(Prim.EQ, stride, Lit.of(stride.dtype(), 1));
        r.replace(e.out(), r.b.cond(one, () -> {
            Rewrite copy = r.beside(UnitStride::folded).replace(stride, Lit.of(stride.dtype(), 1));
            if (!nest) { // the numbers of trips of nests stay single variables, products of which say more than those of the sums that they are
                again(view.head(), stride, definitions, new HashSet<>(), copy);
            }
            return copy.repeat(e);
        }, () -> r.beside().repeat(e)));
        return true;
    }

    /** What the number of the trip is multiplied by in an index; null when there is no such thing. */
    private static Var stride(RegionView view, Set<Integer> widths) {
        List<Eqn> body = view.body().body();
        Set<Integer> inside = Regions.defined(view.body());
        var indices = new HashSet<Var>();
        Regions.each(body, x -> {
            boolean access = x.prim() == Prim.INDEX || x.prim() == Prim.UPDATE;
            List<Atom> at = access ? x.indices() : List.of();
            // a row as a whole has no place in itself
            if (access && !at.isEmpty() && at.size() == x.in().get(0).type().rank()) {
                indices.addAll(Var.among(at.subList(at.size() - 1, at.size())));
            }
        });
        Set<Eqn> computing = new HashSet<>(BackwardSlice.of(body, indices).eqns());
        for (Eqn x : body) {
            if (x.prim() == Prim.MUL && x.result().dtype().isInt() && computing.contains(x)) {
                for (int k = 0; k < 2; k++) {
                    if (x.in().get(k).equals(view.trip()) && x.in().get(1 - k) instanceof Var v && !inside.contains(v.id()) && !widths.contains(v.id())) {
                        return v;
                    }
                }
            }
        }
        return null;
    }

    /** What the numbers of trips of a nest are multiplied by in an index, as is said above; null when there is no such thing. */
    private static Var strideOfNest(Eqn nest, Set<Integer> widths) {
        Map<Integer, Eqn> inside = Regions.definitions(List.of(nest));
        var own = new HashSet<Integer>();
        var trips = new HashSet<Integer>();
        Regions.definitions(List.of(nest), own::add);
        Regions.each(List.of(nest), x -> {
            if (x.prim() == Prim.FOR) {
                trips.add(Regions.trip(x).id());
            }
        });
        Var[] found = new Var[1];
        Regions.each(List.of(nest), x -> {
            boolean access = x.prim() == Prim.INDEX || x.prim() == Prim.UPDATE;
            if (access && found[0] == null && x.indices().size() == x.in().get(0).type().rank() && x.indices().size() > 0) {
                Map<Var, Set<Integer>> scaled = new LinkedHashMap<>();
                scaled(x.indices().get(x.indices().size() - 1), inside, trips, scaled, new HashSet<>());
                scaled.forEach((v, of) -> {
                    if (!own.contains(v.id()) && !widths.contains(v.id()) && of.size() >= (x.indices().size() > 1 ? 1 : 2)) {
                        found[0] = v;
                    }
                });
            }
        });
        return found[0];
    }

    /** Collects which trips' numbers an index has times which variables. */
    private static void scaled(Atom a, Map<Integer, Eqn> inside, Set<Integer> trips, Map<Var, Set<Integer>> to, Set<Integer> seen) {
        Eqn e = a instanceof Var v && seen.add(v.id()) ? inside.get(v.id()) : null;
        if (e == null || !e.computesScalars()) {
            return;
        }
        for (int k = 0; k < e.in().size(); k++) {
            if (e.prim() == Prim.MUL && e.result().dtype().isInt() && e.in().get(k) instanceof Var trip && trips.contains(trip.id()) && e.in().get(1 - k) instanceof Var v) {
                to.computeIfAbsent(v, x -> new HashSet<>()).add(trip.id());
            }
            scaled(e.in().get(k), inside, trips, to, seen);
        }
    }

    /** Appends what makes a value of the stride once more; whether there is such a thing. */
    private static boolean again(Atom a, Var stride, Map<Integer, Eqn> definitions, Set<Integer> seen, Rewrite to) {
        if (a.equals(stride)) {
            return true;
        }
        Eqn e = a instanceof Var v && seen.add(v.id()) ? definitions.get(v.id()) : null;
        boolean depends = false;
        for (Atom x : e != null && e.computesScalars() ? e.in() : List.<Atom>of()) {
            depends |= again(x, stride, definitions, seen, to);
        }
        if (depends) {
            to.append(e);
        }
        return depends;
    }

    private static boolean folded(Eqn e, Rewrite r) {
        if (!e.computesScalars() || e.out().size() != 1 || !e.result().dtype().isInt() || e.in().size() != 2) {
            return false;
        }
        Atom x = e.in().get(0);
        Atom y = e.in().get(1);
        if (e.prim() == Prim.ADD || e.prim() == Prim.SUB || e.prim() == Prim.MUL) {
            r.replace(e.result(), r.b.folded(e.prim(), x, y));
            return true;
        }
        if (e.prim() == Prim.DIV && y.equals(Lit.of(y.dtype(), 1))) {
            r.replace(e.result(), x);
            return true;
        }
        return false;
    }
}
