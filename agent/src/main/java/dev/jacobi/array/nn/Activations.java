package dev.jacobi.array.nn;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.algorithms.Joins;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scalars;
import dev.jacobi.ir.Prim;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Activations element by element. At kinks their derivatives are those that JAX's have. */
public final class Activations {
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;
    private static final double CUBIC = 0.044715;
    private static final double SIX = 6;
    private static final double THREE = 3;

    private Activations() {
    }

    private static NDArray one(String name, NDArray x, UnaryOperator<NDArray> f) {
        return Calc.fused(name, List.of(x), in -> f.apply(in.get(0)));
    }

    private static NDArray two(String name, NDArray x, NDArray y, BinaryOperator<NDArray> f) {
        return Calc.fused(name, List.of(x, y), in -> f.apply(in.get(0), in.get(1)));
    }

    public static NDArray relu(NDArray a) {
        return one("relu", a, x -> Calc.where(x.le(Calc.like(0, x)), Calc.like(0, x), x));
    }

    public static NDArray relu6(NDArray a) {
        return one("relu6", Calc.inexact(a), Activations::clipped);
    }

    private static NDArray clipped(NDArray x) {
        NDArray low = Calc.like(0, x);
        NDArray high = Calc.like(SIX, x);
        return Calc.where(x.le(low), low, Calc.where(x.ge(high), high, x));
    }

    public static NDArray leakyRelu(NDArray a, NDArray slope) {
        return two("leaky_relu", a, slope, (x, s) -> Calc.where(x.ge(Calc.like(0, x)), x, s.times(x)));
    }

    public static NDArray elu(NDArray a, NDArray alpha) {
        return two("elu", Calc.inexact(a), alpha, Activations::exponential);
    }

    private static NDArray exponential(NDArray x, NDArray alpha) {
        NDArray zero = Calc.like(0, x);
        NDArray up = x.gt(zero);
        return Calc.where(up, x, alpha.times(Calc.precise(Calc.where(up, zero, x), v -> Calc.real(Prim.EXPM1, v))));
    }

    public static NDArray selu(NDArray a) {
        return one("selu", Calc.inexact(a), x -> Calc.like(SELU_SCALE, x).times(exponential(x, Calc.like(SELU_ALPHA, x))));
    }

    public static NDArray celu(NDArray a, NDArray alpha) {
        return two("celu", Calc.inexact(a), alpha, (x, s) -> {
            NDArray zero = Calc.like(0, x);
            NDArray low = halved(x, zero, Prim.MIN);
            return halved(x, zero, Prim.MAX).plus(s.times(Calc.precise(low.dividedBy(s), v -> Calc.real(Prim.EXPM1, v))));
        });
    }

    /** The extreme, whose derivative is 1/2 where both are equal. */
    private static NDArray halved(NDArray x, NDArray y, Prim p) {
        NDArray same = x.eq(y);
        NDArray half = x.plus(y).times(Calc.like(0.5, x));
        return Calc.where(same, half, p == Prim.MAX ? Calc.max(x, y) : Calc.min(x, y));
    }

    public static NDArray gelu(NDArray a, boolean approximate) {
        return Calc.fused("gelu", List.of(Calc.inexact(a)), in -> {
            NDArray x = in.get(0);
            if (!approximate) {
                return Calc.num(0.5).times(x).times(Scalars.erfc(x.neg().times(Calc.like(Math.sqrt(0.5), x))));
            }
            NDArray inner = x.plus(Calc.like(CUBIC, x).times(x.times(x).times(x)));
            NDArray cdf = Calc.num(0.5).times(Calc.num(1).plus(Calc.tanh(Calc.like(Math.sqrt(2 / Math.PI), x).times(inner))));
            return x.times(cdf);
        }, approximate);
    }

    public static NDArray silu(NDArray a) {
        return one("silu", Calc.inexact(a), x -> x.times(Scalars.logistic(x)));
    }

    public static NDArray logSigmoid(NDArray a) {
        return one("log_sigmoid", Calc.inexact(a), x -> Scalars.softplus(x.neg()).neg());
    }

    public static NDArray softSign(NDArray a) {
        return one("soft_sign", a, x -> x.dividedBy(x.abs().plus(1)));
    }

    public static NDArray hardTanh(NDArray a) {
        return one("hard_tanh", a, x -> Calc.where(x.gt(Calc.like(1, x)), Calc.like(1, x), Calc.where(x.lt(Calc.like(-1, x)), Calc.like(-1, x), x)));
    }

    public static NDArray hardSigmoid(NDArray a) {
        return one("hard_sigmoid", a, x -> clipped(x.plus(THREE)).dividedBy(SIX));
    }

    public static NDArray hardSilu(NDArray a) {
        return one("hard_silu", a, x -> x.times(clipped(x.plus(THREE)).dividedBy(SIX)));
    }

    public static NDArray mish(NDArray a) {
        return one("mish", Calc.inexact(a), x -> x.times(Calc.precise(Scalars.softplus(x), Calc::tanh)));
    }

    public static NDArray squareplus(NDArray a, NDArray b) {
        return two("squareplus", Calc.inexact(a), b, (x, s) -> x.plus(Calc.sqrt(x.times(x).plus(s))).dividedBy(2));
    }

    public static NDArray sparsePlus(NDArray a) {
        return one("sparse_plus", Calc.inexact(a), x -> {
            NDArray y = x.plus(1);
            return Calc.where(x.le(-1), Calc.like(0, x), Calc.where(x.ge(1), x, y.times(y).dividedBy(4)));
        });
    }

    public static NDArray sparseSigmoid(NDArray a) {
        return one("sparse_sigmoid", Calc.inexact(a), x -> {
            NDArray y = x.plus(1);
            return Calc.num(0.5).times(halved(halved(y, Calc.like(0, x), Prim.MAX), Calc.like(2, x), Prim.MIN));
        });
    }

    public static NDArray glu(NDArray a, int axis) {
        int k = AxisNumbers.of("glu", axis, a.rank());
        return Calc.fused("glu", List.of(a), in -> {
            List<NDArray> parts = Joins.split("glu", in.get(0), 2, k, true);
            return parts.get(0).times(Scalars.logistic(parts.get(1)));
        }, k);
    }

    /** log(1 - exp(-x)) of positive numbers. */
    public static NDArray log1mexp(NDArray a) {
        return one("log1mexp", Calc.inexact(a), x -> Calc.where(x.lt(Calc.like(Math.log(2), x)), Calc.log(Calc.real(Prim.EXPM1, x.neg()).neg()), Calc.real(Prim.LOG1P, Calc.exp(x.neg()).neg())));
    }

    /** Numbers as rows of zeros with a one at that place. */
    public static NDArray oneHot(NDArray a, int classes, DType dtype, int axis) {
        if (classes < 0) {
            throw new JacobiException("oneHot: there cannot be " + classes + " classes; give a number that is not negative.");
        }
        int k = AxisNumbers.of("oneHot", axis, a.rank() + 1);
        return Calc.fused("one_hot", List.of(a), in -> {
            NDArray x = in.get(0);
            NDArray wide = Structural.reshape(x, x.shapeOf().inserted(k, Extent.of(1)));
            int[] dims = new int[x.rank() + 1];
            Arrays.fill(dims, 1);
            dims[k] = classes;
            NDArray numbers = Structural.iota(DType.I32, Shape.of(dims), k);
            NDArray compared = x.dtype().bits() < 32 ? Casts.to(wide, DType.I32) : wide;
            return Casts.to(Elementwise.compare(Prim.EQ, compared, Casts.to(numbers, compared.dtype())), dtype);
        }, classes, dtype, k);
    }
}
