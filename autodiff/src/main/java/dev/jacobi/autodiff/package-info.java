/** Derivatives of functions of the IR: forward mode, reverse mode, linear transposition. */
package dev.jacobi.autodiff;
