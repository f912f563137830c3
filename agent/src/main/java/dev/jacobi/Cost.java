package dev.jacobi;

/**
 * What a run of a program costs, counted on the program and not measured.
 *
 * @param operations arithmetic operations on single numbers
 * @param bytes of elements read and written
 */
public record Cost(double operations, double bytes) {
}
