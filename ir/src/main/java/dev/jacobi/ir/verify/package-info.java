/**
 * Says whether IR is as it has to be: {@link dev.jacobi.ir.verify.Verifier} is the entry point, and the module's README lists its rules by the numbers that stand in its errors.
 */
package dev.jacobi.ir.verify;
