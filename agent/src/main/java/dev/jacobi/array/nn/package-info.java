/** What the functions of {@code Nn} consist of: activations, normalisations, attention, losses and first weights. */
package dev.jacobi.array.nn;
