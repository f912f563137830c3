/**
 * Passes that make IR shorter and keep every result to the bit: {@link dev.jacobi.ir.simplify.Simplify} is the entry point, {@link dev.jacobi.ir.simplify.DeadCode} leaves out what nobody
 * uses, {@link dev.jacobi.ir.simplify.Inline} puts callees in place of their calls, {@link dev.jacobi.ir.simplify.AlikeBranches} computes once what both branches compute of different values, and {@link dev.jacobi.ir.simplify.Sequential} turns parallel loops into loops that run in order.
 */
package dev.jacobi.ir.simplify;
