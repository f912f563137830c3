package dev.jacobi.transform;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The named axes around the function whose program is being made, and how many lanes each has. */
final class NamedAxes {
    private Map<String, Dim> inForce = Map.of();

    /** Inside of another axis; {@code lanes} is null where their number is not known. */
    <T> T within(String axis, Dim lanes, Supplier<T> work) {
        Map<String, Dim> outside = inForce;
        var inside = new HashMap<>(outside);
        inside.put(axis, lanes == null ? Dim.UNKNOWN : lanes);
        inForce = Map.copyOf(inside);
        try {
            return work.get();
        } finally {
            inForce = outside;
        }
    }

    /** How many lanes the axis has; null where that is not known. */
    Dim lanes(String axis) {
        Dim n = inForce.getOrDefault(axis, Dim.UNKNOWN);
        return n.isUnknown() ? null : n;
    }

    Map<String, Dim> inForce() {
        return inForce;
    }

    /** The name of an axis that a collective of a whole program is still over, or null. */
    static String open(List<Eqn> body) {
        var names = new ArrayList<String>();
        Regions.each(body, e -> {
            if (e.prim().group() == Prim.Group.COLLECTIVE) {
                names.add(((Params.Name) e.params()).name());
            }
        });
        return names.isEmpty() ? null : names.get(0);
    }
}
