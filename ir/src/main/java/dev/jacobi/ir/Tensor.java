package dev.jacobi.ir;

/**
 * A value of the reference interpreter. {@code data} is a flat row-major {@code boolean[]}, {@code byte[]},
 * {@code short[]} (i16, f16, bf16), {@code char[]}, {@code int[]}, {@code long[]}, {@code float[]} or
 * {@code double[]}; a scalar has no dims and one element.
 */
public record Tensor(DType dtype, int[] dims, Object data) {
}
