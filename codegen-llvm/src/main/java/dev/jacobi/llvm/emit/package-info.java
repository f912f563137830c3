/**
 * Writes the code of equations.
 *
 * <p>{@link dev.jacobi.llvm.emit.EquationEmitter} goes through a function's equations and hands each to the class of its topic: scalars, access, memory,
 * control flow, loops. The same equations are written for one element or for many: {@code Lanes} and {@code OrderedLanes} have loops that run in lanes, {@code Masked} conditions
 * and loops whose lanes part, {@code Threads} loops for several threads. {@link dev.jacobi.llvm.emit.FunctionFacts} is what is known about the function
 * from {@code buffer} and {@code plan}; {@code PhiForm} and {@code LoopPhis} carry values around loops, {@code Exits} leaves the function when a check
 * fails, {@code Frame} and {@code Spilling} keep values of long bodies in memory. These classes need each other, as equations hold equations.
 */
package dev.jacobi.llvm.emit;
