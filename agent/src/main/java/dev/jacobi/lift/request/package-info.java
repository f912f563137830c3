/**
 * What the lifter is asked ({@link dev.jacobi.lift.request.LiftRequest}, {@link dev.jacobi.lift.request.FunctionRequest}) and what it gives: a {@link dev.jacobi.lift.request.Lifted} method, the
 * {@link dev.jacobi.lift.request.Program} of a function for arguments of one structure ({@link dev.jacobi.lift.request.ValueTree}), or a {@link dev.jacobi.lift.request.Refusal}. What other packages know of the lifter, beside its entry points in {@code dev.jacobi.lift} and few names of {@code exec} and {@code jdk}.
 */
package dev.jacobi.lift.request;
