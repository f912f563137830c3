/** A variational autoencoder of images of digits. */
package dev.jacobi.examples.vae;
