/**
 * Which trips a loop has: its first trip or the one that ends it split off, trips of several elements made trips of one, and the one trip looked for that a loop keeps something of. Each class is one of the passes
 * of {@link dev.jacobi.vectorize.raise.Raise}; they know nothing of each other.
 */
package dev.jacobi.vectorize.trips;
