package dev.jacobi.array.random;

import static dev.jacobi.array.random.Reals.add;
import static dev.jacobi.array.random.Reals.is;
import static dev.jacobi.array.random.Reals.max;
import static dev.jacobi.array.random.Reals.mul;
import static dev.jacobi.array.random.Reals.number;
import static dev.jacobi.array.random.Reals.select;
import static dev.jacobi.array.random.Reals.sub;
import static dev.jacobi.array.random.Reals.to;
import static dev.jacobi.array.random.Reals.whole;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Keys, bits, and numbers that are equally likely in a range. */
public final class Basic {
    private static final int HALF = 32;

    private Basic() {
    }

    /** The key of a seed: its two halves, or zero and the seed if that has 32 bits. */
    public static NDArray key(NDArray seed) {
        if (seed.rank() != 0 || seed.dtype().isInexact() || seed.dtype() == DType.BOOL) {
            throw new JacobiException("Prng.key: the seed is an array of " + seed.dtype() + " with the shape " + seed.shapeOf() + "; give one integer.");
        }
        return Operation.of("key", List.of(Casts.settled(seed)), (t, in) -> {
            NDArray s = in.get(0);
            boolean wide = s.dtype().bits() > HALF;
            NDArray low = Casts.to(s, DType.U32);
            NDArray high = wide ? Casts.to(Elementwise.apply(Prim.USHR, s, whole(HALF, s.dtype())), DType.U32) : whole(0, DType.U32);
            return new Key(high, low).words();
        });
    }

    /** The key itself, which has to be one. */
    public static NDArray keyData(NDArray key) {
        Drawing.check("keyData", key);
        return key;
    }

    /** As many keys as a shape has places, along one axis more the two words. */
    public static NDArray split(NDArray key, Shape shape) {
        NDArray flat = Drawing.flat("split", key, new Shape(List.of(shape.size().times(2))), List.of(), (k, s, in) -> {
            Extent n = s.size().dividedBy(Extent.of(2));
            List<NDArray> words = k.hash(Structural.iota(DType.U32, new Shape(List.of(n)), 0));
            Shape column = new Shape(List.of(n, Extent.of(1)));
            NDArray pairs = Structural.concat(words.stream().map(w -> Structural.reshape(w, column)).toList(), 1);
            return Structural.reshape(pairs, s);
        });
        return Structural.reshape(flat, shape.followedBy(Shape.of(2)));
    }

    /** The key of a number, which belongs to another one. */
    public static NDArray foldIn(NDArray key, NDArray number) {
        Drawing.check("foldIn", key);
        if (number.rank() != 0 || number.dtype().isInexact()) {
            throw new JacobiException("foldIn: the number is an array of " + number.dtype() + " with the shape " + number.shapeOf() + "; give one integer.");
        }
        return Operation.of("foldIn", List.of(key, number), (t, in) -> Key.of(in.get(0)).with(in.get(1)).words());
    }

    /** Random bits as unsigned integers. */
    public static NDArray bits(NDArray key, Shape shape, DType dtype) {
        DType d = dtype != null ? dtype : wide() ? DType.U64 : DType.U32;
        if (!d.isUnsigned()) {
            throw new JacobiException("bits: random bits are unsigned integers, and " + d + " is no such type; give u8, u16, u32 or u64.");
        }
        return Drawing.flat(Structural.key("bits", d), key, shape, List.of(), (k, s, in) -> k.bits(s, d));
    }

    private static boolean wide() {
        return JavaArrays.standard(DType.F64) == DType.F64;
    }

    /** The type given, or f32, or f64 where that is the default. */
    static DType real(String name, DType dtype) {
        DType d = dtype == null ? JavaArrays.standard(DType.F64) : dtype;
        if (!d.isReal()) {
            throw new JacobiException(name + ": numbers of this distribution are real, and " + d + " is no such type; give bf16, f16, f32 or f64.");
        }
        return d;
    }

    /** The type given, or i32, or i64 where that is the default. */
    static DType integer(String name, DType dtype) {
        DType d = dtype == null ? JavaArrays.standard(DType.I64) : dtype;
        if (d.isInexact() || d == DType.BOOL) {
            throw new JacobiException(name + ": numbers of this distribution are integers, and " + d + " is no such type; give one of i8 to u64.");
        }
        return d;
    }

