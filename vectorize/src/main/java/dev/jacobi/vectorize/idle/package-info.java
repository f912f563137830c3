/**
 * Gradients' loops that ask first whether there is anything to add: where a cotangent is zero, as all but a few of those behind a maximum, a table of dynamic programming or a step that may be rejected are, what it would be
 * multiplied by is not computed.
 */
package dev.jacobi.vectorize.idle;
