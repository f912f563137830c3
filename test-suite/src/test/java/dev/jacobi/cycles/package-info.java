/**
 * Ordinary methods, loops over Java's arrays as different people write them, and what libtpu expects their StableHLO to take, beside the same functions written in JAX. {@code CycleMethods} has
 * the table, the other classes the methods by kind; those that {@code dev.jacobi.bench.peers} or {@code dev.jacobi.roofline} have, too, are theirs. {@code src/test/python/cycles} has the twins
 * and the program that compiles and counts.
 */
package dev.jacobi.cycles;
