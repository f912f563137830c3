package dev.jacobi.classes;

/** A {@link Dependent} that is asked: whether the classes that something was made from still have the code that they had. */
public final class Freshness implements Dependent {
    private final ClassBytes classes;
    private final boolean known;
    private volatile boolean outdated;

    private Freshness(ClassBytes classes) {
        this.classes = classes;
        this.known = classes.running() != null;
    }

    /** For what is about to be made. Without the agent nobody tells of changes; what was made then is made anew once there is an agent. */
    public static Freshness now(ClassBytes classes) {
        return new Freshness(classes);
    }

    @Override
    public void outdated(Class<?> changed) {
        outdated = true;
    }

    /** Whether what was made may still be used. */
    public boolean lasts() {
        return !outdated && (known || classes.running() == null);
    }
}
