/**
 * Decisions that need only numbers: what is compiled next ({@link dev.jacobi.policy.CompileScheduler}, {@link dev.jacobi.policy.Heat}, {@link dev.jacobi.policy.Budget}), what
 * compiling would cost and gain ({@link dev.jacobi.policy.CostModel}, {@link dev.jacobi.policy.SpeedupModel}, {@link dev.jacobi.policy.Payback}), and which of two ways to run calls of some size is the faster
 * ({@link dev.jacobi.policy.SizeClassTimings}). Nothing here knows of call sites or code, so that all of it is tested with invented clocks.
 */
package dev.jacobi.policy;
