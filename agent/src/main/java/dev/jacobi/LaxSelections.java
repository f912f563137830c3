package dev.jacobi;

import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.lax.Bits;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scalars;
import dev.jacobi.ir.Prim;

/** Functions of {@link Lax} that test, choose and convert elements, and work on their bits. */
abstract class LaxSelections extends LaxFunctions {
    /**
     * Whether each element is neither infinite nor NaN.
     *
     * @param x an array
     * @return an array of bool
     */
    public static NDArray isFinite(NDArray x) {
        return Scalars.isFinite(x);
    }

    /**
     * The number of bits that are set in each integer.
     *
     * @param x an array
     * @return integers of the same type
     */
    public static NDArray populationCount(NDArray x) {
        return Bits.count(Prim.POPCNT, x);
    }

    /**
     * The number of zeros in front of the first bit that is set in each integer.
     *
     * @param x an array
     * @return integers of the same type
     */
    public static NDArray clz(NDArray x) {
        return Bits.count(Prim.CLZ, x);
    }

    /**
     * The bits of each integer moved to the left.
     *
     * @param x an array
     * @param y another array
     * @return the integers moved; zero where the count is not below the number of bits
     */
    public static NDArray shiftLeft(NDArray x, NDArray y) {
        return Bits.shift(Prim.SHL, x, y);
    }

    /**
     * The bits of each integer moved to the right, with copies of the first bit in front.
     *
     * @param x an array
     * @param y another array
     * @return the integers moved
     */
    public static NDArray shiftRightArithmetic(NDArray x, NDArray y) {
        return Bits.shift(Prim.SHR, x, y);
    }

    /**
     * The bits of each integer moved to the right, with zeros in front.
     *
     * @param x an array
     * @param y another array
     * @return the integers moved
     */
    public static NDArray shiftRightLogical(NDArray x, NDArray y) {
        return Bits.shift(Prim.USHR, x, y);
    }

    /**
     * The number next to each element in the direction of another.
     *
     * @param x an array
     * @param y another array
     * @return an array of reals
     */
    public static NDArray nextafter(NDArray x, NDArray y) {
        return Bits.nextafter(x, y);
    }

    /**
     * Each element rounded to a format of fewer bits, half to even. It is differentiated as if it were linear: tangents and cotangents are rounded like the elements.
     *
     * @param x an array of reals
     * @param exponentBits the exponent's bits, at least 1
     * @param mantissaBits the fraction's bits
     * @return numbers of the same type
     * @throws JacobiException if there is no such format, or the elements are no reals
     */
    public static NDArray reducePrecision(NDArray x, int exponentBits, int mantissaBits) {
        return Bits.reducePrecision(x, exponentBits, mantissaBits);
    }

    /**
     * Each element as another type.
     *
     * @param x an array
     * @param dtype the type of elements
     * @return the elements converted
     */
    public static NDArray convertElementType(NDArray x, DType dtype) {
        return Casts.to(x, dtype);
    }

    /**
     * The bits of each element as another type: of a smaller one the pieces of an element, the lowest first, are along a new last axis; of a larger one the last axis has the pieces.
     *
     * @param x an array
     * @param dtype the type of elements
     * @return the bits as that type
     * @throws JacobiException if the types differ in size and one is complex or bool, or the last axis does not have the pieces of one element
     */
    public static NDArray bitcastConvertType(NDArray x, DType dtype) {
        return Bits.cast(x, dtype);
    }

    /**
     * The same elements, which count as constants for derivatives.
     *
     * @param x an array
     * @return the array
     */
    public static NDArray stopGradient(NDArray x) {
        return Calc.stop(x);
    }

    /**
     * Each element, or the bound that it exceeds.
     *
     * @param min the lower bound
     * @param x an array
     * @param max the upper bound
     * @return the elements within the bounds
     */
    public static NDArray clamp(double min, NDArray x, double max) {
        return clamp(NDArray.scalar(min), x, NDArray.scalar(max));
    }

    /**
     * Each element, or the bound that it exceeds.
     *
     * @param min the lower bounds
     * @param x an array
     * @param max the upper bounds
     * @return the elements within the bounds
     */
    public static NDArray clamp(NDArray min, NDArray x, NDArray max) {
        return Scalars.clamp(min, x, max);
    }

    /**
     * Elements of one of two arrays, by a condition.
     *
     * @param condition an array of bool
     * @param x an array
     * @param y another array
     * @return x where the condition holds, else y
     */
    public static NDArray select(NDArray condition, NDArray x, NDArray y) {
        if (condition.dtype() != DType.BOOL || x.dtype() != y.dtype()) {
            throw new JacobiException("select: the condition is an array of " + condition.dtype() + ", the others of " + x.dtype() + " and " + y.dtype()
                + "; give a condition of bool and two arrays of one type, or use Np.where.");
        }
        return Calc.where(condition, x, y);
    }

    /**
     * Elements of one of several arrays, by number.
     *
     * @param which an array of bool, or of integers; false is the first
     * @param cases arrays of one type and shape
     * @return elements of the array with that number
     * @throws JacobiException if there is no array
     */
    public static NDArray selectN(NDArray which, NDArray... cases) {
        if (cases.length == 0) {
            throw new JacobiException("selectN: there are no arrays to select from; give at least one.");
        }
        NDArray out = cases[cases.length - 1];
        for (int k = cases.length - 2; k >= 0; k--) {
            NDArray at = which.dtype() == DType.BOOL ? Elementwise.unary(Prim.NOT, which) : which.le((long) k);
            out = Calc.where(at, cases[k], out);
        }
        return out;
    }

    /**
     * Complex numbers of real and imaginary parts.
     *
     * @param x an array
     * @param y another array
     * @return an array of complex numbers
     */
    public static NDArray complex(NDArray x, NDArray y) {
        return NDArray.complex(x, y);
    }
}
