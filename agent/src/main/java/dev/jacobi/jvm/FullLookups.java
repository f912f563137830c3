package dev.jacobi.jvm;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;

/** Lookups with all the rights in a class that its own code has. */
public final class FullLookups {
    private final MethodHandles.Lookup trusted;

    private FullLookups(MethodHandles.Lookup trusted) {
        this.trusted = trusted;
    }

    /** {@code instrumentation} may be null; then, and in a JDK that does not allow it, there are none. */
    public static FullLookups with(Instrumentation instrumentation) {
        try {
            if (instrumentation == null) {
                return new FullLookups(null);
            }
            instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang.invoke", Set.of(FullLookups.class.getModule())), Set.of(), Map.of());
            Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP"); // no lookup has that class as its own, so that reflection has to do
            trusted.setAccessible(true);
            return new FullLookups((MethodHandles.Lookup) trusted.get(null));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return new FullLookups(null);
        }
    }

    /** Null when there is none. */
    public MethodHandles.Lookup in(Class<?> c) {
        return trusted == null ? null : trusted.in(c);
    }
}
