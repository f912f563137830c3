/** What the operations of {@code Lax} consist of: element by element, of windows, convolutions and running combinations. */
package dev.jacobi.array.lax;
