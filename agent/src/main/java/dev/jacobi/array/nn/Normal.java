package dev.jacobi.array.nn;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.algorithms.Moments;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scalars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Exponentials and elements in relation to others along axes. Each is one program where none is being made, for any lengths. */
public final class Normal {
    private Normal() {
    }

    private static int[] over(String what, NDArray x, int[] axes) {
        return AxisNumbers.of(what, axes, x.rank()).stream().mapToInt(k -> k).toArray();
    }

    private static List<NDArray> with(NDArray... in) {
        return Arrays.stream(in).filter(x -> x != null).toList();
    }

    private static NDArray greatest(NDArray x, int[] axes, NDArray where) {
        return Calc.stop(Reductions.max(x, axes, true, Calc.like(Double.NEGATIVE_INFINITY, x), where));
    }

    /** exp(x) in relation to the sum of exponentials. */
    public static NDArray softmax(NDArray a, int[] along, NDArray where) {
        int[] axes = over("softmax", a, along);
        return Calc.fused("softmax", with(Calc.inexact(a), where), in -> {
            NDArray x = in.get(0);
            NDArray w = in.size() > 1 ? in.get(1) : null;
            NDArray safe = w == null ? x : Calc.where(w, x, Calc.like(Double.NEGATIVE_INFINITY, x));
            NDArray e = Calc.exp(safe.minus(greatest(x, axes, w)));
            NDArray y = e.dividedBy(Reductions.sum(e, axes, null, true, null, w));
            return w == null ? y : Calc.where(w, y, Calc.like(0, y));
        }, axes);
    }

    /** The logarithm of {@link #softmax}. */
    public static NDArray logSoftmax(NDArray a, int[] along, NDArray where) {
        int[] axes = over("logSoftmax", a, along);
        return Calc.fused("log_softmax", with(Calc.inexact(a), where), in -> {
            NDArray x = in.get(0);
            NDArray w = in.size() > 1 ? in.get(1) : null;
            NDArray least = Calc.like(Double.NEGATIVE_INFINITY, x);
            NDArray safe = w == null ? x : Calc.where(w, x, least);
            NDArray shifted = safe.minus(greatest(x, axes, w));
            NDArray y = shifted.minus(Calc.log(Reductions.sum(Calc.exp(shifted), axes, null, true, null, w)));
            return w == null ? y : Calc.where(w, y, least);
        }, axes);
    }

    /** The logarithm of the sum of exponentials, each times a factor. */
    public static NDArray logsumexp(NDArray a, int[] along, NDArray b, boolean keepDims, NDArray where) {
        int[] axes = over("logsumexp", a, along);
        List<NDArray> given = b == null ? List.of(Calc.inexact(a)) : Promotion.inexact(a, b);
        var all = new ArrayList<>(given);
        if (where != null) {
            all.add(where);
        }
        boolean factors = b != null;
        return Calc.fused("logsumexp", all, in -> {
            NDArray x = in.get(0);
            NDArray w = where == null ? null : in.get(in.size() - 1);
            NDArray zero = Calc.like(0, x);
            NDArray shown = factors ? Calc.where(in.get(1).ne(zero), x, Calc.like(Double.NEGATIVE_INFINITY, x)) : x;
            NDArray most = greatest(shown, axes, w);
            NDArray finite = Calc.where(Scalars.isFinite(most), most, zero);
            NDArray e = Calc.exp(shown.minus(finite));
            NDArray sum = Reductions.sum(factors ? e.times(in.get(1)) : e, axes, null, true, null, w);
            NDArray y = Calc.log(sum).plus(finite);
            return keepDims ? y : Structural.reshape(y, without(y.shapeOf(), axes));
        }, axes, factors, keepDims);
    }

    private static Shape without(Shape s, int[] axes) {
        return s.without(IntStream.of(axes).boxed().toList());
    }

