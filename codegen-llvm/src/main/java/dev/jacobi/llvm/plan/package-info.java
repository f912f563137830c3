/**
 * Decisions about a function that are made before its code is written; nothing here changes it.
 *
 * <p>{@link dev.jacobi.llvm.plan.LanePlan} chooses the loops that run in lanes, by {@code LaneRules} (what can) and {@code LaneEstimate} (what pays);
 * {@link dev.jacobi.llvm.plan.JamPlan} the rows that go together, {@link dev.jacobi.llvm.plan.SquareRootPlan} the square roots that are multiplied out.
 * {@link dev.jacobi.llvm.plan.Variance} then says how each value varies over lanes and rows, and {@link dev.jacobi.llvm.plan.WrappedCounters} which
 * counters are hidden from LLVM's vectoriser.
 */
package dev.jacobi.llvm.plan;
