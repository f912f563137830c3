/**
 * Control flow over trees of arrays for programs that are being made by calling Java code: {@link dev.jacobi.array.control.Control}. Functions that are lifted from bytecode have Java's own control
 * flow and do not need it. Beside it, functions of arrays that have derivatives of their own: {@link dev.jacobi.array.control.OwnDerivative}, {@link dev.jacobi.array.control.SelfAdjoint} and
 * {@link dev.jacobi.array.control.LinearSolution}.
 */
package dev.jacobi.array.control;
