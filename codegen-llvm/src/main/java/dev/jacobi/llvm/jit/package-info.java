/**
 * LLVM in this process: from LLVM IR as text to machine code that Java calls.
 *
 * <p>{@link dev.jacobi.llvm.jit.Llvm} is the entry: it compiles a module and gives {@link dev.jacobi.llvm.jit.NativeCode}, which becomes the body of a {@code static native} method, or
 * {@link dev.jacobi.llvm.jit.LinkedCode}, which is called by address. The way there, in the order of reading:
 * <ol>
 * <li>{@link dev.jacobi.llvm.natives.Natives} puts the libraries of a {@link dev.jacobi.llvm.natives.NativesBundle} on the disk, and {@link dev.jacobi.llvm.natives.Presets} loads Bytedeco's presets, whose
 * classes have their functions, from there. {@code ModuleCompiler} makes object files with LLVM's, {@code JitSession} links and holds them, and {@code NativeThread} has threads for what takes long</li>
 * <li>{@link dev.jacobi.llvm.jit.Bridge} calls any other C function by its address; {@code BridgeCode} has LLVM make the code of its native methods</li>
 * <li>{@link dev.jacobi.llvm.jit.Signature} is how a function's parameters look in Java, and {@code StubEmitter} the text that brings Java's arrays to the entry ({@code Jni} has the JVM's side of it)</li>
 * <li>{@link dev.jacobi.llvm.jit.NativeRuntime} is what all compiled code calls, {@link dev.jacobi.llvm.jit.NativeMemory} how much memory that may have, {@code IdleMemory} what is given back</li>
 * <li>{@code HostTable} is how compiled code calls Java ({@link dev.jacobi.llvm.upcall})</li>
 * <li>{@code Effort} and {@code TooLong.Budget} bound how long LLVM takes; {@link dev.jacobi.llvm.jit.ObjectCache} keeps code between runs; {@code Ending} sees to the end of the JVM</li>
 * </ol>
 * What works without LLVM is in {@link dev.jacobi.llvm.host}.
 */
package dev.jacobi.llvm.jit;
