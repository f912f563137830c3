/**
 * Runs a {@link dev.jacobi.ptx.program.GpuProgram} on a {@link dev.jacobi.ptx.device.Device}.
 *
 * <p>{@link dev.jacobi.ptx.run.GpuExecutable} is the entry, a program with its code on the device. Each call is an {@code Execution}, which puts the steps into
 * a queue; {@code RunValues} holds the values of the variables meanwhile, of which those on the device are {@code Placed} in a {@code Block} of its memory.
 * {@code HostScalars} computes what the host knows, {@code MatrixProduct} hands products of matrices to the device's library.
 */
package dev.jacobi.ptx.run;
