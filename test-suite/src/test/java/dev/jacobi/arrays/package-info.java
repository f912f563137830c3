/**
 * The array API against recorded results of JAX: each function's row in {@code resources/dev/jacobi/arrays/*.txt} says what it is called with.
 *
 * <p>Read {@link dev.jacobi.arrays.CaseTable} (rows and cases), {@link dev.jacobi.arrays.Inputs} (arguments, from seeds), {@link dev.jacobi.arrays.Records}
 * (results, from the file beside the table), {@link dev.jacobi.arrays.Tolerance} (what is equal), {@link dev.jacobi.arrays.ReflectiveCalls} (which overload
 * a call means) and {@link dev.jacobi.arrays.ArrayConformanceTest}, which runs all. The format of the files is told in README.txt beside them.
 */
package dev.jacobi.arrays;
