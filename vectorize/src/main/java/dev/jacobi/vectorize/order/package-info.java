/**
 * In which order the loops of a raised nest stand, for back ends with caches; entry point {@link dev.jacobi.vectorize.order.LoopOrder}. Nests whose elements wait for their neighbours have rows
 * as lanes ({@link dev.jacobi.vectorize.order.DiagonalLanes}), or go along several rows at a time ({@link dev.jacobi.vectorize.order.SkewedRows}) or by diagonals ({@link dev.jacobi.vectorize.order.Diagonals}).
 */
package dev.jacobi.vectorize.order;
