/**
 * What runs kernels. {@link dev.jacobi.ptx.device.Device} and {@link dev.jacobi.ptx.device.Queue} are what the rest knows of it; {@link dev.jacobi.ptx.device.CudaDevice} is NVIDIA's driver.
 *
 * <p>The driver is the one that the loader finds or containers have; it is called through Bytedeco's preset ({@code PresetDriver}), or where it is ({@code AddressedFunctions}). Programs have a module each in the GPU's primary context, queues are streams from a pool. The driver compiles PTX
 * when a program is loaded; where it cannot (no compiler, or an older one), {@code ptxas} does, if it is installed ({@link dev.jacobi.ptx.device.Assembler}).
 *
 * <p>Small pieces of memory come from a block of the queue's own, others from the driver's stream-ordered pool. Java arrays travel through page-locked memory ({@code Staging}), a
 * ring of slots, so that neither the garbage collector nor the GPU waits for the other. Some calls are timed by events: kernels, copies.
 *
 * <p>Work is collected ({@code CudaWork}), and what comes again is started as a graph ({@code CudaGraphs}). What that gains has not been measured.
 *
 * <p>cuBLAS is looked for when the first large product comes ({@code Cublas}: libcublas.so.13 or .12, no newer than the driver, where the loader finds it or the toolkit puts it), and has a
 * handle per queue. Whatever it refuses, a kernel runs and the report's note says why. What it gains has not been measured.
 */
package dev.jacobi.ptx.device;
