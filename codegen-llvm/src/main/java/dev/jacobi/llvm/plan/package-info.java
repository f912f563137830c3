/**
 * Decisions about a program that are made before its code is written. {@link dev.jacobi.llvm.plan.WorkBound} bounds how long a call can take, so
 * that only calls which are certainly short use Java's arrays where they lie.
 */
package dev.jacobi.llvm.plan;
