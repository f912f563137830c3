/**
 * Programs for GPUs: {@link dev.jacobi.ptx.Ptx} makes one of a function, and a {@link dev.jacobi.ptx.run.GpuExecutable} runs it.
 *
 * <p>In the order of reading, each package depending only on those named with it:
 * <ol>
 * <li>{@code device}: what runs kernels, seen as an interface, and NVIDIA's driver behind it</li>
 * <li>{@code program}: what a compiled program is (on {@code device})</li>
 * <li>{@code emit}: the kernels' LLVM text (on {@code program})</li>
 * <li>{@code lower}: the IR brought into the forms that have kernels (on {@code emit})</li>
 * <li>{@code schedule}: from the IR to steps of the host and kernels (on all of these)</li>
 * <li>{@code run}: the steps carried out (on {@code program} and {@code device})</li>
 * <li>{@code emulate}: devices for tests (on {@code device} and {@code emit})</li>
 * </ol>
 */
package dev.jacobi.ptx;
