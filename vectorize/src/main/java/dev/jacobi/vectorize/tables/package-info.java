/**
 * What inner loops compute alike in each trip of an outer one is computed, or read, once: {@link dev.jacobi.vectorize.tables.TripTables} finds it, {@link dev.jacobi.vectorize.tables.TripTable} makes a table of it, and
 * {@link dev.jacobi.vectorize.tables.InnerTables} is the pass that does so with slow functions. {@link dev.jacobi.vectorize.tables.NestedMaps} fill tables and copies element by element.
 */
package dev.jacobi.vectorize.tables;
