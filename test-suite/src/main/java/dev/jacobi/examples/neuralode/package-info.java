/** A differential equation whose right side is a network is fitted to a spiral. */
package dev.jacobi.examples.neuralode;
