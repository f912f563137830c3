package dev.jacobi.jvm;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Set;

/**
 * Tells whether a class has been initialised, without initialising it: compiling must not run static initialisers early, nor
 * wait for one that is under way. The JDK answers this only inside java.base, which the agent exports to itself.
 */
public final class Initialised {
    private final MethodHandle shouldBe;
    private final boolean force;

    private Initialised(MethodHandle shouldBe, boolean force) {
        this.shouldBe = shouldBe;
        this.force = force;
    }

    /** For the agent. Without the JDK's help every class counts as not initialised. */
    public static Initialised withAgent(Instrumentation instrumentation) {
        return new Initialised(instrumentation == null ? null : handle(instrumentation), false);
    }

    /** For explicit calls of {@link dev.jacobi.site.OnDemandCompiler}: classes are initialised when asked about. */
    public static Initialised byForce() {
        return new Initialised(null, true);
    }

    /** For tests: {@code shouldBe} maps a class to whether it is still to be initialised. */
    public static Initialised asking(MethodHandle shouldBe) {
        return new Initialised(shouldBe, false);
    }

    private static MethodHandle handle(Instrumentation inst) {
        try {
            inst.redefineModule(Object.class.getModule(), Set.of(), Map.of("jdk.internal.misc", Set.of(Initialised.class.getModule())),
                Map.of(), Set.of(), Map.of());
            Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
            Object instance = unsafe.getMethod("getUnsafe").invoke(null);
            return MethodHandles.lookup().findVirtual(unsafe, "shouldBeInitialized", MethodType.methodType(boolean.class, Class.class))
                .bindTo(instance);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    public boolean test(Class<?> c) {
        if (force) {
            try {
                Class.forName(c.getName(), true, c.getClassLoader());
                return true;
            } catch (ClassNotFoundException | LinkageError e) {
                return false;
            }
        }
        if (shouldBe == null) {
            return false;
        }
        try {
            return !(boolean) shouldBe.invokeExact(c);
        } catch (Throwable e) {
            return false;
        }
    }
}
