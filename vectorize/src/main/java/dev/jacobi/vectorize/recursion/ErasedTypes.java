package dev.jacobi.vectorize.recursion;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;

/** Types without names of extents: a name is one number in one call of a function, and other calls share the code. */
final class ErasedTypes {
    private ErasedTypes() {
    }

    static Type type(Type t) {
        return Rewrite.mapDims(t, Dim::unnamed);
    }

    /** The same for what stands in an equation's params; regions are left. */
    static Params params(Params p) {
        return Rewrite.mapDims(p, Dim::unnamed);
    }
}
