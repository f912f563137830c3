/** Forward mode. Start reading at {@link dev.jacobi.autodiff.jvp.Jvp}; {@code JvpRules} has the rule of every primitive. */
package dev.jacobi.autodiff.jvp;
