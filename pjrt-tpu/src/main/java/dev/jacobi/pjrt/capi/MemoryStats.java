package dev.jacobi.pjrt.capi;

/**
 * Memory of a compiled program on the device, in bytes; a value that the plugin does not know is 0.
 *
 * @param alias of the results that share memory with arguments
 * @param peak the most at any time, arguments and results included
 */
public record MemoryStats(long code, long arguments, long results, long alias, long temporary, long peak) {
    /** Read from the structure in which the plugin returns them. */
    public static MemoryStats of(NativeStruct a) {
        return new MemoryStats(a.get("generated_code_size_in_bytes"), a.get("argument_size_in_bytes"), a.get("output_size_in_bytes"),
            a.get("alias_size_in_bytes"), a.get("temp_size_in_bytes"), a.get("peak_memory_in_bytes"));
    }
}
