/**
 * From a lifted program to code that can be called. {@link dev.jacobi.backend.Pipeline} is the way through the passes, the same for all; {@link dev.jacobi.backend.Backends}
 * lists who makes the code, each a {@code Backend}: LLVM for the CPU ({@code NativeBackend}), an NVIDIA GPU ({@code GpuBackend}), the faster of these ({@code AutoBackend}), a PJRT plugin
 * ({@code TpuBackend}), or the reference interpreter ({@code InterpreterBackend}). What comes out is a {@link dev.jacobi.stub.Kernel}. {@link dev.jacobi.backend.FunctionCompiler} does the same for programs that transformations have made,
 * which have no original to fall back to. Each library (LLVM, the driver, a plugin) is opened once in a process, when it is first needed.
 */
package dev.jacobi.backend;
