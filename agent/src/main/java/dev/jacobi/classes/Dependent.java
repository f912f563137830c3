package dev.jacobi.classes;

/** Something that was made from the code of classes, such as compiled code that has their methods inlined, or a refusal. */
public interface Dependent {
    /**
     * The class is about to have other code. When this returns, no call that begins later may use what was made of the old code. Runs before the JVM
     * installs the new code, in the thread that asks for it.
     */
    void outdated(Class<?> changed);
}
