package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.host.NativesUnavailable;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/** LLVM's C interface, function by name: {@code api.call("LLVMContextCreate")}. Pointers are longs. */
final class LlvmApi {
    private final long library;
    private final ConcurrentHashMap<String, Long> addresses = new ConcurrentHashMap<>();

    private final NativeThread thread;

    LlvmApi(Path libLlvm, NativeThread thread) {
        this.thread = thread;
        library = Bridge.open(libLlvm.toString(), false);
    }

    /** Address of a function; what is missing is an error of ours. */
    long address(String function) {
        return addresses.computeIfAbsent(function, f -> {
            long a = Bridge.symbol(library, f);
            if (a == 0) {
                throw new NativesUnavailable("The LLVM library has no function " + f + ".");
            }
            return a;
        });
    }

    long call(String function, long... a) {
        return Bridge.call(address(function), at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
    }

    /** The same for what takes long, on a thread of its own. */
    long callApart(String function, long... a) {
        return thread.call(address(function), a);
    }

    /** CPU time of what this Java thread has had called apart, in nanoseconds. */
    long nanosApart() {
        return thread.nanos();
    }

    private static long at(long[] a, int i) {
        return i < a.length ? a[i] : 0;
    }

    /** A string that the caller owns: read and freed. */
    String take(long message) {
        String s = Bridge.string(message);
        if (message != 0) {
            call("LLVMDisposeMessage", message);
        }
        return s;
    }

    /** Throws when an LLVMErrorRef is set. */
    void check(long error, String doing) {
        if (error != 0) {
            long message = call("LLVMGetErrorMessage", error);
            String s = Bridge.string(message);
            call("LLVMDisposeErrorMessage", message);
            throw new LlvmException("LLVM failed while " + doing + ": " + s);
        }
    }
}
