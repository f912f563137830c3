package dev.jacobi.dispatch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/** A second way to run a program that is only made when the first has no result: for programs made by transformations, which have no original. */
final class Otherwise {
    private final Supplier<MethodHandle> make;
    private MethodHandle made;

    private Otherwise(Supplier<MethodHandle> make) {
        this.make = make;
    }

    /** Calls {@code first}, and where that throws a {@link Deopt} the handle that {@code second} makes, which is of the same type. */
    static MethodHandle call(MethodHandle first, Supplier<MethodHandle> second) {
        MethodType type = first.type();
        try {
            MethodHandle get = MethodHandles.lookup().findVirtual(Otherwise.class, "get", MethodType.methodType(MethodHandle.class)).bindTo(new Otherwise(second));
            MethodHandle instead = MethodHandles.foldArguments(MethodHandles.exactInvoker(type), get);
            return MethodHandles.catchException(first, Deopt.class, MethodHandles.dropArguments(instead, 0, Deopt.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@code make} gives, which is asked once and only when it is needed. */
    static Supplier<MethodHandle> once(Supplier<MethodHandle> make) {
        return new Otherwise(make)::get;
    }

    private synchronized MethodHandle get() {
        if (made == null) {
            made = make.get();
        }
        return made;
    }
}
