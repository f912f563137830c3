package dev.jacobi.vectorize.recursion;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Type;
import java.util.List;

/** Types without names of extents: a name is one number in one call of a function, and other calls share the code. */
final class Erase {
    private Erase() {
    }

    static Type type(Type t) {
        return t.dims().stream().allMatch(Dim::isConst) ? t : new Type(t.dtype(), dims(t.dims()));
    }

    private static List<Dim> dims(List<Dim> dims) {
        return dims.stream().map(Erase::dim).toList();
    }

    private static Dim dim(Dim d) {
        return d.isConst() ? d : Dim.UNKNOWN;
    }

    /** The same for what stands in an equation's params; regions are left. */
    static Params params(Params p) {
        if (p instanceof Params.Shape s) {
            return new Params.Shape(s.dtype(), dims(s.dims()));
        } else if (p instanceof Params.Broadcast b) {
            return new Params.Broadcast(b.axes(), dims(b.dims()));
        } else if (p instanceof Params.Slice s) {
            return new Params.Slice(dims(s.dims()), s.strides());
        } else if (p instanceof Params.Loop l) {
            return new Params.Loop(dim(l.extent()), l.body());
        } else if (p instanceof Params.Fold f) {
            return new Params.Fold(dim(f.extent()), f.ops(), f.body());
        } else if (p instanceof Params.Call c) {
            return new Params.Call(c.name(), c.results().stream().map(Erase::type).toList());
        }
        return p;
    }
}
