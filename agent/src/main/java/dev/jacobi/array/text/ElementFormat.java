package dev.jacobi.array.text;

import java.util.Arrays;
import java.util.function.LongFunction;

/** How an element of an array is printed, for each kind of element type; made from all elements that are shown, as these get one width. */
final class ElementFormat {
    private ElementFormat() {
    }

    /** The kinds of element types that are printed alike. */
    private enum Kind { BOOL, SIGNED, UNSIGNED, FLOAT, OPAQUE, COMPLEX }

    private static Kind kind(String dtype) {
        if (dtype.equals("bool")) {
            return Kind.BOOL;
        }
        if (dtype.startsWith("uint")) {
            return Kind.UNSIGNED;
        }
        if (dtype.startsWith("int")) {
            return Kind.SIGNED;
        }
        if (dtype.startsWith("complex")) {
            return Kind.COMPLEX;
        }
        return dtype.equals("float16") || dtype.equals("float32") || dtype.equals("float64") ? Kind.FLOAT : Kind.OPAQUE;
    }

    private static FloatType type(String dtype) {
        return switch (dtype) {
            case "float16" -> FloatType.F16;
            case "float32", "complex64" -> FloatType.F32;
            default -> FloatType.F64;
        };
    }

    /**
     * The texts of elements.
     *
     * @param shown indices of those that are printed
     */
    static LongFunction<String> of(ArrayElements array, long[] shown, TextOptions options) {
        FloatType type = type(array.dtype());
        return switch (kind(array.dtype())) {
            case BOOL -> {
                String yes = array.shape().length == 0 ? "True" : " True";
                yield i -> array.integer(i) != 0 ? yes : "False";
            }
            case SIGNED -> padded(shown, i -> Long.toString(array.integer(i)));
            case UNSIGNED -> padded(shown, i -> Long.toUnsignedString(array.integer(i)));
            case OPAQUE -> i -> FloatFormat.general(array.real(i));
            case FLOAT -> {
                var format = new FloatFormat(Arrays.stream(shown).mapToDouble(array::real).toArray(), type, options, false);
                yield i -> format.text(array.real(i));
            }
            case COMPLEX -> complex(new FloatFormat(Arrays.stream(shown).mapToDouble(array::real).toArray(), type, options, false),
                    new FloatFormat(Arrays.stream(shown).mapToDouble(array::imaginary).toArray(), type, options, true), array);
        };
    }

    private static LongFunction<String> padded(long[] shown, LongFunction<String> text) {
        int width = Arrays.stream(shown).mapToInt(i -> text.apply(i).length()).max().orElse(0);
        return i -> {
            String s = text.apply(i);
            return " ".repeat(width - s.length()) + s;
        };
    }

    /** The j stands behind the digits of the imaginary part, before the blanks that make it as wide as the others. */
    private static LongFunction<String> complex(FloatFormat real, FloatFormat imaginary, ArrayElements array) {
        return i -> {
            String im = imaginary.text(array.imaginary(i));
            int end = im.stripTrailing().length();
            return real.text(array.real(i)) + im.substring(0, end) + "j" + im.substring(end);
        };
    }

    /** A single element without an array around it, with all its digits. */
    static String scalar(ArrayElements array, long i) {
        FloatType type = type(array.dtype());
        return switch (kind(array.dtype())) {
            case BOOL -> array.integer(i) != 0 ? "True" : "False";
            case SIGNED -> Long.toString(array.integer(i));
            case UNSIGNED -> Long.toUnsignedString(array.integer(i));
            case OPAQUE -> FloatFormat.general(array.real(i));
            case FLOAT -> FloatFormat.scalar(array.real(i), type, true);
            case COMPLEX -> complexScalar(array.real(i), array.imaginary(i), type);
        };
    }

    private static String complexScalar(double re, double im, FloatType type) {
        String imaginary = FloatFormat.scalar(im, type, false) + "j";
        if (re == 0 && Math.copySign(1, re) > 0) {
            return imaginary;
        }
        return "(" + FloatFormat.scalar(re, type, false) + (imaginary.startsWith("-") ? "" : "+") + imaginary + ")";
    }
}
