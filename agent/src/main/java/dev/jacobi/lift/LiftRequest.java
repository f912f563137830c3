package dev.jacobi.lift;

import java.util.List;
import java.util.function.Function;

/**
 * Which method to lift and for which aliasing: {@code aliases.get(k)} is the smallest index of an argument that is the
 * same object as argument k (k itself when none). Static fields' arrays are assumed distinct from the arguments' unless
 * the list says otherwise by a later extension. {@code receivers} tells what an object that comes with the call is, or null; what it was
 * asked about must be so at each call of the lifted method.
 */
public record LiftRequest(ClassSource classes, String owner, String name, String desc, List<Integer> aliases,
        Function<Lifted.Source, Receiver> receivers) {
    public LiftRequest {
        aliases = List.copyOf(aliases);
    }

    /** A request that knows nothing about objects. */
    public LiftRequest(ClassSource classes, String owner, String name, String desc, List<Integer> aliases) {
        this(classes, owner, name, desc, aliases, s -> null);
    }
}
