/**
 * LLVM in this process: from LLVM IR as text to machine code that Java calls.
 *
 * <p>{@link dev.jacobi.llvm.jit.Llvm} is the entry: it compiles a module and gives {@link dev.jacobi.llvm.jit.NativeCode}, which becomes the body of a {@code static native} method, or
 * {@link dev.jacobi.llvm.jit.LinkedCode}, which is called by address. The way there, in the order of reading:
 * <ol>
 * <li>{@link dev.jacobi.llvm.jit.Natives} puts libLLVM on the disk and {@link dev.jacobi.llvm.jit.Bridge} calls C functions by address, through a library that {@code BridgeLibrary} writes byte by
 * byte; {@code LlvmApi} is LLVM's functions by name, {@code NativeThread} the threads that the long ones run on</li>
 * <li>{@link dev.jacobi.llvm.jit.Signature} is how a function's parameters look in Java, and {@code StubEmitter} the text that brings Java's arrays to the entry ({@code Jni} has the JVM's side of it)</li>
 * <li>{@link dev.jacobi.llvm.jit.NativeRuntime} is what all compiled code calls, {@link dev.jacobi.llvm.jit.NativeMemory} how much memory that may have, {@code IdleMemory} what is given back</li>
 * <li>{@code Effort} and {@code Budget} bound how long LLVM takes; {@link dev.jacobi.llvm.jit.ObjectCache} keeps code between runs; {@code Ending} sees to the end of the JVM</li>
 * </ol>
 * What none of this needs LLVM for is in {@link dev.jacobi.llvm.host}.
 */
package dev.jacobi.llvm.jit;
