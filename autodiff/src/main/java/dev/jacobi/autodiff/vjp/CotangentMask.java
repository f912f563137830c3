package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Prim;
import java.util.List;

/**
 * Where a scalar's cotangent holds: where all of these choices were made; elsewhere it is zero. A select's cotangent goes on to the operands of what
 * was selected, and to those of these, before it is set to zero where the select chose otherwise: zero times a slope that is infinite or not a number
 * would not be zero.
 */
record CotangentMask(List<Choice> all) {
    static final CotangentMask EVERYWHERE = new CotangentMask(List.of());

    /** {@code p} is {@code on}. */
    record Choice(Atom p, boolean on) {
        private Atom bool(FormulaBuilder code) {
            return on ? p : code.emit(Prim.NOT, p);
        }
    }

    boolean isEverywhere() {
        return all.isEmpty();
    }

    /** Where {@code p} is {@code on} besides. */
    CotangentMask and(Atom p, boolean on) {
        return new CotangentMask(FormulaBuilder.with(all, new Choice(p, on)));
    }

    /** The choices with which both masks begin. */
    CotangentMask common(CotangentMask o) {
        int n = 0;
        while (n < all.size() && n < o.all.size() && all.get(n).equals(o.all.get(n))) {
            n++;
        }
        return new CotangentMask(all.subList(0, n));
    }

    /** What is left of the mask where the first choices are known to have been made. */
    CotangentMask after(CotangentMask first) {
        return new CotangentMask(all.subList(first.all.size(), all.size()));
    }

    /** {@code x} where the mask holds, else zero. */
    Atom of(FormulaBuilder code, Atom x) {
        if (all.size() == 1 && !all.get(0).on) {
            return code.select(all.get(0).p, code.constant(0, x), x);
        }
        return all.isEmpty() ? x : code.where(all.stream().map(c -> c.bool(code)).reduce((a, b) -> code.emit(Prim.AND, a, b)).orElseThrow(), x);
    }

    /** The sum of {@code x} where this mask holds and {@code y} where the other one does. */
    Atom sum(FormulaBuilder code, Atom x, CotangentMask o, Atom y) {
        if (all.size() == 1 && o.all.size() == 1 && all.get(0).p.equals(o.all.get(0).p) && all.get(0).on != o.all.get(0).on) {
            return code.select(all.get(0).p, all.get(0).on ? x : y, all.get(0).on ? y : x);
        }
        return code.add(of(code, x), o.of(code, y));
    }
}
