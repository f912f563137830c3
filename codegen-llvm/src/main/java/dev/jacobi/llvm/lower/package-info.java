/**
 * Array primitives become loops over scalars, IR in and IR out.
 *
 * <p>{@link dev.jacobi.llvm.lower.Lower} is the pass; the others have a group of primitives each and make their loops with {@link dev.jacobi.llvm.lower.Nest}. A back end has its own way where its
 * {@link dev.jacobi.llvm.lower.BackendLowering} says so. {@link dev.jacobi.llvm.lower.PrefixBlocks} and {@link dev.jacobi.llvm.lower.Unfold} rewrite loops that add up as they go, and recursion, before and after it.
 */
package dev.jacobi.llvm.lower;
