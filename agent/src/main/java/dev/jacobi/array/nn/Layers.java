package dev.jacobi.array.nn;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Windows;
import java.util.Arrays;

/** Pooling, and encodings of places. */
public final class Layers {
    private static final double LONGEST = 10000;

    private Layers() {
    }

    /** For the axes between that of images and that of channels. */
    private static int[] between(NDArray x, int[] v) {
        if (v.length != x.rank() - 2) {
            throw new JacobiException("pool: there are " + v.length + " lengths for images of shape " + x.shapeOf() + "; give one for each axis but the first and the last.");
        }
        int[] all = new int[x.rank()];
        Arrays.fill(all, 1);
        System.arraycopy(v, 0, all, 1, v.length);
        return all;
    }

    /** The greatest or smallest elements of windows. */
    public static NDArray pool(NDArray x, String op, int[] window, int[] strides, String padding) {
        boolean max = op.equals("max");
        double edge = x.dtype().isReal() ? max ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY : max ? -Math.scalb(1.0, 31) : Math.scalb(1.0, 31) - 1;
        return Windows.reduce(x, Calc.like(edge, x), op, between(x, window), between(x, strides), padding, null);
    }

    /** The means of windows. */
    public static NDArray average(NDArray x, int[] window, int[] strides, String padding) {
        int n = Arrays.stream(window).reduce(1, Math::multiplyExact);
        return Windows.reduce(x, Calc.like(0, x), "add", between(x, window), between(x, strides), padding, null).dividedBy((double) n);
    }

    /** Sines and cosines of places. */
    public static NDArray positions(int length, int size) {
        double[][] rows = new double[length][size];
        for (int p = 0; p < length; p++) {
            for (int k = 0; k < size; k++) {
                double angle = p / Math.pow(LONGEST, (k - k % 2) / (double) size);
                rows[p][k] = k % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
            }
        }
        return NDArray.of(rows, JavaArrays.standard(DType.F64));
    }
}
