/**
 * Jacobi on Apache Spark: {@link dev.jacobi.spark.JacobiSpark} maps compiled functions over rows and sums gradients over partitions, {@link dev.jacobi.spark.Training} trains. Functions travel to executors by
 * name and are compiled there; {@code RowBatches} puts rows together, {@code GradientSum} adds in an order that does not depend on which executor was first.
 *
 * @serial exclude
 */
package dev.jacobi.spark;
