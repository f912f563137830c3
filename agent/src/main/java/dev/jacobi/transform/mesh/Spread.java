package dev.jacobi.transform.mesh;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.spi.MeshAxes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** What dividing arrays among the devices of a mesh comes to. How an array lies is a list of the mesh's axes for each of its own, the slowest first. */
record Spread(MeshAxes mesh) {
    static List<List<String>> whole(Type t) {
        return Collections.nCopies(t.rank(), List.of());
    }

    /** Whether an axis of this length can be divided among the devices along these axes. */
    boolean divides(List<String> axes, Dim length) {
        return axes.isEmpty() || length.isConst() && length.add() > 0 && length.add() % mesh.count(axes) == 0;
    }

    /** Whether an array can lie so; one of which a length is not known is not divided. */
    boolean fits(Type t, List<List<String>> layout) {
        boolean whole = layout.stream().allMatch(List::isEmpty);
        return whole || t.dims().stream().allMatch(Dim::isConst) && IntStream.range(0, layout.size()).allMatch(k -> divides(layout.get(k), t.dims().get(k)));
    }

    /** The type of one device's block. */
    Type block(Type t, List<List<String>> layout) {
        var dims = new ArrayList<Dim>();
        for (int k = 0; k < t.rank(); k++) {
            int n = mesh.count(layout.get(k));
            dims.add(n == 1 ? t.dims().get(k) : Dim.of(t.dims().get(k).add() / n));
        }
        return new Type(t.dtype(), dims);
    }

    /** How many elements the array has, as far as it is known. */
    static double elements(Type t) {
        return t.dims().stream().mapToDouble(d -> d.isConst() ? Math.max(d.add(), 1) : 1).reduce(1, (x, y) -> x * y);
    }

    static boolean uses(List<List<String>> layout, String axis) {
        return layout.stream().anyMatch(l -> l.contains(axis));
    }

    static String text(List<List<String>> layout) {
        var parts = new ArrayList<String>();
        layout.forEach(l -> parts.add(l.isEmpty() ? "-" : String.join("+", l)));
        return "(" + String.join(", ", parts) + ")";
    }
}
