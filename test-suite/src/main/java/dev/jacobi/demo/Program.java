// One line of the demo's table: a kernel class, its input, and how exact its result has to be.
package dev.jacobi.demo;

import java.util.function.Supplier;

/**
 * {@code bound} is 0 when the results of both JVMs must be equal bit for bit; otherwise the largest absolute difference
 * that {@code Math.*} with its permitted error of 1 ulp explains, in the unit of the results.
 */
record Program(String name, String size, Class<?> kernel, String method, double bound, Supplier<Workload> make) {
    static Program exact(String name, String size, Class<?> kernel, String method, Supplier<Workload> make) {
        return new Program(name, size, kernel, method, 0, make);
    }

    /** How the reports name the kernel's entry: {@code Class.method}. */
    String entry() {
        return kernel.getName() + "." + method;
    }
}
