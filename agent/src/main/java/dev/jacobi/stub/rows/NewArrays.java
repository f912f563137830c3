package dev.jacobi.stub.rows;

import dev.jacobi.llvm.jit.Bridge;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;

/**
 * New arrays of primitives all of whose elements are written before anybody reads them. Large ones are made without being cleared where the JDK lets this be done: its {@code Unsafe} can be
 * reached once {@link dev.jacobi.jvm.Initialised} has exported it to the agent, or, without one, by native code. Zeros are written by one thread and go through all of the memory, which takes as long as many
 * a computation. It is C2 that leaves them out, so the first thousands of arrays are cleared, and so are those too large for a thread's own part of the heap, which the JVM makes in a call.
 * Called by generated code, hence public.
 */
public final class NewArrays {
    /** The longest array that the JVM makes. */
    private static final long LONGEST = Integer.MAX_VALUE - 8;
    /** Shorter arrays are made as any others: clearing them takes less than asking. Rows of results are many, and the memory that they take is new to the processor each time. */
    private static final int LARGE = 64;

    private NewArrays() {
    }

    /** {@code Object uncleared(Class, int)}, looked up when the first large array is made; null where there is no such method. A constant, so that C2 knows what it calls. */
    private static final class Jdk {
        private static final MethodHandle UNCLEARED = find();

        private Jdk() {
        }

        private static MethodHandle find() {
            try {
                Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
                if (!unsafe.getModule().isExported(unsafe.getPackageName(), NewArrays.class.getModule())) {
                    Bridge.export(unsafe.getModule(), unsafe.getPackageName(), NewArrays.class.getModule());
                }
                Object instance = unsafe.getMethod("getUnsafe").invoke(null);
                return MethodHandles.lookup().findVirtual(unsafe, "allocateUninitializedArray", MethodType.methodType(Object.class, Class.class, int.class)).bindTo(instance);
            } catch (ReflectiveOperationException | RuntimeException | UnsatisfiedLinkError e) {
                return null;
            }
        }
    }

    /** An array of as many elements of a primitive type; an empty one for numbers that are no length of an array. What is in it is anything. */
    public static Object of(Class<?> element, long n) {
        return n < LARGE || n > LONGEST ? Array.newInstance(element, n < 0 || n > LONGEST ? 0 : (int) n) : uncleared(element, (int) n);
    }

    private static Object uncleared(Class<?> element, int n) {
        if (Jdk.UNCLEARED == null) {
            return Array.newInstance(element, n);
        }
        try {
            return (Object) Jdk.UNCLEARED.invokeExact(element, n);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
