package dev.jacobi.llvm.text;

import dev.jacobi.ir.DType;

/**
 * Doubles of lanes of 64-bit integers, rounded to the nearest, for processors with AVX2, which have no instruction for them: LLVM would take each lane to another register and back. The upper half, as a multiple of 2^32, and
 * the lower half are put under exponents for which a double's last bit is worth 2^32 and 1; the first sum is exact, and the second one rounds once.
 */
public final class WideIntegers {
    private static final int AVX2 = 32;
    /** 2^52: with an integer below that in the low bits, 2^52 and that integer. */
    private static final long LOW = Double.doubleToLongBits(0x1p52);
    /** 2^84 and, as the upper half has a sign, 2^63. */
    private static final double HIGH = 0x1p84 + 0x1p63;

    private WideIntegers() {
    }

    /** Whether doubles are made so for vectors of {@code n} lanes on a processor whose vector registers have so many bytes. */
    public static boolean areMade(DType from, DType to, int n, int vectorBytes) {
        return from == DType.I64 && to == DType.F64 && n > 1 && vectorBytes == AVX2;
    }

    /** The doubles of {@code x}, which is a vector of {@code n} i64. */
    public static String doubles(FnText fn, String x, int n) {
        String longs = Ty.vector("i64", n);
        String doubles = Ty.vector("double", n);
        String low = fn.def("or " + longs + " " + fn.def("and " + longs + " " + x + ", " + splat(0xffff_ffffL, n)) + ", " + splat(LOW, n));
        String high = fn.def("xor " + longs + " " + fn.def("lshr " + longs + " " + x + ", " + splat(32, n)) + ", " + splat(Double.doubleToLongBits(HIGH), n));
        String upper = fn.def("fsub " + doubles + " " + fn.def("bitcast " + longs + " " + high + " to " + doubles) + ", " + Ty.splat("double", Ty.real(DType.F64, HIGH + 0x1p52), n));
        return fn.def("fadd " + doubles + " " + upper + ", " + fn.def("bitcast " + longs + " " + low + " to " + doubles));
    }

    private static String splat(long value, int n) {
        return Ty.splat("i64", Long.toString(value), n);
    }
}
