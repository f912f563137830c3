package dev.jacobi.pjrt.hlo.text;

import dev.jacobi.ir.DType;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The lines of one region while it is written, and the values that are known in it (constants, index arrays), so that they are made once. */
public final class RegionText {
    final RegionText outer;
    /** The lines so far. */
    public final List<String> lines = new ArrayList<>();
    /** For each line the equation that it was written for, or null. */
    public final List<HloProgram.Origin> origins = new ArrayList<>();
    private final Map<Object, Tensor> made = new HashMap<>();

    /** An empty region, which sees what is known in {@code outer} (null: nothing). */
    public RegionText(RegionText outer) {
        this.outer = outer;
    }

    /** A tensor as it stands in the text: an SSA name, element type and extents. */
    public record Tensor(String name, DType dtype, int[] shape) {
        public String type() {
            return RegionText.type(dtype, shape);
        }

        public int rank() {
            return shape.length;
        }

        public int size() {
            return RegionText.count(shape);
        }
    }

    /** The number of elements of these extents. */
    public static int count(int[] shape) {
        int n = 1;
        for (int d : shape) {
            n *= d;
        }
        return n;
    }

    /** The type of a tensor as StableHLO writes it. */
    public static String type(DType d, int... shape) {
        return type(element(d), shape);
    }

    /** The type of a tensor of elements whose type is already text. */
    public static String type(String element, int... shape) {
        var s = new StringBuilder("tensor<");
        for (int d : shape) {
            s.append(d).append('x');
        }
        return s.append(element).append('>').toString();
    }

    static String element(DType d) {
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

    /** Adds a line that was written for an equation, or for none (null). */
    public void line(String text, HloProgram.Origin origin) {
        lines.add(text);
        origins.add(origin);
    }

    /** The lines of a region inside of this one, one step further in. */
    public void nested(RegionText inner) {
        for (int k = 0; k < inner.lines.size(); k++) {
            line("  " + inner.lines.get(k), inner.origins.get(k));
        }
    }

    /** Takes over the lines of a piece of this very region that was written apart. */
    public void splice(RegionText piece) {
        lines.addAll(piece.lines);
        origins.addAll(piece.origins);
        made.putAll(piece.made);
    }

    /** What was made here or further out under this key, or null. */
    public Tensor known(Object key) {
        for (RegionText c = this; c != null; c = c.outer) {
            Tensor t = c.made.get(key);
            if (t != null) {
                return t;
            }
        }
        return null;
    }

    /** Makes a tensor known under a key in this region, and returns it. */
    public Tensor remember(Object key, Tensor t) {
        made.put(key, t);
        return t;
    }

    /**
     * Where all that a loop's body yields comes from one operation, XLA takes that for the tuple of what is carried, and the selector of a branch for a first
     * value that never changes (WhileUtil::GetInvariantGTEsForWhileBody); so the first value takes a step of its own.
     */
    void keepTuple(Supplier<String> name, Tensor like) {
        int last = lines.size() - 1;
        String yields = lines.get(last);
        String[] names = yields.substring(yields.indexOf('%'), yields.indexOf(" : ")).split(", ");
        String first = names[0];
        String op = first.contains("#") ? first.substring(0, first.indexOf('#')) : null;
        boolean one = op == null ? names.length == 1 && last > 0 && lines.get(last - 1).startsWith("})")
            : IntStream.range(0, names.length).allMatch(k -> names[k].equals(op + "#" + k));
        if (one) {
            String own = name.get();
            lines.set(last, yields.replaceFirst(first, own));
            lines.add(last, own + " = stablehlo.optimization_barrier " + first + " : " + like.type());
            origins.add(last, origins.get(last));
        }
    }
}
