/**
 * Native libraries of others: taken out of a jar, checked, and loaded. {@link dev.jacobi.llvm.natives.NativesBundle} is what a jar holds, {@link dev.jacobi.llvm.natives.Natives} puts it on the
 * disk, and {@link dev.jacobi.llvm.natives.Presets} has JavaCPP load Bytedeco's presets from there. Nothing here calls a function of theirs.
 */
package dev.jacobi.llvm.natives;
