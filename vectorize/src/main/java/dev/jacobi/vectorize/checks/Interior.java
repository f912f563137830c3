package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The trips of a loop in which comparisons have one answer whatever inner loops do. What is compared is taken as it is without wrapping around, and that it does not wrap around in these trips is asked as well.
 */
final class Interior {
    private final int trip;
    /** The function's variables. */
    private final Map<Integer, Var> variables;
    private final Set<Poly> first = new LinkedHashSet<>();
    private final Set<Poly> ends = new LinkedHashSet<>();
    private final Set<Poly> conditions = new LinkedHashSet<>();
    private final Map<Var, Atom> answers = new HashMap<>();
    /** Numbers of trips of inner loops that are the same in all of these trips. */
    private final Map<Var, Poly> counts = new HashMap<>();

    Interior(Eqn loop, Map<Integer, Var> variables) {
        trip = Regions.trip(loop).id();
        this.variables = variables;
    }

    /** The first trip is at none of these or behind. */
    Set<Poly> first() {
        return first;
    }

    /** The last trip is in front of all of these. */
    Set<Poly> ends() {
        return ends;
    }

    /** What must not be negative for there to be such trips. */
    Set<Poly> conditions() {
        return conditions;
    }

    /** An answer, and what must not be negative for it. */
    private record Way(Atom answer, Poly holds) {
    }

    /** Adds what a test comes to in the trips at some distance from the first and the last one; false where that is not known. {@code inner}: the loop around the test that is right inside of this one, or null. */
    boolean learn(Eqn test, IntValues values, Checks.Around loop, Checks.Around inner) {
        if (test.in().isEmpty() || !test.in().stream().allMatch(a -> a.type().isScalar() && a.dtype() == DType.I32)) {
            return false;
        }
        var ranges = new ArrayList<Poly>();
        List<Way> ways;
        try {
            ways = ways(test, test.in().stream().map(a -> inMiddle(a, values, ranges)).toList());
        } catch (ArithmeticException tooLarge) {
            return false;
        }
        for (Way way : ways) {
            try {
                if (add(way.holds, ranges, values, loop, inner)) {
                    answers.put(test.result(), way.answer);
                    return true;
                }
            } catch (ArithmeticException tooLarge) {
                // not known this way
            }
        }
        return false;
    }

    /** A number as it is in the middle trips, where other answers are known: {@code min(max(x, 0), n)} compares x with n there. That it does not wrap around is noted as two numbers that must not be negative. */
    private Poly inMiddle(Atom a, IntValues values, List<Poly> ranges) {
        Poly p = values.ring(a);
        for (int v : p.variables()) {
            Atom chosen = chosen(values.definition(v));
            if (chosen != null) {
                p = p.with(v, inMiddle(chosen, values, ranges));
            }
        }
        if (!values.isExact(a)) {
            SafeSums.fits(p, DType.I32, ranges);
        }
        return p;
    }

    /** What an equation's result is in the middle trips because of an answer; null where that is not known, or known inside of a branch only. */
    private Atom chosen(Eqn e) {
        if (e == null || e.out().size() != 1 || e.result().dtype() != DType.I32) {
            return null;
        } else if (answers.containsKey(e.result())) {
            return answers.get(e.result());
        }
        boolean choice = (e.prim() == Prim.SELECT || e.prim() == Prim.COND) && e.in().get(0) instanceof Var test && test.dtype() == DType.BOOL && answers.containsKey(test);
        if (!choice) {
            return null;
        }
        boolean yes = ((Lit) answers.get((Var) e.in().get(0))).asBool();
        if (e.prim() == Prim.SELECT) {
            return e.in().get(yes ? 1 : 2);
        }
        Region branch = Regions.of(e).get(yes ? 1 : 0);
        return Regions.definition(branch.body(), branch.out().get(0)) == null ? branch.out().get(0) : null;
    }

    private static List<Way> ways(Eqn test, List<Poly> compared) {
        Poly x = compared.get(0);
        Poly y = compared.size() > 1 ? compared.get(1) : Poly.ZERO;
        Poly more = y.minus(x);
        Atom yes = Lit.bool(true);
        Atom no = Lit.bool(false);
        Prim p = test.prim();
        if (p == Prim.LT || p == Prim.GE) {
            return List.of(new Way(p == Prim.LT ? yes : no, more.plus(-1)), new Way(p == Prim.LT ? no : yes, more.negate()));
        } else if (p == Prim.LE || p == Prim.GT) {
            return List.of(new Way(p == Prim.LE ? yes : no, more), new Way(p == Prim.LE ? no : yes, more.negate().plus(-1)));
        } else if (p == Prim.EQ || p == Prim.NE) {
            return List.of(new Way(p == Prim.EQ ? no : yes, more.plus(-1)), new Way(p == Prim.EQ ? no : yes, more.negate().plus(-1)));
        } else if (p == Prim.MIN || p == Prim.MAX) {
            return List.of(new Way(test.in().get(p == Prim.MIN ? 0 : 1), more), new Way(test.in().get(p == Prim.MIN ? 1 : 0), more.negate()));
        }
        return p == Prim.ABS ? List.of(new Way(test.in().get(0), x)) : List.of();
    }

