/**
 * Arrays of few elements become scalars ({@link dev.jacobi.llvm.small.ScalarArrays}, the entry point), so that loops with such arrays in them allocate nothing and run by lanes.
 */
package dev.jacobi.llvm.small;
