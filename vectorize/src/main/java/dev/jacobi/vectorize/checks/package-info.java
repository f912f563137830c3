/**
 * Checks that are proven are removed, and others are moved out of loops: two passes of {@link dev.jacobi.vectorize.raise.Raise}.
 *
 * <p>Read {@link dev.jacobi.vectorize.checks.Checks} first, which makes one check of all trips' with {@code Bounds} and {@code PolyCode}, and only
 * where {@code SafeSums} says that nothing overflows; what it leaves in loops that write {@link dev.jacobi.vectorize.checks.CheckLoops} takes out with
 * {@code CheckSlice}.
 */
package dev.jacobi.vectorize.checks;
