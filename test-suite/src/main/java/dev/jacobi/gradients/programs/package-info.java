/**
 * The programs whose gradients are tested and measured: plain Java, by topic.
 */
package dev.jacobi.gradients.programs;
