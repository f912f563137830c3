/**
 * One class for each library: the work that it is given.
 */
package dev.jacobi.foreign.drivers;
