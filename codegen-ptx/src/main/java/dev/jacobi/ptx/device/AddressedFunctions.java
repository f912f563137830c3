package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Functions that are called where they are: of a library that has no preset, as it is older than that or the CUDA runtime is missing, or of a table. {@link Bridge} must have been
 * loaded.
 */
final class AddressedFunctions implements NativeFunctions {
    private final ToLongFunction<String> symbols;
    private final ConcurrentHashMap<String, Long> addresses = new ConcurrentHashMap<>();

    /** {@code symbols} gives the address of a function, 0 for one that does not exist. */
    AddressedFunctions(ToLongFunction<String> symbols) {
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
    public long call(String function, long... a) {
        return Bridge.call(address(function), at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
    }

    private static long at(long[] a, int i) {
        return i < a.length ? a[i] : 0;
    }

    @Override
    public long callWords(String function, long words) {
        return function.equals("cuLaunchKernel") ? Bridge.callWords(address(function), words) : Bridge.callMany(address(function), words);
    }
}
