/**
 * Arrays on devices. A {@link dev.jacobi.array.core.Block} may have its elements in the memory of devices ({@link dev.jacobi.array.device.DeviceCopy}), beside memory of
 * the process or in place of it:
 * results of programs that run on a device stay there until they are read, and what is given to such a program is copied to the device once.
 * {@link dev.jacobi.array.device.DeviceHeap} frees what nobody reaches any more and counts the rest.
 */
package dev.jacobi.array.device;
