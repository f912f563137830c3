package dev.jacobi;

/**
 * The type of an {@link NDArray}'s elements. Names are those of NumPy and JAX: {@code F32} is {@code float32}, {@code I64} is {@code int64}.
 *
 * <pre>{@code
 * NDArray x = Np.zeros(new int[] {2, 3}, DType.F64);
 * x.dtype().text();   // "float64"
 * }</pre>
 */
public enum DType {
    /** True or false, a byte each. */
    BOOL("bool", Kind.BOOL, 1, dev.jacobi.ir.DType.BOOL),
    /** Signed integers of 8 bits. */
    I8("int8", Kind.SIGNED, 1, dev.jacobi.ir.DType.I8),
    /** Signed integers of 16 bits. */
    I16("int16", Kind.SIGNED, 2, dev.jacobi.ir.DType.I16),
    /** Signed integers of 32 bits, Java's int. */
    I32("int32", Kind.SIGNED, 4, dev.jacobi.ir.DType.I32),
    /** Signed integers of 64 bits, Java's long. */
    I64("int64", Kind.SIGNED, 8, dev.jacobi.ir.DType.I64),
    /** Integers from 0 to 255. */
    U8("uint8", Kind.UNSIGNED, 1, dev.jacobi.ir.DType.I8),
    /** Integers from 0 to 65535, Java's char. */
    U16("uint16", Kind.UNSIGNED, 2, dev.jacobi.ir.DType.U16),
    /** Unsigned integers of 32 bits. */
    U32("uint32", Kind.UNSIGNED, 4, dev.jacobi.ir.DType.I32),
    /** Unsigned integers of 64 bits. */
    U64("uint64", Kind.UNSIGNED, 8, dev.jacobi.ir.DType.I64),
    /** Reals of 16 bits with the exponents of a float: 8 bits of precision. */
    BF16("bfloat16", Kind.REAL, 2, dev.jacobi.ir.DType.BF16),
    /** Reals of 16 bits as IEEE 754 has them: 11 bits of precision. */
    F16("float16", Kind.REAL, 2, dev.jacobi.ir.DType.F16),
    /** Reals of 32 bits, Java's float. */
    F32("float32", Kind.REAL, 4, dev.jacobi.ir.DType.F32),
    /** Reals of 64 bits, Java's double. */
    F64("float64", Kind.REAL, 8, dev.jacobi.ir.DType.F64),
    /** Complex numbers of two floats. */
    COMPLEX64("complex64", Kind.COMPLEX, 8, dev.jacobi.ir.DType.F32),
    /** Complex numbers of two doubles. */
    COMPLEX128("complex128", Kind.COMPLEX, 16, dev.jacobi.ir.DType.F64);

    private enum Kind { BOOL, SIGNED, UNSIGNED, REAL, COMPLEX }

    private final String text;
    private final Kind kind;
    private final int bytes;
    private final dev.jacobi.ir.DType ir;

    DType(String text, Kind kind, int bytes, dev.jacobi.ir.DType ir) {
        this.text = text;
        this.kind = kind;
        this.bytes = bytes;
        this.ir = ir;
    }

    /**
     * The name that NumPy has for it.
     *
     * @return such as {@code float32}
     */
    public String text() {
        return text;
    }

    /**
     * Size of an element.
     *
     * @return in bytes; of complex numbers both parts together
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Significant bits of an element.
     *
     * @return 8 for bool and bytes, 16 to 128 for the others
     */
    public int bits() {
        return 8 * bytes;
    }

    /**
     * Whether elements are real numbers with a point.
     *
     * @return true for bf16, f16, f32, f64
     */
    public boolean isReal() {
        return kind == Kind.REAL;
    }

    /**
     * Whether elements are complex numbers.
     *
     * @return true for complex64 and complex128
     */
    public boolean isComplex() {
        return kind == Kind.COMPLEX;
    }

    /**
     * Whether elements are real or complex numbers, for which there are derivatives.
     *
     * @return false for integers and bool
     */
    public boolean isInexact() {
        return isReal() || isComplex();
    }

    /**
     * Whether elements are integers, with or without a sign.
     *
     * @return false for bool, too
     */
    public boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    /**
     * Whether elements are integers without a sign.
     *
     * @return true for u8 to u64
     */
    public boolean isUnsigned() {
        return kind == Kind.UNSIGNED;
    }

    /**
     * The type that the compiler has for an element, or for each part of a complex one. Where it has no unsigned type this is the signed one of that size, whose bits are
     * taken for unsigned numbers.
     *
     * @return the compiler's type
     */
    public dev.jacobi.ir.DType ir() {
        return ir;
    }

    /**
     * The type of the real part.
     *
     * @return F32 for complex64, F64 for complex128, else the type itself
     */
    public DType real() {
        return this == COMPLEX64 ? F32 : this == COMPLEX128 ? F64 : this;
    }

    /**
     * The complex type with parts of this precision.
     *
     * @return complex128 for F64, complex64 for the other real types, a complex type itself
     */
    public DType complex() {
        return isComplex() ? this : this == F64 ? COMPLEX128 : COMPLEX64;
    }

    /**
     * The type with a name.
     *
     * @param text as {@link #text} gives it, such as {@code float32}, or the constant's name, such as {@code f32}
     * @return the type
     * @throws JacobiException if there is none of this name
     */
    public static DType named(String text) {
        for (DType d : values()) {
            if (d.text.equals(text) || d.name().equalsIgnoreCase(text)) {
                return d;
            }
        }
        throw new JacobiException("There is no type of elements '" + text + "'; there are bool, int8 to int64, uint8 to uint64, bfloat16, float16, float32, float64, complex64, complex128.");
    }

    @Override
    public String toString() {
        return text;
    }
}