    /** How many bits of a number are behind its point. */
    static int mantissa(DType d) {
        return switch (d) {
            case F16 -> 10;
            case BF16 -> 7;
            case F64 -> 52;
            case F32, BOOL, I8, I16, I32, I64, U8, U16, U32, U64, COMPLEX64, COMPLEX128 -> 23;
        };
    }

    /** The least positive number that has all its bits. */
    static double tiny(DType d) {
        return d == DType.F64 ? Double.MIN_NORMAL : d == DType.F16 ? 0x1p-14 : Float.MIN_NORMAL;
    }

    /** The number above -1. */
    static double aboveMinusOne(DType d) {
        return Math.scalb(1.0, -mantissa(d) - 1) - 1;
    }

    /** From 0 to 1, which is not among them: random bits behind the point of a number from 1 to 2, of which 1 is taken. Short numbers are made as a float, which is exact. */
    static NDArray unit(NDArray bits, DType d) {
        DType word = bits.dtype();
        DType made = d == DType.F64 ? d : DType.F32;
        NDArray behind = Elementwise.apply(Prim.USHR, bits, whole(word.bits() - mantissa(d), word));
        NDArray placed = mantissa(d) == mantissa(made) ? behind : Elementwise.apply(Prim.SHL, behind, whole(mantissa(made) - mantissa(d), word));
        long one = d == DType.F64 ? 0x3FF0000000000000L : 0x3F800000;
        return Casts.to(sub(Elementwise.bitcast(Elementwise.apply(Prim.OR, placed, whole(one, word)), made), 1), d);
    }

    /** The random words that real numbers of a type are made of. */
    private static DType word(DType d) {
        return d == DType.F64 ? DType.U64 : DType.U32;
    }

    /** Random bits of as many bits as JAX takes for a type. */
    private static NDArray words(NDArray bits, DType d) {
        if (d.bits() > 16) {
            return bits;
        }
        // JAX takes the low bits of a word: 16, or 8 where fewer are behind the point
        int taken = mantissa(d) < 8 ? 8 : 16;
        return Elementwise.apply(Prim.SHL, bits, whole(HALF - taken, DType.U32));
    }

    static NDArray unit(Key key, Shape shape, DType d) {
        return unit(words(key.bits(shape, word(d)), d), d);
    }

    /** The same for one place of a shape. */
    static NDArray unitAt(Key key, NDArray index, DType d) {
        return unit(words(key.bitsOf(index, word(d)), d), d);
    }

    /** In a program, from {@code low} to {@code high}. */
    static NDArray uniform(Key key, Shape shape, NDArray low, NDArray high) {
        return ranged(unit(key, shape, low.dtype()), low, high);
    }

    static NDArray uniform(Key key, Shape shape, DType d, double low, double high) {
        return uniform(key, shape, number(low, d), number(high, d));
    }

    static NDArray ranged(NDArray unit, NDArray low, NDArray high) {
        return max(low, add(mul(unit, sub(high, low)), low));
    }

    /** Real numbers from 0 to 1. */
    public static NDArray uniform(NDArray key, Shape shape, DType dtype) {
        DType d = real("uniform", dtype);
        return Drawing.flat(Structural.key("uniform", d), key, shape, List.of(), (k, s, in) -> unit(k, s, d));
    }

    /** Real numbers from {@code low} to {@code high}. */
    public static NDArray uniform(NDArray key, Shape shape, DType dtype, NDArray low, NDArray high) {
        DType d = real("uniform", dtype);
        Drawing.shape("uniform", shape, List.of(low, high));
        return Drawing.flat(Structural.key("uniform in", d), key, shape, List.of(low, high), (k, s, in) -> uniform(k, s, to(in.get(0), d), to(in.get(1), d)));
    }

    private static long least(DType d) {
        return d.isUnsigned() ? 0 : d == DType.I64 ? Long.MIN_VALUE : -(1L << d.bits() - 1);
    }

    private static long greatest(DType d) {
        return d.bits() == 64 ? d.isUnsigned() ? -1 : Long.MAX_VALUE : (1L << (d.isUnsigned() ? d.bits() : d.bits() - 1)) - 1;
    }

