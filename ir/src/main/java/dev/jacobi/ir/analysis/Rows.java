package dev.jacobi.ir.analysis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Two indices of a flat array as rows and places in them, x = c * row + place and y = c * otherRow + otherPlace, whose places are less than a row apart: x and y are equal only when the rows are and the
 * places are. The places need not lie between 0 and c.
 */
record Rows(Poly row, Poly otherRow, Poly place, Poly otherPlace) {
    /** All ways to see them so. The length of a row mentions no variable that {@code differs} from one of the two to the other. Throws {@link ArithmeticException} like {@link Poly}. */
    static List<Rows> of(Poly x, Poly y, IntPredicate differs, IntFacts facts) {
        var strides = new LinkedHashSet<Poly>();
        for (int v : x.variables()) {
            Poly c = x.linear(v);
            if (c != null && !(c.isConst() && Math.abs(c.constant()) <= 1) && !c.mentions(differs)) {
                strides.add(c);
            }
        }
        var all = new ArrayList<Rows>();
        for (Poly c : strides) {
            Poly p = row(x, c);
            Poly q = row(y, c);
            Poly place = x.minus(p.times(c));
            Poly other = y.minus(q.times(c));
            // whole rows between them only say which rows would meet
            long between = place.minus(other).multiplesOf(c);
            Poly near = place.minus(c.times(between));
            if (!(q.equals(Poly.ZERO) && between == 0) && withinOne(c, near.minus(other), facts)) {
                all.add(new Rows(p.plus(between), q, near, other));
            }
        }
        return all;
    }

    /** The variables with this stride, or one more than that, each as often as it is in there; those with a multiple of it, the rows of an array of three axes, too. */
    private static Poly row(Poly x, Poly stride) {
        Poly row = Poly.ZERO;
        for (int v : x.variables()) {
            Poly c = stride.mentions(v) ? null : x.linear(v);
            if (c != null) {
                long times = c.multiplesOf(stride);
                row = row.plus(Poly.var(v).times(times != 0 ? Poly.of(times) : quotient(c, stride)));
            }
        }
        return row;
    }

    /** What is left of n * n for the stride n, which each term has to have; zero where there is no such thing. */
    private static Poly quotient(Poly c, Poly stride) {
        if (stride.isConst() || stride.size() > 1 || stride.coef(0) != 1) {
            return Poly.ZERO;
        }
        Poly all = Poly.ZERO;
        for (int k = 0; k < c.size(); k++) {
            long left = c.mono(k);
            for (int v : Poly.vars(stride.mono(0))) {
                if (IntStream.of(Poly.vars(left)).noneMatch(w -> w == v)) {
                    return Poly.ZERO;
                }
                left = Poly.quotient(left, v);
            }
            all = all.plus(Poly.mono(left, c.coef(k)));
        }
        return all;
    }

    /** Whether a difference is smaller than a stride, whose sign is not known before. */
    static boolean withinOne(Poly stride, Poly rest, IntFacts facts) {
        Poly size = facts.prove(stride) ? stride : stride.negate();
        return facts.prove(size.plus(-1).minus(rest)) && facts.prove(size.plus(-1).plus(rest));
    }
}