    /** Adds the trips in which a number is not negative, given that others are not in any trip; false, and nothing added, where these are not all but a few at the loop's ends. */
    private boolean add(Poly goal, List<Poly> ranges, IntValues values, Checks.Around loop, Checks.Around inner) {
        var lower = new ArrayList<Poly>(List.of(goal));
        lower.addAll(ranges);
        if (inner != null) {
            var bounds = new Bounds(values, inner.level(), inner.conditions(), false);
            lower.replaceAll(bounds::lower);
            lower.addAll(bounds.assumed());
        }
        Poly count = values.exact(loop.loop().in().get(0));
        var whole = new ArrayList<Poly>();
        Poly from = null;
        Poly to = null;
        for (Poly q : lower) {
            Poly c = q == null ? null : q.linear(trip);
            if (c == null || !c.isConst() || Math.abs(c.constant()) > 1) {
                return false;
            }
            Poly start = c.constant() > 0 ? Poly.var(trip).minus(q) : null;
            Poly end = c.constant() < 0 ? q.plus(Poly.var(trip)).plus(1) : null;
            if (q != lower.get(0)) {
                // in all trips, from the first one to the last
                whole.add(start != null ? start.negate() : end != null ? end.minus(count) : q);
            } else if (c.constant() == 0 ? answers.isEmpty() || !isLikely(q) : sharesVariable(start != null ? start : count.minus(end), count)) {
                return false;
            } else if (c.constant() == 0) {
                // the ends of a window in the middle are as far apart in all trips
                whole.add(q);
            }
            from = q == lower.get(0) ? start : from;
            to = q == lower.get(0) ? end : to;
        }
        Poly middle = from != null ? from : to;
        if (middle != null && !isPlain(middle, values, loop) || !whole.stream().allMatch(p -> isPlain(p, values, loop))) {
            return false;
        }
        if (middle != null) {
            (from != null ? first : ends).add(middle);
        }
        conditions.addAll(whole);
        return true;
    }

    /**
     * Whether a sum is known in front of the loop, and computed in 64 bits without overflow: it has few terms, each a small number times one of 32 bits. What a branch in the loop knows of its terms besides does not hold
     * there.
     */
    private boolean isPlain(Poly p, IntValues values, Checks.Around loop) {
        boolean plain = p.size() < 16 && !p.mentions(v -> values.depthOf(v) >= loop.level());
        for (int k = 0; k < p.size(); k++) {
            int[] of = Poly.vars(p.mono(k));
            boolean small = of.length == 1 && Math.abs(p.coef(k)) < 1 << 20 && (isNarrow(variables.get(of[0])) || values.shapes.extent(of[0]) != null);
            plain &= small || of.length == 0 && Math.abs(p.coef(k)) < 1L << 50;
        }
        return plain;
    }

    /** Whether it is an integer of 32 bits or fewer. */
    private static boolean isNarrow(Var v) {
        return v != null && v.type().isScalar() && v.dtype().isInt() && v.dtype() != DType.I64;
    }

    /** Whether a number is not negative, or would not be as long as what it is made of, such as a window's radius, is not. */
    private static boolean isLikely(Poly p) {
        boolean likely = true;
        for (int k = 0; k < p.size(); k++) {
            likely &= p.coef(k) >= 0;
        }
        return likely;
    }

    /** Whether a distance from an end grows with the loop's number of trips; of two numbers, whether it is more than half of all trips. */
    private static boolean sharesVariable(Poly distance, Poly count) {
        if (distance.isConst() && count.isConst()) {
            return distance.constant() > count.constant() / 2;
        }
        Set<Integer> of = new HashSet<>();
        for (int k = 0; k < count.size(); k++) {
            for (int v : Poly.vars(count.mono(k))) {
                of.add(v);
            }
        }
        return distance.mentions(of::contains);
    }

    /**
     * Notes how many trips an inner loop has in these trips, where that is the same in all of them because of answers: those of a window that ends cut off. The number and what it is computed as are equal modulo 2^32, so
     * nothing need be asked of what wraps around on the way.
     */
    void count(Eqn inner, IntValues values, Checks.Around loop) {
        if (inner.in().get(0) instanceof Var head && head.dtype() == DType.I32) {
            try {
                Poly p = inMiddle(head, values, new ArrayList<>());
                if (!p.equals(values.ring(head)) && isPlain(p, values, loop)) {
                    counts.put(head, p);
                }
            } catch (ArithmeticException tooLarge) {
                // not known
            }
        }
    }

    /** In a middle trip: puts the answer in the place of an equation whose answer is known, and what is taken in the place of a branch. */
    boolean answer(Eqn e, Rewrite w, PolyCode code) {
        Eqn was = w.old();
        Poly count = was.out().size() == 1 ? counts.get(was.result()) : null;
        if (count != null) {
            w.replace(was.result(), count.isConst() ? Lit.i32((int) count.constant()) : w.b.convert(code.value(count), DType.I32));
            return true;
        }
        Atom known = was.out().size() == 1 ? answers.get(was.result()) : null;
        if (known != null) {
            w.replace(was.result(), w.atom(known));
        }
        return known != null || w.taken(e);
    }
}
