/**
 * What is in the abstract heap, and what instructions do with it: arrays ({@link dev.jacobi.lift.heap.Heap}), arrays of arrays made row by row
 * ({@link dev.jacobi.lift.heap.RowByRowArrays}), objects ({@link dev.jacobi.lift.heap.Objects}), arrays of objects, lists and maps, enums.
 */
package dev.jacobi.lift.heap;
