/**
 * Plain Java that is lifted in place of methods of the JDK which use tables, memory tricks or vector intrinsics, and in place of what a program calls of Jacobi. Each has the
 * specified result of what it stands for. {@link dev.jacobi.lift.jdk.StandIns} says which classes these are.
 */
package dev.jacobi.lift.jdk;
