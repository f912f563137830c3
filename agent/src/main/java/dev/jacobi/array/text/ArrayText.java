// Brackets, separators and lines around the texts of elements, and what stands around the whole in a repr.
package dev.jacobi.array.text;

import java.util.Arrays;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Prints an array as NumPy 2 and JAX do, character by character. */
public final class ArrayText {
    /** Types that NumPy's repr does not name, as its values say what they are. */
    private static final Set<String> IMPLIED = Set.of("int64", "float64", "complex128", "bool");

    private final ArrayElements array;
    private final TextOptions options;
    private final long[] shape;
    private final long[] strides;
    private final String separator;
    private final boolean edgesOnly;
    private final LongFunction<String> format;

    private ArrayText(ArrayElements array, TextOptions options, String separator) {
        this.array = array;
        this.options = options;
        this.separator = separator;
        shape = array.shape();
        strides = new long[shape.length];
        long n = 1;
        for (int k = shape.length - 1; k >= 0; k--) {
            strides[k] = n;
            n *= shape[k];
        }
        edgesOnly = n > options.threshold();
        format = ElementFormat.of(array, shown(0, 0).toArray(), options);
    }

    /**
     * An array's {@code str}, as NumPy and JAX print it.
     *
     * @param array what to print
     * @return rows in brackets, elements separated by blanks; a single value has all its digits
     */
    public static String str(ArrayElements array) {
        return str(array, TextOptions.NUMPY);
    }

    /**
     * An array's {@code str}, as NumPy and JAX print it under {@code set_printoptions}.
     *
     * @param array what to print
     * @param options how
     * @return rows in brackets, elements separated by blanks; a single value has all its digits
     */
    public static String str(ArrayElements array, TextOptions options) {
        return array.shape().length == 0 ? ElementFormat.scalar(array, 0) : body(array, options, " ", "");
    }

    /**
     * A NumPy array's {@code repr}: {@code array([1., 2.], dtype=float32)}.
     *
     * @param array what to print
     * @param options how
     * @return elements separated by commas, with the type and the shape where the elements do not tell
     */
    public static String repr(ArrayElements array, TextOptions options) {
        String prefix = "array(";
        String text = prefix + body(array, options.withLineWidth(options.lineWidth() - 1), ", ", prefix);
        long[] shape = array.shape();
        long size = size(shape);
        String extras = size == 0 && shape.length != 1 || size > options.threshold() ? "shape=" + tuple(shape) : "";
        if (size == 0 || !IMPLIED.contains(array.dtype())) {
            extras += (extras.isEmpty() ? "" : ", ") + "dtype=" + array.dtype();
        }
        if (extras.isEmpty()) {
            return text + ")";
        }
        int last = text.length() + 1 - (text.lastIndexOf('\n') + 1);
        boolean wraps = last + extras.length() + 2 > options.lineWidth();
        return text + "," + (wraps ? "\n" + " ".repeat(prefix.length()) : " ") + extras + ")";
    }

    /**
     * A NumPy array's {@code repr} as NumPy prints it unless told otherwise.
     *
     * @param array what to print
     * @return elements separated by commas, with the type and the shape where the elements do not tell
     */
    public static String repr(ArrayElements array) {
        return repr(array, TextOptions.NUMPY);
    }

    /**
     * A JAX array's {@code repr}: {@code Array([1., 2.], dtype=float32)}.
     *
     * @param array what to print
     * @return elements separated by commas, with the type
     */
    public static String jaxRepr(ArrayElements array) {
        return jaxRepr(array, TextOptions.NUMPY);
    }

    /**
     * A JAX array's {@code repr} under NumPy's {@code set_printoptions}.
     *
     * @param array what to print
     * @param options how
     * @return elements separated by commas, with the type
     */
    public static String jaxRepr(ArrayElements array, TextOptions options) {
        String prefix = "Array(";
        boolean empty = size(array.shape()) == 0;
        String s = empty ? "[], shape=" + tuple(array.shape()) : body(array, options.withLineWidth(options.lineWidth() - 1), ", ", prefix);
        String dtype = "dtype=" + array.dtype();
        // JAX, too, counts from the last end of a line and leaves out the name in front, and puts blanks instead of a new line
        int last = s.length() - s.lastIndexOf('\n') + 1;
        return prefix + s + "," + (last + dtype.length() + 2 > options.lineWidth() ? " ".repeat(prefix.length()) : " ") + dtype + ")";
    }

    private static long size(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    private static String tuple(long[] shape) {
        String inside = Arrays.toString(shape);
        return "(" + inside.substring(1, inside.length() - 1) + (shape.length == 1 ? ",)" : ")");
    }

    private static String body(ArrayElements array, TextOptions options, String separator, String prefix) {
        return size(array.shape()) == 0 ? "[]" : new ArrayText(array, options, separator).part(0, 0, " " + " ".repeat(prefix.length()), options.lineWidth());
    }

    private boolean isCut(int axis) {
        return edgesOnly && shape[axis] > 2L * options.edgeItems();
    }

    /** Positions on an axis that are shown. */
    private LongStream positions(int axis) {
        long n = shape[axis];
        long edge = options.edgeItems();
        return isCut(axis) ? LongStream.concat(LongStream.range(0, edge), LongStream.range(n - edge, n)) : LongStream.range(0, n);
    }

    private LongStream shown(int axis, long from) {
        return axis == shape.length ? LongStream.of(from) : positions(axis).flatMap(i -> shown(axis + 1, from + i * strides[axis]));
    }

    /** The text of all elements with the same first indices, without the indent of its first line. */
    private String part(int axis, long from, String indent, int width) {
        if (axis == shape.length) {
            return format.apply(from);
        }
        String inside = axis == shape.length - 1 ? row(from, indent, width) : rows(axis, from, indent, width);
        return "[" + inside.substring(indent.length()) + "]";
    }

    /** Elements of the last axis, on as many lines as they need. */
    private String row(long from, String indent, int width) {
        int room = width - Math.max(separator.stripTrailing().length(), 1);
        var done = new StringBuilder();
        var line = new StringBuilder(indent);
        long[] at = positions(shape.length - 1).toArray();
        for (int k = 0; k < at.length; k++) {
            if (isCut(shape.length - 1) && k == options.edgeItems()) {
                extend(done, line, "...", room, indent);
                line.append(separator);
            }
            extend(done, line, format.apply(from + at[k]), room, indent);
            line.append(k < at.length - 1 ? separator : "");
        }
        return done.append(line).toString();
    }

    private static void extend(StringBuilder done, StringBuilder line, String word, int room, String indent) {
        if (line.length() + word.length() > room && line.length() > indent.length()) {
            done.append(line.toString().stripTrailing()).append('\n');
            line.setLength(0);
            line.append(indent);
        }
        line.append(word);
    }

    /** Parts of an axis that is not the last, each on lines of its own, with an empty line between for each axis in them that has rows. */
    private String rows(int axis, long from, String indent, int width) {
        String end = separator.stripTrailing() + "\n".repeat(shape.length - axis - 1);
        var text = new StringBuilder();
        long[] at = positions(axis).toArray();
        for (int k = 0; k < at.length; k++) {
            if (isCut(axis) && k == options.edgeItems()) {
                text.append(indent).append("...").append(end);
            }
            text.append(indent).append(part(axis + 1, from + at[k] * strides[axis], indent + " ", width - 1)).append(k < at.length - 1 ? end : "");
        }
        return text.toString();
    }
}
