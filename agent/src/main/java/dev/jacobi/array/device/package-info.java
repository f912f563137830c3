/**
 * Arrays on devices. A {@link dev.jacobi.array.core.Block} may have its elements in the memory of devices ({@link dev.jacobi.array.device.DeviceCopy}), beside memory of
 * the process or in place of it:
 * results of programs that run on a device stay there until they are read, and what is given to such a program is copied to the device once.
 * {@link dev.jacobi.array.device.DeviceHeap} frees what nobody reaches any more and counts the rest.
 *
 * <p>A call of a program ({@code stub.BoxedCall}) shows its arrays to a device as {@code stub.device.BlockElements}: code for the device reads them where the device has them, else copies them there once, and
 * the copy is the array's from then on; results that a call gives as NDArrays stay ({@code backend.device.DeviceCalls}). Whatever asks for {@code Block.address()}, such as an operation outside of {@code jit},
 * printing or code for the CPU, has the elements brought to the process, once. When a device is full, it gives up copies of what the process has as well, and the call is made once more before the CPU takes it.
 * What was only on a device that is lost cannot be read, which is said with the device's name.
 */
package dev.jacobi.array.device;
