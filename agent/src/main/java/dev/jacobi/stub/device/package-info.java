/**
 * What calls of programs on devices are given in place of Java arrays: {@link dev.jacobi.stub.device.BlockElements} shows the elements of an NDArray to a back end, which
 * reads them where they are.
 */
package dev.jacobi.stub.device;
