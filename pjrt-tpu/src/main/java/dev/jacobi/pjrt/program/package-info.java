/**
 * What a StableHLO program is: the contract between the packages that write one ({@code hlo}) and those that run it ({@code client}).
 *
 * <p>{@link dev.jacobi.pjrt.program.HloProgram} has the text, the types, which result is the flag of the checks, which arguments may be overwritten, and which equation each line was made for.
 * {@link dev.jacobi.pjrt.program.HloRefusal} says why a function has no such form. Both are data without behaviour.
 */
package dev.jacobi.pjrt.program;
