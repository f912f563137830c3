/**
 * The transcendental functions as IR, for the CPU and the GPU.
 *
 * <p>{@link dev.jacobi.llvm.math.MathLibrary} gives the formula of a primitive; the others hold formulas by kind, written with {@code Calc}. {@link
 * dev.jacobi.llvm.math.SharedFormulas} says which of them a function had better call than repeat.
 */
package dev.jacobi.llvm.math;
