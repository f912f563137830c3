package dev.jacobi.ir.interp;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** The interpreter's factorisations of each matrix of a batch (last two axes), in double. */
final class FactorOps {
    private FactorOps() {
    }

    /** {@code im}: the imaginary parts, or null. */
    static Args factor(Prim p, Value a, Value im, Params params) {
        int rank = a.dims.length;
        int rows = a.dims[rank - 2];
        int columns = a.dims[rank - 1];
        Params.Part part = params instanceof Params.Factor f ? f.part() : Params.Part.FULL;
        Value[] out = results(p, part, a, im != null, rows, columns);
        int batch = Value.count(java.util.Arrays.copyOf(a.dims, rank - 2));
        for (int m = 0; m < batch; m++) {
            double[][] x = read(a, m, rows, columns);
            double[][][] r = im == null ? real(p, part, x, rows, columns) : complex(p, part, new ComplexFactors(x, read(im, m, rows, columns), rows, columns));
            for (int k = 0; k < out.length; k++) {
                write(out[k], m, batch, r[out.length == 1 ? r.length / 2 : k]);
            }
        }
        return Args.of(out);
    }

    private static double[][][] real(Prim p, Params.Part part, double[][] x, int rows, int columns) {
        return p == Prim.LU ? lu(x, rows, columns) : p == Prim.QR ? MatrixFactors.qr(x, rows, columns)
            : p == Prim.EIGH ? MatrixFactors.eigh(symmetric(x, part == Params.Part.LOWER)) : MatrixFactors.svd(x, rows, columns);
    }

    private static double[][][] complex(Prim p, Params.Part part, ComplexFactors x) {
        return p == Prim.LU ? x.lu() : p == Prim.QR ? x.qr() : p == Prim.EIGH ? x.eigh(part == Params.Part.LOWER) : x.svd();
    }

    private static Value[] results(Prim p, Params.Part part, Value a, boolean complex, int rows, int columns) {
        int fewer = Math.min(rows, columns);
        boolean full = part == Params.Part.FULL;
        var out = new ArrayList<Value>();
        int times = complex ? 2 : 1;
        if (p == Prim.LU) {
            matrices(out, times, a, rows, columns);
            out.add(like(a, DType.I32, fewer));
            out.add(like(a, DType.I32, rows));
        } else if (p == Prim.QR) {
            matrices(out, times, a, rows, full ? rows : fewer);
            matrices(out, times, a, full ? rows : fewer, columns);
        } else if (p == Prim.EIGH) {
            out.add(like(a, a.dtype, rows));
            matrices(out, times, a, rows, rows);
        } else {
            boolean vectors = part != Params.Part.VALUES;
            matrices(out, vectors ? times : 0, a, rows, full ? rows : fewer);
            out.add(like(a, a.dtype, fewer));
            matrices(out, vectors ? times : 0, a, full ? columns : fewer, columns);
        }
        return out.toArray(Value[]::new);
    }

    private static void matrices(List<Value> out, int times, Value a, int rows, int columns) {
        for (int k = 0; k < times; k++) {
            out.add(like(a, a.dtype, rows, columns));
        }
    }

    /** Arrays of these last extents behind the axes of the batch. */
    private static Value like(Value a, DType d, int... last) {
        int batch = a.dims.length - 2;
        int[] dims = java.util.Arrays.copyOf(a.dims, batch + last.length);
        System.arraycopy(last, 0, dims, batch, last.length);
        return Value.alloc(d, dims);
    }

    private static double[][] read(Value a, int m, int rows, int columns) {
        double[][] x = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                x[i][j] = Eval.toDouble(a.dtype, a.get((m * rows + i) * columns + j));
            }
        }
        return x;
    }

    /** The first rows and columns of {@code x}, as many as the result has; a vector is a matrix of one row. */
    private static void write(Value to, int m, int batch, double[][] x) {
        int size = to.size() / batch;
        int columns = x.length == 1 ? size : to.dims[to.dims.length - 1];
        for (int k = 0; k < size; k++) {
            double v = x[k / columns][k % columns];
            to.set(m * size + k, to.dtype == DType.I32 ? (long) v : Eval.fromDouble(to.dtype, v));
        }
    }

    private static double[][] symmetric(double[][] a, boolean lower) {
        int n = a.length;
        double[][] s = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                s[i][j] = lower == (i >= j) ? a[i][j] : a[j][i];
            }
        }
        return s;
    }

    /** Gaussian elimination; of each column the first row of the largest absolute value goes up. */
    private static double[][][] lu(double[][] a, int rows, int columns) {
        int steps = Math.min(rows, columns);
        double[][] pivots = new double[1][steps];
        double[][] order = new double[1][rows];
        for (int i = 0; i < rows; i++) {
            order[0][i] = i;
        }
        for (int k = 0; k < steps; k++) {
            int best = k;
            for (int i = k + 1; i < rows; i++) {
                best = Math.abs(a[i][k]) > Math.abs(a[best][k]) ? i : best;
            }
            pivots[0][k] = best;
            double[] row = a[k];
            a[k] = a[best];
            a[best] = row;
            double from = order[0][k];
            order[0][k] = order[0][best];
            order[0][best] = from;
            for (int i = k + 1; i < rows && a[k][k] != 0; i++) {
                a[i][k] /= a[k][k];
                for (int j = k + 1; j < columns; j++) {
                    a[i][j] -= a[i][k] * a[k][j];
                }
            }
        }
        return new double[][][] {a, pivots, order};
    }
}
