/**
 * What the tests of all modules share; it comes to them as this module's {@code test-jar}. {@link dev.jacobi.ir.harness.ProgramTable} has programs, {@link dev.jacobi.ir.harness.Seeds} counts
 * random ones, a {@link dev.jacobi.ir.harness.Way} runs them, and a {@link dev.jacobi.ir.harness.Comparison} says what is equal. {@link dev.jacobi.ir.harness.Tensors} makes arguments.
 */
package dev.jacobi.ir.harness;

