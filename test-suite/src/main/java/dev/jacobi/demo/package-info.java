/**
 * The demo: a table of programs, plain and under the agent, with a check of each result. {@code Demo} starts the JVMs and prints the table, {@code ProgramMain} is what each of them runs,
 * {@code Programs} has the programs, {@code Form} says how long is measured. Start reading at {@code Demo}.
 */
package dev.jacobi.demo;
