/**
 * Array primitives become loops over scalars, IR in and IR out.
 *
 * <p>{@link dev.jacobi.llvm.lower.Lower} is the pass; the others have a group of primitives each and make their loops with {@code Nest}. Chains of operations
 * become one loop on the CPU: {@code FusionPlan} says which arrays are not made, {@code ComputedArrays} computes their elements where they are read. A back end has
 * its own way where its {@link dev.jacobi.llvm.lower.BackendLowering} says so. After it {@link dev.jacobi.llvm.lower.PrefixBlocks} turns long running
 * sums into blocks for threads, and {@link dev.jacobi.llvm.lower.Unfold} puts small recursive functions into themselves once. {@code Rebuild} is how these
 * passes go through a function; the GPU's lowering stands on it, and on {@code Nest}.
 */
package dev.jacobi.llvm.lower;
