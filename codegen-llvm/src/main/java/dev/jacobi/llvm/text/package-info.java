/**
 * LLVM IR as text.
 *
 * <p>{@link dev.jacobi.llvm.text.ModuleText} and {@link dev.jacobi.llvm.text.FnText} are a module and a function under construction, {@link
 * dev.jacobi.llvm.text.Ty} spells types and constants, {@link dev.jacobi.llvm.text.Value} is what a variable of the IR has become, {@link
 * dev.jacobi.llvm.text.Scopes} says which accesses never meet. {@link dev.jacobi.llvm.text.ModuleContext} is what the functions of one module share.
 * {@link dev.jacobi.llvm.text.UndoLog} notes what a function overwrites. {@link dev.jacobi.llvm.text.SquareRoots} writes a function that loops call. {@link dev.jacobi.llvm.text.NotEmitted} is thrown for valid programs without correct code.
 */
package dev.jacobi.llvm.text;
