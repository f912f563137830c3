package dev.jacobi.vectorize.checks;

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
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Range;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the trips of a loop make arrays as long as an argument, and their checks leave one number for that length, an early check says so in front of everything: what is behind it can keep these arrays as
 * numbers. A function of the state of a system returns {@code new double[] {..}} of three elements, for instance, and the step adds it to the state in a loop over {@code y.length}: with another length, the first
 * step fails. A loop that makes no trip fails too soon.
 */
public final class FixedExtents implements Optimisation {
    /** Longer arrays are not kept as numbers. */
    private static final int MOST = 16;

    @Override
    public String name() {
        return "fixed-extents";
    }

    @Override
    public Set<Property> keeps() {
        return Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        Map<String, Var> arguments = arguments(in);
        if (arguments.isEmpty() || !Regions.any(in.body(), FixedExtents::makes)) {
            return in;
        }
        Map<String, Long> known = new Search(in, arguments.keySet()).found;
        if (known.isEmpty()) {
            return in;
        }
        var b = new Builder(Regions.firstFreeId(in));
        known.forEach((name, n) -> {
            Var is = b.emit(Prim.EQ, Params.NONE, b.emit(Prim.DIM, new Params.Axis(0, false), arguments.get(name)), Lit.i32(n.intValue()));
            b.emitAll(Prim.CHECK, new Params.Check(Params.Code.MEMORY, "a length that is fixed", true), List.of(is));
        });
        in.body().forEach(b::append);
        return b.build(in.in(), in.out());
    }

    /** The arguments of one axis by the names of their extents, of those with the same the first. */
    private static Map<String, Var> arguments(Func f) {
        var all = new HashMap<String, Var>();
        for (Var v : f.in()) {
            if (v.type().dims().size() == 1 && isName(v.type().dims().get(0))) {
                all.putIfAbsent(v.type().dims().get(0).sym(), v);
            }
        }
        return all;
    }

    private static boolean isName(Dim d) {
        return !d.isUnknown() && d.mul() == 1 && d.add() == 0;
    }

    private static boolean makes(Eqn e) {
        return e.prim() == Prim.FULL && e.in().size() == 2 && e.in().get(1) instanceof Var;
    }

    /** Looks for the extents. What branches alone come to says nothing. */
    private static final class Search {
        final Map<String, Long> found = new TreeMap<>();
        private final IntValues values;
        private final Set<String> names;
        private final Set<Eqn> certain = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Map<Integer, Atom> starts = new HashMap<>();
        /** Lengths of arrays that trips make, by the names of the arguments' extents that they are at first. */
        private final Map<Var, String> wanted = new HashMap<>();

        Search(Func f, Set<String> names) {
            this.names = names;
            values = new IntValues(f);
            collect(f.body());
            values.walk(f.body(), this::look);
        }

        private void collect(List<Eqn> body) {
            for (Eqn e : body) {
                certain.add(e);
                if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                    RegionView.of(e).slots().forEach(s -> s.params().forEach(p -> starts.put(p.id(), s.init())));
                }
                if (e.prim() != Prim.COND) {
                    Regions.of(e).forEach(r -> collect(r.body()));
                }
            }
        }

        private void look(Eqn e) {
            if (values.depth() == 0 || !certain.contains(e)) {
                return;
            }
            wanted.forEach((n, name) -> {
                Range range = values.facts.range(values.exact(n));
                if (range.lo() == range.hi() && range.lo() > 0 && range.lo() <= MOST) {
                    found.put(name, range.lo());
                }
            });
            String name = makes(e) ? name((Var) e.in().get(1)) : null;
            if (name != null) {
                wanted.put((Var) e.in().get(1), name);
            }
        }

        /** The argument's extent that this is at first. */
        private String name(Var n) {
            Eqn dim = values.definition(n);
            if (dim == null || dim.prim() != Prim.DIM || !(dim.in().get(0) instanceof Var array) || array.type().dims().size() != 1) {
                return null;
            }
            Dim d = array.type().dims().get(0);
            if (d.isUnknown() && starts.get(array.id()) instanceof Var start) {
                d = start.type().dims().get(0);
            }
            return isName(d) && names.contains(d.sym()) ? d.sym() : null;
        }
    }
}
