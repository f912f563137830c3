package dev.jacobi.cycles;

import dev.jacobi.Lowered;
import java.util.Map;
import java.util.concurrent.Callable;

/** The table of methods and their gradients, whose names end in {@code '}. */
final class CycleMethods {
    private CycleMethods() {
    }

    static Map<String, Callable<Lowered>> all(boolean small) {
        var t = new MethodTable(small);
        Vectors.list(t);
        Products.list(t);
        Stencils.list(t);
        Recurrences.list(t);
        LayerRows.list(t);
        return t.rows;
    }
}
