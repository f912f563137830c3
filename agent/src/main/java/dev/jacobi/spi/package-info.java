/**
 * What {@code dev.jacobi} asks of the engine: {@link dev.jacobi.spi.TransformProvider} finds it and gives a {@link dev.jacobi.spi.EngineFunction} for each
 * {@link dev.jacobi.spi.Transformation} of functions. Nothing in {@code dev.jacobi} names another class of the engine but {@code dev.jacobi.ir.Func}, the program that
 * {@code Jacobi.ir} and {@code Lowered.ir} give; so these three packages, with {@code dev.jacobi.boot}, can be loaded without the others.
 */
package dev.jacobi.spi;
