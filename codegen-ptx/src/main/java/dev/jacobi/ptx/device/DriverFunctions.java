package dev.jacobi.ptx.device;

/** The functions of a CUDA driver by the names that its library has. Arguments are words: numbers, handles, and addresses of native memory. Results are CUresult. */
interface DriverFunctions {
    /** Whether the driver has a function; what it has not must not be called. */
    boolean has(String function);

    /** Calls a function of up to six arguments. */
    int call(String function, long... a);

    /** Starts a kernel: {@code cuLaunchKernel} with its eleven arguments in consecutive words at an address. */
    int launch(long words);
}
