package dev.jacobi.array.random;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.stream.IntStream;

/** The two words of a key in a program that is being made, u32 arrays without axes, and what threefry2x32 makes of them and of counters. */
record Key(NDArray high, NDArray low) {
    /** Of an array of two words. */
    static Key of(NDArray words) {
        Trace t = Trace.current();
        Atom a = t.atom(words);
        t.mustBeEqual(words.shapeOf().get(0), Extent.of(2), () -> "A key has two words.");
        return new Key(word(t, a, 0), word(t, a, 1));
    }

    private static NDArray word(Trace t, Atom words, int k) {
        return t.array(DType.U32, false, List.of(t.builder().index(words, Params.Access.PROMISED, List.of(Lit.i32(k)))));
    }

    /** As an array of two words. */
    NDArray words() {
        Shape one = Shape.of(1);
        return Structural.concat(List.of(Structural.reshape(high, one), Structural.reshape(low, one)), 0);
    }

    /** Both words of the function's result for a number of 64 bits, here with its high half 0: arrays of the counter's shape. */
    List<NDArray> hash(NDArray counter) {
        Trace t = Trace.current();
        Atom x = t.atom(counter);
        Atom zero = Casts.like(t, Lit.i32(0), x);
        return t.emitAll(Prim.THREEFRY2X32, Params.NONE, List.of(t.atom(high), t.atom(low), zero, x)).stream().map(v -> t.array(DType.U32, false, List.of(v))).toList();
    }

    private Key derived(NDArray counter) {
        List<NDArray> words = hash(counter);
        return new Key(words.get(0), words.get(1));
    }

    /** The key of a number, which belongs to this one. */
    Key with(NDArray number) {
        return derived(Elementwise.bitcast(Casts.to(number, DType.U32), DType.U32));
    }

    /** Keys that belong to this one and are used in its place. */
    List<Key> split(int n) {
        return IntStream.range(0, n).mapToObj(k -> derived(Reals.whole(k, DType.U32))).toList();
    }

    /** Words of random bits for the places of a shape: of 32, or of 64 bits. */
    NDArray bits(Shape shape, DType dtype) {
        Extent n = shape.size();
        NDArray counter = shape.rank() == 0 ? Reals.whole(0, DType.U32) : Structural.iota(DType.U32, new Shape(List.of(n)), 0);
        NDArray flat = bitsOf(counter, dtype);
        return shape.rank() < 2 ? flat : Structural.reshape(flat, shape);
    }

    /** The same for one place, of which the index in row-major order is given. */
    NDArray bitsOf(NDArray index, DType dtype) {
        List<NDArray> words = hash(index);
        if (dtype == DType.U64) {
            NDArray high = Casts.to(words.get(0), DType.U64);
            return Elementwise.apply(Prim.OR, Elementwise.apply(Prim.SHL, high, Reals.whole(32, DType.U64)), Casts.to(words.get(1), DType.U64));
        }
        return Casts.to(Elementwise.apply(Prim.XOR, words.get(0), words.get(1)), dtype);
    }
}
