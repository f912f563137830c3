/**
 * StableHLO text of a function, for extents that are known.
 *
 * <p>Lanes. A parallel loop of known length is a lane axis; a value has the lane axes that it differs along as its first axes, and only those ({@code Parallel}, {@code Lanes}). All trips run
 * together: of the loop's own arrays {@code index x i} is x itself, and the {@code update} the whole new array. {@code Blocks} reads and writes what is affine in the lanes ({@code i*w + j + c}) as
 * slices; {@code Points} has the rest, gather and scatter. A destination is shared by its loop's lanes and stays one array.
 *
 * <p>Masks. Where lanes branch apart all ways are written, each under the mask of its lanes: writes of idle lanes are dropped, their checks hold, an array that every way only updates goes through all of
 * them ({@code Chains}), the rest is selected. A loop whose trips differ by lane runs for the longest ({@code Loops}). A {@code while}'s carried lanes are found by writing the body until they
 * suffice. Loops of unknown length, and lanes that cannot run together ({@code NotBatched}), are sequential.
 *
 * <p>{@code Arithmetic} says with selects what StableHLO leaves open: x/0, MIN/-1, shifts, saturation, NaN and zeros in min and max. Powers of ten have whole logarithms.
 *
 * <p>Recursion. Calls are written where they stand as long as constants end them (halves of an array), up to 1000 of them. Else {@link dev.jacobi.vectorize.recursion.Recursion} makes the functions
 * a {@code while} over states with a stack of {@link dev.jacobi.pjrt.hlo.HloOptions#depth} calls; a call that goes deeper has no result. What reverse mode pushes for recursive functions, integers as
 * the bits of doubles among them, lies on a stack of integers ({@code MixedStacks}), which no device rounds. What reverse mode keeps of a loop of unknown length grows in the IR; here it has
 * {@link dev.jacobi.pjrt.hlo.HloOptions#tape} entries, and a call that needs more has no result ({@code Tapes}).
 *
 * <p>Donation. An argument that a result takes the place of says so ({@code tf.aliasing_output}): a later version of it, a result that the caller stores in its array anyway, or any result of its type
 * when the program does not read it. Other results have memory of their own: XLA would have to copy what is read while its place is overwritten. libtpu says of arrays of 16 MiB on v5e, peak and
 * bytes accessed in MiB: saxpy 48 and 48 without, 32 and 48 with; one element of an array 32 and 32, 16 and 0.01; a stencil that leaves the ends as they are 80 and 176, 48 and 80; the reverse of an
 * array, for which there is no donation, 32 and 32, and would be 32 and 96. Whoever runs a text or a serialised executable elsewhere has to name the arguments that are still needed as not donatable.
 */
package dev.jacobi.pjrt.hlo;
