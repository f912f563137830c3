package dev.jacobi.lift.request;

/** What the lifter may ask about classes of the running program. */
public interface ClassSource {
    /** Class file of an internal name ({@code java/lang/Math}), or null when it cannot be had. */
    byte[] bytes(String internalName);

    /** A class file of so many bytes is going to be parsed. */
    default void parses(String internalName, int bytes) {
    }

    /** The value of a static final primitive, String or enum constant field of an initialised class, boxed; null when the class is not initialised. */
    Object constant(String owner, String name, String desc);

    /** Whether the class' initialiser runs at this moment, below the code that asks: its static final fields may still change then. */
    default boolean initialising(String owner) {
        return false;
    }

    /** Whether the JVM may run other code for the class than its file has. */
    default boolean changed(String internalName) {
        return false;
    }

    /** Whether using the class runs no initialiser any more; only asked of classes that have one. */
    default boolean initialised(String owner) {
        return true;
    }
}
