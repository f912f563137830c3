package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ExtentOrigin;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.analysis.Range;
import dev.jacobi.ir.analysis.ShapeRoots;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Makes a function smaller without changing a bit of its results: constants, identities, common subexpressions, what checks and
 * branches imply, loop-invariant scalars and carries, trivial branches and loops, dead code. A round is one walk in program order
 * ({@link Facts} holds what is known, {@link Algebra} and {@link Logic} the scalar rules, {@link Control} those of equations with regions)
 * and a sweep of dead code; rounds repeat until nothing changes. Array-producing equations stay as they are and where
 * they are, so that code which updates arrays in place still can.
 */
public final class Simplify implements Optimisation {
    private static final int ROUNDS = 8;

    @Override
    public String name() {
        return "simplify";
    }

    @Override
    public Set<Property> keeps() {
        return Set.of(Property.EXACT_CHECKS, Property.DIFFERENTIABLE, Property.FIXED_TAPES, Property.DEVICE_TYPES);
    }

    @Override
    public Func run(Func in) {
        Func f = in;
        for (int i = 0; i < ROUNDS; i++) {
            Func g = DeadCode.sweep(new Walk(f).run());
            if (g.equals(f)) {
                break; // which is quick, as a round keeps the very equations that it does not change
            }
            // Ids by order of definition, so that equality does not depend on which equations a round made anew.
            g = new Rewrite(0).func(g);
            if (g.equals(f)) {
                return f;
            }
            f = g;
        }
        return isNumbered(f) ? f : new Rewrite(0).func(f);
    }

    /** Whether ids are in order of definition already. */
    private static boolean isNumbered(Func f) {
        int[] next = {0};
        boolean[] all = {true};
        f.in().forEach(v -> all[0] &= v.id() == next[0]++);
        inOrder(f.body(), id -> all[0] &= id == next[0]++);
        return all[0];
    }

    /** In the order in which a copy gives ids: what is in an equation's regions comes before its results. */
    private static void inOrder(List<Eqn> body, IntConsumer sink) {
        for (Eqn e : body) {
            for (Region r : Regions.of(e)) {
                r.params().forEach(v -> sink.accept(v.id()));
                inOrder(r.body(), sink);
            }
            for (int i = 0, n = e.out().size(); i < n; i++) {
                sink.accept(e.out().get(i).id());
            }
        }
    }

    /** So many arrays are looked at for where an extent comes from. */
    private static final int MOST_LIKE = 64;

    /** One walk over a function. */
    static final class Walk {
        private final Func func;
        private final Facts facts;
        private final Algebra algebra;
        private final Control control;
        private final ShapeRoots roots;
        private final Map<Dim, Eqn> inputDims = new HashMap<>();

        Walk(Func func) {
            this.func = func;
            facts = new Facts(Regions.firstFreeId(func));
            algebra = new Algebra(facts, this::emit);
            control = new Control(facts, this);
            roots = ShapeRoots.of(func);
        }

        Func run() {
            facts.open(false);
            for (Var v : func.in()) {
                facts.declare(v);
                for (int k = 0; k < v.type().rank(); k++) {
                    inputDims.putIfAbsent(v.type().dims().get(k), new Eqn(Prim.DIM, List.of(v), new Params.Axis(k, false), List.of()));
                }
            }
            body(func.body());
            List<Atom> out = facts.resolve(func.out());
            return new Func(func.in(), facts.close(), out);
        }

        void body(List<Eqn> body) {
            body.forEach(this::eqn);
        }

        private void eqn(Eqn e) {
            List<Atom> in = operands(e.prim(), e.in());
            Eqn resolved = in == e.in() ? e : new Eqn(e.prim(), in, e.params(), e.out());
            if (!Regions.of(e).isEmpty()) {
                control.eqn(resolved);
            } else if (e.prim() == Prim.CHECK) {
                if (!Algebra.isLit(in.get(0), 1)) {
                    facts.append(resolved, false);
                    facts.assume(in.get(0), true);
                }
            } else if (e.prim() == Prim.DIM) {
                facts.replace(e.result(), dim(in.get(0), ((Params.Axis) e.params()).axis(), e.result()));
            } else if (e.prim() == Prim.UPDATE && storesWhatIsThere(in, e.params())) {
                facts.replace(e.result(), in.get(0));
            } else {
                boolean scalar = (Facts.pure(e.prim()) || External.is(e)) && e.result().type().isScalar();
                Atom known = scalar ? known(e.prim(), e.params(), in) : null;
                if (known != null) {
                    facts.replace(e.result(), known);
                } else {
                    facts.append(resolved, scalar && e.prim() != Prim.INDEX);
                }
            }
        }

