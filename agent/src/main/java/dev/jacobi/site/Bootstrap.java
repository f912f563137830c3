package dev.jacobi.site;

import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.stub.Deopt;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Links the two invokedynamic instructions of a prologue to the method's {@link MethodSite}. Linking never fails: when
 * anything is wrong the method is left to the JVM, and the log says so.
 */
public final class Bootstrap {
    private Bootstrap() {
    }

    /** Whether the compiled code is to be tried for these arguments. */
    public static CallSite on(MethodHandles.Lookup lookup, String name, MethodType type, String desc) {
        try {
            return sites(lookup, name, desc).on();
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            unlinked(lookup, name, e);
            return new ConstantCallSite(never(type));
        }
    }

    /** The compiled code; it throws {@link Deopt} when the original is to run. */
    public static CallSite call(MethodHandles.Lookup lookup, String name, MethodType type, String desc) {
        try {
            return sites(lookup, name, desc).call();
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            unlinked(lookup, name, e);
            return new ConstantCallSite(deopt(type));
        }
    }

    private static PrologueCallSites sites(MethodHandles.Lookup lookup, String name, String desc) {
        Dispatcher d = Engine.ofProcess().dispatcher();
        if (d == null) {
            throw new IllegalStateException("no agent is running here");
        }
        return d.sites(lookup, name, desc);
    }

    /** Once per call site, as the JVM links each only once. */
    private static void unlinked(MethodHandles.Lookup lookup, String name, Throwable e) {
        Dispatcher d = Engine.ofProcess().dispatcher();
        if (d == null || d.options().log() != Options.Log.OFF) {
            Log.warn("The method " + lookup.lookupClass().getName() + "." + name + " is left to the JVM because it could not be linked: " + e + ".");
        }
    }

    /** A constant false of any parameters. */
    static MethodHandle never(MethodType type) {
        return constant(type, false);
    }

    static MethodHandle constant(MethodType type, boolean value) {
        return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, value), 0, type.parameterList());
    }

    /** A handle that always throws {@link Deopt}. */
    static MethodHandle deopt(MethodType type) {
        MethodHandle thrower = MethodHandles.throwException(type.returnType(), Deopt.class).bindTo(Deopt.INSTANCE);
        return MethodHandles.dropArguments(thrower, 0, type.parameterList());
    }
}
