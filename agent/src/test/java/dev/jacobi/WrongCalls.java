// What tests of wrong calls share.
package dev.jacobi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Makes arrays of zeros and compares what is said of a call with them, at once and compiled. */
final class WrongCalls {
    private WrongCalls() {
    }

    static NDArray z(int... shape) {
        return Np.zeros(shape);
    }

    static NDArray i(int... shape) {
        return Np.zeros(shape, DType.I32);
    }

    static NDArray of(DType d, int... shape) {
        return Np.zeros(shape, d);
    }

    static void eager(NDArray a, NDArray b, Fn2<NDArray, NDArray, NDArray> f, String sentence) {
        assertEquals(sentence, assertThrows(JacobiException.class, () -> f.apply(a, b)).getMessage());
    }

    /** A refusal of compiling says more, but the same of the arrays: with numbers, not with names of lengths. */
    static void jitToo(NDArray a, NDArray b, Fn2<NDArray, NDArray, NDArray> f, String sentence) {
        eager(a, b, f, sentence);
        String compiled = assertThrows(JacobiException.class, () -> Jacobi.jit(f).apply(a, b)).getMessage();
        assertTrue(compiled.contains(sentence.substring(0, sentence.length() - 1)), compiled);
    }
}