    /** As another type of integer, the nearest one that it has. */
    private static NDArray clipped(NDArray x, DType d, long more) {
        DType own = x.dtype();
        NDArray y = x;
        if (own.isUnsigned() || least(own) < least(d)) {
            y = own.isUnsigned() ? y : max(y, whole(least(d), own));
        }
        boolean above = own.isUnsigned() ? Long.compareUnsigned(greatest(own), greatest(d) + more) > 0 : d != DType.U64 && greatest(own) > greatest(d) + more;
        return above ? Arithmetic.minimum(y, whole(greatest(d) + more, own)) : y;
    }

    /** Integers from {@code low} to {@code high}, which is not among them. */
    public static NDArray randint(NDArray key, Shape shape, NDArray low, NDArray high, DType dtype) {
        DType d = integer("randint", dtype);
        for (NDArray x : List.of(low, high)) {
            if (x.dtype().isInexact()) {
                throw new JacobiException("randint: a bound is an array of " + x.dtype() + "; give integers.");
            }
        }
        Drawing.shape("randint", shape, List.of(low, high));
        return Drawing.flat(Structural.key("randint", d), key, shape, List.of(low, high), (k, s, in) -> integers(k, s, in.get(0), in.get(1), d));
    }

    static NDArray integers(Key key, Shape shape, NDArray low, NDArray high, DType d) {
        boolean small = d.bits() < HALF;
        DType drawn = small ? DType.I32 : d;
        NDArray from = Casts.to(small ? Casts.to(clipped(low, d, 0), DType.I32) : clipped(low, d, 0), drawn);
        NDArray to = small ? Casts.to(clipped(high, d, 1), DType.I32) : high;
        NDArray limit = whole(greatest(drawn), to.dtype());
        boolean mayExceed = drawn.bits() < to.dtype().bits() || to.dtype().isUnsigned() && !drawn.isUnsigned() && drawn.bits() == to.dtype().bits();
        NDArray exceeds = mayExceed ? is(Prim.GT, to, limit) : null;
        NDArray end = Casts.to(clipped(to, drawn, 0), drawn);
        DType word = drawn.bits() == 64 ? DType.U64 : DType.U32;
        List<Key> keys = key.split(2);
        NDArray span = Elementwise.bitcast(sub(end, from), word);
        span = select(is(Prim.LE, end, from), whole(1, word), span);
        if (exceeds != null) {
            span = select(and(exceeds, is(Prim.GT, end, from)), add(span, whole(1, word)), span);
        }
        NDArray factor = rest(whole(1L << word.bits() / 2, word), span);
        NDArray multiplier = rest(mul(factor, factor), span);
        NDArray sum = add(mul(rest(keys.get(0).bits(shape, word), span), multiplier), rest(keys.get(1).bits(shape, word), span));
        return Casts.to(add(from, Elementwise.bitcast(rest(sum, span), drawn)), d);
    }

    private static NDArray and(NDArray a, NDArray b) {
        return Elementwise.apply(Prim.AND, a, b);
    }

    private static NDArray rest(NDArray a, NDArray b) {
        return Arithmetic.truncatedRemainder(a, b);
    }

    /** Whether something happens that has a probability. */
    public static NDArray bernoulli(NDArray key, NDArray p, Shape shape) {
        if (!p.dtype().isReal()) {
            throw new JacobiException("bernoulli: the probability is an array of " + p.dtype() + "; give real numbers.");
        }
        Shape s = Drawing.shape("bernoulli", shape, List.of(p));
        return Drawing.flat("bernoulli", key, s, List.of(Casts.settled(p)), (k, all, in) -> is(Prim.LT, unit(k, all, in.get(0).dtype()), in.get(0)));
    }

    /** 1 and -1. */
    public static NDArray rademacher(NDArray key, Shape shape, DType dtype) {
        DType d = dtype == null ? JavaArrays.standard(DType.I64) : dtype;
        return Drawing.flat(Structural.key("rademacher", d), key, shape, List.of(), (k, s, in) -> signs(k, s, d));
    }

    static NDArray signs(Key key, Shape shape, DType d) {
        NDArray heads = is(Prim.LT, unit(key, shape, JavaArrays.standard(DType.F64)), 0.5);
        return select(heads, whole(1, d), whole(-1, d));
    }
}
