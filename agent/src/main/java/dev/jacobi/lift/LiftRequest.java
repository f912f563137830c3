package dev.jacobi.lift;

import java.util.List;

/**
 * Which method to lift and for which aliasing: {@code aliases.get(k)} is the smallest index of an argument that is the
 * same object as argument k (k itself when none). Static fields' arrays are assumed distinct from the arguments' unless
 * the list says otherwise by a later extension.
 */
public record LiftRequest(ClassSource classes, String owner, String name, String desc, List<Integer> aliases) {
    public LiftRequest {
        aliases = List.copyOf(aliases);
    }
}
