/**
 * The kernels of the demo, written as anybody would write them: nothing here knows of Jacobi.
 */
package dev.jacobi.demo.kernels;
