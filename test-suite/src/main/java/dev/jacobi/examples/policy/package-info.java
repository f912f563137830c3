/** A policy for a pole on a cart, learned by its gradient. */
package dev.jacobi.examples.policy;
