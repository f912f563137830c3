package dev.jacobi;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.host.Closeness;
import dev.jacobi.array.host.Files;
import dev.jacobi.array.host.StoredElements;
import dev.jacobi.array.host.ToJava;
import dev.jacobi.array.lax.Bits;
import dev.jacobi.array.text.ArrayText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** What makes Java's numbers, arrays, bytes and text of an {@link NDArray}. */
abstract class ArrayConversions extends ArrayIndexing {
    private static final double RELATIVE = 1e-5;
    private static final double ABSOLUTE = 1e-8;

    /**
     * Elements as another type: integers wrap, reals are rounded to nearest, or towards zero to integers; of complex numbers the real part is taken where the type is not complex.
     *
     * @param dtype the type
     * @return the converted array
     */
    public NDArray astype(DType dtype) {
        return Casts.to(self(), dtype);
    }

    /**
     * The only element as a double.
     *
     * @return its value
     * @throws JacobiException if there are more or none, it is complex, or it is not known while a function is being compiled
     */
    public double item() {
        return only().real(0);
    }

    /**
     * The only element as a long: all bits of an integer; a real number is rounded towards zero.
     *
     * @return its value; of u64 its bits
     * @throws JacobiException if there are more or none, it is complex, or it is not known while a function is being compiled
     */
    public long itemLong() {
        return only().integer(0);
    }

    private StoredElements only() {
        var elements = new StoredElements(self());
        if (self().size() != 1 || self().dtype().isComplex()) {
            throw new JacobiException("item: an array of " + self().dtype() + " of shape " + self().shapeOf() + " is not one real number; " + (self().size() != 1 ? "take one of its elements with get(), or"
                + " all with toDoubleArray()." : "take real() or imag()."));
        }
        return elements;
    }

    /**
     * The only element as a double.
     *
     * @return its value
     * @throws JacobiException if there are more or none, it is complex, or it is not known while a function is being compiled
     */
    public double toDouble() {
        return item();
    }

    /**
     * The only element as a float.
     *
     * @return its value, rounded to nearest
     * @throws JacobiException if there are more or none, it is complex, or it is not known while a function is being compiled
     */
    public float toFloat() {
        return (float) item();
    }

    /**
     * The only element as an int.
     *
     * @return its value; longer integers lose their first bits
     * @throws JacobiException if there are more or none, it is complex, or it is not known while a function is being compiled
     */
    public int toInt() {
        return (int) itemLong();
    }

    /**
     * The only element as a long.
     *
     * @return its value; of u64 its bits
     * @throws JacobiException if there are more or none, it is complex, or it is not known while a function is being compiled
     */
    public long toLong() {
        return itemLong();
    }

    /**
     * The only element as a boolean.
     *
     * @return whether it is not 0
     * @throws JacobiException if there are more or none, it is complex, or it is not known while a function is being compiled
     */
    public boolean toBoolean() {
        return item() != 0;
    }

    /**
     * One element as a double.
     *
     * @param index its place along each axis; negative ones count from the end
     * @return its value
     * @throws JacobiException if there is no such place, elements are complex, or they are not known while a function is being compiled
     */
    public double getDouble(int... index) {
        StoredElements elements = real();
        return elements.real(elements.place(index));
    }

    /**
     * One element as a long.
     *
     * @param index its place along each axis; negative ones count from the end
     * @return its value; of u64 its bits, of reals rounded towards zero
     * @throws JacobiException if there is no such place, elements are complex, or they are not known while a function is being compiled
     */
    public long getLong(int... index) {
        StoredElements elements = real();
        return elements.integer(elements.place(index));
    }

    private StoredElements real() {
        if (self().dtype().isComplex()) {
            throw new JacobiException("A complex number is no double; take an element of real() or imag().");
        }
        return new StoredElements(self());
    }

    /**
     * All elements as doubles, row by row.
     *
     * @return a new array
     * @throws JacobiException if elements are complex, or not known while a function is being compiled
     */
    public double[] toDoubleArray() {
        return (double[]) ToJava.flat(self(), DType.F64);
    }

    /**
     * All elements as floats, row by row, rounded to nearest.
     *
     * @return a new array
     * @throws JacobiException if elements are complex, or not known while a function is being compiled
     */
    public float[] toFloatArray() {
        return (float[]) ToJava.flat(self(), DType.F32);
    }

    /**
     * All elements as ints, row by row, converted as by {@link #astype}.
     *
     * @return a new array
     * @throws JacobiException if elements are complex, or not known while a function is being compiled
     */
    public int[] toIntArray() {
        return (int[]) ToJava.flat(self(), DType.I32);
    }

