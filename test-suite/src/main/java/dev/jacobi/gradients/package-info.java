/**
 * Programs with gradients, and what the gradients cost: {@code GradientPrograms} lists them, the main classes {@code GradientCosts}, {@code JacobianCosts} and {@code LaneCosts} measure.
 */
package dev.jacobi.gradients;
