/**
 * From a function to the steps and kernels of a {@link dev.jacobi.ptx.program.GpuProgram}, in the order that {@link dev.jacobi.ptx.schedule.Plan} has.
 *
 * <p>{@code Plan} lowers the function ({@code lower}); {@code HostOrDevice} decides who computes what, with {@code HostBranches} for branches on scalars that the host knows; {@code Scheduler} makes
 * steps and kernels of the equations in their order, and leaves loops and branches around kernels to {@code HostControl}, maps and reductions to {@code MapKernels}, scalars of the device to
 * {@code OneThreadKernels}, and scan, hist, products and transposed matrices to {@code DedicatedKernels}. {@code ScanIntoResult} has scans write where their results belong. {@code Lifetimes} says what
 * is forgotten when. {@code KernelCode} makes PTX of the kernels when somebody asks for it.
 *
 * <p>{@code FullyOverwritten} finds arrays that a kernel writes as a whole: they are neither filled nor, as inputs, copied to the device. Where sizes decide, there are kernels for both ways and the host
 * chooses ({@code Sizes}, {@code Step.Choose}).
 *
 * <p>Iterations of a map with reductions or maps inside ({@code TeamPartition}, {@code Teamwork}) are shared by threads. Inner loops that go along rows, through elements that lie one behind the other:
 * <ul>
 * <li>many rows, or short ones: a warp has a row</li>
 * <li>long rows that are read more than once: a block has a row, the second time from the cache</li>
 * <li>few long rows with one reduction: several blocks have a row, kernels {@code pieces} and {@code joined}</li>
 * </ul>
 * Along columns, where neighbouring iterations of the outer loop have neighbouring elements:
 * <ul>
 * <li>many columns, or short ones: a thread has a column</li>
 * <li>columns that are read more than once: eight threads have a column, of a block of 32 columns</li>
 * <li>few long columns with one reduction: several such blocks have a column, {@code pieces} and {@code joined}</li>
 * </ul>
 * There are no atomic operations on floats in any of these. Maps over two indices that go along both have tiles in shared memory ({@code TiledMaps}).
 *
 * <p>Loops whose trips have little parallel work each are a kernel of one block ({@code BlockLoops}), cut into the same parts with loops and branches around them ({@code BlockParts}); loops of the host
 * otherwise.
 *
 * <p>Short bodies make four or eight trips at a time, so that enough loads are under way. Loops along vectors take four elements at once where these start at multiples of 16 bytes; bodies with
 * branches, and long ones, read the four, compute one after the other, and write the four.
 */
package dev.jacobi.ptx.schedule;
