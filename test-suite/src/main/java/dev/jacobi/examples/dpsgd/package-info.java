/** Training that keeps to itself what any one example was: gradients of examples are clipped one by one, and noise is added to their sum. */
package dev.jacobi.examples.dpsgd;
