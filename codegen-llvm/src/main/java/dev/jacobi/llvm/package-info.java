/**
 * From a module of the IR to LLVM IR as text.
 *
 * <p>{@link dev.jacobi.llvm.Emitter} is where to begin: it turns a {@link dev.jacobi.llvm.CompileRequest} into an {@link dev.jacobi.llvm.LlvmModule},
 * for processors described by {@link dev.jacobi.llvm.Tuning}, in steps that each have a package of their own: {@code lower.Lower},
 * {@code buffer.Bufferise} ({@code CpuPipeline} has the passes up to this last one, which {@code ReadyProgram} runs), {@code plan.LanePlan}, and {@code emit.EquationEmitter}, which {@code FunctionEmitter} calls once per function.
 * {@link dev.jacobi.llvm.DeviceCode} offers the same steps to back ends with another schedule than the CPU's.
 */
package dev.jacobi.llvm;
