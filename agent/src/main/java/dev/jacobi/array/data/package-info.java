/**
 * Data on its way: batches made by a thread in the background, and trees of arrays in files. {@link dev.jacobi.Batches} and {@link dev.jacobi.Checkpoints} are the public sides.
 */
package dev.jacobi.array.data;
