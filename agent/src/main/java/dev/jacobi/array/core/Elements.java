package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Half;
import dev.jacobi.ir.Lit;
import java.nio.ByteBuffer;

/** Elements in memory as numbers, one at a time. */
public final class Elements {
    /** So many elements are looked at through one buffer. */
    private static final int CHUNK = 1 << 16;

    private Elements() {
    }

    /** Bytes that an element of one part takes: a complex number's parts are stored apart. */
    public static int bytes(DType d) {
        return d.ir().bytes();
    }

    /** Whether one of an array's numbers is NaN; of a complex one's parts. */
    public static boolean hasNan(NDArray x) {
        if (!x.dtype().isInexact() || !(x.value() instanceof ArrayValue.Stored s)) {
            return false;
        }
        DType d = x.dtype().real();
        long n = 1;
        for (int k : s.dims()) {
            n *= k;
        }
        for (Block part : s.parts()) {
            for (long at = 0; at < n; at += CHUNK) {
                int count = (int) Math.min(CHUNK, n - at);
                if (hasNan(part.view(at * bytes(d), count * bytes(d)), d, count)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasNan(ByteBuffer b, DType d, int count) {
        for (int i = 0; i < count; i++) {
            double v = switch (bytes(d)) {
                case 8 -> b.getDouble(8 * i);
                case 4 -> b.getFloat(4 * i);
                default -> Half.toFloat(d.ir(), b.getShort(2 * i));
            };
            if (Double.isNaN(v)) {
                return true;
            }
        }
        return false;
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
