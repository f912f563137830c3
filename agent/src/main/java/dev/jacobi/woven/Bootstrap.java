package dev.jacobi.woven;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Links the two invokedynamic instructions of a prologue by the engine's {@link PrologueLinker}. Linking never fails: when anything is wrong the method is left to the JVM, and the log says so.
 */
public final class Bootstrap {
    /** Woven code has nothing else to find the engine by. */
    private static final AtomicReference<PrologueLinker> LINKER = new AtomicReference<>();

    private Bootstrap() {
    }

    /** Prologues are linked by this from now on. */
    public static void linkBy(PrologueLinker linker) {
        LINKER.set(linker);
    }

    /** Whether the compiled code is to be tried for these arguments. */
    public static CallSite on(MethodHandles.Lookup lookup, String name, MethodType type, String desc) {
        try {
            return linker().on(lookup, name, desc);
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            unlinked(lookup, name, e);
            return new ConstantCallSite(never(type));
        }
    }

    /** The compiled code; it throws {@link Deopt} when the original is to run. */
    public static CallSite call(MethodHandles.Lookup lookup, String name, MethodType type, String desc) {
        try {
            return linker().call(lookup, name, desc);
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            unlinked(lookup, name, e);
            return new ConstantCallSite(deopt(type));
        }
    }

    private static PrologueLinker linker() {
        PrologueLinker linker = LINKER.get();
        if (linker == null) {
            throw new IllegalStateException("no agent is running here");
        }
        return linker;
    }

    /** Once per call site, as the JVM links each only once. */
    private static void unlinked(MethodHandles.Lookup lookup, String name, Throwable e) {
        String sentence = "The method " + lookup.lookupClass().getName() + "." + name + " is left to the JVM because " + reason(e);
        PrologueLinker linker = LINKER.get();
        if (linker == null) {
            System.err.println("jacobi: " + sentence);
        } else {
            linker.say(sentence);
        }
    }

    /** A full heap is the program's own affair, and the program goes on: it is told in words, as no error has come out of anything. */
    private static String reason(Throwable e) {
        return e instanceof OutOfMemoryError
            ? "the heap had no room for its call site; a larger -Xmx makes room."
            : "it could not be linked: " + e + ".";
    }

    /** A constant false of any parameters. */
    public static MethodHandle never(MethodType type) {
        return constant(type, false);
    }

    /** A constant of any parameters. */
    public static MethodHandle constant(MethodType type, boolean value) {
        return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, value), 0, type.parameterList());
    }

    /** A handle that always throws {@link Deopt}. */
    public static MethodHandle deopt(MethodType type) {
        MethodHandle thrower = MethodHandles.throwException(type.returnType(), Deopt.class).bindTo(Deopt.INSTANCE);
        return MethodHandles.dropArguments(thrower, 0, type.parameterList());
    }
}
