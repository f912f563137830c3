/**
 * Runs IR as it is defined, one equation after the other: the oracle that all compiled code is compared with.
 *
 * <p>The entry point is {@link dev.jacobi.ir.interp.Interpreter}, which takes and returns {@link dev.jacobi.ir.interp.Tensor}s. Operations on arrays are in {@code AccessOps},
 * {@code StructuralOps}, {@code ReductionOps} and {@code LibraryOps}, those on scalars in {@link dev.jacobi.ir.Eval}.
 */
package dev.jacobi.ir.interp;
