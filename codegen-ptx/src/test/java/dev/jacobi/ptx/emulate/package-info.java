/**
 * Devices for tests of this and other modules, which need no GPU: {@link dev.jacobi.ptx.emulate.TestDevices} opens them.
 *
 * <p>{@link dev.jacobi.ptx.emulate.EmulatedDevice} runs the kernels' LLVM text on the host, made into host code by {@link dev.jacobi.ptx.emulate.HostCode};
 * {@link dev.jacobi.ptx.emulate.FaultyDevice} is another device that fails when it is asked for something for the n-th time. {@link dev.jacobi.ptx.emulate.Ptxas} has NVIDIA's assembler take PTX.
 */
package dev.jacobi.ptx.emulate;
