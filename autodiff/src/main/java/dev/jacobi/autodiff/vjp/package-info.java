/**
 * Reverse mode. {@link dev.jacobi.autodiff.vjp.Vjp} has the rule of every primitive; {@code Prepare} and {@code Normalise} bring a function into the form that has rules, {@code LoopAdjoints} and {@code Parallel}
 * go backwards through loops, {@code Tapes} and {@code TapeMinCut} decide which values are kept, {@code Forward} writes the forward part. {@code autodiff/README.md} follows one example through all of it.
 */
package dev.jacobi.autodiff.vjp;
