/**
 * Java that compiled code calls: {@link dev.jacobi.llvm.upcall.HostFunctions} has a {@link dev.jacobi.llvm.upcall.HostFunction} for each call that a module makes, which are listeners to
 * {@code debug_callback} and the Fourier transform. How native code gets here is in {@code dev.jacobi.llvm.jit}: {@code HostTable} and {@code upcall.ll}.
 */
package dev.jacobi.llvm.upcall;
