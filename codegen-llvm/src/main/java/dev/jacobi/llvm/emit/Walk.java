package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Ways of going through equations and their regions. */
public final class Walk {
    private Walk() {
    }

    /** The regions of an equation in order; empty for most primitives. */
    public static List<Region> regions(Eqn e) {
        return Rewrite.regions(e.params());
    }

    /** The equation with its regions replaced by what the operator makes of each. */
    public static Eqn withRegions(Eqn e, UnaryOperator<Region> op) {
        Params p = Rewrite.mapRegions(e.params(), op);
        return p == e.params() ? e : new Eqn(e.prim(), e.in(), p, e.out());
    }

    /** Calls the consumer for every equation, outer before inner. */
    public static void each(List<Eqn> body, Consumer<Eqn> c) {
        for (Eqn e : body) {
            c.accept(e);
            for (Region r : regions(e)) {
                each(r.body(), c);
            }
        }
    }

    /** Variables used by the regions of an equation but defined outside of them, in order of first use. */
    public static Set<Var> captures(Eqn e) {
        var used = new LinkedHashSet<Var>();
        var defined = new LinkedHashSet<Var>();
        regions(e).forEach(r -> collect(r, used, defined));
        used.removeAll(defined);
        return used;
    }

    private static void collect(Region r, Set<Var> used, Set<Var> defined) {
        defined.addAll(r.params());
        for (Eqn e : r.body()) {
            vars(e.in()).forEach(used::add);
            regions(e).forEach(x -> collect(x, used, defined));
            defined.addAll(e.out());
        }
        used.addAll(vars(r.out()));
    }

    public static List<Var> vars(List<Atom> atoms) {
        var out = new ArrayList<Var>();
        for (Atom a : atoms) {
            if (a instanceof Var v) {
                out.add(v);
            }
        }
        return out;
    }

    /** One more than the largest variable id. */
    public static int nextId(Func f) {
        return Rewrite.firstFreeId(f);
    }

    /** Whether the equation computes scalars from scalars and does nothing else. */
    public static boolean isScalar(Eqn e) {
        return switch (e.prim().group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION, RANDOM -> !hasArray(e.in());
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, COLLECTIVE, MARK -> false;
        };
    }

    /** Whether one of them is an array. */
    static boolean hasArray(List<? extends Atom> atoms) {
        for (int i = 0, n = atoms.size(); i < n; i++) {
            if (isArray(atoms.get(i))) {
                return true;
            }
        }
        return false;
    }

    public static boolean isArray(Atom a) {
        return !a.type().isScalar();
    }
}
