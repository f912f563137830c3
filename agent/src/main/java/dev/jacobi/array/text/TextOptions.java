package dev.jacobi.array.text;

/**
 * How arrays are printed, as NumPy's {@code set_printoptions} has it.
 *
 * @param precision digits behind the decimal point, at most
 * @param threshold arrays of more elements than these show only their edges
 * @param edgeItems how many elements of an axis are shown at each of its ends then
 * @param lineWidth characters of a line
 * @param suppress whether small numbers are printed without an exponent
 */
public record TextOptions(int precision, long threshold, int edgeItems, int lineWidth, boolean suppress) {
    /** What NumPy does unless told otherwise: 8 digits, 1000 elements, 3 at each end, 75 characters. */
    public static final TextOptions NUMPY = new TextOptions(8, 1000, 3, 75, false);

    public TextOptions {
        if (precision < 0 || threshold < 0 || edgeItems < 1 || lineWidth < 1) {
            throw new IllegalArgumentException("Options of printing have to be: precision and threshold at least 0, edgeItems and lineWidth at least 1; they are precision " + precision
                    + ", threshold " + threshold + ", edgeItems " + edgeItems + ", lineWidth " + lineWidth + ".");
        }
    }

    TextOptions withLineWidth(int width) {
        return new TextOptions(precision, threshold, edgeItems, Math.max(1, width), suppress);
    }
}
