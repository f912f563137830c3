package dev.jacobi.spi;

import java.io.Serializable;
import java.util.List;

/**
 * How the arguments and the result of a function lie on a mesh.
 *
 * @param mesh the devices
 * @param in a {@link Partition} for each argument, or lists and maps of them with its parts; one alone is for all arguments
 * @param out the same for the result; null where the compiler decides
 */
public record Sharding(MeshAxes mesh, List<Object> in, Object out) implements Serializable {
    /** With a list of its own. */
    public Sharding {
        in = List.copyOf(in);
    }

    /** The spec of an argument. */
    public Object in(int argument) {
        return in.get(in.size() == 1 ? 0 : argument % in.size());
    }
}
