/**
 * Special functions, distributions and other functions that SciPy has, in terms of the operations of {@link dev.jacobi.array.core}: {@link dev.jacobi.array.scipy.Formula} says how a function of elements
 * becomes a part of a program or a kernel, {@link dev.jacobi.array.scipy.SpecialReals} has the words that formulas are written in.
 */
package dev.jacobi.array.scipy;
