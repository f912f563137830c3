/**
 * How long a call can take, as far as its scalars and extents say before it runs, so that only calls which are certainly short use Java's arrays where they lie. Start at {@link dev.jacobi.llvm.bound.WorkBound};
 * {@code ValueRanges} bounds integers, {@code JointSteps} and {@code CheckedCounter} the trips of loops and what these count.
 */
package dev.jacobi.llvm.bound;
