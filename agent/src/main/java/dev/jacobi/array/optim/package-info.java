/**
 * The optimisers behind {@link dev.jacobi.Optim}: records of numbers whose methods are code over trees of arrays, which is compiled with the functions that call it. {@code Formulas} has the arithmetic,
 * the records named after what they do are the transformations, those that end in {@code State} what they hand on, and {@code schedule} records are numbers that change from step to step.
 */
package dev.jacobi.array.optim;
