package dev.jacobi.classes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/**
 * A {@link Dependent} that is asked: whether the classes that something was made from still have the code that they had, and whatever else it was made for is as it was.
 */
public final class Freshness implements Dependent {
    private final ClassBytes classes;
    private final boolean known;
    private final List<BooleanSupplier> conditions = new CopyOnWriteArrayList<>();
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

    /** What was made may be used as long as this holds; asked before each use. */
    public void lastsWhile(BooleanSupplier condition) {
        conditions.add(condition);
    }

    /** Whether what was made may still be used. */
    public boolean lasts() {
        if (outdated || !known && classes.running() != null) {
            return false;
        }
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).getAsBoolean()) {
                return false;
            }
        }
        return true;
    }
}
