package dev.jacobi.array.linear;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Discrete Fourier transforms along axes. A length that is null is the array's. */
public final class Fourier {
    private Fourier() {
    }

    /** How sums are scaled: by one over the length backwards, in both directions by one over its root, or forwards. */
    private enum Norm {
        BACKWARD, ORTHO, FORWARD;

        static Norm of(String what, String name) {
            if (name == null) {
                return BACKWARD;
            }
            return Arrays.stream(values()).filter(n -> n.name().equalsIgnoreCase(name)).findFirst().orElseThrow(
                () -> new JacobiException(what + ": there is no norm '" + name + "'; there are backward, ortho and forward."));
        }

        Norm swapped() {
            return this == BACKWARD ? FORWARD : this == FORWARD ? BACKWARD : ORTHO;
        }
    }

    private static NDArray floats(NDArray a) {
        NDArray x = Promotion.inexact(a).get(0);
        return Casts.to(x, x.dtype().real().bits() < DType.F32.bits() ? DType.F32 : x.dtype());
    }

    private static Object key(String name, Integer n, int axis, Norm norm) {
        return Structural.key(name, String.valueOf(n), axis, norm.name());
    }

    private static int axis(String what, NDArray a, Integer n, int axis) {
        if (n != null && n < 1) {
            throw new JacobiException(what + ": a transform of the length " + n + " has no elements; give a length of 1 or more.");
        }
        return AxisNumbers.of(what, axis, a.rank());
    }

    /** The transform forwards, or the inverse one. */
    public static NDArray complex(String what, NDArray a, Integer n, int axis, String norm, boolean inverse) {
        int k = axis(what, a, n, axis);
        Norm how = Norm.of(what, norm);
        return Operation.fused(key(inverse ? "ifft" : "fft", n, k, how), List.of(floats(a)), in -> transformed(fitted(in.get(0), k, n), k, how, inverse));
    }

    /** The first half of the transform of reals, of which the other half is the conjugate. */
    public static NDArray ofReals(String what, NDArray a, Integer n, int axis, String norm, boolean conjugate) {
        if (a.dtype().isComplex()) {
            throw new JacobiException(what + ": the array is one of " + a.dtype() + "; give reals, or use fft.");
        }
        int k = axis(what, a, n, axis);
        Norm how = conjugate ? Norm.of(what, norm).swapped() : Norm.of(what, norm);
        return Operation.fused(key(what, n, k, how), List.of(floats(a)), in -> {
            NDArray x = fitted(in.get(0), k, n);
            NDArray y = Matrices.first(transformed(x, k, how, false), k, half(x.shapeOf().get(k)));
            return conjugate ? Arithmetic.conjugate(y) : y;
        });
    }

    /** The reals of whose transform this is the first half; by default of an even length. */
    public static NDArray toReals(String what, NDArray a, Integer n, int axis, String norm, boolean conjugate) {
        int k = axis(what, a, n, axis);
        Norm how = conjugate ? Norm.of(what, norm).swapped() : Norm.of(what, norm);
        return Operation.fused(key(what, n, k, how), List.of(floats(a)), in -> {
            NDArray x = conjugate ? Arithmetic.conjugate(in.get(0)) : in.get(0);
            Extent own = x.shapeOf().get(k);
            if (n == null && (own.is(0) || own.isOne())) {
                return Structural.full(JavaArrays.scalar(0, x.dtype().real(), false), x.shapeOf().with(k, Extent.of(0)));
            }
            Extent length = n == null ? x.shapeOf().get(k).minus(1).times(2) : Extent.of(n);
            NDArray head = fitted(Parts.complex(Parts.real(x), Parts.imaginary(x)), k, half(length));
            Extent rest = length.minus(1).dividedBy(Extent.of(2));
            NDArray tail = Structural.reverse(Arithmetic.conjugate(Matrices.part(head, k, Extent.of(1), rest, 1)), List.of(k));
            return Parts.real(transformed(Structural.concat(List.of(head, tail), k), k, how, true));
        });
    }

    private static Extent half(Extent n) {
        return n.dividedBy(Extent.of(2)).plus(1);
    }

    private static NDArray fitted(NDArray x, int axis, Integer n) {
        return n == null ? x : fitted(x, axis, Extent.of(n));
    }

    /** As many slices along an axis: the first ones, or all and zeros. */
    private static NDArray fitted(NDArray x, int axis, Extent n) {
        Extent own = x.shapeOf().get(axis);
        if (own.same(n)) {
            return x;
        }
        Extent both = own.min(n);
        NDArray kept = Matrices.first(x, axis, both);
        NDArray zeros = Structural.full(Matrices.number(0, x), x.shapeOf().with(axis, n.minus(both)));
        return Structural.concat(List.of(kept, zeros), axis);
    }

