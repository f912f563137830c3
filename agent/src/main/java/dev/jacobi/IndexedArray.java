package dev.jacobi;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.index.IndexedPart;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A part of an array, as {@link NDArray#at} selects it: to be read, or to make an array like the whole one in which it is different. Nothing is changed in place.
 *
 * <p>Reading outside of the array gives its nearest element; what is written there is dropped. Positions from -1 down count from the end. A part keeps the array's type of elements: values are
 * combined as their common type, and converted.
 *
 * <pre>{@code
 * NDArray y = x.at(Slice.ALL, 0).set(1);       // the first column is 1
 * NDArray counts = zeros.at(bins).add(1);      // each element as often as bins names it
 * }</pre>
 */
public final class IndexedArray {
    private final NDArray array;
    private final IndexedPart part;

    IndexedArray(NDArray array, Object... index) {
        this.array = array;
        this.part = new IndexedPart(array, index);
    }

    /**
     * The part.
     *
     * @return an array of its own, with the axes that NumPy's rules of indexing give
     * @throws JacobiException if the index does not fit the array, or is a mask that is not known while a function is compiled
     */
    public NDArray get() {
        return part.get();
    }

    /**
     * The whole array with the part replaced. Where an index names a place several times, the last value counts.
     *
     * @param values what is put there, broadcast to the part's shape
     * @return an array of the whole one's shape and type
     * @throws JacobiException if the index does not fit the array, or the values do not fit the part
     */
    public NDArray set(NDArray values) {
        return part.set(values);
    }

    /**
     * The whole array with a number in place of the part.
     *
     * @param number what is put there
     * @return an array of the whole one's shape and type
     */
    public NDArray set(double number) {
        return set(NDArray.scalar(number));
    }

    /**
     * The whole array with an integer in place of the part.
     *
     * @param number what is put there
     * @return an array of the whole one's shape and type
     */
    public NDArray set(long number) {
        return set(NDArray.scalar(number));
    }

    /**
     * The whole array with values added to the part. Where an index names a place several times, every value is added.
     *
     * @param values what is added, broadcast to the part's shape
     * @return an array of the whole one's shape and type
     * @throws JacobiException if the index does not fit the array, or the values do not fit the part
     */
    public NDArray add(NDArray values) {
        return part.combine(Prim.ADD, values, Arithmetic::add);
    }

    /**
     * The same with a number.
     *
     * @param number what is added
     * @return an array of the whole one's shape and type
     */
    public NDArray add(double number) {
        return add(NDArray.scalar(number));
    }

    /**
     * The same with an integer.
     *
     * @param number what is added
     * @return an array of the whole one's shape and type
     */
    public NDArray add(long number) {
        return add(NDArray.scalar(number));
    }

    /**
     * The whole array with the part multiplied. Where an index names a place several times, every factor counts.
     *
     * @param factors what is multiplied by, broadcast to the part's shape
     * @return an array of the whole one's shape and type
     * @throws JacobiException if the index does not fit the array, or the values do not fit the part
     */
    public NDArray mul(NDArray factors) {
        return part.combine(Prim.MUL, factors, Arithmetic::multiply);
    }

    /**
     * The same with a number.
     *
     * @param number what is multiplied by
     * @return an array of the whole one's shape and type
     */
    public NDArray mul(double number) {
        return mul(NDArray.scalar(number));
    }

    /**
     * The same with an integer.
     *
     * @param number what is multiplied by
     * @return an array of the whole one's shape and type
     */
    public NDArray mul(long number) {
        return mul(NDArray.scalar(number));
    }

    /**
     * The whole array with the smaller of each element of the part and a value. Where an index names a place several times, the smallest value counts.
     *
     * @param values what elements are compared with, broadcast to the part's shape
     * @return an array of the whole one's shape and type
     * @throws JacobiException if the index does not fit the array, or the values do not fit the part
     */
    public NDArray min(NDArray values) {
        return part.combine(Prim.MIN, values, Arithmetic::minimum);
    }

    /**
     * The same with a number.
     *
     * @param number what elements are compared with
     * @return an array of the whole one's shape and type
     */
    public NDArray min(double number) {
        return min(NDArray.scalar(number));
    }

    /**
     * The same with an integer.
     *
     * @param number what elements are compared with
     * @return an array of the whole one's shape and type
     */
    public NDArray min(long number) {
        return min(NDArray.scalar(number));
    }

    /**
     * The whole array with the greater of each element of the part and a value. Where an index names a place several times, the greatest value counts.
     *
     * @param values what elements are compared with, broadcast to the part's shape
     * @return an array of the whole one's shape and type
     * @throws JacobiException if the index does not fit the array, or the values do not fit the part
     */
    public NDArray max(NDArray values) {
        return part.combine(Prim.MAX, values, Arithmetic::maximum);
    }

    /**
     * The same with a number.
     *
     * @param number what elements are compared with
     * @return an array of the whole one's shape and type
     */
    public NDArray max(double number) {
        return max(NDArray.scalar(number));
    }

    /**
     * The same with an integer.
     *
     * @param number what elements are compared with
     * @return an array of the whole one's shape and type
     */
    public NDArray max(long number) {
        return max(NDArray.scalar(number));
    }
    /**
     * The whole array with the part divided. An element that the index names several times is divided by the product of its divisors.
     *
     * @param divisors what is divided by, broadcast to the part's shape
     * @return an array of the whole one's shape and type
     * @throws JacobiException if the index does not fit the array, or the divisors do not fit the part
     */
    public NDArray divide(NDArray divisors) {
        NDArray by = new IndexedArray(ones(divisors), part.index()).mul(divisors);
        return Arithmetic.divide(array, by).astype(array.dtype());
    }

    /**
     * The whole array with the part divided by a number.
     *
     * @param number what is divided by
     * @return an array of the whole one's shape and type
     */
    public NDArray divide(double number) {
        return divide(NDArray.scalar(number));
    }

    /**
     * The whole array with the part raised to powers. An element that the index names several times gets the product of its exponents.
     *
     * @param exponents the exponents, broadcast to the part's shape
     * @return an array of the whole one's shape and type
     * @throws JacobiException if the index does not fit the array, or the exponents do not fit the part
     */
    public NDArray power(NDArray exponents) {
        NDArray by = new IndexedArray(ones(exponents), part.index()).mul(exponents);
        return Arithmetic.power(array, by).astype(array.dtype());
    }

    /**
     * The whole array with the part raised to a power.
     *
     * @param exponent the exponent
     * @return an array of the whole one's shape and type
     */
    public NDArray power(double exponent) {
        return power(NDArray.scalar(exponent));
    }

    /**
     * The whole array with a function of the part in its place. An element that the index names several times is changed once.
     *
     * @param function computes element by element
     * @return an array of the whole one's shape and type
     * @throws JacobiException if the index does not fit the array, or what the function gives does not fit the part
     */
    public NDArray apply(UnaryOperator<NDArray> function) {
        return set(function.apply(get()));
    }

    /** Ones of this array's shape, of the common type with what they are multiplied by. */
    private NDArray ones(NDArray like) {
        return Structural.full(Casts.to(NDArray.scalar(1L), Promotion.of(List.of(array, like)).dtype()), array.shapeOf());
    }

    @Override
    public String toString() {
        return "at" + part;
    }
}
