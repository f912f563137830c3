package dev.jacobi.llvm.conformance;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Tensors as vectors of reals: drawn, added, multiplied. */
final class Numbers {
    private Numbers() {
    }

    private static int extent(Dim d) {
        return d.isConst() ? (int) d.add() : switch (d.sym()) {
            case "n" -> 4;
            case "m" -> 3;
            default -> 2;
        };
    }

    /** Extents of an example of the type. */
    static int[] dims(Type t) {
        return t.dims().stream().mapToInt(Numbers::extent).toArray();
    }

    static int count(int[] dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        return n;
    }

    /** Random values from lo to hi, integers from lo to hi inclusive. */
    static Tensor draw(DType t, int[] dims, double lo, double hi, Random random) {
        double[] x = new double[count(dims)];
        for (int i = 0; i < x.length; i++) {
            x[i] = t.isFloat() ? lo + (hi - lo) * random.nextDouble() : lo + random.nextInt((int) (hi - lo) + 1);
        }
        return of(t, dims, x);
    }

    static Tensor of(DType t, int[] dims, double[] x) {
        Object data = switch (t) {
            case BOOL -> new boolean[x.length];
            case I8 -> new byte[x.length];
            case I16, F16, BF16 -> new short[x.length];
            case U16 -> new char[x.length];
            case I32 -> new int[x.length];
            case I64 -> new long[x.length];
            case F32 -> new float[x.length];
            case F64 -> new double[x.length];
        };
        for (int i = 0; i < x.length; i++) {
            Array.set(data, i, switch (t) {
                case BOOL -> (Object) (x[i] != 0);
                case I8 -> (byte) x[i];
                case I16 -> (short) x[i];
                case F16, BF16 -> (short) Lit.real(t, x[i]).bits();
                case U16 -> (char) x[i];
                case I32 -> (int) x[i];
                case I64 -> (long) x[i];
                case F32 -> (float) x[i];
                case F64 -> x[i];
            });
        }
        return new Tensor(t, dims, data);
    }

    /** Examples of a type as one tensor with a new first axis. */
    static Tensor stack(Type t, List<Tensor> examples) {
        int[] row = examples.isEmpty() ? dims(t) : examples.get(0).dims();
        int[] dims = new int[row.length + 1];
        dims[0] = examples.size();
        System.arraycopy(row, 0, dims, 1, row.length);
        int n = count(row);
        double[] x = new double[n * examples.size()];
        // A long goes through a double here: the rows draw small ones, whatever is computed of them is compared as it was rounded.
        for (int k = 0; k < examples.size(); k++) {
            System.arraycopy(reals(examples.get(k)), 0, x, k * n, n);
        }
        return of(t.dtype(), dims, x);
    }

    static double[] reals(Tensor t) {
        double[] x = new double[t.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = t.get(i).asDouble();
        }
        return x;
    }

    /** x + h v for the floats among them; {@code v} has one for each of those. */
    static List<Tensor> moved(List<Tensor> x, double h, List<Tensor> v) {
        var out = new ArrayList<Tensor>();
        int k = 0;
        for (Tensor t : x) {
            if (!t.dtype().isFloat()) {
                out.add(t);
                continue;
            }
            double[] a = reals(t);
            double[] d = reals(v.get(k++));
            for (int i = 0; i < a.length; i++) {
                a[i] += h * d[i];
            }
            out.add(of(t.dtype(), t.dims(), a));
        }
        return out;
    }

    static double dot(List<Tensor> x, List<Tensor> y) {
        double s = 0;
        for (int k = 0; k < x.size(); k++) {
            double[] a = reals(x.get(k));
            double[] b = reals(y.get(k));
            if (a.length != b.length) {
                throw new AssertionError("number " + k + ": " + a.length + " elements against " + b.length);
            }
            for (int i = 0; i < a.length; i++) {
                s += a[i] * b[i];
            }
        }
        return s;
    }

    /** The sum of the products' sizes, which says how exact {@link #dot} can be. */
    static double size(List<Tensor> x, List<Tensor> y) {
        double s = 0;
        for (int k = 0; k < x.size(); k++) {
            double[] a = reals(x.get(k));
            double[] b = reals(y.get(k));
            for (int i = 0; i < a.length; i++) {
                s += Math.abs(a[i] * b[i]);
            }
        }
        return s;
    }

    /** Equal extents, and elements that differ by at most {@code part} of their size; NaN is equal to NaN. */
    static void same(String what, List<Tensor> want, List<Tensor> have, double part) {
        if (want.size() != have.size()) {
            throw new AssertionError(what + "\n" + want.size() + " values became " + have.size());
        }
        for (int k = 0; k < want.size(); k++) {
            if (!Arrays.equals(want.get(k).dims(), have.get(k).dims())) {
                throw new AssertionError(what + "\nnumber " + k + " has extents " + Arrays.toString(have.get(k).dims()) + " in place of " + Arrays.toString(want.get(k).dims()));
            }
            double[] a = reals(want.get(k));
            double[] b = reals(have.get(k));
            double size = Arrays.stream(a).map(Math::abs).filter(x -> x <= Double.MAX_VALUE).max().orElse(0);
            for (int i = 0; i < a.length; i++) {
                if (!(a[i] == b[i] || a[i] != a[i] && b[i] != b[i] || Math.abs(a[i] - b[i]) <= part * (1 + size))) {
                    throw new AssertionError(what + "\nnumber " + k + ", element " + i + ": " + a[i] + " became " + b[i]);
                }
            }
        }
    }

    static List<Tensor> floats(List<Tensor> x) {
        return x.stream().filter(t -> t.dtype().isFloat()).toList();
    }

    /** Random values in the shapes of these. */
    static List<Tensor> like(List<Tensor> x, Random random) {
        return x.stream().map(t -> draw(t.dtype(), t.dims(), -1, 1, random)).toList();
    }
}
