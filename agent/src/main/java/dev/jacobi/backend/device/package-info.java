/**
 * Memory of devices as arrays hold it: {@link dev.jacobi.backend.device.GpuMemory} on a GPU, {@link dev.jacobi.backend.device.PjrtMemory} on a device of a PJRT plugin, and
 * {@link dev.jacobi.backend.device.DeviceCalls}, which puts programs and arrays together; {@link dev.jacobi.backend.device.LengthBuckets} has few programs serve arrays of many lengths.
 */
package dev.jacobi.backend.device;
