/**
 * Apache commons-math3, unmodified, plain and under the agent: {@code CommonsMath} starts both JVMs and compares them, {@code CommonsMathCalls} is what they run.
 */
package dev.jacobi.commons;
