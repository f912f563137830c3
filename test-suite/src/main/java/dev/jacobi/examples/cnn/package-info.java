/** A convolutional network learns to read digits. */
package dev.jacobi.examples.cnn;
