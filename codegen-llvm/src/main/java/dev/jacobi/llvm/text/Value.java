package dev.jacobi.llvm.text;

import dev.jacobi.ir.DType;
import java.util.List;

/** What an IR variable is in the emitted code. */
public sealed interface Value {
    /** The stride of a value that is not known to be affine in the lane. */
    long VARYING = Long.MIN_VALUE;

    /**
     * A scalar of the IR. {@code parts} has one text, or one per row of an unroll-and-jam. Uniform ({@code stride == 0}): each part is an
     * LLVM scalar. Else each part is a vector over the lanes; if the stride is not {@link #VARYING}, lane l's value is
     * {@code base + l * stride}, where base has as many parts.
     */
    record Val(DType dtype, List<String> parts, List<String> base, long stride) implements Value {
        public Val {
            parts = List.copyOf(parts);
            base = List.copyOf(base);
        }

        public static Val uniform(DType t, String text) {
            return new Val(t, List.of(text), List.of(text), 0);
        }

        public static Val uniform(DType t, List<String> parts) {
            return new Val(t, parts, parts, 0);
        }

        public static Val varying(DType t, List<String> parts) {
            return new Val(t, parts, List.of(), VARYING);
        }

        public boolean isUniform() {
            return stride == 0;
        }

        public boolean isAffine() {
            return stride != VARYING;
        }

        public String part(int k) {
            return parts.get(parts.size() == 1 ? 0 : k);
        }

        public String basePart(int k) {
            return base.get(base.size() == 1 ? 0 : k);
        }

        /** The text of a value that is uniform and has one part. */
        public String text() {
            if (!isUniform() || parts.size() != 1) {
                throw new IllegalStateException("a value that differs between lanes stands where one value is needed");
            }
            return parts.get(0);
        }
    }

    /**
     * An array: a pointer to its memory's first element, an offset in elements (null: none; differs between lanes for views), extents as
     * i64 texts, row-major. {@code lanes} > 1: each lane has its own array, element k of lane l lies at k * lanes + l; in scalar
     * code the pointer is that of one lane's first element. {@code root} is the
     * alias scope, or -1 when the memory may be any.
     *
     * <p>With a {@code table}, an array of i64 with all axes but the last, the rows lie anywhere: the table has at how many elements from the first row each of them begins. Only accesses by
     * row or by element look there; as soon as the row is known, the array is one without a table. Else it is null.
     */
    record Arr(DType dtype, String ptr, Val offset, List<String> dims, int lanes, int root, Arr table) implements Value {
        public Arr {
            dims = List.copyOf(dims);
        }

        /** An array in one block. */
        public Arr(DType dtype, String ptr, Val offset, List<String> dims, int lanes, int root) {
            this(dtype, ptr, offset, dims, lanes, root, null);
        }

        public Arr withDims(List<String> other) {
            return new Arr(dtype, ptr, offset, other, lanes, root);
        }
    }
}
