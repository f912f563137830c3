package dev.jacobi.array.core;

import dev.jacobi.NDArray;
import dev.jacobi.ir.Dim;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a program for several arrays knows of their extents: which are 0 or 1, which are equal, and the numbers of those that it was made for. Calls with equal codes can share a program. The code of an
 * axis is the extent itself if the program knows it, else -1 - k for the k-th different length.
 */
final class ShapeClass {
    private ShapeClass() {
    }

    /** The extent that a code stands for, as a program's type has it. */
    static Dim dim(int code) {
        return code < 0 ? Trace.input(-1 - code) : Dim.of(code);
    }

    /** The extents of arrays that are stored. */
    static int[] dims(NDArray x) {
        return ((ArrayValue.Stored) x.value()).dims();
    }

    /** A key of types and shapes: what a kernel is kept under. {@code known} are the numbers of different lengths, by first occurrence, whose values the program needs. */
    static int[] code(List<NDArray> in, Set<Integer> known) {
        int n = 0;
        for (NDArray x : in) {
            n += 1 + dims(x).length;
        }
        int[] code = new int[n];
        int[] seen = new int[n];
        int count = 0;
        int at = 0;
        for (NDArray x : in) {
            int[] dims = dims(x);
            code[at++] = x.dtype().ordinal() << 8 | (x.isWeak() ? 128 : 0) | dims.length;
            for (int d : dims) {
                int k = 0;
                while (k < count && seen[k] != d) {
                    k++;
                }
                if (d > 1 && k == count) {
                    seen[count++] = d;
                }
                code[at++] = d < 2 || !known.isEmpty() && known.contains(k) ? d : -1 - k;
            }
        }
        return code;
    }

    /** What a kernel is kept under. {@code wide}: numbers of which nothing says so have 64 bits, by which the same operation of the same arrays is another program. */
    record Key(Object operation, boolean wide, int[] code) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Key k && wide == k.wide && operation.equals(k.operation) && Arrays.equals(code, k.code);
        }

        @Override
        public int hashCode() {
            return operation.hashCode() * 31 + Arrays.hashCode(code);
        }
    }
}
