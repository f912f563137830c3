package dev.jacobi.woven;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** With {@code refusal=throw}: a method that was asked for could not be compiled. The message says which and why. */
public final class NotCompiled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotCompiled(String message) {
        super(message);
    }

    /** Called at the start of methods that are known to be refused before they run. */
    public static void refuse(String message) {
        throw new NotCompiled(message);
    }

    /** A handle of the type each call of which throws it. */
    public static MethodHandle thrower(MethodType type, String message) {
        try {
            MethodHandle make = MethodHandles.lookup().findConstructor(NotCompiled.class, MethodType.methodType(void.class, String.class)).bindTo(message);
            MethodHandle thrower = MethodHandles.throwException(type.returnType(), NotCompiled.class);
            return MethodHandles.dropArguments(MethodHandles.foldArguments(thrower, make), 0, type.parameterList());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