    /** The logarithm of the mean of exponentials. */
    public static NDArray logmeanexp(NDArray a, int[] axes, NDArray where, boolean keepDims) {
        NDArray lse = logsumexp(a, axes, null, keepDims, where);
        NDArray ones = Structural.full(Calc.like(1, lse), a.shapeOf());
        return lse.minus(Calc.log(Reductions.sum(ones, over("logmeanexp", a, axes), null, keepDims, null, where)));
    }

    /** Less the mean, by the deviation; both may be given. */
    public static NDArray standardize(NDArray a, int[] along, NDArray mean, NDArray variance, NDArray epsilon, NDArray where) {
        int[] axes = over("standardize", a, along);
        boolean means = mean != null;
        boolean variances = variance != null;
        return Calc.fused("standardize", with(Calc.inexact(a), epsilon, mean, variance, where), in -> {
            NDArray x = in.get(0);
            int at = 2;
            NDArray m = means ? in.get(at++) : null;
            NDArray v = variances ? in.get(at++) : null;
            NDArray w = in.size() > at ? in.get(at) : null;
            m = m == null ? Moments.mean(x, axes, null, true, w) : m;
            if (v == null) {
                v = Moments.mean(x.times(x), axes, null, true, w).minus(m.times(m));
                v = Calc.where(v.lt(Calc.like(0, v)), Calc.like(0, v), v);
            }
            return x.minus(m).times(Scalars.rsqrt(v.plus(in.get(1))));
        }, axes, means, variances);
    }

    /** Groups of channels, the last axis, less their means, by their deviations, over the axes from the second on. */
    public static NDArray group(NDArray a, int groups, NDArray scale, NDArray bias, NDArray epsilon) {
        if (a.rank() < 2) {
            throw new JacobiException("groupNorm: an array of shape " + a.shapeOf() + " has no batch and channels; give at least two axes.");
        }
        return Calc.fused("group_norm", with(Calc.inexact(a), epsilon), in -> {
            NDArray x = in.get(0);
            Extent channels = x.shapeOf().get(x.rank() - 1);
            if (channels.isKnown() && channels.value() % groups != 0) {
                throw new JacobiException("groupNorm: " + channels + " channels cannot be divided into " + groups + " groups; give a divisor.");
            }
            Shape parted = x.shapeOf().with(x.rank() - 1, Extent.of(groups)).inserted(x.rank(), channels.dividedBy(Extent.of(groups)));
            NDArray y = Structural.reshape(x, parted);
            int[] axes = IntStream.range(1, y.rank()).filter(k -> k != y.rank() - 2).toArray();
            NDArray mean = Moments.mean(y, axes, null, true, null);
            NDArray d = y.minus(mean);
            NDArray v = Moments.mean(d.times(d), axes, null, true, null);
            return Structural.reshape(d.times(Scalars.rsqrt(v.plus(in.get(1)))), x.shapeOf());
        }, groups).times(scale == null ? Calc.num(1) : scale).plus(bias == null ? Calc.num(0) : bias);
    }

    /** Less the mean, by the deviation, over some axes, then scaled and shifted; null is left out. */
    public static NDArray layer(String name, NDArray a, int[] along, NDArray scale, NDArray bias, NDArray epsilon, boolean centred) {
        int[] axes = over(name, a, along);
        boolean scales = scale != null;
        boolean shifts = bias != null;
        return Calc.fused(name, with(Calc.inexact(a), epsilon, scale, bias), in -> {
            DType own = in.get(0).dtype();
            boolean half = own == DType.BF16 || own == DType.F16;
            NDArray x = half ? Casts.to(in.get(0), DType.F32) : in.get(0);
            NDArray d = centred ? x.minus(Moments.mean(x, axes, null, true, null)) : x;
            NDArray y = d.times(Scalars.rsqrt(Moments.mean(d.times(d), axes, null, true, null).plus(in.get(1))));
            y = scales ? y.times(in.get(2)) : y;
            y = shifts ? y.plus(in.get(scales ? 3 : 2)) : y;
            return half ? Casts.to(y, own) : y;
        }, axes, scales, shifts, centred);
    }
}
