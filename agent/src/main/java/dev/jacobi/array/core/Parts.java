package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Lit;
import java.util.List;

/** Complex arrays as two real ones. */
public final class Parts {
    private Parts() {
    }

    /** The real parts; an array that is not complex is its own. */
    public static NDArray real(NDArray x) {
        return x.dtype().isComplex() ? part(x, 0) : x;
    }

    /** The imaginary parts; zeros for an array that is not complex. */
    public static NDArray imaginary(NDArray x) {
        return x.dtype().isComplex() ? part(x, 1) : Elementwise.run("zeros_like", "zeros_like", x.dtype(), List.of(x),
            (t, in) -> List.of(Casts.like(t, Lit.zero(in.get(0).dtype()), in.get(0))));
    }

    private static NDArray part(NDArray x, int k) {
        DType d = x.dtype().real();
        Trace t = Operation.trace(List.of(x));
        if (t != null) {
            return t.array(d, x.isWeak(), List.of(t.atoms(x).get(k)));
        }
        var s = (ArrayValue.Stored) x.value();
        return new NDArray(d, x.isWeak(), new ArrayValue.Stored(List.of(s.parts().get(k)), s.dims()));
    }

    /** A complex array of a real and an imaginary one of the same type and shape. */
    public static NDArray complex(NDArray re, NDArray im) {
        DType d = re.dtype().complex();
        Trace t = Operation.trace(List.of(re, im));
        boolean weak = re.isWeak() && im.isWeak();
        if (t != null) {
            return t.array(d, weak, List.of(t.atom(re), t.atom(im)));
        }
        var a = (ArrayValue.Stored) re.value();
        var b = (ArrayValue.Stored) im.value();
        return new NDArray(d, weak, new ArrayValue.Stored(List.of(a.parts().get(0), b.parts().get(0)), a.dims()));
    }
}
