package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Operators give what jax 0.10.2 gives, where types or signs make it not obvious. */
final class ArrayOperatorsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final NDArray INTS = NDArray.of(5, -5, 0, 7);
    private static final NDArray BYTES = NDArray.of(new int[] {5, 200}, DType.U8);

    private static void is(String dtype, String text, NDArray x) {
        assertEquals(dtype + " " + text, x.dtype() + " " + x);
    }

    @Test
    void integersAreDividedDownwards() {
        is("int32", "[ 2 -3  0  3]", INTS.floorDivide(2));
        is("int32", "[1 1 0 1]", INTS.mod(2));
        is("int32", "[-1 -1  0 -1]", INTS.mod(-2));
        is("int32", "[-2 -2 -1 -2]", INTS.floorDivide(0));
        is("int32", "[0 0 0 0]", INTS.mod(0));
        is("float32", "[ 2.5 -2.5  0.   3.5]", INTS.dividedBy(2));
        is("uint8", "[255  28]", BYTES.floorDivide(NDArray.of(new int[] {0, 7}, DType.U8)));
        NDArray large = NDArray.of(new long[] {-1, -3, 10, Long.MIN_VALUE}, DType.U64);
        NDArray by = NDArray.of(new long[] {7, -1, 3, 2}, DType.U64);
        assertArrayEquals(new long[] {2635249153387078802L, 0, 3, 1L << 62}, large.floorDivide(by).toLongArray());
        assertArrayEquals(new long[] {1, -3, 1, 0}, large.mod(by).toLongArray());
    }

    @Test
    void realsAreDividedDownwards() {
        NDArray a = NDArray.of(5, -5.0, 0, INF, 3, -3, -0.0, 1);
        NDArray b = NDArray.of(0, 0.0, 0, 2, INF, INF, 2, -INF);
        is("float32", "[ inf -inf  nan  nan   0.  -1.   0.  -1.]", a.floorDivide(b));
        is("float32", "[ nan  nan  nan  nan   3.  inf  -0. -inf]", a.mod(b));
    }

    @Test
    void powersOfIntegersWrapAndThoseWithKnownExponentsAreProducts() {
        is("int32", "[ 8  1 -8  0  1 -1  0]", NDArray.of(2, 3, -2, 2, 1, -1, 0).pow(NDArray.of(3, 0, 3, -1, -2, -3, -1)));
        is("float32", "[1.   0.25]", NDArray.of(1.0, 2).pow(-2));
        is("float32", "[ 0.        1.        5.656854 15.588457]", NDArray.of(0, 1, 2, 3).pow(2.5));
        assertThrows(JacobiException.class, () -> INTS.pow(-1));
    }

    @Test
    void unsignedNumbersWrapAndShiftsMayBeLong() {
        is("uint8", "[251  56]", BYTES.neg());
        is("uint8", "[ 49 244]", BYTES.plus(300));
        is("bool", "[False  True]", BYTES.gt(100));
        is("int32", "[          2 -2147483648           0           0           0]", NDArray.of(1).shiftLeft(NDArray.of(1, 31, 32, 33, -1)));
        is("int32", "[-4 -1 -1 -1 -1]", NDArray.of(-8).shiftRight(NDArray.of(1, 31, 32, 33, -1)));
        is("bool", "[ True False]", NDArray.of(true, false).plus(NDArray.of(false, false)));
        assertThrows(JacobiException.class, () -> NDArray.of(true).minus(NDArray.of(true)));
    }

    @Test
    void complexNumbersAreComputedAsSuch() {
        NDArray c = NDArray.complex(NDArray.of(1.0, 3, 0), NDArray.of(2.0, -4, 0));
        NDArray d = NDArray.complex(NDArray.of(3.0, 0, 0), NDArray.of(4.0, 0, 0));
        is("complex64", "[0.44+0.08j  inf -infj  nan +nanj]", c.dividedBy(d));
        is("complex64", "[-5.+10.j  0. +0.j  0. +0.j]", c.times(d));
        assertEquals(0.12900956, c.pow(d).real().getDouble(0), 1e-6);
        assertEquals(0.03392413, c.pow(d).imag().getDouble(0), 1e-6);
        is("float32", "[2.236068 5.       0.      ]", c.abs());
        is("complex64", "[1.-2.j 3.+4.j 0.-0.j]", c.conj());
        is("bool", "[ True False False]", c.lt(d));
    }

    @Test
    void methodsReduceAndReshape() {
        NDArray x = NDArray.of(new double[][] {{1, 2, 6}, {4, 5, 3}});
        is("float32", "21.0", x.sum());
        is("float32", "[5. 7. 9.]", x.sum(0));
        is("float32", "[[3.]\n [4.]]", x.mean(1, true));
        is("float32", "[6. 5.]", x.max(1));
        is("int32", "[2 1]", x.argmax(1));
        is("float32", "[1.5 1.5 1.5]", x.std(0));
        is("float32", "[[ 1.  3.  9.]\n [ 4.  9. 12.]]", x.cumsum(1));
        is("float32", "[[1. 4.]\n [2. 5.]\n [6. 3.]]", x.T());
        is("float32", "[[1. 2.]\n [6. 4.]\n [5. 3.]]", x.reshape(-1, 2));
        is("float32", "[[2. 2. 5.]\n [4. 5. 3.]]", x.clip(2, 5));
        is("float32", "[[41. 32.]\n [32. 50.]]", x.matmul(x.T()));
        is("float32", "[0.12 0.35]", NDArray.of(0.123, 0.3456).round(2));
        is("int32", "3", NDArray.of(new boolean[] {true, true, false, true}).sum());
    }
}
