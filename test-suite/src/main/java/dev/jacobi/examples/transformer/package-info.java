/** A transformer learns a paragraph by heart, character by character. */
package dev.jacobi.examples.transformer;
