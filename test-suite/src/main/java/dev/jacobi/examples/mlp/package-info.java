/** A network of two layers learns to read digits. */
package dev.jacobi.examples.mlp;
