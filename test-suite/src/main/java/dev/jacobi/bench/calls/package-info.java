/** Ordinary methods that {@link dev.jacobi.bench.SmallCalls} times, by what they are about; what they are called with stands at their parameters, as a {@link dev.jacobi.bench.calls.Given}. */
package dev.jacobi.bench.calls;
