/**
 * Which arrays are the same memory. An update in the IR makes a new array; in machine code it happens in place.
 *
 * <p>{@link dev.jacobi.llvm.buffer.Aliases} says which values may share memory, {@link dev.jacobi.llvm.buffer.Bufferise} inserts the copies that make
 * every update in place right, {@link dev.jacobi.llvm.buffer.CallShapes} says in which argument's memory a function's result comes back, and {@link
 * dev.jacobi.llvm.buffer.Shadows} which arguments are worked on in a copy because the call may still fail, {@link dev.jacobi.llvm.buffer.LoggedWrites} which of
 * them may be written where they lie instead, as what is overwritten is noted.
 */
package dev.jacobi.llvm.buffer;
