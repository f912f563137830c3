package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Simplify;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Longs that a method is given and up to which its loops go along arrays are sizes: {@code for (long i = 0; i < n; i++) s += a[(int) (i * m + j)]}. No array is longer than an int says, so that a check
 * in front of all asks whether such a size is an int, too, and loops and places are then found in ints. Java runs what is called with a larger one.
 */
public final class LongSizes implements Optimisation {
    private static final Set<Prim> SUMS = Set.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.CONVERT);

    @Override
    public String name() {
        return "long-sizes";
    }

    @Override
    public Set<Property> keeps() {
        return Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.WHILE)) {
            return in;
        }
        var search = new Search(in);
        if (!search.longs.isEmpty()) {
            Regions.each(in.body(), search::loop);
        }
        Func of = search.sizes.isEmpty() ? in : new Simplify().run(checked(in, search.sizes.values()));
        Func out = Rewrite.ofLoops(of, (e, r) -> e.prim() == Prim.WHILE && narrowed(e, r));
        return out == of ? out : new Simplify().run(out);
    }

    /** {@code i < n * m} of an int i and longs that a loop does not change is asked in ints, behind a check that the limit is one. */
    private static boolean narrowed(Eqn e, Rewrite r) {
        Region head = Regions.of(e).get(0);
        Definitions defs = Definitions.in(head.body());
        var asked = new ArrayList<Eqn>();
        boolean found = false;
        for (Eqn q : head.body()) {
            Atom limit = q.prim().group() != Prim.Group.COMPARE || q.in().get(0).dtype() != DType.I64 ? null
                : isConverted(q.in().get(0), head, defs) ? q.in().get(1) : isConverted(q.in().get(1), head, defs) ? q.in().get(0) : null;
            if (limit instanceof Var v && defs.of(v) == null && !head.params().contains(v)) {
                Atom narrow = narrow(r.b, r.atom(v));
                asked.add(new Eqn(q.prim(), q.in().stream().map(a -> a == limit ? narrow : defs.of(a).in().get(0)).toList(), q.params(), q.out()));
                found = true;
            } else {
                asked.add(q);
            }
        }
        if (found) {
            r.b.append(r.copy(e.withRegions(List.of(new Region(head.params(), asked, head.out()), RegionView.of(e).body()))));
        }
        return found;
    }

    private static boolean isConverted(Atom a, Region head, Definitions defs) {
        Eqn e = defs.of(a, Prim.CONVERT);
        return e != null && e.in().get(0).dtype() == DType.I32 && e.in().get(0) instanceof Var v && head.params().contains(v);
    }

    private static boolean isLong(Var v) {
        return v.type().isScalar() && v.dtype() == DType.I64;
    }

    private static Func checked(Func in, Iterable<Var> sizes) {
        var b = new Builder(Regions.firstFreeId(in));
        Rewrite r = Rewrite.inPlace(b, (e, x) -> false);
        for (Var n : sizes) {
            r.replace(n, b.convert(narrow(b, n), DType.I64));
        }
        r.append(in.body());
        return b.build(in.in(), r.atoms(in.out()));
    }

    /** The int that a long is, behind a check that it is one. */
    private static Var narrow(Builder b, Atom n) {
        Var narrow = b.convert(n, DType.I32);
        TripCount.check(b, Prim.EQ, b.convert(narrow, DType.I64), n);
        return narrow;
    }

    private static final class Search {
        final Map<Integer, Var> sizes = new TreeMap<>();
        private final List<Var> longs;
        private final Definitions defs;

        Search(Func in) {
            longs = in.in().stream().filter(LongSizes::isLong).toList();
            defs = Definitions.in(in.body());
        }

        void loop(Eqn e) {
            if (e.prim() != Prim.WHILE) {
                return;
            }
            Region head = Regions.of(e).get(0);
            Region body = RegionView.of(e).body();
            for (int k = 0; k < head.params().size(); k++) {
                Var counter = head.params().get(k);
                if (counter.type().isScalar() && (counter.dtype() == DType.I32 || isLong(counter) && isPlace(body.params().get(k), body))) {
                    Set<Integer> counts = Regions.following(List.of(counter), head.body(), q -> SUMS.contains(q.prim()));
                    head.body().stream().filter(q -> q.prim().group() == Prim.Group.COMPARE).forEach(q -> limits(q, counts));
                }
            }
        }

        /** Whether arrays are asked for the elements of which a counter says the places, which it does without wrapping around in no more trips than an int says. */
        private static boolean isPlace(Var counter, Region body) {
            Set<Integer> places = Regions.following(List.of(counter), body.body(), q -> SUMS.contains(q.prim()) || q.prim().group() == Prim.Group.COMPARE
                || q.prim() == Prim.AND && q.result().dtype() == DType.BOOL);
            return Regions.any(body.body(), q -> q.prim() == Prim.CHECK && ((Params.Check) q.params()).code() == Params.Code.INDEX
                && q.in().get(0) instanceof Var v && places.contains(v.id()));
        }

        private void limits(Eqn test, Set<Integer> counts) {
            for (int k = 0; k < 2; k++) {
                if (test.in().get(k) instanceof Var v && counts.contains(v.id()) && !(test.in().get(1 - k) instanceof Var o && counts.contains(o.id()))) {
                    limit(test.in().get(1 - k));
                }
            }
        }

        private void limit(Atom a) {
            Eqn e = defs.of(a);
            if (e != null && (SUMS.contains(e.prim()) || e.prim() == Prim.DIV)) {
                e.in().forEach(this::limit);
            } else if (a instanceof Var v && longs.contains(v)) {
                sizes.put(v.id(), v);
            }
        }
    }
}
