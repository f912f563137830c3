package dev.jacobi.ir.harness;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How results are compared with those wanted. Types, extents, and all but reals must be equal, and so must be reals unless they differ by at most {@code part} of the larger of the two,
 * by that part of {@code ofLargest} times the largest number wanted in the array, or of {@code least}. A NaN is as good as another.
 */
public record Comparison(double part, double ofLargest, double least, Set<Freedom> freedoms) {
    /** What some way of running programs leaves open. */
    public enum Freedom {
        /** Subnormal reals may be zeros. */
        SUBNORMALS,
        /** An array without elements may have any extents behind its first one of 0: where there are no rows, the interpreter has seen none whose length it could tell. */
        EXTENTS_OF_NOTHING
    }

    /** Equal to the bit. */
    public static final Comparison EXACT = new Comparison(0, 0, 0, Set.of());

    /** Reals may differ by a part of themselves, as functions that round in another way do. */
    public static Comparison within(double part) {
        return new Comparison(part, 0, 0, Set.of());
    }

    /** By a part of the largest number of the array, as sums in another order do. */
    public static Comparison ofLargest(double part) {
        return new Comparison(part, 1, 0, Set.of());
    }

    public Comparison with(Freedom freedom) {
        return new Comparison(part, ofLargest, least, Set.of(freedom));
    }

    /** Fails, {@code where} first, unless they are equal in this sense. */
    public void check(String where, List<Tensor> want, List<Tensor> have) {
        if (want.size() != have.size()) {
            throw new AssertionError(where + "\n" + have.size() + " results, not " + want.size());
        }
        for (int k = 0; k < want.size(); k++) {
            check(where + "\nresult " + k, want.get(k), have.get(k));
        }
    }

    public void check(String where, Tensor want, Tensor have) {
        if (want.dtype() != have.dtype() || !Arrays.equals(extents(want), extents(have))) {
            throw new AssertionError(where + " is " + have.dtype() + Arrays.toString(have.dims()) + ", not " + want.dtype() + Arrays.toString(want.dims()));
        }
        long[] a = want.bits();
        long[] b = have.bits();
        double size = -1;
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                size = size < 0 ? Math.max(least, ofLargest == 0 ? 0 : ofLargest * largest(want)) : size;
                if (!close(want.get(i), have.get(i), size)) {
                    throw new AssertionError(where + ", element " + i + " is " + text(have.get(i)) + ", not " + text(want.get(i)));
                }
            }
        }
    }

    private int[] extents(Tensor t) {
        int known = freedoms.contains(Freedom.EXTENTS_OF_NOTHING) ? 1 + Arrays.stream(t.dims()).boxed().toList().indexOf(0) : 0;
        return known == 0 ? t.dims() : Arrays.copyOf(t.dims(), known);
    }

    /** Whether a value is good enough by itself. */
    public boolean close(Lit want, Lit have) {
        return want.bits() == have.bits() || close(want, have, least);
    }

    private boolean close(Lit want, Lit have, double size) {
        if (!want.dtype().isFloat()) {
            return false;
        }
        double w = want.asDouble();
        double h = have.asDouble();
        if (Double.isNaN(w) || Double.isNaN(h)) {
            return Double.isNaN(w) && Double.isNaN(h);
        }
        if (freedoms.contains(Freedom.SUBNORMALS) && Math.abs(w) < smallest(want.dtype()) && Math.abs(h) < smallest(want.dtype())) {
            // Both zeros, or one flushed: the sign must be kept where the value is a zero.
            return w != 0 || h != 0 || part > 0;
        }
        return part > 0 && Double.isFinite(w) && Double.isFinite(h) && Math.abs(w - h) <= part * Math.max(size, Math.max(Math.abs(w), Math.abs(h)));
    }

    /** The largest finite magnitude of reals. */
    private static double largest(Tensor t) {
        return t.dtype().isFloat() ? IntStream.range(0, t.size()).mapToDouble(i -> Math.abs(t.get(i).asDouble())).filter(Double::isFinite).max().orElse(0) : 0;
    }

    private static double smallest(DType d) {
        return switch (d) {
            case F64 -> Double.MIN_NORMAL;
            case F32, BF16 -> Float.MIN_NORMAL;
            case F16 -> 0x1p-14;
            case BOOL, I8, I16, U16, I32, I64 -> 0;
        };
    }

    private static String text(Lit v) {
        return v.dtype().isFloat() ? v.asDouble() + " (" + Long.toHexString(v.bits()) + ")" : Long.toString(v.asLong());
    }
}
