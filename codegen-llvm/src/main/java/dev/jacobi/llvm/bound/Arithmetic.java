package dev.jacobi.llvm.bound;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Builds arithmetic of f64 scalars; what is constant is computed at once. */
public final class Arithmetic {
    /** What all integers and extents are in {@link #example}. */
    private static final double FEW = 16;
    private static final Map<Prim, DoubleBinaryOperator> EXAMPLES = Map.of(Prim.ADD, Double::sum, Prim.SUB, (x, y) -> x - y, Prim.MUL, (x, y) -> x * y, Prim.DIV, (x, y) -> x / y, Prim.MIN, Math::min, Prim.MAX, Math::max,
        Prim.AND, Math::min, Prim.LE, (x, y) -> x <= y ? 1 : 0, Prim.GE, (x, y) -> x >= y ? 1 : 0);
    private final Builder b;
    private final Map<List<Object>, Atom> made = new HashMap<>();
    private final Map<Atom, Double> examples = new HashMap<>();

    public Arithmetic(Builder b) {
        this.b = b;
    }

    Atom add(Atom x, Atom y) {
        return is(x, 0) ? y : is(y, 0) ? x : fold(Prim.ADD, x, y, (p, q) -> p + q);
    }

    Atom sub(Atom x, Atom y) {
        return is(y, 0) ? x : fold(Prim.SUB, x, y, (p, q) -> p - q);
    }

    Atom mul(Atom x, Atom y) {
        return is(x, 1) ? y : is(y, 1) ? x : fold(Prim.MUL, x, y, (p, q) -> p * q);
    }

    Atom div(Atom x, Atom y) {
        return is(y, 1) ? x : fold(Prim.DIV, x, y, (p, q) -> p / q);
    }

    public Atom min(Atom x, Atom y) {
        return x.equals(y) ? x : fold(Prim.MIN, x, y, Math::min);
    }

    public Atom max(Atom x, Atom y) {
        return x.equals(y) ? x : fold(Prim.MAX, x, y, Math::max);
    }

    Atom neg(Atom x) {
        return sub(Lit.f64(0), x);
    }

    /** Whether the value is not negative. */
    Atom atLeastZero(Atom x) {
        return compare(Prim.GE, x, Lit.f64(0));
    }

    /** Whether the first value is at most the second. */
    Atom atMost(Atom x, Atom y) {
        return compare(Prim.LE, x, y);
    }

    /** 1 for what is true, 0 for what is not. */
    Atom truth(Atom condition) {
        return select(condition, Lit.f64(1), Lit.f64(0));
    }

    Atom select(Atom condition, Atom yes, Atom no) {
        if (condition instanceof Lit l) {
            return l.asBool() ? yes : no;
        }
        return yes.equals(no) ? yes : once(Prim.SELECT, Params.NONE, List.of(condition, yes, no));
    }

    /** The range if all of it fits into the type's, else the type's: arithmetic that leaves the type wraps around. */
    ValueRanges.Range within(ValueRanges.Range r, ValueRanges.Range type) {
        Atom low = atMost(type.lo(), r.lo());
        Atom high = atMost(r.hi(), type.hi());
        Atom both = low instanceof Lit l ? l.asBool() ? high : low : high instanceof Lit h ? h.asBool() ? low : high
            : once(Prim.AND, Params.NONE, List.of(low, high));
        return new ValueRanges.Range(select(both, r.lo(), type.lo()), select(both, r.hi(), type.hi()));
    }

    /** An integer as f64. */
    public Atom wide(Atom integer) {
        return once(Prim.CONVERT, new Params.To(DType.F64), List.of(integer));
    }

    /** An extent of an array as f64. */
    Atom extent(Var array, int axis) {
        return wide(once(Prim.DIM, new Params.Axis(axis, false), List.of(array)));
    }

    private static boolean is(Atom x, double value) {
        return x instanceof Lit l && l.asDouble() == value;
    }

    private Atom fold(Prim p, Atom x, Atom y, DoubleBinaryOperator known) {
        return x instanceof Lit a && y instanceof Lit c ? Lit.f64(known.applyAsDouble(a.asDouble(), c.asDouble())) : once(p, Params.NONE, List.of(x, y));
    }

    private Atom compare(Prim p, Atom x, Atom y) {
        if (x instanceof Lit a && y instanceof Lit c) {
            return Lit.bool(p == Prim.LE ? a.asDouble() <= c.asDouble() : a.asDouble() >= c.asDouble());
        }
        return once(p, Params.NONE, List.of(x, y));
    }

    private Atom once(Prim p, Params params, List<Atom> in) {
        List<Object> key = List.of(p, params, in);
        Atom a = made.get(key);
        if (a == null) {
            a = b.emitAll(p, params, in).get(0);
            made.put(key, a);
            DoubleBinaryOperator known = EXAMPLES.get(p);
            examples.put(a, known != null ? known.applyAsDouble(example(in.get(0)), example(in.get(1))) : p == Prim.SELECT ? example(in.get(example(in.get(0)) != 0 ? 1 : 2)) : FEW);
        }
        return a;
    }

    /** The value in a call whose integers are small and whose arrays are short: a bound that is large even then says nothing. */
    double example(Atom a) {
        return a instanceof Lit l ? l.dtype() == DType.BOOL ? l.asBool() ? 1 : 0 : l.asDouble() : examples.getOrDefault(a, FEW);
    }
}