    /**
     * All elements as longs, row by row, converted as by {@link #astype}.
     *
     * @return a new array
     * @throws JacobiException if elements are complex, or not known while a function is being compiled
     */
    public long[] toLongArray() {
        return (long[]) ToJava.flat(self(), DType.I64);
    }

    /**
     * All elements as shorts, row by row, converted as by {@link #astype}.
     *
     * @return a new array
     * @throws JacobiException if elements are complex, or not known while a function is being compiled
     */
    public short[] toShortArray() {
        return (short[]) ToJava.flat(self(), DType.I16);
    }

    /**
     * All elements as bytes, row by row, converted as by {@link #astype}.
     *
     * @return a new array
     * @throws JacobiException if elements are complex, or not known while a function is being compiled
     */
    public byte[] toByteArray() {
        return (byte[]) ToJava.flat(self(), DType.I8);
    }

    /**
     * All elements as booleans, row by row: whether each is not 0.
     *
     * @return a new array
     * @throws JacobiException if elements are complex, or not known while a function is being compiled
     */
    public boolean[] toBooleanArray() {
        return (boolean[]) ToJava.flat(self(), DType.BOOL);
    }

    /**
     * A Java array with as many axes as this one has, of the smallest type that holds all values: {@code double[][]} of two axes of F64, {@code float[]} of one of BF16, {@code short[]} of U8,
     * {@code long[]} of U32 and U64. Of no axes a boxed number. Complex numbers have an axis more, of the real and the imaginary part.
     *
     * @return the array, to be cast
     * @throws JacobiException if elements are not known while a function is being compiled
     */
    public Object toArray() {
        return ToJava.nested(self());
    }

    /**
     * All elements' bytes, row by row and little-endian; the parts of a complex number follow each other.
     *
     * @return a new array
     * @throws JacobiException if there are 2 GB or more, or elements are not known while a function is being compiled
     */
    public byte[] toBytes() {
        return ToJava.bytes(self());
    }

    /**
     * The same in a buffer.
     *
     * @return a new little-endian buffer, at its beginning
     * @throws JacobiException if there are 2 GB or more, or elements are not known while a function is being compiled
     */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Writes this array as a file of NumPy's, {@code .npy}.
     *
     * @param file where to; what is there is replaced when the new file is whole
     * @throws IOException if the file cannot be written
     * @throws JacobiException if elements are not known while a function is being compiled
     */
    public void save(Path file) throws IOException {
        Files.save(file, self());
    }

    /**
     * Whether all elements are close to another array's, with NumPy's tolerances: 1e-5 relative, 1e-8 absolute.
     *
     * @param other what this is compared with; shapes are broadcast
     * @return true if |this - other| is at most 1e-8 + 1e-5 |other| everywhere
     */
    public boolean allClose(NDArray other) {
        return allClose(other, RELATIVE, ABSOLUTE);
    }

    /**
     * Whether all elements are close to another array's. Infinities are close to themselves, and NaN to nothing.
     *
     * @param other what this is compared with; shapes are broadcast
     * @param rtol the tolerance for each unit of the other's absolute value
     * @param atol the tolerance besides
     * @return true if |this - other| is at most atol + rtol |other| everywhere
     * @throws JacobiException if the shapes do not fit, or elements are not known while a function is being compiled
     */
    public boolean allClose(NDArray other, double rtol, double atol) {
        return Closeness.all(self(), other, rtol, atol);
    }

    /**
     * Whether the other one is an array of the same type and shape with equal elements; NaN is equal to NaN here, and 0 to -0. Values of a function that is being compiled are equal only to themselves.
     *
     * @param other any object
     * @return true if it is such an array
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof NDArray x && Closeness.same(self(), x);
    }

    @Override
    public int hashCode() {
        return Closeness.hash(self());
    }

    /**
     * The elements as NumPy and JAX print them: rows in brackets, those of large arrays shortened. A value of a function that is being compiled is {@code Traced(float32[n0,3])}.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return StoredElements.isKnown(self()) ? ArrayText.str(new StoredElements(self())) : StoredElements.text(self());
    }

    /**
     * The bytes of elements as elements of another type, as in NumPy: of a smaller type the last axis is as many times as long, of a larger one so much shorter.
     *
     * @param dtype the type of elements
     * @return an array over the same bits
     * @throws JacobiException if one of the types is complex, or the last axis cannot be divided so
     */
    public NDArray view(DType dtype) {
        return Bits.view(self(), dtype);
    }
}
