/**
 * In which order the loops of a nest stand, and which statements share a loop, decided by what {@link dev.jacobi.ir.analysis.Dependence} proves. {@link dev.jacobi.vectorize.nests.Distribute} is one of the passes of
 * {@link dev.jacobi.vectorize.raise.Raise}; {@link dev.jacobi.vectorize.nests.LoopOrder} is for back ends with caches.
 */
package dev.jacobi.vectorize.nests;
