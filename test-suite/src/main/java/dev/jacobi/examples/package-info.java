/**
 * Programs as users write them: training, fitting and sampling with the functions of arrays, each of which checks a figure at its end and draws how its loss went.
 *
 * <p>Begin with a program, such as {@code mlp.Mlp}; {@link dev.jacobi.examples.Examples} runs them, and what they call to report is {@link dev.jacobi.examples.Session}. Beside each there is its twin
 * in Python, {@code src/main/python/examples/NAME.py}, which computes the same by JAX from the same numbers.
 */
package dev.jacobi.examples;
