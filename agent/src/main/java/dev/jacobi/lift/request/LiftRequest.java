package dev.jacobi.lift.request;

import dev.jacobi.ir.Lit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which method to lift and for which aliasing: {@code aliases.get(k)} is the smallest index of an argument that is the
 * same object as argument k (k itself when none). Static fields' arrays are assumed distinct from the arguments' unless
 * the list says otherwise by a later extension. {@code receivers} tells what an object that comes with the call is, or null; what it was
 * asked about must be so at each call of the lifted method. {@code constants} are primitive arguments, by index, whose value is known: I32
 * for everything narrower than that but boolean. Lifting ends with {@link TooMuch} after {@code most} equations, those of attempts that are dropped included.
 */
public record LiftRequest(ClassSource classes, String owner, String name, String desc, List<Integer> aliases,
        Function<Lifted.Source, Receiver> receivers, Map<Integer, Lit> constants, long most) {
    public LiftRequest {
        aliases = List.copyOf(aliases);
        constants = Map.copyOf(constants);
    }

    /** A request that may take as long as it takes. */
    public LiftRequest(ClassSource classes, String owner, String name, String desc, List<Integer> aliases,
            Function<Lifted.Source, Receiver> receivers, Map<Integer, Lit> constants) {
        this(classes, owner, name, desc, aliases, receivers, constants, Long.MAX_VALUE);
    }

    /** A request without constants. */
    public LiftRequest(ClassSource classes, String owner, String name, String desc, List<Integer> aliases,
            Function<Lifted.Source, Receiver> receivers) {
        this(classes, owner, name, desc, aliases, receivers, Map.of());
    }

    /** A request that knows nothing about objects. */
    public LiftRequest(ClassSource classes, String owner, String name, String desc, List<Integer> aliases) {
        this(classes, owner, name, desc, aliases, s -> null);
    }
}
