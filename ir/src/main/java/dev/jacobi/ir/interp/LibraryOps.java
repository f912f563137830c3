package dev.jacobi.ir.interp;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The interpreter's library forms: contraction, convolution, sort, Fourier transform, factorisation, random bits. */
final class LibraryOps {
    private LibraryOps() {
    }

    /** Sums of products: in the operands' own type, for the 16-bit formats in f32 and rounded at the end. */
    private static DType sumType(DType d) {
        return d == DType.F16 || d == DType.BF16 ? DType.F32 : d;
    }

    private static long multiplyAdd(DType d, DType s, long sum, long a, long b) {
        long x = d == s ? a : Eval.eval(Prim.CONVERT, d, s, a, 0, 0);
        long y = d == s ? b : Eval.eval(Prim.CONVERT, d, s, b, 0, 0);
        return Eval.eval(Prim.ADD, s, s, sum, Eval.eval(Prim.MUL, s, s, x, y, 0), 0);
    }

    private static int[] ints(List<Integer> axes) {
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    static Value dot(Value a, Value b, Params.Dot p) {
        int[] freeA = ints(p.freeA(a.dims.length));
        int[] freeB = ints(p.freeB(b.dims.length));
        var dims = new ArrayList<Integer>();
        p.batchA().forEach(k -> dims.add(a.dims[k]));
        Arrays.stream(freeA).forEach(k -> dims.add(a.dims[k]));
        Arrays.stream(freeB).forEach(k -> dims.add(b.dims[k]));
        Value r = Value.alloc(a.dtype, dims.stream().mapToInt(Integer::intValue).toArray());
        int[] inner = p.contractA().stream().mapToInt(k -> a.dims[k]).toArray();
        int[] innerB = p.contractB().stream().mapToInt(k -> b.dims[k]).toArray();
        if (!Arrays.equals(inner, innerB)) {
            throw new IllegalStateException("contraction of extents " + Arrays.toString(inner) + " with " + Arrays.toString(innerB));
        }
        DType s = sumType(a.dtype);
        int batches = p.batchA().size();
        int[] at = new int[r.dims.length];
        int[] atA = new int[a.dims.length];
        int[] atB = new int[b.dims.length];
        for (int k = 0; k < r.size(); k++, StructuralOps.next(at, r.dims)) {
            for (int i = 0; i < batches; i++) {
                atA[p.batchA().get(i)] = at[i];
                atB[p.batchB().get(i)] = at[i];
            }
            for (int i = 0; i < freeA.length; i++) {
                atA[freeA[i]] = at[batches + i];
            }
            for (int i = 0; i < freeB.length; i++) {
                atB[freeB[i]] = at[batches + freeA.length + i];
            }
            long sum = 0;
            int[] c = new int[inner.length];
            for (int j = Value.count(inner); j > 0; j--, StructuralOps.next(c, inner)) {
                for (int i = 0; i < c.length; i++) {
                    atA[p.contractA().get(i)] = c[i];
                    atB[p.contractB().get(i)] = c[i];
                }
                sum = multiplyAdd(a.dtype, s, sum, a.get(StructuralOps.offset(atA, a.dims)), b.get(StructuralOps.offset(atB, b.dims)));
            }
            r.set(k, Eval.eval(Prim.CONVERT, s, a.dtype, sum, 0, 0));
        }
        return r;
    }

    static Value conv(Value a, Value w, Params.Conv p) {
        int spatial = p.strides().size();
        int[] dims = new int[2 + spatial];
        dims[0] = a.dims[0];
        dims[1] = w.dims[0];
        for (int i = 0; i < spatial; i++) {
            long window = p.dilation().get(i) * (w.dims[2 + i] - 1) + 1;
            long room = a.dims[2 + i] + p.padLow().get(i) + p.padHigh().get(i) - window;
            dims[2 + i] = room < 0 ? 0 : (int) (room / p.strides().get(i) + 1);
        }
        Value r = Value.alloc(a.dtype, dims);
        DType s = sumType(a.dtype);
        int[] kernel = Arrays.copyOfRange(w.dims, 1, w.dims.length);
        int perGroup = w.dims[0] / p.groups();
        int[] at = new int[dims.length];
        for (int k = 0; k < r.size(); k++, StructuralOps.next(at, dims)) {
            long sum = 0;
            int[] tap = new int[kernel.length];
            for (int j = 0; j < Value.count(kernel); j++, StructuralOps.next(tap, kernel)) {
                int[] from = new int[dims.length];
                from[0] = at[0];
                from[1] = at[1] / perGroup * kernel[0] + tap[0];
                boolean inside = true;
                for (int i = 0; i < spatial; i++) {
                    long x = at[2 + i] * p.strides().get(i) - p.padLow().get(i) + tap[1 + i] * p.dilation().get(i);
                    inside &= x >= 0 && x < a.dims[2 + i];
                    from[2 + i] = (int) x;
                }
                if (inside) {
                    int weight = at[1] * Value.count(kernel) + j;
                    sum = multiplyAdd(a.dtype, s, sum, a.get(StructuralOps.offset(from, a.dims)), w.get(weight));
                }
            }
            r.set(k, Eval.eval(Prim.CONVERT, s, a.dtype, sum, 0, 0));
        }
        return r;
    }

    static Args sort(List<Value> in, Params.Sort p) {
        int[] dims = in.get(0).dims;
        int n = dims[p.axis()];
        int inner = Value.count(dims, p.axis() + 1);
        List<Value> out = in.stream().map(Value::copy).toList();
        int lanes = n == 0 ? 0 : in.get(0).size() / n;
        for (int lane = 0; lane < lanes; lane++) {
            int base = lane / inner * n * inner + lane % inner;
            Integer[] order = new Integer[n];
            Arrays.setAll(order, i -> base + i * inner);
            Arrays.sort(order, (i, j) -> {
                int c = 0;
                for (int k = 0; k < p.keys() && c == 0; k++) {
                    c = compare(in.get(k).dtype, in.get(k).get(i), in.get(k).get(j));
                }
                return c;
            });
            for (int k = 0; k < out.size(); k++) {
                for (int i = 0; i < n; i++) {
                    out.get(k).set(base + i * inner, in.get(k).get(order[i]));
                }
            }
        }
        return Args.of(out.toArray(Value[]::new));
    }

    /** Java's total order: -0.0 before 0.0, NaN last. */
    private static int compare(DType d, long x, long y) {
        return d.isFloat() ? Double.compare(Eval.toDouble(d, x), Eval.toDouble(d, y)) : Long.compare(x, y);
    }

    /** The discrete Fourier transform along an axis by its definition; {@code reverse}: the inverse, divided by n. */
    static Args fft(Value re, Value im, Params.Axis p) {
        int n = re.dims[p.axis()];
        int inner = Value.count(re.dims, p.axis() + 1);
        Value outRe = re.copy();
        Value outIm = im.copy();
        DType d = re.dtype;
        for (int lane = 0; lane < (n == 0 ? 0 : re.size() / n); lane++) {
            int base = lane / inner * n * inner + lane % inner;
            for (int k = 0; k < n; k++) {
                double x = 0;
                double y = 0;
                for (int j = 0; j < n; j++) {
                    double angle = 2 * Math.PI * ((long) j * k % n) / n * (p.reverse() ? 1 : -1);
                    double c = StrictMath.cos(angle);
                    double s = StrictMath.sin(angle);
                    double a = Eval.toDouble(d, re.get(base + j * inner));
                    double b = Eval.toDouble(d, im.get(base + j * inner));
                    x += a * c - b * s;
                    y += a * s + b * c;
                }
                outRe.set(base + k * inner, Eval.fromDouble(d, p.reverse() ? x / n : x));
                outIm.set(base + k * inner, Eval.fromDouble(d, p.reverse() ? y / n : y));
            }
        }
        return Args.of(outRe, outIm);
    }

    /** The lower factor of each symmetric positive definite matrix (last two axes); NaN from where it is not. Reads the lower half. */
    static Value cholesky(Value a) {
        int n = a.dims[a.dims.length - 1];
        Value r = Value.alloc(a.dtype, a.dims);
        DType d = a.dtype;
        for (int m = 0; m < a.size(); m += n * n) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = Eval.toDouble(d, a.get(m + i * n + j));
                    for (int k = 0; k < j; k++) {
                        sum -= Eval.toDouble(d, r.get(m + i * n + k)) * Eval.toDouble(d, r.get(m + j * n + k));
                    }
                    double diagonal = Eval.toDouble(d, r.get(m + j * n + j));
                    r.set(m + i * n + j, Eval.fromDouble(d, i == j ? Math.sqrt(sum) : sum / diagonal));
                }
            }
        }
        return r;
    }

    /** Solves a x = b for each triangular matrix (last two axes); b has as many axes, or one less for vectors. */
    static Value solve(Value a, Value b, boolean upper) {
        int n = a.dims[a.dims.length - 1];
        int columns = b.dims.length == a.dims.length ? b.dims[b.dims.length - 1] : 1;
        Value r = Value.alloc(b.dtype, b.dims);
        DType d = b.dtype;
        int matrices = n == 0 ? 0 : a.size() / (n * n);
        for (int m = 0; m < matrices; m++) {
            for (int c = 0; c < columns; c++) {
                for (int step = 0; step < n; step++) {
                    int i = upper ? n - 1 - step : step;
                    double sum = Eval.toDouble(d, b.get((m * n + i) * columns + c));
                    for (int k = upper ? i + 1 : 0; k < (upper ? n : i); k++) {
                        sum -= Eval.toDouble(d, a.get((m * n + i) * n + k)) * Eval.toDouble(d, r.get((m * n + k) * columns + c));
                    }
                    double x = sum / Eval.toDouble(d, a.get((m * n + i) * n + i));
                    r.set((m * n + i) * columns + c, Eval.fromDouble(d, x));
                }
            }
        }
        return r;
    }

    /** Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011): Threefry-2x32 with 20 rounds. */
    static Args threefry(Args in) {
        int[][] rotations = {{13, 15, 26, 6}, {17, 29, 16, 24}};
        Value r0 = Value.alloc(DType.I32, in.value(2).dims);
        Value r1 = Value.alloc(DType.I32, r0.dims);
        for (int k = 0; k < r0.size(); k++) {
            int[] key = {(int) in.at(0, k), (int) in.at(1, k), 0};
            key[2] = key[0] ^ key[1] ^ 0x1BD11BDA;
            int x0 = (int) in.at(2, k) + key[0];
            int x1 = (int) in.at(3, k) + key[1];
            for (int group = 1; group <= 5; group++) {
                for (int r : rotations[(group - 1) % 2]) {
                    x0 += x1;
                    x1 = Integer.rotateLeft(x1, r) ^ x0;
                }
                x0 += key[group % 3];
                x1 += key[(group + 1) % 3] + group;
            }
            r0.set(k, x0);
            r1.set(k, x1);
        }
        return Args.of(r0, r1);
    }
}
