/** Logistic regression by Newton's method. */
package dev.jacobi.examples.logistic;
