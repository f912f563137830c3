package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.Map;
import java.util.Set;

/** An induction variable: carry number k moves by {@code step} (a literal, or a value from outside the loop). */
record Induction(int k, Atom step, boolean negated) {
    private static final int LONGEST = 64;

    /** Those of a loop's body, and the types of those that are bytes, shorts or chars; {@code inside}: what the loop defines. */
    static void find(Region body, Definitions defs, Set<Integer> inside, Map<Integer, Induction> found, Map<Integer, DType> narrow) {
        for (int k = 0; k < body.params().size(); k++) {
            Var p = body.params().get(k);
            boolean counts = p.type().isScalar() && (p.dtype() == DType.I32 || p.dtype() == DType.I64);
            DType cut = counts ? cut(body.out().get(k), defs) : null;
            Induction i = counts ? of(k, p, cut == null ? body.out().get(k) : whole(body.out().get(k), defs), defs, inside) : null;
            if (i != null) {
                found.put(k, i);
            }
            if (cut != null) {
                narrow.put(k, cut);
            }
        }
    }

    /** The step when it is a literal. */
    Long constant() {
        return step instanceof Lit l ? Long.valueOf(negated ? -l.asLong() : l.asLong()) : null;
    }

    /** A step of unknown value is taken to be positive; a check will say so. */
    boolean up() {
        return constant() == null ? !negated : constant() > 0;
    }

    boolean counts(Prim op) {
        return TripCount.counts(op, up(), constant() != null, constant() == null ? 0 : Math.abs(constant()));
    }

    /** The greatest value of a type of less than 32 bits; 0 for others. */
    static int most(DType t) {
        return t == DType.I8 ? Byte.MAX_VALUE : t == DType.I16 ? Short.MAX_VALUE : t == DType.U16 ? Character.MAX_VALUE : 0;
    }

    /** The type that a carried byte, short or char is cut to; null for any other value. */
    private static DType cut(Atom y, Definitions defs) {
        Eqn wide = defs.of(y);
        Eqn cut = wide != null && wide.prim() == Prim.CONVERT ? defs.of(wide.in().get(0)) : null;
        return cut == null || cut.prim() != Prim.CONVERT || y.dtype() != DType.I32 || cut.in().get(0).dtype() != DType.I32 || most(cut.result().dtype()) == 0 ? null : cut.result().dtype();
    }

    /** What such a value is before it is cut to its type. */
    private static Atom whole(Atom y, Definitions defs) {
        return defs.of(defs.of(y).in().get(0)).in().get(0);
    }

    /** A carry that a trip makes {@code y}; null where it is no induction variable. */
    private static Induction of(int k, Var p, Atom y, Definitions defs, Set<Integer> inside) {
        long sum = 0;
        for (int guard = 0; guard < LONGEST; guard++) {
            Eqn d = defs.of(y);
            Definitions.Offset moved = Definitions.Offset.of(d);
            if (moved != null) {
                sum += moved.by();
                if (moved.base().equals(p)) {
                    return new Induction(k, Lit.of(p.dtype(), sum), false);
                }
                y = moved.base();
                continue;
            }
            if (d == null || (d.prim() != Prim.ADD && d.prim() != Prim.SUB)) {
                return null;
            }
            Atom a = d.in().get(0);
            Atom b = d.in().get(1);
            boolean swapped = d.prim() == Prim.ADD && b.equals(p);
            Atom step = swapped ? a : b;
            return sum == 0 && (swapped || a.equals(p)) && step instanceof Var v && !inside.contains(v.id()) ? new Induction(k, step, d.prim() == Prim.SUB) : null;
        }
        return null;
    }
}
