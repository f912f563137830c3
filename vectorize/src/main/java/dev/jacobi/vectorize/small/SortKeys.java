package dev.jacobi.vectorize.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;

/** Integers in the order of numbers as Java's sorts have it: -0.0 below 0.0, all NaNs equal and last. */
public final class SortKeys {
    private SortKeys() {
    }

    /** An integer of 32 or 64 bits in the place of a number. */
    public static Atom of(Builder b, Atom v) {
        return switch (v.dtype()) {
            case F64 -> ordered(b, v, DType.I64, Long.MAX_VALUE);
            case F32 -> ordered(b, v, DType.I32, Integer.MAX_VALUE);
            case F16, BF16 -> ordered(b, b.convert(v, DType.F32), DType.I32, Integer.MAX_VALUE);
            case I32, I64 -> v;
            case BOOL, I8, I16, U16 -> b.convert(v, DType.I32);
        };
    }

    /** Whether numbers of a type are what their keys say. */
    static boolean areReversible(DType t) {
        return t == DType.F64 || t == DType.F32 || t == DType.I32 || t == DType.I64;
    }

    /** The number of a key, in a type that {@link #areReversible says so}; one that is none is another one that is none. */
    static Atom value(Builder b, Atom key, DType t) {
        return t.isFloat() ? b.emit(Prim.BITCAST, new Params.To(t), turned(b, key)) : key;
    }

    private static Atom ordered(Builder b, Atom v, DType t, long nan) {
        return b.emit(Prim.SELECT, b.emit(Prim.NE, v, v), Lit.of(t, nan), turned(b, b.emit(Prim.BITCAST, new Params.To(t), v)));
    }

    /** The bits of a number as an integer in the numbers' order, and back. */
    private static Atom turned(Builder b, Atom bits) {
        DType t = bits.dtype();
        return b.emit(Prim.XOR, bits, b.emit(Prim.USHR, b.emit(Prim.SHR, bits, Lit.of(t, t.bits() - 1)), Lit.of(t, 1)));
    }
}
