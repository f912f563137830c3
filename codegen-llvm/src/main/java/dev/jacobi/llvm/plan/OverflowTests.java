package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.function.Function;

/**
 * Comparisons that ask nothing but whether a sum, a difference or a product of integers has left its type, as {@code Math.addExact} and its like ask by the signs of the operands and the result. Processors say it
 * along with the result.
 */
public final class OverflowTests {
    /** What overflows, and whether the comparison is true if it does. */
    public record Test(Eqn of, boolean ifSo) {
    }

    private final Function<Var, Eqn> definitions;

    public OverflowTests(Function<Var, Eqn> definitions) {
        this.definitions = definitions;
    }

    /** What a comparison asks; null for any other. */
    public Test of(Eqn e) {
        return switch (e.prim().group()) {
            case COMPARE -> e.in().get(0).dtype().bits() < 32 || !e.in().get(0).dtype().isInt() ? null : e.prim() == Prim.EQ || e.prim() == Prim.NE ? ofProduct(e) : ofSum(e);
            case UNARY, BINARY, TERNARY, CONVERSION, STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> null;
        };
    }

    /** {@code ((x ^ s) & (y ^ s)) < 0} with s = x + y, or {@code ((x ^ y) & (x ^ d)) < 0} with d = x - y, or either with {@code >=}. */
    private Test ofSum(Eqn e) {
        Eqn and = e.prim() == Prim.LT || e.prim() == Prim.GE ? made(e.in().get(0), Prim.AND) : null;
        if (and == null || !(e.in().get(1) instanceof Lit zero) || zero.asLong() != 0) {
            return null;
        }
        Eqn first = made(and.in().get(0), Prim.XOR);
        Eqn second = made(and.in().get(1), Prim.XOR);
        if (first == null || second == null) {
            return null;
        }
        for (Atom a : second.in()) {
            Eqn sum = made(a, Prim.ADD);
            Eqn difference = made(a, Prim.SUB);
            boolean asks = sum != null && (alike(first, sum.in().get(0), a) && alike(second, sum.in().get(1), a) || alike(first, sum.in().get(1), a) && alike(second, sum.in().get(0), a))
                || difference != null && alike(first, difference.in().get(0), difference.in().get(1)) && alike(second, difference.in().get(0), a);
            if (asks) {
                return new Test(sum != null ? sum : difference, e.prim() == Prim.LT);
            }
        }
        return null;
    }

    /** {@code multiplyHigh(x, y) == x * y >> 63}, or with {@code !=}. */
    private Test ofProduct(Eqn e) {
        Eqn high = made(e.in().get(0), Prim.MULHI);
        Eqn sign = made(e.in().get(1), Prim.SHR);
        if (high == null || sign == null || !(sign.in().get(1) instanceof Lit n) || n.asLong() != high.result().dtype().bits() - 1) {
            return null;
        }
        Eqn product = made(sign.in().get(0), Prim.MUL);
        List<Atom> of = high.in();
        boolean same = product != null && (product.in().equals(of) || product.in().equals(List.of(of.get(1), of.get(0))));
        return same ? new Test(product, e.prim() == Prim.NE) : null;
    }

    private static boolean alike(Eqn e, Atom a, Atom b) {
        return e.in().equals(List.of(a, b)) || e.in().equals(List.of(b, a));
    }

    private Eqn made(Atom a, Prim p) {
        Eqn e = a instanceof Var v ? definitions.apply(v) : null;
        return e != null && e.prim() == p ? e : null;
    }
}
