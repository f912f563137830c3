/**
 * Every static method of a library that takes numbers and arrays of them, called with random arguments, plain and under the agent: {@code Sweep} starts the JVMs and compares, {@code SweepCalls} is what they run, and
 * {@code RandomCall} chooses the arguments.
 */
package dev.jacobi.foreign.sweep;
