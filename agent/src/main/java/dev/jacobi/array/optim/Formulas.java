package dev.jacobi.array.optim;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Relations;
import dev.jacobi.array.tree.LeafMath;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;

/** The arithmetic of optimisers. */
final class Formulas {
    private Formulas() {
    }

    static NDArray number(double v) {
        return NDArray.scalar(v);
    }

    static NDArray div(NDArray a, NDArray b) {
        return Arithmetic.divide(a, b);
    }

    static NDArray pow(NDArray a, NDArray b) {
        return Arithmetic.power(a, b);
    }

    static NDArray min(NDArray a, NDArray b) {
        return Arithmetic.minimum(a, b);
    }

    static NDArray max(NDArray a, NDArray b) {
        return Arithmetic.maximum(a, b);
    }

    static NDArray sqrt(NDArray x) {
        return LeafMath.sqrt(x);
    }

    static NDArray cos(NDArray x) {
        return Elementwise.unary(Prim.COS, x);
    }

    static NDArray floor(NDArray x) {
        return Elementwise.unary(Prim.FLOOR, x);
    }

    static NDArray sign(NDArray x) {
        return Elementwise.unary(Prim.SIGN, x);
    }

    static NDArray less(NDArray a, NDArray b) {
        return Relations.compare(Prim.LT, a, b);
    }

    static NDArray atMost(NDArray a, NDArray b) {
        return Relations.compare(Prim.LE, a, b);
    }

    static NDArray equal(NDArray a, NDArray b) {
        return Relations.compare(Prim.EQ, a, b);
    }

    /** One of two arrays, each converted to the type of {@code like} and of its shape where they have no axes. */
    static NDArray where(NDArray condition, NDArray a, NDArray b, NDArray like) {
        return Elementwise.select(condition, as(a, like), as(b, like));
    }

    /** A number or an array as the type of another one. */
    static NDArray as(NDArray x, NDArray like) {
        return Casts.to(x, like.dtype());
    }

    /** 1 / sqrt(x). */
    static NDArray inverseRoot(NDArray x) {
        return div(as(number(1), x), sqrt(x));
    }

    /** A mask as bools. */
    static NDArray truth(NDArray mask) {
        return mask.dtype() == DType.BOOL ? mask : Relations.compare(Prim.NE, mask, NDArray.scalar(0));
    }

    /** The integer 1. */
    static NDArray one() {
        return NDArray.of(1, DType.I32);
    }

    /** A step counter at 0. */
    static NDArray zero() {
        return NDArray.of(0, DType.I32);
    }

    /** The next number; it stays where there is none. */
    static NDArray next(NDArray count) {
        NDArray last = NDArray.of(Integer.MAX_VALUE, DType.I32);
        NDArray one = NDArray.of(1, DType.I32);
        return Elementwise.select(less(count, last), count.plus(one), last);
    }

    /** The moving average of the gradients, or of their squares. */
    static <T> T moment(T gradients, Object old, double decay, boolean isSquared) {
        if (isSquared) {
            return Tree.map((g, t) -> g.times(g).times(1 - decay).plus(t.times(decay)), gradients, old);
        }
        return Tree.map((g, t) -> g.times(1 - decay).plus(t.times(decay)), gradients, old);
    }

    /** Moments divided by what averages of so few steps lack. */
    static <T> T corrected(T moments, double decay, NDArray count) {
        return Tree.map(t -> div(t, lack(decay, count, t)), moments);
    }

    /** What the weights of a moving average over so few steps lack to 1: computed with 32 bits at least, as another array's type. */
    static NDArray lack(double decay, NDArray count, NDArray like) {
        DType d = like.dtype().real() == DType.F64 ? DType.F64 : DType.F32;
        return as(Casts.to(number(1), d).minus(pow(Casts.to(number(decay), d), count)), like);
    }

    /** As many copies of an array as there are places, along a new first axis. */
    static NDArray ring(NDArray x, int places) {
        Shape shape = x.shapeOf().inserted(0, Extent.of(places));
        return Structural.full(as(number(0), x), shape);
    }

    /** What is at a place of a ring. */
    static NDArray get(NDArray ring, NDArray at) {
        Shape one = ring.shapeOf().with(0, Extent.of(1));
        return Structural.reshape(Structural.dynamicSlice(ring, starts(ring, at), one), ring.shapeOf().part(1, ring.rank()));
    }

    /** A ring with an array at a place. */
    static NDArray put(NDArray ring, NDArray at, NDArray x) {
        return Structural.dynamicUpdateSlice(ring, Structural.reshape(x, x.shapeOf().inserted(0, Extent.of(1))), starts(ring, at));
    }

    private static List<NDArray> starts(NDArray ring, NDArray at) {
        var out = new ArrayList<NDArray>();
        out.add(at);
        for (int k = 1; k < ring.rank(); k++) {
            out.add(zero());
        }
        return out;
    }

    /** An array, or zeros where a condition does not hold. */
    static NDArray orZero(NDArray condition, NDArray x) {
        return where(condition, x, zeros(x), x);
    }

    static NDArray zeros(NDArray x) {
        return full(x, number(0));
    }

    static NDArray remainder(NDArray a, NDArray b) {
        return Arithmetic.remainder(a, b);
    }

    /** A number in the shape of an array. */
    static NDArray full(NDArray x, NDArray number) {
        return Structural.full(as(number, x), x.shapeOf());
    }
}
