/**
 * Control flow over trees of arrays for programs that are being made by calling Java code: {@link dev.jacobi.array.control.Control}. Functions that are lifted from bytecode have Java's own control
 * flow and do not need it.
 */
package dev.jacobi.array.control;
