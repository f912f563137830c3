package dev.jacobi.woven;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;

/** The engine's side of a prologue's two call sites; whatever it throws leaves the method to the JVM. */
public interface PrologueLinker {
    /** Whether the compiled code is to be tried: a call site from the method's arguments to a boolean. */
    CallSite on(MethodHandles.Lookup lookup, String name, String desc);

    /** The compiled code: a call site of the method's type, which throws {@link Deopt} when the original is to run. */
    CallSite call(MethodHandles.Lookup lookup, String name, String desc);

    /** A method could not be linked, as a sentence. */
    void say(String sentence);
}
