package dev.jacobi.backend;

import dev.jacobi.backend.device.LaterResults;
import dev.jacobi.stub.OwnMethods;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;

/** A second way to run a program that is only made when the first has no result: for programs made by transformations, which have no original. */
final class CpuFallback {
    private final MethodHandle first;
    private final Supplier<MethodHandle> second;
    private final BackendUsage ran;

    private CpuFallback(MethodHandle first, Supplier<MethodHandle> second, BackendUsage ran) {
        this.first = OwnMethods.spreading(first);
        this.second = second;
        this.ran = ran;
    }

    /**
     * Calls {@code first}, which runs on a device, and where that throws a {@link Deopt} the handle that {@code second} gives, which is of the same type
     * and runs on the CPU.
     */
    static MethodHandle call(MethodHandle first, Supplier<MethodHandle> second, BackendUsage ran) {
        return OwnMethods.collecting(OwnMethods.of(MethodHandles.lookup(), new CpuFallback(first, second, ran), "invoke", Object.class, Object[].class), first.type());
    }

    Object invoke(Object[] args) throws Throwable {
        try {
            Object r = (Object) first.invokeExact(args);
            if (LaterResults.areThere(r, why -> host(args, why), ran::asMade)) {
                ran.asMade();
            }
            return r;
        } catch (Deopt d) {
            return host(args, d.getMessage());
        }
    }

    private Object host(Object[] args, String why) {
        try {
            Object r = (Object) OwnMethods.spreading(second.get()).invokeExact(args);
            ran.instead(why);
            return r;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
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
