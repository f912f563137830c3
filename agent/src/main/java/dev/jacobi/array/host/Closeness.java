package dev.jacobi.array.host;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Relations;
import dev.jacobi.ir.Prim;
import java.util.Arrays;

/** Whether arrays are the same, or nearly. */
public final class Closeness {
    /** As many elements make a hash code. */
    private static final int HASHED = 64;

    private Closeness() {
    }

    /** |a - b| <= atol + rtol |b| everywhere, computed in double precision; infinities are close to themselves. */
    public static boolean all(NDArray a, NDArray b, double rtol, double atol) {
        StoredElements.stored(a);
        StoredElements.stored(b);
        return Operation.now(() -> {
            NDArray x = wide(a);
            NDArray y = wide(b);
            NDArray size = Arithmetic.absolute(y);
            NDArray limit = Arithmetic.add(NDArray.of(atol, DType.F64), Arithmetic.multiply(NDArray.of(rtol, DType.F64), size));
            NDArray near = Relations.compare(Prim.LE, Arithmetic.absolute(Arithmetic.subtract(x, y)), limit);
            NDArray finite = Relations.compare(Prim.LT, size, NDArray.of(Double.POSITIVE_INFINITY, DType.F64));
            NDArray close = Elementwise.apply(Prim.OR, Elementwise.apply(Prim.AND, near, finite), Relations.compare(Prim.EQ, x, y));
            return Reduction.reduce(Prim.REDUCE_AND, close, Reduction.allAxes(close)).toBoolean();
        });
    }

    private static NDArray wide(NDArray x) {
        return Casts.to(x, x.dtype().isComplex() ? DType.COMPLEX128 : DType.F64);
    }

    /** The same type, shape and elements, where NaN is equal to itself. */
    public static boolean same(NDArray a, NDArray b) {
        if (a.value() == b.value() && a.dtype() == b.dtype()) {
            return true;
        }
        if (!(a.value() instanceof ArrayValue.Stored x && b.value() instanceof ArrayValue.Stored y) || a.dtype() != b.dtype() || !Arrays.equals(x.dims(), y.dims())) {
            return false;
        }
        var p = new StoredElements(a);
        var q = new StoredElements(b);
        boolean real = a.dtype().isInexact();
        for (int i = 0; i < a.size(); i++) {
            if (real ? !same(p.real(i), q.real(i)) || !same(p.imaginary(i), q.imaginary(i)) : p.integer(i) != q.integer(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(double a, double b) {
        return a == b || a != a && b != b;
    }

    /** The same for arrays that are the same: of their shape, and of elements here and there. */
    public static int hash(NDArray x) {
        if (!StoredElements.isKnown(x)) {
            return System.identityHashCode(x.value());
        }
        var e = new StoredElements(x);
        int h = 31 * x.dtype().hashCode() + Arrays.hashCode(x.shape());
        int n = x.size();
        for (int k = 0; k < Math.min(n, HASHED); k++) {
            long i = (long) k * n / Math.min(n, HASHED);
            // the sum with 0 makes 0 of -0
            h = 31 * h + (x.dtype().isInexact() ? Double.hashCode(e.real(i) + 0.0) * 31 + Double.hashCode(e.imaginary(i) + 0.0) : Long.hashCode(e.integer(i)));
        }
        return h;
    }
}
