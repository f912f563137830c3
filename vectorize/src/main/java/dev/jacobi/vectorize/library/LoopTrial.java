package dev.jacobi.vectorize.library;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a loop for matrices of small orders, in the interpreter, and finds the form that computes the same. What a form doesn't read is NaN, so that a loop that reads it is none of that form; and it is
 * a number once more, as a loop that changes it, which doesn't show in NaN, is none either.
 */
final class LoopTrial {
    private static final double CLOSE = 1e-4;
    private final UniformLoop loop;
    private final Var init;
    private final List<Var> in = new ArrayList<>();
    private final Func f;

    LoopTrial(UniformLoop loop) {
        this.loop = loop;
        init = (Var) loop.carry().init();
        in.addAll(loop.integers().keySet());
        in.addAll(loop.arrays());
        f = new Func(in, List.of(loop.eqn()), List.copyOf(loop.eqn().out()));
    }

    /** The form, or null when there is none. */
    LibraryForm form() {
        for (boolean vector : new boolean[] {true, false}) {
            if (vector && init.type().rank() != 1) {
                continue;
            }
            for (LibraryForm form : LibraryForm.all(loop.arrays(), init, vector)) {
                boolean same = agrees(form, 3, true);
                for (int n = 1; same && n <= UniformLoop.LARGEST; n++) {
                    same = agrees(form, n, true) && agrees(form, n, false);
                }
                if (same) {
                    return form;
                }
            }
        }
        return null;
    }

    /** Rows or elements that an array has more than what a form uses: nothing is known of arrays' extents but that they are large enough. */
    private int extra(Var v) {
        return loop.square().contains(v) ? 0 : 1;
    }

    private int width(Var v, int n) {
        return v.type().rank() == 2 ? n + extra(v) : n;
    }

    private int[] dims(Var v, int n, boolean matrix) {
        return v.type().rank() == 2 ? new int[] {n + extra(v), n + extra(v)} : new int[] {matrix ? n * n + 1 : n + 1};
    }

    /** Whether the form computes the same of a matrix of order n; {@code hide} says that what it doesn't read is NaN. */
    private boolean agrees(LibraryForm form, int n, boolean hide) {
        var random = new Random(n);
        var data = new HashMap<Var, double[]>();
        var args = new ArrayList<Tensor>();
        for (Var v : in) {
            if (v.type().isScalar()) {
                args.add(Tensor.of(Lit.of(v.dtype(), n + loop.integers().get(v))));
                continue;
            }
            boolean matrix = v == form.matrix() || v == init && !form.solve();
            double[] x = values(form, v, n, random, dims(v, n, matrix), hide);
            data.put(v, x);
            args.add(tensor(x, v.dtype(), dims(v, n, matrix)));
        }
        try {
            Tensor out = Interpreter.run(f, args).get(0);
            double[] want = form.solve() ? solved(form, data, n) : factored(form, data, n);
            for (int k = 0; k < want.length; k++) {
                double got = out.get(k).asDouble();
                if (!(Math.abs(got - want[k]) <= CLOSE * (1 + Math.abs(want[k]))) && !(Double.isNaN(got) && Double.isNaN(want[k]))) {
                    return false;
                }
            }
            return true;
        } catch (IllegalStateException | IllegalArgumentException outside) {
            return false;
        }
    }

    /** Random elements, of which a matrix has large ones along the diagonal; NaN where the form doesn't read, if that is to be hidden. Where the loop begins with an array that it only writes, its elements are random, too. */
    private double[] values(LibraryForm form, Var v, int n, Random random, int[] dims, boolean hide) {
        double[] x = new double[dims.length == 2 ? dims[0] * dims[1] : dims[0]];
        for (int k = 0; k < x.length; k++) {
            x[k] = (float) (random.nextDouble() - 0.3);
        }
        if (v == form.matrix()) {
            for (int k = 0; k < x.length; k++) {
                int i = k / width(v, n);
                int j = k % width(v, n);
                boolean read = i < n && j < n && form.reads(i, j);
                x[k] = !read && hide ? Double.NaN : read && i == j ? x[k] + n + 1 : x[k];
            }
        }
        return x;
    }

    private static Tensor tensor(double[] x, DType type, int[] dims) {
        Object data = x.clone();
        if (type == DType.F32) {
            float[] floats = new float[x.length];
            for (int k = 0; k < x.length; k++) {
                floats[k] = (float) x[k];
            }
            data = floats;
        }
        return Tensor.of(data, dims);
    }

    private double at(LibraryForm form, Map<Var, double[]> data, int n, int row, int column) {
        if (form.unit() && row == column) {
            return 1;
        }
        int i = form.transposed() ? column : row;
        int j = form.transposed() ? row : column;
        return data.get(form.matrix())[i * width(form.matrix(), n) + j];
    }

    private double[] solved(LibraryForm form, Map<Var, double[]> data, int n) {
        double[] x = data.get(init).clone();
        double[] b = data.get(form.right());
        for (int t = 0; t < n; t++) {
            int i = form.upper() ? n - 1 - t : t;
            double s = b[i];
            for (int j = form.upper() ? i + 1 : 0; j < (form.upper() ? n : i); j++) {
                s -= at(form, data, n, i, j) * x[j];
            }
            x[i] = s / at(form, data, n, i, i);
        }
        return x;
    }

    private double[] factored(LibraryForm form, Map<Var, double[]> data, int n) {
        double[] out = data.get(init).clone();
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double s = at(form, data, n, i, j);
                for (int k = 0; k < j; k++) {
                    s -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(s) : s / l[j][j];
                out[form.upper() ? j * width(init, n) + i : i * width(init, n) + j] = l[i][j];
            }
        }
        return out;
    }
}
