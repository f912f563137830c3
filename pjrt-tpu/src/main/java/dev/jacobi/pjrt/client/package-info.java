/**
 * A client of PJRT plugins: what a plugin's devices, programs and arrays are in Java.
 *
 * <p>Read in this order: {@link dev.jacobi.pjrt.client.Plugins} finds a plugin and {@link dev.jacobi.pjrt.client.Plugin} is one that is loaded; a {@link dev.jacobi.pjrt.client.Client} is its hold on
 * devices, for which it compiles a {@link dev.jacobi.pjrt.client.LoadedExecutable} and holds arrays, each a {@link dev.jacobi.pjrt.client.Buffer}, or one for each device that has a block
 * ({@link dev.jacobi.pjrt.client.DeviceElements}). A {@link dev.jacobi.pjrt.client.Topology} stands for
 * devices that are not there, for which an {@link dev.jacobi.pjrt.client.Executable} is compiled ahead of time. {@link dev.jacobi.pjrt.client.DeviceProgram} is what the rest of Jacobi uses: a program
 * of ours that is called with tensors, and of which a run may outlast the call ({@link dev.jacobi.pjrt.client.Execution}, {@link dev.jacobi.pjrt.client.Completions}); {@link dev.jacobi.pjrt.client.Explanation} says which line of Java an error of the plugin is about.
 *
 * <p>All of it goes through the calls of {@link dev.jacobi.pjrt.capi}. {@code TpuEnvironment} sets what libtpu reads when it is loaded: no wait for a metadata server where there is no TPU, no signal
 * handlers in place of the JVM's. {@code PodLimits} keeps libtpu from compiling for more chips than can be wired together.
 *
 * <p>Arrays are copied to memory beside the heap, from there to the device, and back row-major. An argument is overwritten only where the program's text and the call allow it.
 * {@link dev.jacobi.pjrt.client.DeviceProgram} allows it for the arguments in {@link dev.jacobi.pjrt.program.HloProgram#donated} and for no other: they are the call's own copies, gone after it
 * whatever becomes of it, while Java's arrays change only when the results are taken. A plugin that knows no donation gives the results memory of their own. The option {@code donate} of
 * {@code Jacobi.jit} means on a device what it means on the CPU, that a result of the same length is stored in the caller's array, and also that it takes the place of that array's copy on the device.
 */
package dev.jacobi.pjrt.client;
