/**
 * Between stored arrays and Java's own data: {@link dev.jacobi.array.host.ToJava} and {@link dev.jacobi.array.host.FromJava} copy in bulk, {@link dev.jacobi.array.host.StoredElements} gives elements
 * one by one, as printing and comparing need them, and {@link dev.jacobi.array.host.Files} reads and writes files.
 */
package dev.jacobi.array.host;
