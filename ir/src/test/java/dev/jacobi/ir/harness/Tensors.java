package dev.jacobi.ir.harness;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Literals;
import dev.jacobi.ir.interp.Tensor;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Tensors made of Java's values and of random numbers, copied, stacked and taken apart. */
public final class Tensors {
    private static final double[] SPECIAL = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 4.9e-324, 1e-40};

    private Tensors() {
    }

    public static int count(int... dims) {
        return IntStream.of(dims).reduce(1, (a, b) -> a * b);
    }

    /** A tensor itself, or one of a number, a boolean, an array or an array of rows of one length; arrays of one axis are not copied. */
    public static Tensor of(Object value) {
        if (value instanceof Tensor t) {
            return t;
        }
        if (value instanceof Object[] rows) {
            return stack(null, null, Arrays.stream(rows).map(Tensors::of).toList());
        }
        if (value.getClass().isArray()) {
            return Tensor.of(value);
        }
        Object data = Array.newInstance(MethodType.methodType(value.getClass()).unwrap().returnType(), 1);
        Array.set(data, 0, value);
        return new Tensor(Tensor.of(data).dtype(), new int[0], data);
    }

    public static List<Tensor> all(Object... values) {
        return Arrays.stream(values).map(Tensors::of).toList();
    }

    /** Each number as the type has it. */
    public static Tensor of(DType t, int[] dims, double... x) {
        Object data = t.array(x.length);
        for (int i = 0; i < x.length; i++) {
            set(data, i, t.isFloat() ? Lit.real(t, x[i]) : t == DType.BOOL ? Lit.bool(x[i] != 0) : Lit.of(t, (long) x[i]));
        }
        return new Tensor(t, dims, data);
    }

    /** One number after the other. */
    public static Tensor made(DType t, int[] dims, IntToDoubleFunction each) {
        return of(t, dims, IntStream.range(0, count(dims)).mapToDouble(each).toArray());
    }

    /** Values of one type as one array. */
    public static Tensor of(List<Lit> values) {
        Object data = values.get(0).dtype().array(values.size());
        for (int k = 0; k < values.size(); k++) {
            set(data, k, values.get(k));
        }
        return new Tensor(values.get(0).dtype(), new int[] {values.size()}, data);
    }

    private static void set(Object data, int i, Lit v) {
        Array.set(data, i, Array.get(Tensor.of(v).data(), 0));
    }

    /** Random reals from lo to hi, among those of a range wider than 100 special values; integers from lo to hi inclusive. */
    public static Tensor draw(DType t, int[] dims, double lo, double hi, Random random) {
        return made(t, dims, i -> {
            boolean special = t.isFloat() && hi - lo > 100 && random.nextInt(4) == 0;
            return special ? SPECIAL[random.nextInt(SPECIAL.length)] : t.isFloat() ? lo + (hi - lo) * random.nextDouble() : lo + random.nextInt((int) (hi - lo) + 1);
        });
    }

    /** Random values from -1 to 1 in the shapes of these. */
    public static List<Tensor> like(List<Tensor> x, Random random) {
        return x.stream().map(t -> draw(t.dtype(), t.dims(), -1, 1, random)).toList();
    }

    public static Tensor copy(Tensor t) {
        Object data = t.dtype().array(t.size());
        System.arraycopy(t.data(), 0, data, 0, t.size());
        return new Tensor(t.dtype(), t.dims(), data);
    }

    public static List<Tensor> copies(List<Tensor> x) {
        return x.stream().map(Tensors::copy).toList();
    }

    /** Examples as one tensor with a new first axis; the type and the extents of an example are needed where there is none. */
    public static Tensor stack(DType type, int[] row, List<Tensor> examples) {
        DType t = examples.isEmpty() ? type : examples.get(0).dtype();
        int[] each = examples.isEmpty() ? row : examples.get(0).dims();
        int n = count(each);
        Object data = t.array(n * examples.size());
        for (int k = 0; k < examples.size(); k++) {
            System.arraycopy(examples.get(k).data(), 0, data, k * n, n);
        }
        return new Tensor(t, IntStream.concat(IntStream.of(examples.size()), IntStream.of(each)).toArray(), data);
    }

    /** One example of a batch along an axis. */
    public static Tensor part(Tensor t, int axis, int example) {
        int[] dims = IntStream.range(0, t.dims().length).filter(d -> d != axis).map(d -> t.dims()[d]).toArray();
        int inner = count(Arrays.copyOfRange(t.dims(), axis + 1, t.dims().length));
        Object data = t.dtype().array(count(dims));
        for (int k = 0; k < count(dims); k++) {
            Array.set(data, k, Array.get(t.data(), (k / inner * t.dims()[axis] + example) * inner + k % inner));
        }
        return new Tensor(t.dtype(), dims, data);
    }

    public static List<Tensor> floats(List<Tensor> x) {
        return x.stream().filter(t -> t.dtype().isFloat()).toList();
    }

    /** All bits as text, but one text for all NaNs. */
    public static String text(Tensor t) {
        return t.dtype().text() + Arrays.toString(t.dims()) + IntStream.range(0, t.size()).mapToObj(t::get)
            .map(v -> v.dtype().isFloat() && Double.isNaN(v.asDouble()) ? "nan" : Literals.print(v)).toList();
    }

    public static double[] reals(Tensor t) {
        return IntStream.range(0, t.size()).mapToDouble(i -> t.get(i).asDouble()).toArray();
    }
}
