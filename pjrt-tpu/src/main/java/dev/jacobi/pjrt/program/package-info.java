/**
 * What a StableHLO program is: the contract between the packages that write one ({@code hlo}) and those that run it ({@code client}).
 *
 * <p>{@link dev.jacobi.pjrt.program.HloProgram} has the text, the types, which result is the flag of the checks, which arguments may be overwritten, and which equation each line was made for.
 * {@link dev.jacobi.pjrt.program.HloRefusal} says why a function has no such form. {@link dev.jacobi.pjrt.program.Partitioning} says of a program for several devices which block of each array each of them has
 * ({@link dev.jacobi.pjrt.program.ShardLayout}). All are data without behaviour.
 */
package dev.jacobi.pjrt.program;
