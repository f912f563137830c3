/**
 * Arrays of arrays as calls find them: {@link dev.jacobi.stub.rows.RowArrays} looks at the rows, packs them into one array, and decides for code that can use rows where they lie whether each call does.
 */
package dev.jacobi.stub.rows;
