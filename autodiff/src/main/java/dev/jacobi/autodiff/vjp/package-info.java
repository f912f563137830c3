/**
 * Reverse mode. {@link dev.jacobi.autodiff.vjp.Vjp} lists its passes in order: {@code Prepare}, {@code Checkpoints} and {@code Normalise} bring a function into the form that has
 * rules, {@code Adjoint} has the rule of every primitive. Of its helpers, {@code Scope} holds the cotangents, {@code LoopAdjoints} and {@code Parallel} go backwards through loops,
 * {@code PrimalRecovery}, {@code Tapes} and {@code TapeMinCut} decide which values are kept, and {@code Forward} writes the forward part. {@code autodiff/README.md} follows one
 * example through all of it.
 */
package dev.jacobi.autodiff.vjp;
