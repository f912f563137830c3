package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Arrays of a few elements that loops make, or hand from trip to trip, become their elements (scalar replacement of aggregates). As arrays each trip would take memory for
 * them, a gradient would keep them whole, and lanes would need one for each lane. Loops over such arrays are taken trip by trip where they are short, as those of a small triangle are. Order and kind of operations stay,
 * and so do results to the bit.
 */
public final class SmallArrays implements Optimisation {
    /** Nests of short loops are no deeper. */
    private static final int ROUNDS = 4;
    private final boolean differentiable;

    public SmallArrays() {
        this(true);
    }

    /** {@code differentiable}: derivatives may still be taken of what is sorted. */
    public SmallArrays(boolean differentiable) {
        this.differentiable = differentiable;
    }

    @Override
    public String name() {
        return "small-arrays";
    }

    @Override
    public Func run(Func from) {
        Func in = KnownSizes.run(from);
        if (!SmallGroups.any(in)) {
            return in;
        }
        Func counted = ShortWhiles.run(RangeSorts.run(in));
        Func f = replaced(counted);
        if (counted != in && changes(f) > 0) {
            Func other = replaced(in);
            f = changes(f) < changes(other) ? f : other;
        }
        // elements that nobody reads are still carried
        return f == in ? in : new DeadCode().run(f);
    }

    private Func replaced(Func in) {
        Func f = in;
        for (int round = 0; round < ROUNDS; round++) {
            var groups = SmallGroups.of(f);
            if (groups.loops().isEmpty()) {
                return new Elements(groups, f, differentiable).func();
            }
            f = SmallLoops.apart(f, groups);
        }
        return f;
    }

    /** In how many places of loops an element of a small array is set: with loops taken apart in vain in more than before. */
    private static int changes(Func f) {
        int[] n = {0};
        f.body().stream().filter(Regions::isLoop).forEach(loop -> Regions.each(Regions.of(loop).get(0).body(), e -> n[0] += e.prim() == Prim.UPDATE && SmallShapes.isSmall(e.result().type()) ? 1 : 0));
        return n[0];
    }

    /** One function, in which arrays become their elements. */
    private static final class Elements {
        private final boolean differentiable;
        private final SmallGroups groups;
        private final Func func;
        private final Rewrite r;
        private final Map<Integer, List<Atom>> elements = new HashMap<>();

        Elements(SmallGroups groups, Func func, boolean differentiable) {
            this.differentiable = differentiable;
            this.groups = groups;
            this.func = func;
            this.r = Rewrite.inPlace(new Builder(Regions.firstFreeId(func)), (e, rewriter) -> eqn(e));
        }

        Func func() {
            r.append(func.body());
            if (elements.isEmpty()) {
                return func;
            }
            var out = new ArrayList<Atom>();
            func.out().forEach(a -> out.add(groups.has(a) ? array((Var) a) : r.atom(a)));
            return r.b.build(func.in(), out);
        }

        private boolean eqn(Eqn e) {
            Prim p = e.prim();
            if (p == Prim.IOTA && groups.has(e.result())) {
                put(e.result(), IntStream.range(0, SmallShapes.count(e.result().type())).mapToObj(k -> Lit.of(e.result().dtype(), k)).toList());
            } else if (p == Prim.FULL && groups.has(e.result())) {
                put(e.result(), Collections.nCopies(SmallShapes.count(e.result().type()), e.in().get(0)));
            } else if (groups.has(e.out().isEmpty() ? null : e.result()) && groups.isTaken(e)) {
                put(e.result(), IntStream.range(0, SmallShapes.count(e.result().type())).mapToObj(k -> r.b.emit(Prim.INDEX, Params.Access.PROMISED, e.in().get(0), Lit.i32(k))).toList());
            } else if (p == Prim.INDEX && groups.has(e.in().get(0))) {
                r.replace(e.result(), read(e, r.old().indices()));
            } else if (p == Prim.UPDATE && groups.has(e.result())) {
                put(e.result(), written(e, r.old()));
            } else if (p == Prim.SORT && groups.has(e.result())) {
                put(e.result(), SortingNetwork.sorted(r.b, of((Var) e.in().get(0)), differentiable));
            } else if (p == Prim.DIM && groups.has(e.in().get(0))) {
                r.replace(e.result(), Lit.i32((int) ((Var) e.in().get(0)).type().dims().get(((Params.Axis) e.params()).axis()).add()));
            } else if ((p == Prim.FOR || p == Prim.WHILE || p == Prim.COND) && groups.hasAny(e.out())) {
                control(e);
            } else {
                return false;
            }
            return true;
        }

