/**
 * What both modes ask of a program: which variables derivatives flow through ({@link dev.jacobi.autodiff.analysis.Activity}), whether they would be lost in bit patterns, which values are still
 * in their array when its loops have ended ({@link dev.jacobi.autodiff.analysis.UnoverwrittenValues}), which elements a trip has to itself.
 */
package dev.jacobi.autodiff.analysis;
