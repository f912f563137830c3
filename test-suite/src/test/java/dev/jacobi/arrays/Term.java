package dev.jacobi.arrays;

import java.util.List;

/** An argument of a call as the table writes it. */
sealed interface Term {
    /** The row's array of this number, which has the case's dtype unless one is given. */
    record Letter(int index, ElementType type) implements Term {}

    /** A vector of numbers that the table has in full. */
    record Values(List<Term> numbers, ElementType type) implements Term {}

    /** A list of arguments. */
    record Many(List<Term> items) implements Term {}

    /** A tuple, as of axes or extents. */
    record Tuple(List<Term> items) implements Term {}

    /** A key of the seed, or as many calls as count says, with keys of the seeds 0, 1, 2 and so on. */
    record Key(long seed, int count) implements Term {}

    /** A dtype; null is that of the case. */
    record Dtype(ElementType type) implements Term {}

    record Whole(long value) implements Term {}

    record Real(double value) implements Term {}

    record Truth(boolean value) implements Term {}

    record Text(String value) implements Term {}

    record None() implements Term {}

    /** An argument, and its name in JAX if the table gives one. */
    record Argument(String name, Term value) {}
}