        /** Resolved, a literal last where the order does not matter. */
        private List<Atom> operands(Prim p, List<Atom> in) {
            List<Atom> r = facts.resolve(in);
            return r.size() == 2 && r.get(0) instanceof Lit l && !(r.get(1) instanceof Lit) && Facts.commutes(p, l.dtype())
                ? List.of(r.get(1), l) : r;
        }

        private Atom known(Prim p, Params params, List<Atom> in) {
            Atom a = algebra.apply(p, params, in);
            return a != null ? facts.resolve(a) : facts.value(p, params, in);
        }

        /** What the scalar expression is: a known atom, or the result of a new equation. */
        Atom emit(Prim p, Params params, Atom... atoms) {
            List<Atom> in = operands(p, List.of(atoms));
            Atom known = known(p, params, in);
            if (known != null) {
                return known;
            }
            Var v = facts.fresh(TypeRules.infer(p, in, params).get(0));
            facts.append(new Eqn(p, in, params, List.of(v)), true);
            return v;
        }

        private boolean storesWhatIsThere(List<Atom> in, Params params) {
            Eqn read = params.equals(Params.Access.PROMISED) ? facts.definition(in.get(in.size() - 1), Prim.INDEX) : null;
            return read != null && read.params().equals(params) && read.in().equals(in.subList(0, in.size() - 1));
        }

        /** The extent of an array's axis; {@code result} names it if an equation is needed. */
        private Atom dim(Atom a, int axis, Var result) {
            Var v = (Var) facts.resolve(roots.root((Var) a));
            Dim d = v.type().dims().get(axis);
            if (d.isConst()) {
                return Lit.i32((int) d.add());
            }
            Eqn input = d.isUnknown() ? null : inputDims.get(d);
            if (input != null) {
                v = (Var) input.in().get(0);
                axis = ((Params.Axis) input.params()).axis();
            }
            Atom extent = given(v, axis, new HashSet<>());
            if (extent != null) {
                return extent;
            }
            Eqn e = facts.definition(v, Prim.TRANSPOSE);
            if (e != null) {
                return dim(e.in().get(0), ((Params.Axes) e.params()).axes().get(axis), result);
            }
            var params = new Params.Axis(axis, false);
            Atom known = facts.value(Prim.DIM, params, List.of(v));
            if (known != null) {
                return known;
            }
            facts.appendAtDefinition(v, new Eqn(Prim.DIM, List.of(v), params, List.of(result)));
            return result;
        }

        /** The extent that the array was given, or an array that it is like: one that it was computed of element by element. */
        private Atom given(Var a, int axis, Set<Var> seen) {
            Var v = (Var) facts.resolve(roots.root(a));
            Eqn e = facts.definition(v);
            if (e == null || !seen.add(v) || seen.size() > MOST_LIKE) {
                return null;
            }
            if (e.prim().extents() != Prim.Extents.ALIKE) {
                return extent(v, axis);
            }
            for (Atom x : e.in()) {
                Atom n = !x.isArray() ? null : x.type().dims().get(axis).isConst() ? Lit.i32((int) x.type().dims().get(axis).add()) : given((Var) x, axis, seen);
                if (n != null) {
                    return n;
                }
            }
            return null;
        }

        /** The operand that gave the array this extent, when it cannot be negative. */
        private Atom extent(Var v, int axis) {
            Eqn e = facts.definition(v);
            if (e == null) {
                return null;
            }
            Prim p = e.prim();
            boolean stacked = (p == Prim.MAP || p == Prim.SCAN) && axis == 0 && e.out().indexOf(v) >= e.in().size() - 1;
            ExtentOrigin from = ExtentOrigin.ofOperands(e, v, axis);
            Atom given = stacked ? e.in().get(0) : from == null ? null : from.integer();
            if (given == null) {
                return null;
            }
            Atom n = facts.resolve(given);
            return !facts.range(n).within(Range.DIM) ? null : emit(Prim.CONVERT, new Params.To(DType.I32), n);
        }
    }
}
