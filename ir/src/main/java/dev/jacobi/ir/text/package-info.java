/**
 * Reads the text of the IR back to the same IR: {@link dev.jacobi.ir.text.Parser} is the entry point, its grammar is in the module's README. What is written is written by
 * {@link dev.jacobi.ir.Printer}.
 */
package dev.jacobi.ir.text;
