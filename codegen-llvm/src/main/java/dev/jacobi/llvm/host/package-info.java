/**
 * What the machine, the process and its JVM allow: files that nobody else can write, memory, threads and native code. Nothing here knows LLVM.
 *
 * <p>{@link dev.jacobi.llvm.host.NativesUnavailable} is how all of it says that native code cannot be used, as a sentence for the user. {@link dev.jacobi.llvm.host.PrivateFolder} holds the files that code
 * is loaded from, behind a {@link dev.jacobi.llvm.host.TrustedPath}; {@link dev.jacobi.llvm.host.Checksum} finds damaged ones, and {@link dev.jacobi.llvm.host.FileFailure} puts a failure into words.
 * {@link dev.jacobi.llvm.host.AddressSpace} says how much memory may still be asked for, {@link dev.jacobi.llvm.host.Background} starts threads where the process may have more, and
 * {@link dev.jacobi.llvm.host.LargeStack} one with room for a compiler's recursion. {@link dev.jacobi.llvm.host.NativeAccess} has the JVM's permission for native code.
 * {@link dev.jacobi.llvm.host.Elements} are copied between native memory and Java arrays. {@link dev.jacobi.llvm.host.ProcessMemory} reads the process's own memory, in which {@link dev.jacobi.llvm.host.HotSpotMath} finds the JVM's routines for functions of {@code Math}.
 */
package dev.jacobi.llvm.host;
