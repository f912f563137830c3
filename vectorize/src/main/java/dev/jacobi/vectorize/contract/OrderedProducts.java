package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Var;

/** How a back end multiplies matrices so that each sum is what its loop adds up: in order of the contracted axis, every product and every sum rounded. */
public interface OrderedProducts {
    /**
     * A matrix that is an operand, and whether its rows are what the contracted axis goes along: {@code [k, m]} in place of {@code [m, k]} for the first,
     * {@code [n, k]} in place of {@code [k, n]} for the second. {@code step} is the length
     * of its rows: it may be longer than what is taken of it, and have more rows. It may be a vector, in which rows lie one behind the other.
     */
    record Operand(Var matrix, boolean transposed, Atom step) {
    }

    /** Appends the product, {@code [m, n]}, of two operands; {@code start} is an array of the same extents from which the sums start, which the product overwrites, or one of anything where {@code fresh}. */
    Var append(Builder b, Operand x, Operand y, Var start, boolean fresh, Atom m, Atom n, Atom k);
}
