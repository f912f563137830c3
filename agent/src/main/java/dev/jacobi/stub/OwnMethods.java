package dev.jacobi.stub;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Handles of methods that we know to be there and may call, found by name; anything else is a defect of ours. */
public final class OwnMethods {
    private OwnMethods() {
    }

    /** A static method of the lookup's class. */
    public static MethodHandle fixed(MethodHandles.Lookup lookup, String method, MethodType type) {
        try {
            return lookup.findStatic(lookup.lookupClass(), method, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same by its types. */
    public static MethodHandle fixed(MethodHandles.Lookup lookup, String method, Class<?> result, Class<?>... parameters) {
        return fixed(lookup, method, MethodType.methodType(result, parameters));
    }

    /** A method of an object, whose parameters are the handle's. */
    public static MethodHandle of(MethodHandles.Lookup lookup, Object on, String method, Class<?> result, Class<?>... parameters) {
        try {
            return lookup.bind(on, method, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A handle of this type that calls one which takes all arguments in an array. */
    public static MethodHandle collecting(MethodHandle h, MethodType type) {
        return h.asCollector(Object[].class, type.parameterCount()).asType(type);
    }

    /** A handle of this type that calls the one which {@code pick} gives for all arguments in an array. */
    public static MethodHandle picking(MethodHandle pick, MethodType type) {
        return MethodHandles.foldArguments(MethodHandles.exactInvoker(type), collecting(pick, type.changeReturnType(MethodHandle.class)));
    }

    /** A handle that takes all arguments in an array and gives an object. */
    public static MethodHandle spreading(MethodHandle h) {
        return h.asSpreader(Object[].class, h.type().parameterCount()).asType(MethodType.methodType(Object.class, Object[].class));
    }
}
