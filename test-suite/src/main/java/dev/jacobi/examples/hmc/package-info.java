/** Hamiltonian Monte Carlo with many chains at once. */
package dev.jacobi.examples.hmc;
