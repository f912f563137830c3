/**
 * StableHLO as text: operations on tensors of known types, and the regions that hold them.
 *
 * <p>{@link dev.jacobi.pjrt.hlo.text.Ops} is the entry, a method for each operation; what changes nothing is not written. {@link dev.jacobi.pjrt.hlo.text.RegionText} is one region's lines with what is
 * known in it, and {@link dev.jacobi.pjrt.hlo.text.RegionText.Tensor} a value that has a name there. {@link dev.jacobi.pjrt.hlo.text.ElementwiseOps} has the elementwise primitives: it says with selects what
 * StableHLO leaves open, which is x/0, MIN/-1, shifts, saturation, NaN and zeros in min and max. {@code Transcendental} has the functions among them; powers of ten have whole logarithms.
 */
package dev.jacobi.pjrt.hlo.text;
