package dev.jacobi.array.text;

import java.nio.ByteBuffer;

/** Elements in little-endian bytes, as NumPy stores them. */
record RecordedElements(String dtype, long[] shape, ByteBuffer bytes) implements ArrayElements {
    @Override
    public long integer(long index) {
        int i = (int) index;
        return switch (dtype) {
            case "bool", "int8" -> bytes.get(i);
            case "uint8" -> bytes.get(i) & 0xff;
            case "int16" -> bytes.getShort(2 * i);
            case "uint16" -> bytes.getChar(2 * i);
            case "int32" -> bytes.getInt(4 * i);
            case "uint32" -> Integer.toUnsignedLong(bytes.getInt(4 * i));
            case "int64", "uint64" -> bytes.getLong(8 * i);
            default -> throw new AssertionError(dtype);
        };
    }

    @Override
    public double real(long index) {
        return part(index, 0);
    }

    @Override
    public double imaginary(long index) {
        return part(index, 1);
    }

    private double part(long index, int part) {
        int i = (int) index;
        return switch (dtype) {
            case "float16" -> half(bytes.getShort(2 * i));
            case "bfloat16" -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case "float32" -> bytes.getFloat(4 * i);
            case "float64" -> bytes.getDouble(8 * i);
            case "complex64" -> bytes.getFloat(8 * i + 4 * part);
            case "complex128" -> bytes.getDouble(16 * i + 8 * part);
            default -> throw new AssertionError(dtype);
        };
    }

    private static double half(short bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 31 ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN) : exponent == 0 ? Math.scalb((double) fraction, -24) : Math.scalb(1024.0 + fraction, exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }
}
