/**
 * Writes the code of equations.
 *
 * <p>{@link dev.jacobi.llvm.emit.EquationEmitter} goes through a function's equations and hands each to the class of its topic: scalars, access, memory, control flow, loops. The same equations are written for
 * one element or for many: {@link dev.jacobi.llvm.emit.Lanes} has loops that run in lanes, {@link dev.jacobi.llvm.emit.Masked} conditions and loops whose lanes part, {@link dev.jacobi.llvm.emit.Threads} loops for several threads.
 * {@link dev.jacobi.llvm.emit.FunctionFacts} is what is known about the function from {@code buffer} and {@code plan}; {@link dev.jacobi.llvm.emit.PhiForm} and {@link dev.jacobi.llvm.emit.LoopPhis} carry values around loops, {@link dev.jacobi.llvm.emit.Exits}
 * leaves the function when a check fails, {@link dev.jacobi.llvm.emit.Frame} and {@link dev.jacobi.llvm.emit.Spilling} keep long bodies out of registers. These classes need each other, as equations hold equations.
 */
package dev.jacobi.llvm.emit;