        /** The axis whose index is no constant; -1 when there is none. */
        private static int openAxis(Eqn e) {
            return IntStream.range(0, e.indices().size()).filter(k -> !(e.indices().get(k) instanceof Lit)).findFirst().orElse(-1);
        }

        /** The element that an equation reads, whose indices were these in the function as it was. */
        private Atom read(Eqn e, List<Atom> old) {
            Var array = (Var) e.in().get(0);
            int axis = openAxis(e);
            List<Atom> line = SmallShapes.places(array.type(), e.indices(), axis).stream().map(of(array)::get).toList();
            return axis < 0 ? line.get(0) : groups.chosen().read(r, line, old.get(axis));
        }

        /** The elements behind an update. */
        private List<Atom> written(Eqn e, Eqn old) {
            var all = new ArrayList<>(of((Var) e.in().get(0)));
            int axis = openAxis(e);
            List<Integer> places = SmallShapes.places(e.result().type(), e.indices(), axis);
            List<Atom> line = axis < 0 ? List.of(e.written()) : groups.chosen().write(r, places.stream().map(all::get).toList(), old.indices().get(axis), old);
            for (int k = 0; k < line.size(); k++) {
                all.set(places.get(k), line.get(k));
            }
            return all;
        }

        private void control(Eqn e) {
            List<Region> regions = new ArrayList<>();
            List<Atom> in = flat(e.in());
            for (Region q : Regions.of(e)) {
                List<Var> params = flatVars(q.params());
                r.b.open();
                r.append(q.body());
                regions.add(r.b.close(params, flat(r.atoms(q.out()))));
            }
            List<Var> out = flatVars(e.out());
            r.b.append(new Eqn(e.prim(), in, Regions.with(e.params(), regions), out));
        }

        private List<Atom> of(Var array) {
            return elements.get(array.id());
        }

        private void put(Var array, List<? extends Atom> all) {
            elements.put(array.id(), List.copyOf(all));
        }

        /** Elements in the place of arrays. */
        private List<Atom> flat(List<Atom> values) {
            return flat(values, a -> groups.has(a) ? of((Var) a) : List.of(a));
        }

        /** New variables for elements, in the place of arrays. */
        private List<Var> flatVars(List<Var> vars) {
            return flat(vars, v -> {
                if (!groups.has(v)) {
                    return List.of(v);
                }
                List<Var> all = new ArrayList<>();
                for (int k = 0; k < SmallShapes.count(v.type()); k++) {
                    all.add(r.b.fresh(v.type().element()));
                }
                put(v, all);
                return all;
            });
        }

        private static <T> List<T> flat(List<T> values, Function<T, List<T>> each) {
            var out = new ArrayList<T>();
            values.forEach(v -> out.addAll(each.apply(v)));
            return out;
        }

        /** An array of the elements, for who wants the array. */
        private Atom array(Var v) {
            Type t = v.type();
            List<Atom> extents = new ArrayList<>();
            t.dims().forEach(d -> extents.add(Lit.i32((int) d.add())));
            Atom made = r.b.full(Lit.zero(t.dtype()), t.dims(), extents);
            List<Atom> all = of(v);
            for (int k = 0; k < all.size(); k++) {
                var at = new ArrayList<Atom>();
                for (int axis = t.rank() - 1, rest = k; axis >= 0; axis--) {
                    int n = (int) t.dims().get(axis).add();
                    at.add(0, Lit.i32(rest % n));
                    rest /= n;
                }
                made = r.b.update(made, Params.Access.PROMISED, at, all.get(k));
            }
            return made;
        }
    }
}
