package dev.jacobi.ptx.device;

/** The functions of a library of NVIDIA's by the names that it has. Arguments are words: numbers, handles, and addresses of native memory. */
interface NativeFunctions {
    /** Whether the library has a function; what it has not must not be called. */
    boolean has(String function);

    /** Calls a function of up to six arguments; its result, of which an {@code int} is the lower half. */
    long call(String function, long... a);

    /** Calls a function whose arguments stand in consecutive words at an address. Twelve can be read there for {@code cuLaunchKernel}, twenty-four for another one. */
    long callWords(String function, long words);
}
