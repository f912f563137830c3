/**
 * Arrays of arrays as calls find them, for code that can use rows where they lie: {@link dev.jacobi.stub.rows.RowArrays} looks at the rows and decides for each call whether they are handed over or packed into one array.
 */
package dev.jacobi.stub.rows;
