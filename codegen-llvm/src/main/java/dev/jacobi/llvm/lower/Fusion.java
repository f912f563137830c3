package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which arrays of a function need not be made, as what is computed for each element of them can be computed where the element is used: arrays of one number, and results of elementwise operations that
 * only one other such operation uses. A chain of operations becomes one loop so.
 */
final class Fusion {
    /** How many operations one loop is made of at most, where a function such as the exponential counts as several. */
    private static final int MOST = 24;
    private static final int OF_FUNCTION = 8;

    private final Map<Var, Integer> uses = new HashMap<>();
    /** Arrays that are used otherwise than as an operand of an elementwise operation in the same block. */
    private final Set<Var> made = new HashSet<>();
    private final Map<Var, Eqn> uniform = new HashMap<>();
    /** Operations left out so far, with operands of the new function, and what they come to. */
    private final Map<Var, Eqn> pending = new HashMap<>();
    private final Map<Var, Integer> costs = new HashMap<>();

    private Fusion() {
    }

    static Fusion of(Func f) {
        var fusion = new Fusion();
        fusion.block(f.body(), f.out());
        return fusion;
    }

    private void block(List<Eqn> body, List<? extends Atom> out) {
        var here = new HashSet<Var>();
        for (Eqn e : body) {
            boolean elementwise = isElementwise(e);
            if (isUniform(e)) {
                uniform.put(e.result(), e);
            }
            boolean shaped = elementwise && e.in().stream().anyMatch(a -> a.isArray() && !uniform.containsKey(a));
            for (int k = 0; k < e.in().size(); k++) {
                if (e.in().get(k) instanceof Var v && v.isArray() && !(e.prim() == Prim.DIM && here.contains(v))) {
                    uses.merge(v, 1, Integer::sum);
                    boolean good = uniform.containsKey(v) ? shaped && !(e.prim() == Prim.SELECT && k == 0) : elementwise && here.contains(v);
                    if (!good) {
                        made.add(v);
                    }
                }
            }
            for (Region r : Regions.of(e)) {
                block(r.body(), r.out());
            }
            if (elementwise) {
                here.add(e.result());
            }
        }
        for (Atom a : out) {
            if (a instanceof Var v) {
                made.add(v);
            }
        }
    }

    private static boolean isUniform(Eqn e) {
        return (e.prim() == Prim.BROADCAST || e.prim() == Prim.FULL) && !e.in().get(0).isArray() && e.result().isArray();
    }

    private static boolean isElementwise(Eqn e) {
        Prim.Form form = e.prim().form();
        return (form == Prim.Form.ELEMENTWISE || form == Prim.Form.FUNCTION || form == Prim.Form.SELECT && e.in().get(0).isArray()) && e.out().size() == 1 && e.result().isArray();
    }

    /** Whether an array of one number is used by elementwise operations only, for which the number does. */
    boolean isNumber(Eqn e) {
        return isUniform(e) && !made.contains(e.result());
    }

    /** Leaves out an operation if its only user can do it; {@code e} has operands of the new function. */
    boolean defer(Eqn e) {
        if (!isElementwise(e) || made.contains(e.result()) || uses.getOrDefault(e.result(), 0) != 1) {
            return false;
        }
        int cost = e.prim().form() == Prim.Form.FUNCTION ? OF_FUNCTION : 1;
        for (Atom a : e.in()) {
            cost += a instanceof Var v ? costs.getOrDefault(v, 0) : 0;
        }
        if (cost > MOST || e.in().stream().noneMatch(Atom::isArray)) {
            return false;
        }
        pending.put(e.result(), e);
        costs.put(e.result(), cost);
        return true;
    }

    /** The operation that was left out whose result this is, or null. */
    Eqn pending(Atom a) {
        return a instanceof Var v ? pending.get(v) : null;
    }

    /** The arrays that there are, of whose elements an operand is computed. */
    void leaves(Atom a, Set<Atom> into) {
        Eqn e = pending(a);
        if (e != null) {
            e.in().forEach(x -> leaves(x, into));
        } else if (a.isArray()) {
            into.add(a);
        }
    }
}
