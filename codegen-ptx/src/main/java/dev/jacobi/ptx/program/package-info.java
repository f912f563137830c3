/**
 * What a compiled program is: the contract between the half of this module that compiles and the half that runs.
 *
 * <p>Read {@link dev.jacobi.ptx.program.GpuProgram} first: it has the steps that the host takes ({@link dev.jacobi.ptx.program.Step}), the kernels that these launch
 * ({@link dev.jacobi.ptx.program.Kernel}), and which of its inputs are written. {@link dev.jacobi.ptx.program.Arch} is the GPU that it was compiled for. All of it is data without behaviour.
 */
package dev.jacobi.ptx.program;
