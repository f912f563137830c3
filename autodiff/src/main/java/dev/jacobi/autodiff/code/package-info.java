/**
 * Writes equations: {@link dev.jacobi.autodiff.code.FormulaBuilder}, the builder with arithmetic as formulas are written, and the partial derivatives of elementwise primitives
 * ({@link dev.jacobi.autodiff.code.Partials}), which forward and reverse mode share.
 */
package dev.jacobi.autodiff.code;
