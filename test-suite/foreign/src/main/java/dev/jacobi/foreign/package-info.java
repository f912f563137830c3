/**
 * Libraries that know nothing of Jacobi, unmodified, plain and under the agent: {@code Foreign} starts the JVMs and prints the table, {@code Run} is what each of them runs.
 */
package dev.jacobi.foreign;
