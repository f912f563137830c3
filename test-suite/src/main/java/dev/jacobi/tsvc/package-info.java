/**
 * The 151 loops of the Test Suite for Vectorizing Compilers (Callahan, Dongarra and Levine, in its form for C, TSVC_2), as plain Java over {@code float[]}. Each class has one of the suite's groups;
 * loops over matrices are there twice, over flat arrays with rows of {@code w} elements and, in {@code RowLoops} and {@code RowSearches}, over {@code float[][]}. {@link dev.jacobi.tsvc.TsvcLoops} lists them; a method's
 * arguments follow from the names of its parameters.
 */
package dev.jacobi.tsvc;
