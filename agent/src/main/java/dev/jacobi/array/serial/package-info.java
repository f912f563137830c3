/**
 * What is written in place of arrays, functions and values that Java's serialization does not know: {@link dev.jacobi.array.serial.ArrayForm} the elements of an array, {@link dev.jacobi.array.serial.LambdaForm} a
 * function's name and what it captured, {@link dev.jacobi.array.serial.PortableValue} records that do not implement {@code Serializable}. Reading gives the values themselves; code is never written.
 */
package dev.jacobi.array.serial;
