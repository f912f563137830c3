/**
 * What code names that is woven into programs: {@link dev.jacobi.woven.Bootstrap} links a prologue, {@link dev.jacobi.woven.Deopt} sends it on to the method's own body, and
 * {@link dev.jacobi.woven.NotCompiled} is thrown by methods that were asked for and cannot be compiled. The class loaders of programs see these classes, and those of the engine they need not see:
 * it says how prologues are linked ({@link dev.jacobi.woven.PrologueLinker}).
 */
package dev.jacobi.woven;
