/**
 * What Jacobi knows of the JVM that it runs in and asks of it: which collector it has, the processor time of threads, which classes are initialised, what a lambda's
 * class calls, lookups with a class's own rights, and that C2 leaves Jacobi's own classes alone. Where a JDK does not answer, the answer is the one that changes nothing.
 */
package dev.jacobi.jvm;
