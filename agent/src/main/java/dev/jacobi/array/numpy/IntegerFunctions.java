package dev.jacobi.array.numpy;

import static dev.jacobi.array.numpy.Typed.abs;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Functions of integers and of their bits. */
public final class IntegerFunctions {
    private IntegerFunctions() {
    }

    /** Arrays of bool as the default type of integers, others as they are. */
    public static NDArray numeric(NDArray x) {
        return x.dtype() == DType.BOOL ? Casts.to(x, JavaArrays.standard(DType.I64)) : x;
    }

    /** How many bits of the absolute value are 1, as u8. */
    public static NDArray bitCount(NDArray x) {
        RealFunctions.onlyBits("bitwiseCount", x);
        return Fused.of("bitwiseCount", List.of(x), in -> {
            NDArray y = numeric(in.get(0));
            return Casts.to(Elementwise.unary(Prim.POPCNT, y.dtype().isUnsigned() ? y : abs(y)), DType.U8);
        });
    }

    /** The greatest common divisor, by halving and subtracting: on 64 bits, which are taken for unsigned numbers. */
    public static NDArray gcd(NDArray x, NDArray y) {
        integers("gcd", x, y);
        return Fused.of("gcd", List.of(x, y), in -> {
            List<NDArray> both = Promotion.all(in.get(0), in.get(1));
            DType d = both.get(0).dtype();
            NDArray a = size(both.get(0));
            NDArray g = Elementwise.run("gcd", "gcd", a.dtype(), List.of(a, size(both.get(1))), (t, z) -> List.of(halving(t, z.get(0), z.get(1))));
            NDArray out = Casts.to(g, d);
            return new NDArray(d, both.get(0).isWeak(), out.value());
        });
    }

    private static NDArray size(NDArray x) {
        return Casts.to(x.dtype().isUnsigned() ? x : abs(x), DType.I64);
    }

    /** Throws unless all are arrays of integers. */
    public static void integers(String name, NDArray... in) {
        for (NDArray x : in) {
            if (!x.dtype().isInteger()) {
                throw new JacobiException(name + ": works on integers, but an array has elements of " + x.dtype() + "; convert it with astype().");
            }
        }
    }

    private static Atom halving(Trace t, Atom a, Atom b) {
        Atom zero = Casts.like(t, Lit.i64(0), a);
        Atom shift = t.emit(Prim.CTZ, t.emit(Prim.OR, a, b));
        List<Atom> first = List.of(odd(t, a, zero), b);
        var loop = t.builder().loopWhile(first, c -> some(t, t.emit(Prim.NE, c.get(1), zero)), c -> {
            Atom v = odd(t, c.get(1), zero);
            Atom u = c.get(0);
            List<Atom> order = Elementwise.flipped(t, List.of(u, v));
            Atom more = t.emit(Prim.GT, order.get(0), order.get(1));
            Atom low = t.emit(Prim.SELECT, more, v, u);
            Atom high = t.emit(Prim.SELECT, more, u, v);
            Atom done = t.emit(Prim.EQ, v, zero);
            Atom empty = t.emit(Prim.EQ, u, zero);
            return List.of(t.emit(Prim.SELECT, done, u, t.emit(Prim.SELECT, empty, v, low)),
                t.emit(Prim.SELECT, t.emit(Prim.OR, done, empty), zero, t.emit(Prim.SUB, high, low)));
        });
        return t.emit(Prim.SHL, loop.get(0), t.emit(Prim.SELECT, t.emit(Prim.EQ, loop.get(0), zero), zero, shift));
    }

    /** Without its factors of 2. */
    private static Atom odd(Trace t, Atom a, Atom zero) {
        return t.emit(Prim.SELECT, t.emit(Prim.EQ, a, zero), zero, t.emit(Prim.USHR, a, t.emit(Prim.CTZ, a)));
    }

    private static Atom some(Trace t, Atom c) {
        var axes = new ArrayList<Integer>(IntStream.range(0, c.type().rank()).boxed().toList());
        return axes.isEmpty() ? c : t.emit(Prim.REDUCE_OR, new Params.Axes(axes), c);
    }
}
