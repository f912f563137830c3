/**
 * What tests, demo and benchmarks share: JVMs of their own ({@code Fork}), the JDK's compiler in memory ({@code Javac}), reports as data ({@code Json}), and what a call did as text ({@code Outcome}).
 */
package dev.jacobi.harness;
