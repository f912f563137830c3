package dev.jacobi.array.text;

/** What is printed: an array's shape, the name of its element type, and its elements by their index in row-major order, of which only those that are shown are asked for. */
public interface ArrayElements {
    /**
     * NumPy's name of the element type, which decides which of the methods below is asked.
     *
     * @return {@code bool}, {@code int8} .. {@code int64}, {@code uint8} .. {@code uint64}, {@code float16}, {@code float32}, {@code float64}, {@code bfloat16}, {@code complex64} or {@code complex128}
     */
    String dtype();

    /**
     * The length of each axis.
     *
     * @return the shape, empty for a single value
     */
    long[] shape();

    /**
     * An element of an array of integers or of booleans.
     *
     * @param index the element's index in row-major order
     * @return its value, as two's complement of 64 bits where the type is {@code uint64}; not 0 for true
     */
    long integer(long index);

    /**
     * An element of an array of floating-point numbers, or an element's real part.
     *
     * @param index the element's index in row-major order
     * @return its exact value
     */
    double real(long index);

    /**
     * An element's imaginary part.
     *
     * @param index the element's index in row-major order
     * @return its exact value; 0 unless the type is complex
     */
    default double imaginary(long index) {
        return 0;
    }
}
