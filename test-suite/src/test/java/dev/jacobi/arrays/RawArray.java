package dev.jacobi.arrays;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.StringJoiner;

/** An array as the records have it: elements in row-major order, little-endian; a bool is a byte. */
record RawArray(ElementType type, boolean weak, int[] dims, byte[] data) {

    static int size(int[] dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        return n;
    }

    int size() {
        return size(dims);
    }

    /** Numbers that count: two for a complex element. */
    int parts() {
        return type.complex() ? 2 * size() : size();
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bits of a part, extended as the dtype is signed or not. */
    long bits(int i) {
        ElementType t = type.part();
        return switch (t.bytes) {
            case 1 -> t.unsigned() || t == ElementType.BOOL ? data[i] & 0xFFL : data[i];
            case 2 -> t == ElementType.I16 ? buffer().getShort(2 * i) : buffer().getShort(2 * i) & 0xFFFFL;
            case 4 -> t == ElementType.I32 ? buffer().getInt(4 * i) : buffer().getInt(4 * i) & 0xFFFFFFFFL;
            default -> buffer().getLong(8 * i);
        };
    }

    /** The value of a part, exactly but for integers of more than 53 bits. */
    double value(int i) {
        long b = bits(i);
        return switch (type.part()) {
            case BF16 -> Float.intBitsToFloat((int) b << 16);
            case F16 -> half((int) b);
            case F32 -> Float.intBitsToFloat((int) b);
            case F64 -> Double.longBitsToDouble(b);
            case U64 -> b >= 0 ? b : (b >>> 1) * 2.0;
            case BOOL, I8, I16, I32, I64, U8, U16, U32, C64, C128 -> b;
        };
    }

    static double half(int b) {
        int e = b >> 10 & 31;
        int m = b & 1023;
        double v = e == 31 ? (m == 0 ? Double.POSITIVE_INFINITY : Double.NaN) : e == 0 ? Math.scalb((double) m, -24) : Math.scalb(1024.0 + m, e - 25);
        return (b & 0x8000) != 0 ? -v : v;
    }

    /** Parts of a dtype that hold the values, each of which the dtype must have exactly. */
    static RawArray of(ElementType type, int[] dims, double[] values) {
        ElementType t = type.part();
        ByteBuffer b = ByteBuffer.allocate(values.length * t.bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (double v : values) {
            switch (t) {
                case BF16 -> b.putShort((short) (Float.floatToIntBits((float) v) >>> 16));
                case F16 -> b.putShort((short) toHalf(v));
                case F32 -> b.putFloat((float) v);
                case F64 -> b.putDouble(v);
                case BOOL -> b.put((byte) (v != 0 ? 1 : 0));
                case I8, I16, I32, I64, U8, U16, U32, U64 -> put(b, t, (long) v);
                case C64, C128 -> throw new IllegalStateException("parts of a complex number are no complex numbers");
            }
        }
        return new RawArray(type, false, dims, b.array());
    }

    static RawArray ofIntegers(ElementType type, int[] dims, long[] values) {
        ByteBuffer b = ByteBuffer.allocate(values.length * type.bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (long v : values) {
            put(b, type, v);
        }
        return new RawArray(type, false, dims, b.array());
    }

    private static void put(ByteBuffer b, ElementType t, long v) {
        for (int k = 0; k < t.bytes; k++) {
            b.put((byte) (v >> 8 * k));
        }
    }

    private static int toHalf(double v) {
        int sign = Double.doubleToRawLongBits(v) < 0 ? 0x8000 : 0;
        double a = Math.abs(v);
        if (Double.isNaN(v)) {
            return 0x7E00;
        }
        if (Double.isInfinite(v)) {
            return sign | 0x7C00;
        }
        int e = Math.max(a == 0 ? -14 : Math.getExponent(a), -14);
        int m = (int) Math.scalb(a, 10 - e);
        return sign | (m < 1024 ? m : (e + 15) << 10 | m & 1023);
    }

    @Override
    public String toString() {
        var s = new StringJoiner(", ", type.text() + Arrays.toString(dims) + "{", "}");
        for (int i = 0; i < Math.min(parts(), 24); i++) {
            s.add(type.inexact() ? String.valueOf(value(i)) : String.valueOf(bits(i)));
        }
        return parts() > 24 ? s + " and more" : s.toString();
    }
}
