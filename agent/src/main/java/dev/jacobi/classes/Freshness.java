package dev.jacobi.classes;

/** A {@link Dependent} that is asked: whether the classes that something was made from still have the code that they had. */
public final class Freshness implements Dependent {
    private final boolean known;
    private volatile boolean outdated;

    private Freshness(boolean known) {
        this.known = known;
    }

    /** For what is about to be made. Without the agent nobody tells of changes; what was made then is made anew once there is an agent. */
    public static Freshness now() {
        return new Freshness(RunningClasses.current() != null);
    }

    @Override
    public void outdated(Class<?> changed) {
        outdated = true;
    }

    /** Whether what was made may still be used. */
    public boolean lasts() {
        return !outdated && (known || RunningClasses.current() == null);
    }
}
