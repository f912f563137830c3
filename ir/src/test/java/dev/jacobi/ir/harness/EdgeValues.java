package dev.jacobi.ir.harness;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The values at which arithmetic goes wrong: where ranges of types end, conversions round or saturate, functions overflow, and shifts have their width. */
public final class EdgeValues {
    /** Of every sign, and of each type as it rounds them. */
    private static final double[] REALS = {0, 1, 2, 0.5, 1.5, 2.5, 3, 3.7, 7, 10, 20.5, 100.25, 0.1, 1.0 / 3, 7.0 / 3, Math.PI, Math.E, 0.999, 1.0000001, 0.49999999999999994,
        1e-3, 1e-8, 1e-10, 1e-30, 1e-40, 1e-310, 1e10, 1e19, 1e20, 1e30, 1e300, 87, 88, 700, 709, Double.NaN, Double.POSITIVE_INFINITY,
        Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, 0x1p-14, 0x1p-24, 65504,
        127, 127.5, 128, 128.5, 129.9, 255.7, 32767.5, 32767.9, 32768, 65535, 65535.5, 65536, 65536.5, 16777217, 2147483520f, 2147483647.0, 2147483647.5, 2147483648.0, 2147483648.5,
        2147483649.0, 4294967296.0, 4503599627370497.5, 9007199254740993.0, 9.223372e18f, 9.223372036854775e18, 9.3e18};
    private static final long[] INTEGERS = {0, 1, -1, 2, -2, 3, -3, 7, -7, 8, -8, 31, 32, 33, 63, 64, 65, 100, -100, 127, 128, -128, -129, 255, 256, 32767, 32768, -32768, -32769, 40000,
        65535, 65536, 0x12345678, 123456789, 0x55555555L, 0x80000000L, 0xFFFFFFFFL, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1L, Integer.MIN_VALUE + 1L, 1L << 32,
        (1L << 32) + 5, -(1L << 33) - 5, -12345678901L, 1L << 40, 1L << 53, (1L << 53) + 1, (1L << 62) + 511, 0x123456789ABCDEFL, 0x5555555555555555L,
        Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1};

    private EdgeValues() {
    }

    /** Those of a type, each once. */
    public static List<Lit> of(DType t) {
        return switch (t) {
            case BOOL -> List.of(Lit.bool(false), Lit.bool(true));
            case I8, I16, U16, I32, I64 -> LongStream.of(INTEGERS).mapToObj(v -> Lit.of(t, v)).distinct().toList();
            case F16, BF16, F32, F64 -> DoubleStream.of(REALS).boxed().flatMap(v -> Stream.of(Lit.real(t, v), Lit.real(t, -v))).filter(v -> !Double.isNaN(v.asDouble()) || v.bits() > 0)
                .distinct().toList();
        };
    }

    /** As Java's array. */
    public static Object array(DType t) {
        return Tensors.of(of(t)).data();
    }

    public static double[] doubles() {
        return (double[]) array(DType.F64);
    }

    /** All pairs of values, as two arrays. */
    public static List<Tensor> pairs(List<Lit> values) {
        return pairs(values, 0);
    }

    /** The same with so many of the first pairs again at the end. */
    public static List<Tensor> pairs(List<Lit> values, int more) {
        int n = values.size();
        return List.of(Tensors.of(IntStream.range(0, n * n + more).mapToObj(k -> values.get(k / n % n)).toList()),
            Tensors.of(IntStream.range(0, n * n + more).mapToObj(k -> values.get(k % n)).toList()));
    }
}
