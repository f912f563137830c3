/**
 * StableHLO text of a function, for extents that are known.
 *
 * <p>{@link dev.jacobi.pjrt.hlo.StableHlo} is the entry. It prepares the function ({@code prepare}; {@code TpuPipeline} has the passes in order), has its body written equation by equation, and adds the frame around it. {@code PrimitiveRules} says
 * which rule a primitive is written by. The packages in the order of reading, each depending only on those before it:
 * <ol>
 * <li>{@code text}: single operations, as lines</li>
 * <li>{@code lanes}: what a variable stands for, and the context in which equations are written; parallel loops of known length are lane axes</li>
 * <li>{@code access}: elements at places that differ by lane</li>
 * <li>{@code structural}: primitives on whole arrays</li>
 * <li>{@code control}: branches, loops, calls and checks, under masks where lanes branch apart</li>
 * </ol>
 *
 * <p>Recursion. Calls are written where they stand as long as constants end them (halves of an array), up to 1000 of them. Else {@link dev.jacobi.vectorize.recursion.RecursionToLoop} makes the functions
 * a {@code while} over states with a stack of {@link dev.jacobi.pjrt.hlo.HloOptions#depth} calls; a call that goes deeper has no result. What reverse mode keeps of a loop of unknown length grows in the
 * IR; here it has {@link dev.jacobi.pjrt.hlo.HloOptions#tape} entries, and a call that needs more has no result.
 *
 * <p>Donation ({@code Donation}). An argument that a result takes the place of says so ({@code tf.aliasing_output}): a later version of it, a result that the caller stores in its array anyway, or
 * any result of its type when the program does not read it. Other results have memory of their own: XLA would have to copy what is read while its place is overwritten. libtpu says of arrays of 16
 * MiB on v5e, peak and bytes accessed in MiB: saxpy 48 and 48 without, 32 and 48 with; one element of an array 32 and 32, 16 and 0.01; a stencil that leaves the ends as they are 80 and 176, 48 and
 * 80; the reverse of an array, for which there is no donation, 32 and 32, and would be 32 and 96. Whoever runs a text or a serialised executable elsewhere has to name the arguments that are still
 * needed as not donatable.
 */
package dev.jacobi.pjrt.hlo;
