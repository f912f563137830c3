// How results of a plugin and of the interpreter are compared.
package dev.jacobi.tpu;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Integers must be equal; reals too, or within a part of the larger one. Subnormal numbers may be taken for zero, as XLA does on all devices. */
public final class Compare {
    private Compare() {
    }

    static List<Type> types(List<Tensor> values) {
        return values.stream().map(t -> new Type(t.dtype(), Arrays.stream(t.dims()).mapToObj(Dim::of).toList())).toList();
    }

    /** Values of one type as one array. */
    static Tensor tensor(List<Lit> values) {
        Tensor first = Tensor.of(values.get(0));
        Object data = Array.newInstance(first.data().getClass().getComponentType(), values.size());
        for (int k = 0; k < values.size(); k++) {
            Array.set(data, k, Array.get(Tensor.of(values.get(k)).data(), 0));
        }
        return new Tensor(first.dtype(), new int[] {values.size()}, data);
    }

    /** Arrays of one shape along a new first axis. */
    static Tensor stacked(List<Tensor> rows) {
        Tensor first = rows.get(0);
        int[] dims = IntStream.concat(IntStream.of(rows.size()), IntStream.of(first.dims())).toArray();
        Object data = Array.newInstance(first.data().getClass().getComponentType(), first.size() * rows.size());
        for (int k = 0; k < rows.size(); k++) {
            System.arraycopy(rows.get(k).data(), 0, data, k * first.size(), first.size());
        }
        return new Tensor(first.dtype(), dims, data);
    }

    /** Equal but for {@code part} of the larger magnitude, or of a thousandth of the array's largest: small elements may be what is left of sums of larger terms. */
    static void same(String where, List<Tensor> want, List<Tensor> have, double part) {
        if (want.size() != have.size()) {
            throw new AssertionError(where + "\n" + have.size() + " results, not " + want.size());
        }
        for (int k = 0; k < want.size(); k++) {
            Tensor w = want.get(k);
            Tensor h = have.get(k);
            if (w.dtype() != h.dtype() || !Arrays.equals(w.dims(), h.dims())) {
                throw new AssertionError(where + "\nresult " + k + " is " + h.dtype() + Arrays.toString(h.dims()) + ", not " + w.dtype() + Arrays.toString(w.dims()));
            }
            double least = part > 0 ? part * largest(w) / 1000 : 0;
            for (int i = 0; i < w.size(); i++) {
                if (!close(w.get(i), h.get(i), part) && !(least > 0 && Math.abs(w.get(i).asDouble() - h.get(i).asDouble()) <= least)) {
                    throw new AssertionError(where + "\nresult " + k + " element " + i + " is " + text(h.get(i)) + ", not " + text(w.get(i)));
                }
            }
        }
    }

    /** The largest finite magnitude of reals. */
    private static double largest(Tensor t) {
        return t.dtype().isFloat() ? IntStream.range(0, t.size()).mapToDouble(i -> Math.abs(t.get(i).asDouble())).filter(Double::isFinite).max().orElse(0) : 0;
    }

    private static String text(Lit v) {
        return v.dtype().isFloat() ? Double.toString(v.asDouble()) : Long.toString(v.asLong());
    }

    static boolean close(Lit want, Lit have, double part) {
        if (!want.dtype().isFloat() || want.bits() == have.bits()) {
            return want.bits() == have.bits();
        }
        double w = want.asDouble();
        double h = have.asDouble();
        if (Double.isNaN(w) || Double.isNaN(h)) {
            return Double.isNaN(w) && Double.isNaN(h);
        }
        if (Math.abs(w) < smallest(want.dtype()) && Math.abs(h) < smallest(want.dtype())) {
            // Both zeros, or one flushed: the sign must be kept where the value is a zero.
            return w != 0 || h != 0 || part > 0;
        }
        return Math.abs(w - h) <= part * Math.max(Math.abs(w), Math.abs(h));
    }

    private static double smallest(DType d) {
        return switch (d) {
            case F64 -> Double.MIN_NORMAL;
            case F32, BF16 -> Float.MIN_NORMAL;
            case F16 -> 0x1p-14;
            case BOOL, I8, I16, U16, I32, I64 -> 0;
        };
    }
}
