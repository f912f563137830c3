/**
 * Routines of native libraries (OpenBLAS with LAPACK) in place of loops.
 *
 * <p>{@link dev.jacobi.llvm.library.LibraryRoutine} has a line per routine and says how one is added. Lowering puts calls of them into the IR ({@code lower.LibraryCase}), the emitter writes a call
 * as code ({@code emit.ForeignCalls}), and {@code jit.OpenBlas} loads the library when code that may call it is first linked. Code stays right without it: a call stands in a branch that is
 * taken only when the library is there.
 *
 * <p>{@link dev.jacobi.llvm.library.OrderedProduct} needs no library: it calls products of matrices whose sums keep their order, for which {@link dev.jacobi.llvm.library.ProductKernel} writes a part of the native
 * runtime.
 */
package dev.jacobi.llvm.library;
