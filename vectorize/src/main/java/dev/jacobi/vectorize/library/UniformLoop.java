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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop over the rows or columns of matrices that has no numbers of its own: integers are trips, the order n of the matrices, and sums of these with literals of at most 1; a product is a trip's row of
 * n elements; floats are added, multiplied, divided and their roots taken, without literals but 0 and 1; nothing depends on a comparison of floats. What such a loop computes is one rational
 * expression (with roots) for each element, made in the same way for every n that is larger than a sum of its few literals. So a loop that agrees with a formula at random matrices of the orders up to
 * {@link #LARGEST} does so for all.
 *
 * @param eqn the loop
 * @param carry what it hands from trip to trip, its only result
 * @param order n
 * @param arrays that it reads, with the one it begins with
 * @param integers that it reads, as what they are more than n
 * @param square for each array whether it is known to have n rows and columns
 */
record UniformLoop(Eqn eqn, RegionView.Slot carry, Atom order, List<Var> arrays, Map<Var, Integer> integers, Set<Var> square) {
    /** The largest order that is tried; equations with literals in a loop are fewer. */
    static final int LARGEST = 8;
    private static final int MOST_EQUATIONS = 100;

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
        boolean uniform = !Regions.any(List.of(e), x -> !isUniform(x, orders, counted));
        return uniform && counted[0] < LARGEST ? new UniformLoop(e, carry, view.head(), arrays, integers, square) : null;
    }

    private static boolean isReal(DType t) {
        return t == DType.F32 || t == DType.F64;
    }

    /** {@code literals} counts equations that add a literal to an integer, and comparisons with one. */
    private static boolean isUniform(Eqn e, Set<Var> orders, int[] literals) {
        boolean integers = e.in().stream().allMatch(a -> !a.dtype().isFloat());
        for (Atom a : e.in()) {
            if (a instanceof Lit l && l.dtype().isFloat() && l.asDouble() != 0 && Math.abs(l.asDouble()) != 1 || l(a) != null && l(a).dtype().isInt() && Math.abs(l(a).asLong()) > 1) {
                return false;
            }
            literals[0] += l(a) != null && l(a).dtype().isInt() && l(a).asLong() != 0 ? 1 : 0;
        }
        return switch (e.prim()) {
            case ADD, SUB, NEG, COND, SELECT, AND, OR, NOT, DIM -> true;
            case FOR, MAP -> RegionView.of(e).slots().stream().allMatch(s -> s.param() != null);
            case REDUCE -> RegionView.of(e).slots().stream().allMatch(s -> s.role() == RegionView.Role.FOLD && s.op() == Prim.ADD && s.result().dtype().isFloat());
            case MUL -> !integers || e.in().stream().anyMatch(a -> a instanceof Var v && orders.contains(v));
            case DIV, SQRT -> !integers;
            case EQ, NE, LT, LE, GT, GE -> integers;
            case CONVERT -> integers && e.result().dtype().isInt();
            case INDEX, UPDATE -> e.params() instanceof Params.Access a && a.op() == null;
            default -> false;
        };
    }

    private static Lit l(Atom a) {
        return a instanceof Lit l ? l : null;
    }
}
