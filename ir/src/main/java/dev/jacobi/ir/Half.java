package dev.jacobi.ir;

/** Conversions of the 16-bit floating-point formats, round to nearest even (IEEE 754-2019, bfloat16). */
public final class Half {
    private Half() {
    }

    /** Bits of the nearest f16 or bf16 value. */
    public static short fromFloat(DType dtype, float v) {
        int b = Float.floatToRawIntBits(v);
        if (dtype == DType.BF16) {
            if (Float.isNaN(v)) {
                return (short) ((b >>> 16) | 0x40);
            }
            return (short) ((b + 0x7FFF + ((b >>> 16) & 1)) >>> 16);
        }
        int sign = (b >>> 16) & 0x8000;
        if (Float.isNaN(v)) {
            return (short) (sign | 0x7E00 | ((b >>> 13) & 0x3FF));
        }
        float a = Math.abs(v);
        if (a >= 65520f) {
            return (short) (sign | 0x7C00);
        }
        if (a < 0x1p-14f) {
            return (short) (sign | (int) Math.rint((double) a * 0x1p24));
        }
        int m = Float.floatToRawIntBits(a);
        int r = m + 0xFFF + ((m >>> 13) & 1);
        return (short) (sign | ((r - (112 << 23)) >>> 13));
    }

    /** The exact value of f16 or bf16 bits. */
    public static float toFloat(DType dtype, short bits) {
        if (dtype == DType.BF16) {
            return Float.intBitsToFloat(bits << 16);
        }
        int e = (bits >>> 10) & 0x1F;
        int m = bits & 0x3FF;
        float s = bits < 0 ? -1f : 1f;
        if (e == 0) {
            return s * m * 0x1p-24f;
        }
        if (e == 31) {
            return Float.intBitsToFloat((bits & 0x8000) << 16 | 0x7F800000 | m << 13);
        }
        return Float.intBitsToFloat((bits & 0x8000) << 16 | (e + 112) << 23 | m << 13);
    }
}
