package dev.jacobi.array.lax;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Structural;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.function.Function;

/** Arithmetic that formulas on arrays are written in, beside the methods that arrays have: operands are promoted and broadcast. */
public final class Calc {
    private Calc() {
    }

    /** Several operations in a row, which are one program where none is being made; name and settings say which. */
    public static NDArray fused(String name, List<NDArray> in, Function<List<NDArray>, NDArray> body, Object... settings) {
        return Operation.fused(Structural.key(name, settings), in, body);
    }

    /** A function of reals; integers become reals. */
    public static NDArray real(Prim p, NDArray x) {
        return Elementwise.unary(p, inexact(x));
    }

    /** The same in at least 32 bits, rounded once. */
    public static NDArray precise(NDArray x, Function<NDArray, NDArray> f) {
        NDArray y = inexact(x);
        boolean half = y.dtype() == DType.BF16 || y.dtype() == DType.F16;
        return half ? Casts.to(f.apply(Casts.to(y, DType.F32)), y.dtype(), y.isWeak()) : f.apply(y);
    }

    /** As an array of reals or complex numbers. */
    public static NDArray inexact(NDArray x) {
        return Promotion.inexact(x).get(0);
    }

    public static NDArray exp(NDArray x) {
        return real(Prim.EXP, x);
    }

    public static NDArray log(NDArray x) {
        return real(Prim.LOG, x);
    }

    public static NDArray tanh(NDArray x) {
        return real(Prim.TANH, x);
    }

    public static NDArray sqrt(NDArray x) {
        return real(Prim.SQRT, x);
    }

    /** {@code a} where the condition holds, else {@code b}. */
    public static NDArray where(NDArray condition, NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        return Elementwise.select(Casts.to(condition, DType.BOOL), in.get(0), in.get(1));
    }

    /** The greater one of each two; the first one, with its derivative, of equal ones. NaN if one of them is. */
    public static NDArray max(NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        NDArray x = in.get(0);
        return Elementwise.select(x.dtype().isReal() ? x.ge(in.get(1)).or(x.ne(x)) : x.ge(in.get(1)), x, in.get(1));
    }

    /** The smaller one of each two; the first one, with its derivative, of equal ones. NaN if one of them is. */
    public static NDArray min(NDArray a, NDArray b) {
        List<NDArray> in = Promotion.all(a, b);
        NDArray x = in.get(0);
        return Elementwise.select(x.dtype().isReal() ? x.le(in.get(1)).or(x.ne(x)) : x.le(in.get(1)), x, in.get(1));
    }

    /** A number of an array's type. */
    public static NDArray like(double v, NDArray x) {
        return JavaArrays.scalar(v, x.dtype(), false);
    }

    /** A number that takes the type of what it meets. */
    public static NDArray num(double v) {
        return NDArray.scalar(v);
    }

    /** The same elements, of which derivatives do not depend. */
    public static NDArray stop(NDArray x) {
        return Operation.isTraced(x) ? Operation.of(Structural.key("stop_gradient"), List.of(x),
            (t, in) -> t.array(x.dtype(), x.isWeak(), t.atoms(in.get(0)).stream().map(a -> t.emit(Prim.STOP_GRADIENT, a)).toList())) : x;
    }

    /** The combination of two arrays by the name of an operator. */
    public static NDArray combine(String what, String op, NDArray a, NDArray b) {
        return switch (op) {
            case "add" -> a.plus(b);
            case "mul" -> a.times(b);
            case "max" -> max(a, b);
            case "min" -> min(a, b);
            default -> throw new JacobiException(what + ": there is no operator '" + op + "'; say 'add', 'mul', 'max' or 'min'.");
        };
    }
}
