package dev.jacobi.vectorize.library;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop over the rows or columns of matrices that has no numbers of its own: integers are trips, the order n of the matrices, and sums of these with literals of at most 1; a product is a trip's row of
 * n elements; floats are added, multiplied, divided and their roots taken, without literals but 0 and 1; nothing depends on a comparison of floats. Loops inside of it carry few floats and no
 * integers, which could count trips. What such a loop computes is one rational expression (with roots) for each element, made in the same way for every n that is larger than a sum of its few literals
 * and carries. So a loop that agrees with a formula at random matrices of the orders up to {@link #LARGEST} does so for all.
 *
 * @param eqn the loop
 * @param carry what it hands from trip to trip, its only result
 * @param order n
 * @param arrays that it reads, with the one it begins with
 * @param integers that it reads, as what they are more than n
 * @param square for each array whether it is known to have n rows and columns
 */
record UniformLoop(Eqn eqn, RegionView.Slot carry, Atom order, List<Var> arrays, Map<Var, Integer> integers, Set<Var> square) {
    /** The largest order that is tried; equations with literals in a loop and the numbers that loops inside of it carry are fewer, and so are the terms of each integer. */
    static final int LARGEST = 8;
    private static final int MOST_EQUATIONS = 100;
    private static final Set<Prim> OF_ALL = Set.of(Prim.ADD, Prim.SUB, Prim.NEG, Prim.SELECT, Prim.AND, Prim.OR, Prim.NOT);
    private static final Set<Prim> OF_FLOATS = Set.of(Prim.DIV, Prim.SQRT);
    private static final Set<Prim> COMPARISONS = Set.of(Prim.EQ, Prim.NE, Prim.LT, Prim.LE, Prim.GT, Prim.GE);

    /** A quick look before the walk. */
    static boolean mayBe(Eqn e) {
        List<Eqn> body = Regions.of(e).get(0).body();
        return e.out().size() == 1 && !e.out().get(0).type().isScalar() && Regions.size(body) <= MOST_EQUATIONS && Regions.any(body, x -> x.prim() == Prim.FOR || x.prim() == Prim.REDUCE || x.prim() == Prim.MAP);
    }

    /** The loop as such a one; null when it is none. */
    static UniformLoop of(Eqn e, IntValues values) {
        RegionView view = RegionView.of(e);
        RegionView.Slot carry = view.slots().get(0);
        Poly n = values.exact(view.head());
        if (!isReal(carry.result().dtype()) || carry.result().type().rank() > 2 || !(carry.init() instanceof Var init) || !(view.head() instanceof Var) || n.isConst()) {
            return null;
        }
        var used = new LinkedHashSet<Var>(List.of((Var) view.head()));
        used.addAll(Regions.captures(e));
        used.add(init);
        var arrays = new ArrayList<Var>();
        var integers = new LinkedHashMap<Var, Integer>();
        var square = new LinkedHashSet<Var>();
        for (Var v : used) {
            if (!v.type().isScalar()) {
                if (v.dtype() != init.dtype() || v.type().rank() > 2) {
                    return null;
                }
                arrays.add(v);
                Poly[] s = values.shapes.of(v);
                if (s.length == 2 && s[0].equals(n) && s[1].equals(n)) {
                    square.add(v);
                }
                continue;
            }
            Poly more = v.dtype().isInt() && values.exact(v) != null ? values.exact(v).minus(n) : null;
            if (more == null || !more.isConst() || Math.abs(more.constant()) > 1) {
                return null;
            }
            integers.put(v, (int) more.constant());
        }
        Set<Var> orders = new LinkedHashSet<>(integers.keySet());
        orders.removeIf(v -> integers.get(v) != 0);
        var counted = new int[1];
        var terms = new HashMap<Atom, Integer>();
        integers.forEach((v, above) -> terms.put(v, 1 + Math.abs(above)));
        boolean uniform = !Regions.any(List.of(e), x -> !isUniform(x, orders, counted) || !isShort(x, terms));
        return uniform && counted[0] < LARGEST ? new UniformLoop(e, carry, view.head(), arrays, integers, square) : null;
    }

    private static boolean isReal(DType t) {
        return t == DType.F32 || t == DType.F64;
    }

    /** Whether an integer that an equation makes is a sum of few trips, orders and ones; {@code terms} has how many of those before it. */
    private static boolean isShort(Eqn e, Map<Atom, Integer> terms) {
        if (!Regions.of(e).isEmpty() || !e.result().dtype().isInt() || !e.result().type().isScalar()) {
            return true;
        }
        int sum = e.prim() == Prim.MUL ? 1 : 0;
        for (Atom a : e.in()) {
            int own = l(a) != null ? (int) Math.abs(l(a).asLong()) : a.dtype().isInt() ? terms.getOrDefault(a, 1) : 0;
            sum = e.prim() == Prim.MUL ? sum * own : sum + own;
        }
        terms.put(e.result(), sum);
        return sum < LARGEST;
    }

    /** What a loop inside carries; integers are too many. */
    private static int carries(Eqn e) {
        return RegionView.of(e).slots().stream().filter(s -> s.role() == RegionView.Role.CARRY && s.param().type().isScalar()).mapToInt(s -> s.param().dtype().isFloat() ? 1 : LARGEST).sum();
    }

    /** {@code literals} counts equations that add a literal to an integer, and comparisons with one, and what loops carry. */
    private static boolean isUniform(Eqn e, Set<Var> orders, int[] literals) {
        boolean integers = e.in().stream().allMatch(a -> !a.dtype().isFloat());
        for (Atom a : e.in()) {
            if (a instanceof Lit l && l.dtype().isFloat() && l.asDouble() != 0 && Math.abs(l.asDouble()) != 1 || l(a) != null && l(a).dtype().isInt() && Math.abs(l(a).asLong()) > 1) {
                return false;
            }
            literals[0] += l(a) != null && l(a).dtype().isInt() && l(a).asLong() != 0 ? 1 : 0;
        }
        literals[0] += e.prim() == Prim.FOR ? carries(e) : 0;
        Prim p = e.prim();
        if (p == Prim.FOR || p == Prim.MAP || p == Prim.REDUCE || p == Prim.COND) {
            return isUniformInside(RegionView.of(e));
        } else if (p == Prim.MUL) {
            return !integers || e.in().stream().anyMatch(a -> a instanceof Var v && orders.contains(v));
        } else if (p == Prim.CONVERT) {
            return integers && (e.result().dtype() == DType.I32 || e.result().dtype() == DType.I64);
        } else if (p == Prim.INDEX || p == Prim.UPDATE) {
            return e.params() instanceof Params.Access a && a.op() == null;
        }
        return OF_ALL.contains(p) || (integers ? COMPARISONS : OF_FLOATS).contains(p);
    }

    private static boolean isUniformInside(RegionView view) {
        return view.slots().stream().allMatch(s -> s.role() == RegionView.Role.BRANCH ? !s.result().dtype().isInt()
            : s.role() == RegionView.Role.FOLD ? s.op() == Prim.ADD && s.result().dtype().isFloat() : s.param() != null);
    }

    private static Lit l(Atom a) {
        return a instanceof Lit l ? l : null;
    }
}
