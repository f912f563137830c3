package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** A driver whose functions are called where they are: one that has no preset, as it is older than that or the CUDA runtime is missing, or a table of functions. {@link Bridge} must have been loaded. */
final class AddressedDriver implements DriverFunctions {
    private final ToLongFunction<String> symbols;
    private final ConcurrentHashMap<String, Long> addresses = new ConcurrentHashMap<>();

    /** {@code symbols} gives the address of a function, 0 for one that does not exist. */
    AddressedDriver(ToLongFunction<String> symbols) {
        this.symbols = symbols;
    }

    private long address(String function) {
        return addresses.computeIfAbsent(function, symbols::applyAsLong);
    }

    @Override
    public boolean has(String function) {
        return address(function) != 0;
    }

    @Override
    public int call(String function, long... a) {
        return (int) Bridge.call(address(function), at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
    }

    private static long at(long[] a, int i) {
        return i < a.length ? a[i] : 0;
    }

    @Override
    public int launch(long words) {
        return (int) Bridge.callWords(address("cuLaunchKernel"), words);
    }
}
