/** Regression with a Gaussian process, whose hyperparameters are fitted by gradients. */
package dev.jacobi.examples.gp;
