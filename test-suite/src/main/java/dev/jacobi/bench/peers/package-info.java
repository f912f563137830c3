/**
 * The rows that {@code dev.jacobi.bench.Peers} measures: each is one piece of work in several forms (loops over Java arrays, parallel streams, functions on NDArrays, JAX), which are timed by turns in one
 * run and whose results are compared. Start with {@code PeerRow}; {@code PeerRows} lists them, classes called {@code Loops} have what a Java user writes, {@code ArrayForms} what a NumPy user writes.
 */
package dev.jacobi.bench.peers;
