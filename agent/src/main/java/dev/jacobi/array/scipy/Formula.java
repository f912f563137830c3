package dev.jacobi.array.scipy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.control.OwnDerivative;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Functions of real numbers, element by element, as formulas. Operands get their common real type and shape; a formula is one kernel where no program is being made. Types of 16 bits are computed in 32,
 * and the result is rounded once.
 */
final class Formula {
    private Formula() {
    }

    /** A formula of operands that all have one type and one shape. {@code name} is that of the function, which with the operands' types says which formula it is. */
    static NDArray of(String name, Function<List<NDArray>, NDArray> f, NDArray... in) {
        List<NDArray> x = Promotion.inexact(in);
        DType d = x.get(0).dtype();
        if (d.isComplex()) {
            throw new JacobiException(name + ": it is a function of real numbers, and an operand is an array of " + d + "; use its real or imaginary part.");
        }
        boolean isShort = d.bits() < Float.SIZE;
        DType wide = isShort ? DType.F32 : d;
        var operands = new ArrayList<NDArray>();
        x.forEach(a -> operands.add(Casts.to(a, wide, a.isWeak())));
        NDArray y = Elementwise.run(Structural.key(name), name, wide, operands, (t, atoms) -> t.atoms(t.during(() -> f.apply(atoms.stream().map(a -> t.array(wide, false, List.of(a))).toList()))));
        return isShort ? Casts.to(y, d, y.isWeak()) : y;
    }

    /** The same of one operand. */
    static NDArray unary(String name, UnaryOperator<NDArray> f, NDArray x) {
        return of(name, in -> f.apply(in.get(0)), x);
    }

    /** The same of two operands. */
    static NDArray binary(String name, BinaryOperator<NDArray> f, NDArray x, NDArray y) {
        return of(name, in -> f.apply(in.get(0), in.get(1)), x, y);
    }

    /**
     * The value, with another derivative by the first of its operands than that of the formula it was computed with: the formula has that operand without a derivative, and {@code partial} gives the derivative
     * by it from all operands.
     */
    static NDArray withPartial(String name, NDArray value, Function<List<NDArray>, NDArray> partial, NDArray... x) {
        return withPartial(name, value, partial, List.of(), x);
    }

    /**
     * The same of a value that depends on the other operands, too: {@code mixed} are the derivatives of the partial one by these, which second derivatives by both have.
     */
    static NDArray withPartial(String name, NDArray value, Function<List<NDArray>, NDArray> partial, List<Function<List<NDArray>, NDArray>> mixed, NDArray... x) {
        return OwnDerivative.of(name, value, Arrays.asList(x), new OwnDerivative.Rule() {
            @Override
            public List<NDArray> of(NDArray y, List<NDArray> in) {
                return List.of(partial.apply(in));
            }

            @Override
            public List<Function<List<NDArray>, NDArray>> mixed() {
                return mixed;
            }
        });
    }

    /** The value of a formula of all operands, with derivatives of their own by the first ones. */
    static NDArray withPartials(String name, Function<List<NDArray>, NDArray> value, Function<List<NDArray>, List<NDArray>> partials, NDArray... x) {
        return OwnDerivative.of(name, value.apply(Arrays.stream(x).map(SpecialReals::constant).toList()), Arrays.asList(x), (y, in) -> partials.apply(in));
    }

    /** All of these as one list. */
    static List<NDArray> list(NDArray... x) {
        return Arrays.asList(x);
    }
}
