package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import java.util.List;

/** Complex arrays made of others. */
public final class ComplexNumbers {
    private ComplexNumbers() {
    }

    /** Of real and imaginary parts, which are broadcast. */
    public static NDArray of(NDArray re, NDArray im) {
        if (re.dtype().isComplex() || im.dtype().isComplex()) {
            throw new JacobiException("complex: the parts of complex numbers are real, but here are arrays of " + re.dtype() + " and " + im.dtype() + ".");
        }
        List<NDArray> in = Promotion.inexact(re, im);
        DType d = in.get(0).dtype();
        List<NDArray> parts = d == DType.F32 || d == DType.F64 ? in : in.stream().map(x -> x.astype(DType.F32)).toList();
        return Elementwise.run(Structural.key("complex"), "complex", parts.get(0).dtype().complex(), parts, (t, x) -> x);
    }
}
