/**
 * The PJRT C API as calls from Java: structures, their fields, functions and errors, but none of the objects behind them, which {@link dev.jacobi.pjrt.client} has.
 *
 * <p>{@link dev.jacobi.pjrt.capi.Api} is the entry: a plugin's table of functions, each called with one structure ({@link dev.jacobi.pjrt.capi.NativeStruct}). {@code Layouts} says in each structure
 * ({@code Struct}) how much of it the client knows, and {@code Api} looks whether the plugin's table is long enough before it uses a function. Each error of the plugin is a
 * {@link dev.jacobi.pjrt.capi.PjrtException}: what could not be done, the plugin's text, and its kind ({@code ErrorCode}).
 *
 * <p>{@code PluginObject} is what all objects of the plugin have in common: they are destroyed by {@code close}, or when they are forgotten; a parent after its children. {@code ShutdownGuard} has the
 * JVM wait at its end for calls that are under way. {@code HostMemory} is memory beside the heap, through which Java arrays go; {@code PluginMemory} reads what the plugin owns.
 */
package dev.jacobi.pjrt.capi;
