/**
 * Prologues for methods that cost time, put in when they do. Under {@code policy=adaptive} a selected class runs as it was written until stack traces show that the program
 * spends its time in methods of it; only then is it retransformed, so that what is never chosen costs nothing.
 */
package dev.jacobi.site.late;
