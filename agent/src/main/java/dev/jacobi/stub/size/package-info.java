/**
 * How many elements the arrays have that a call returns, as far as its arguments tell before it runs: then they are made in front of the call, which writes into them, and nothing is copied.
 * Start reading at {@link dev.jacobi.stub.size.ResultSizes}.
 */
package dev.jacobi.stub.size;
