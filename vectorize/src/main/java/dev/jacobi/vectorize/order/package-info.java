/**
 * In which order the loops of a raised nest stand, for back ends with caches; entry point {@link dev.jacobi.vectorize.order.LoopOrder}.
 */
package dev.jacobi.vectorize.order;
