package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.ir.Lit;
import java.nio.ByteBuffer;

/** Elements in memory as numbers, one at a time. */
public final class Elements {
    private Elements() {
    }

    /** Bytes that an element of one part takes: a complex number's parts are stored apart. */
    public static int bytes(DType d) {
        return d.ir().bytes();
    }

    /** Element i of a part as a constant of programs. */
    static Lit literal(DType d, Block part, long i) {
        ByteBuffer b = part.view(i * bytes(d), bytes(d));
        return switch (d.ir()) {
            case BOOL -> Lit.bool(b.get(0) != 0);
            case I8 -> Lit.of(d.ir(), b.get(0));
            case I16 -> Lit.of(d.ir(), b.getShort(0));
            case U16 -> Lit.of(d.ir(), b.getChar(0));
            case I32 -> Lit.i32(b.getInt(0));
            case I64 -> Lit.i64(b.getLong(0));
            case BF16, F16 -> new Lit(d.ir(), b.getShort(0) & 0xFFFFL);
            case F32 -> new Lit(d.ir(), b.getInt(0) & 0xFFFFFFFFL);
            case F64 -> new Lit(d.ir(), b.getLong(0));
        };
    }
}
