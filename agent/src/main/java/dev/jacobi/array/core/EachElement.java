package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.function.UnaryOperator;

/** A loop of a program over elements that do not depend on each other, each of which may take a different number of steps. */
public final class EachElement {
    private EachElement() {
    }

    /** An array of one axis: the function gives each element of the index, an i32 without axes. */
    public static NDArray map(Extent n, DType dtype, UnaryOperator<NDArray> f) {
        Trace t = Trace.current();
        Builder b = t.builder();
        Var i = b.fresh(Type.I32);
        b.open();
        Atom v = t.atom(f.apply(t.array(DType.I32, false, List.of(i))));
        Region body = b.close(List.of(i), List.of(v));
        return t.array(dtype, false, b.loop(Prim.MAP, n.dim(), body, n.atom(), List.of()));
    }

    /** An element of an array of one axis, or the one element of an array without axes. */
    public static NDArray at(NDArray x, NDArray i) {
        if (x.rank() == 0) {
            return x;
        }
        Trace t = Trace.current();
        return t.array(x.dtype(), false, List.of(t.builder().index(t.atom(x), Params.Access.PROMISED, List.of(t.atom(i)))));
    }
}
