package dev.jacobi.pjrt.hlo;

import dev.jacobi.pjrt.program.HloProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of one region while it is written, and the values that are known in it (constants, index arrays), so that they are made once. */
final class Code {
    final Code outer;
    final List<String> lines = new ArrayList<>();
    final List<HloProgram.Origin> origins = new ArrayList<>();
    private final Map<Object, Tensor> made = new HashMap<>();

    Code(Code outer) {
        this.outer = outer;
    }

    /** A tensor as it stands in the text: an SSA name, element type and extents. */
    record Tensor(String name, dev.jacobi.ir.DType dtype, int[] shape) {
        String type() {
            return Code.type(dtype, shape);
        }

        int rank() {
            return shape.length;
        }

        int size() {
            return Code.count(shape);
        }
    }

    static int count(int[] shape) {
        int n = 1;
        for (int d : shape) {
            n *= d;
        }
        return n;
    }

    static String type(dev.jacobi.ir.DType d, int... shape) {
        return type(element(d), shape);
    }

    static String type(String element, int... shape) {
        var s = new StringBuilder("tensor<");
        for (int d : shape) {
            s.append(d).append('x');
        }
        return s.append(element).append('>').toString();
    }

    static String element(dev.jacobi.ir.DType d) {
        return switch (d) {
            case BOOL -> "i1";
            case I8 -> "i8";
            case I16 -> "i16";
            case U16 -> "ui16";
            case I32 -> "i32";
            case I64 -> "i64";
            case BF16 -> "bf16";
            case F16 -> "f16";
            case F32 -> "f32";
            case F64 -> "f64";
        };
    }

    void line(String text, HloProgram.Origin origin) {
        lines.add(text);
        origins.add(origin);
    }

    /** The lines of a region inside of this one, one step further in. */
    void nested(Code inner) {
        for (int k = 0; k < inner.lines.size(); k++) {
            line("  " + inner.lines.get(k), inner.origins.get(k));
        }
    }

    /** Takes over the lines of a piece of this very region that was written apart. */
    void splice(Code piece) {
        lines.addAll(piece.lines);
        origins.addAll(piece.origins);
        made.putAll(piece.made);
    }

    /** What was made here or further out under this key, or null. */
    Tensor known(Object key) {
        for (Code c = this; c != null; c = c.outer) {
            Tensor t = c.made.get(key);
            if (t != null) {
                return t;
            }
        }
        return null;
    }

    Tensor remember(Object key, Tensor t) {
        made.put(key, t);
        return t;
    }
}
