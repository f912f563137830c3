/**
 * Reads and writes of elements at places that may differ from lane to lane.
 *
 * <p>{@link dev.jacobi.pjrt.hlo.access.ElementAccess} is the entry, the rule of index, update, gather, scatter and acc_add. Of a loop's own arrays {@code index x i} is x itself, and the {@code update} the
 * whole new array. {@code AffineSlices} reads and writes what is affine in the lanes ({@code i*w + j + c}) as slices; {@link dev.jacobi.pjrt.hlo.access.GatherScatter} has the rest, gather and scatter.
 * Writes of idle lanes are dropped.
 */
package dev.jacobi.pjrt.hlo.access;
