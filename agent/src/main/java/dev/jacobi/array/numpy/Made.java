package dev.jacobi.array.numpy;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elements;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Arrays made of nothing but a shape: of one number, or of numbers in order. Outside of programs they are written in Java, so that no code is compiled for each shape. */
public final class Made {
    private static final int CHUNK = 1 << 16;

    private Made() {
    }

    /** A number as each element of a new array; an array is broadcast. */
    public static NDArray full(NDArray value, Shape shape) {
        if (value.rank() > 0) {
            return Structural.broadcastTo(value, shape);
        }
        if (Operation.isTraced(value) || !shape.isKnown()) {
            return Structural.full(value, shape);
        }
        NDArray x = JavaArrays.empty(value.dtype(), shape.dims());
        List<Block> from = ((ArrayValue.Stored) value.value()).parts();
        List<Block> to = ((ArrayValue.Stored) x.value()).parts();
        for (int p = 0; p < to.size(); p++) {
            fill(from.get(p), to.get(p), Elements.bytes(value.dtype()), shape.dims());
        }
        return new NDArray(value.dtype(), value.isWeak(), x.value());
    }

    private static void fill(Block from, Block to, int size, int[] dims) {
        long bytes = Arrays.stream(dims).asLongStream().reduce(size, Math::multiplyExact);
        byte[] one = new byte[size];
        from.view(0, size).get(one);
        byte[] chunk = new byte[(int) Math.min(bytes, CHUNK)];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = one[i % size];
        }
        for (long at = 0; at < bytes; at += chunk.length) {
            int n = (int) Math.min(chunk.length, bytes - at);
            to.view(at, n).put(chunk, 0, n);
        }
    }

    /** A number as each element of an array of this type. */
    public static NDArray full(long number, DType dtype, Shape shape) {
        return full(JavaArrays.scalar(number, dtype, false), shape);
    }

    /** The numbers from 0 to n - 1. */
    public static NDArray line(DType dtype, int n) {
        if (Trace.current() != null) {
            return Structural.iota(dtype, Shape.of(n), 0);
        }
        return Casts.to(JavaArrays.of(IntStream.range(0, n).toArray(), DType.I32), dtype);
    }

    /** An array along one of several axes, the others of which have one element. */
    static NDArray along(NDArray line, int rank, int axis) {
        Shape s = Shape.SCALAR;
        for (int k = 0; k < rank; k++) {
            s = s.inserted(k, k == axis ? line.shapeOf().get(0) : Extent.of(1));
        }
        return Structural.reshape(line, s);
    }

    /** A length as a number of the program, i32. */
    static NDArray extent(Extent e) {
        return e.isKnown() ? JavaArrays.scalar((long) e.value(), DType.I32, false) : Trace.current().array(DType.I32, false, List.of(e.atom()));
    }
}
