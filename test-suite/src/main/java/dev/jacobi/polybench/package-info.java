/**
 * The kernels of two collections that compilers are compared by, written in Java: PolyBench's thirty nests of loops, each over arrays of arrays and
 * over flat arrays, and those that TornadoVM measures.
 * Reading order: {@link dev.jacobi.polybench.PolyKernels}, the table of the former, then the classes that it names; {@link dev.jacobi.polybench.TornadoKernels} for the latter.
 */
package dev.jacobi.polybench;
