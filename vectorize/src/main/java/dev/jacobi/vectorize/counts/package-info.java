/**
 * How often loops go round: {@link dev.jacobi.vectorize.counts.WhileToFor} gives loops as bytecode has them a number of trips, which {@code TripCount} and {@code Distances} find, and
 * {@link dev.jacobi.vectorize.counts.Counters} makes what such loops count functions of the trip's number.
 */
package dev.jacobi.vectorize.counts;
