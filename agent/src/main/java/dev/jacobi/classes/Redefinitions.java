package dev.jacobi.classes;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;

/** How often the JVM has changed a class: it counts that in the class object, for the JDK's own caches, when new code has been installed. */
final class Redefinitions {
    private final MethodHandle count;

    private Redefinitions(MethodHandle count) {
        this.count = count;
    }

    static Redefinitions with(Instrumentation instrumentation) {
        try {
            Module own = Redefinitions.class.getModule();
            instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", Set.of(own)), Set.of(), Map.of());
            return new Redefinitions(MethodHandles.privateLookupIn(Class.class, MethodHandles.lookup()).findGetter(Class.class, "classRedefinedCount", int.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new Redefinitions(null); // another JDK may not show it
        }
    }

    /** Whether the number is known. */
    boolean areCounted() {
        return count != null;
    }

    int of(Class<?> c) {
        try {
            return count == null ? 0 : (int) count.invokeExact(c);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
