/**
 * What variables stand for while a function is written, and the context in which it is.
 *
 * <p>A parallel loop of known length is a lane axis, along which all its trips run together. {@link dev.jacobi.pjrt.hlo.lanes.LaneValue} is the value of a
 * variable, with the lane axes that it differs along as its first axes, and only those; {@link dev.jacobi.pjrt.hlo.lanes.LaneTensors} makes tensors of values
 * over the lanes that are asked for. {@link dev.jacobi.pjrt.hlo.lanes.AffineIntegers} keeps integers affine in the lanes' numbers, so that accesses are known
 * to be slices, and {@link dev.jacobi.pjrt.hlo.lanes.Elementwise} writes elementwise primitives.
 *
 * <p>{@link dev.jacobi.pjrt.hlo.lanes.EmitContext} is what all rules work on: the values of the variables, the mask of the lanes at work, and what the checks
 * came to. It hands each equation to its {@code Rules}, which the package above has, so that rules for loops and branches have their bodies written without
 * knowing the other rules.
 */
package dev.jacobi.pjrt.hlo.lanes;
