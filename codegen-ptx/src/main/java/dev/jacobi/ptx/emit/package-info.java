/**
 * The LLVM text of kernels: threads, blocks and barriers around bodies that the CPU's emitter ({@code llvm.DeviceCode}) writes one element at a time.
 *
 * <p>{@link dev.jacobi.ptx.emit.KernelBuilder} is the entry: it collects the kernels of one program, and has those of plain loops itself. {@code KernelText} is
 * the text of one kernel under construction, and {@code Grid} the functions that kernels call of the machine they run on. Kernels of one shape each are in
 * {@code ReductionKernels}, {@code ScanKernels}, {@code HistogramKernels}, {@code ProductKernels} and {@code TransposeKernels}; {@code TeamKernels} has those
 * in which a team of threads shares an iteration; {@code FoldValues} is what threads do with the values of a fold in each of them. {@code Unrolling}, {@code StreamKernels}
 * and {@code StreamStages} say how many elements a thread takes at a time.
 */
package dev.jacobi.ptx.emit;