    private static NDArray transformed(NDArray x, int axis, Norm norm, boolean inverse) {
        Extent n = x.shapeOf().get(axis);
        DType d = x.dtype().real();
        List<NDArray> y = Products.library(Prim.FFT, new Params.Axis(axis, inverse), List.of(d, d), List.of(Parts.real(x), Parts.imaginary(x)));
        if (norm == Norm.BACKWARD) {
            return Parts.complex(y.get(0), y.get(1));
        }
        // the inverse transform has been divided by the length
        NDArray length = Casts.to(n.number(), d);
        NDArray by = norm == Norm.ORTHO ? Elementwise.unary(Prim.SQRT, length) : length;
        Prim p = inverse ? Prim.MUL : Prim.DIV;
        return Parts.complex(Elementwise.apply(p, y.get(0), by), Elementwise.apply(p, y.get(1), by));
    }

    /** The axes of a transform along several: those given, or the last ones, as many as there are lengths, or all. */
    private static List<Integer> axes(String what, NDArray a, int[] s, int[] axes) {
        int[] chosen = axes != null || s == null ? axes : IntStream.range(-s.length, 0).toArray();
        List<Integer> out = AxisNumbers.of(what, chosen, a.rank());
        if (s != null && s.length != out.size()) {
            throw new JacobiException(what + ": there are " + s.length + " lengths for " + out.size() + " axes; give as many.");
        }
        if (out.isEmpty()) {
            throw new JacobiException(what + ": there is no axis to transform along; give at least one.");
        }
        return out;
    }

    private static Integer length(int[] s, int k) {
        return s == null ? null : Integer.valueOf(s[k]);
    }

    /** The transform along several axes, or the inverse one. */
    public static NDArray complex(String what, NDArray a, int[] s, int[] axes, String norm, boolean inverse) {
        List<Integer> all = axes(what, a, s, axes);
        NDArray x = a;
        for (int k = all.size() - 1; k >= 0; k--) {
            x = complex(what, x, length(s, k), all.get(k), norm, inverse);
        }
        return x;
    }

    /** The transform of reals along several axes, half of it along the last one. */
    public static NDArray ofReals(String what, NDArray a, int[] s, int[] axes, String norm) {
        List<Integer> all = axes(what, a, s, axes);
        int last = all.size() - 1;
        NDArray x = ofReals("rfft", a, length(s, last), all.get(last), norm, false);
        for (int k = last - 1; k >= 0; k--) {
            x = complex(what, x, length(s, k), all.get(k), norm, false);
        }
        return x;
    }

    /** The reals of whose transform along several axes this is the half. */
    public static NDArray toReals(String what, NDArray a, int[] s, int[] axes, String norm) {
        List<Integer> all = axes(what, a, s, axes);
        int last = all.size() - 1;
        NDArray x = a;
        for (int k = 0; k < last; k++) {
            x = complex(what, x, length(s, k), all.get(k), norm, true);
        }
        return toReals("irfft", x, length(s, last), all.get(last), norm, false);
    }

    /** The elements rotated along axes by half of the length, rounded down, or back. */
    public static NDArray shifted(String what, NDArray a, int[] axes, boolean back) {
        List<Integer> all = AxisNumbers.of(what, axes, a.rank());
        return Operation.fused(Structural.key(what, all), List.of(a), in -> {
            NDArray x = in.get(0);
            for (int k : all) {
                Extent n = x.shapeOf().get(k);
                Extent small = n.dividedBy(Extent.of(2));
                Extent begin = back ? small : n.minus(small);
                x = Structural.concat(List.of(Matrices.part(x, k, begin, n.minus(begin), 1), Matrices.first(x, k, begin)), k);
            }
            return x;
        });
    }

    /** The frequencies of a transform: numbers {@code count} from 0 on, those above half of {@code n} less {@code n}, over {@code d n}. */
    public static NDArray frequencies(String what, int n, double d, DType dtype, boolean half) {
        if (n < 1) {
            throw new JacobiException(what + ": a transform of the length " + n + " has no frequencies; give a length of 1 or more.");
        }
        int count = half ? n / 2 + 1 : n;
        double[] k = IntStream.range(0, count).mapToDouble(i -> half || i < (n + 1) / 2 ? i : i - n).toArray();
        NDArray numbers = NDArray.of(k, dtype);
        return Arithmetic.divide(numbers, Matrices.number(d * n, numbers));
    }
}
