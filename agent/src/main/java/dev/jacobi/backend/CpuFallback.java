package dev.jacobi.backend;

import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/** A second way to run a program that is only made when the first has no result: for programs made by transformations, which have no original. */
final class CpuFallback {
    private static final MethodType BOXED = MethodType.methodType(Object.class, Object[].class);
    private final MethodHandle first;
    private final Supplier<MethodHandle> second;
    private final BackendUsage ran;

    private CpuFallback(MethodHandle first, Supplier<MethodHandle> second, BackendUsage ran) {
        this.first = boxed(first);
        this.second = second;
        this.ran = ran;
    }

    /**
     * Calls {@code first}, which runs on a device, and where that throws a {@link Deopt} the handle that {@code second} gives, which is of the same type
     * and runs on the CPU.
     */
    static MethodHandle call(MethodHandle first, Supplier<MethodHandle> second, BackendUsage ran) {
        try {
            MethodHandle invoke = MethodHandles.lookup().bind(new CpuFallback(first, second, ran), "invoke", BOXED);
            return invoke.asCollector(Object[].class, first.type().parameterCount()).asType(first.type());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle boxed(MethodHandle h) {
        return h.asSpreader(Object[].class, h.type().parameterCount()).asType(BOXED);
    }

    Object invoke(Object[] args) throws Throwable {
        try {
            Object r = (Object) first.invokeExact(args);
            ran.asMade();
            return r;
        } catch (Deopt d) {
            Object r = (Object) boxed(second.get()).invokeExact(args);
            ran.instead(d.getMessage());
            return r;
        }
    }

    /** What {@code make} gives, which is asked once and only when it is needed. */
    static Supplier<MethodHandle> once(Supplier<MethodHandle> make) {
        return new Supplier<>() {
            private MethodHandle made;

            @Override
            public synchronized MethodHandle get() {
                if (made == null) {
                    made = make.get();
                }
                return made;
            }
        };
    }
}
