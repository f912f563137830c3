/**
 * A program of whole arrays divided among the devices of a mesh: {@code AxisFactors} says for each primitive which axes of its operands and results belong together, {@code Propagation} how every array lies,
 * and {@code Partitioner} writes what one device does, with its collectives. {@code Partitioned} is the entry; {@code KnownExtents} makes the program one for arrays of known lengths before.
 */
package dev.jacobi.transform.mesh;
