package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.text.HostCall;
import dev.jacobi.llvm.upcall.HostFunction;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The functions in Java that one compiled module calls, which native code finds by a global reference to this object ({@code upcall.ll}). The reference must not keep what the functions
 * lead to, such as the classes of the user's callbacks: whoever holds the code holds the functions.
 */
public final class HostTable {
    private final WeakReference<List<HostFunction>> functions;
    private final ThreadLocal<Throwable> thrown = new ThreadLocal<>();

    HostTable(List<HostFunction> functions) {
        this.functions = new WeakReference<>(functions);
    }

    /** The text of the function by which a module's code finds its table; {@code place} is where the global reference is, a pointer constant of LLVM. */
    static String text(String place) {
        return "define ptr @" + HostCall.TABLE + "() {\n  %t = load ptr, ptr " + place + "\n  ret ptr %t\n}";
    }

    /** Called by native code: the table's function of this number; 1 when it has thrown. */
    static int call(Object table, long which, long words) {
        HostTable own = (HostTable) table;
        try {
            List<HostFunction> all = own.functions.get();
            if (all == null) {
                throw new IllegalStateException("Compiled code runs though nobody holds it any more.");
            }
            all.get((int) which).call(HostTable::at, words);
            return 0;
        } catch (Throwable t) {
            // thrown on in Java, where the native method returns
            own.thrown.set(t);
            return 1;
        }
    }

    /** Called by native code when its work is undone: throws what a function has thrown on this thread. */
    static void rethrow(Object table) throws Throwable {
        HostTable own = (HostTable) table;
        Throwable t = own.thrown.get();
        own.thrown.remove();
        throw t != null ? t : new IllegalStateException("Compiled code called Java from a thread that the JVM does not know.");
    }

    private static ByteBuffer at(long address, long bytes) {
        return Bridge.buffer(address, bytes).order(ByteOrder.nativeOrder());
    }
}
