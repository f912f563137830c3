/**
 * A client of the PJRT C API.
 *
 * <p>{@code Layouts} says in each structure how much of it the client knows, and {@code Api} looks whether the plugin's table is long enough before it uses a function. Each error of the plugin is
 * what could not be done, the plugin's text, and the kind. Clients, buffers, executables and topologies are destroyed by {@code close}, or when they are forgotten; a parent after its
 * children ({@code Owned}). {@code TpuEnvironment} sets what libtpu reads when it is loaded: no wait for a metadata server where there is no TPU, no signal handlers in place of the JVM's.
 *
 * <p>Arrays are copied to memory beside the heap, from there to the device, and back row-major. An argument is overwritten only where the program's text and the call allow it.
 * {@link dev.jacobi.pjrt.client.DeviceProgram} allows it for the arguments in {@link dev.jacobi.pjrt.hlo.HloProgram#donated} and for no other: they are the call's own copies, gone after it
 * whatever becomes of it, while Java's arrays change only when the results are taken. A plugin that knows no donation gives the results memory of their own. The option {@code donate} of
 * {@code Jacobi.jit} means on a device what it means on the CPU, that a result of the same length is stored in the caller's array, and also that it takes the place of that array's copy on the device.
 */
package dev.jacobi.pjrt.client;
