package dev.jacobi;

/** How floating point may be treated. */
public enum Fp {
    /** What the option {@code fp} says. */
    DEFAULT,
    /** Java's result to the bit: no reordering, no contraction. */
    STRICT,
    /** Sums may be reordered and multiply-adds contracted. */
    FAST
}
