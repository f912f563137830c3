package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.state.FunctionInputs;
import dev.jacobi.lift.state.LiftContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows of given arrays of arrays a method uses, where their numbers are arithmetic of its arguments and of lengths ({@code a[0]}, {@code a[k + 1]}): an element of theirs, or their length. That is found while the
 * method is lifted, as its program no longer says whose length {@code a[k + 1].length} is, nor which elements were read in vain: a row that is missing there makes Java throw.
 */
public final class NamedRows {
    private static final int MOST_EQUATIONS = 16;
    private final LiftContext context;
    private final List<Var> inputs;
    private final Builder b;
    private final Map<Atom, Atom> made = new HashMap<>();
    private int count;

    private NamedRows(LiftContext context, Func entry) {
        this.context = context;
        this.inputs = entry.in();
        this.b = new Builder(Regions.firstFreeId(entry));
    }

    /** For each input with two axes that uses no rows but such: a function of all inputs to the numbers of these. */
    public static Map<Integer, Func> of(LiftContext context, Func entry) {
        var all = new HashMap<Integer, Func>();
        for (FunctionInputs.Input in : context.inputs().all()) {
            Set<Atom> rows = in.loc() < 0 || in.var().type().rank() != 2 ? null : context.origins().rowsOf(in.loc());
            Func f = rows == null ? null : new NamedRows(context, entry).numbers(rows);
            if (f != null) {
                all.put(context.inputs().all().indexOf(in), f);
            }
        }
        return all;
    }

    private Func numbers(Set<Atom> rows) {
        var out = new ArrayList<Atom>();
        for (Atom row : rows) {
            Atom n = number(row);
            if (n == null) {
                return null;
            }
            out.add(n);
        }
        return b.build(inputs, out);
    }

    /** The number as the function of the inputs has it; null for what they do not say. */
    private Atom number(Atom a) {
        if (a instanceof Lit || inputs.contains((Var) a)) {
            return a;
        }
        if (!made.containsKey(a)) {
            Eqn e = context.ir().definition(a);
            made.put(a, e == null || count++ > MOST_EQUATIONS ? null : e.prim() == Prim.DIM ? extent(e) : computed(e));
        }
        return made.get(a);
    }

    private Atom computed(Eqn e) {
        var in = new ArrayList<Atom>();
        for (Atom x : e.in()) {
            Atom n = x.type().isScalar() ? number(x) : null;
            if (n == null) {
                return null;
            }
            in.add(n);
        }
        return b.emitAll(e.prim(), e.params(), in).get(0);
    }

    /** A length, which the array has that came with the call, whatever was written into it since. */
    private Atom extent(Eqn e) {
        Dim d = e.in().get(0).type().dims().get(((Params.Axis) e.params()).axis());
        for (Var v : d.isUnknown() || d.isConst() || d.mul() != 1 || d.add() != 0 ? List.<Var>of() : inputs) {
            int axis = v.type().dims().indexOf(d);
            if (axis >= 0) {
                return b.dim(v, axis);
            }
        }
        return null;
    }
}
