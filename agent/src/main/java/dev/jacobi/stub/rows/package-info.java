/**
 * Arrays of arrays as calls find them: {@link dev.jacobi.stub.rows.RowArrays} looks at the rows, packs them into one array, decides for code that can use rows where they lie whether each call does, and makes those of results ({@link dev.jacobi.stub.rows.NewArrays}).
 */
package dev.jacobi.stub.rows;
