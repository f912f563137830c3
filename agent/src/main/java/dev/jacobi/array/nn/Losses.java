package dev.jacobi.array.nn;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.lax.Calc;
import dev.jacobi.array.lax.Scalars;
import java.util.List;

/** Losses whose formulas need care. */
public final class Losses {
    private Losses() {
    }

    /** The right class is chosen by comparison with all numbers, which needs no gather and has a simple derivative. */
    public static NDArray integerLabels(NDArray logits, NDArray labels) {
        if (!labels.dtype().isInteger()) {
            throw new JacobiException("softmaxCrossEntropyWithIntegerLabels: the labels are numbers of " + labels.dtype() + "; give integers.");
        }
        if (labels.rank() != logits.rank() - 1) {
            throw new JacobiException(sentence(logits, labels));
        }
        return Calc.fused("integer_cross_entropy", List.of(logits, labels), in -> {
            NDArray x = in.get(0);
            int last = x.rank() - 1;
            for (int k = 0; k < last; k++) {
                x.shapeOf().get(k).mustEqual(in.get(1).shapeOf().get(k), () -> sentence(x, in.get(1)));
            }
            NDArray classes = Structural.iota(DType.I32, new Shape(List.of(x.shapeOf().get(last))), 0);
            NDArray label = Casts.to(in.get(1), DType.I32);
            NDArray right = Structural.reshape(label, label.shapeOf().inserted(label.rank(), Extent.of(1))).eq(classes);
            NDArray chosen = Calc.where(right, x, Calc.like(0, x)).sum(-1);
            return Normal.logsumexp(x, new int[] {-1}, null, false, null).minus(chosen);
        });
    }

    private static String sentence(NDArray logits, NDArray labels) {
        return "softmaxCrossEntropyWithIntegerLabels: labels of shape " + labels.shapeOf() + " are given for logits of shape " + logits.shapeOf()
            + "; give one label for each row of logits, so the same shape without the last axis.";
    }

    /** -y log(sigmoid(x)) - (1 - y) log(sigmoid(-x)). */
    public static NDArray binary(NDArray logits, NDArray labels) {
        return Calc.fused("binary_cross_entropy", List.of(logits, labels), in -> {
            NDArray x = in.get(0);
            NDArray y = in.get(1);
            NDArray yes = Scalars.softplus(x.neg());
            NDArray no = Scalars.softplus(x);
            return y.times(yes).plus(Calc.num(1).minus(y).times(no));
        });
    }

    /** Half of squares near zero, linear beyond. */
    public static NDArray huber(NDArray predictions, NDArray targets, NDArray delta) {
        return Calc.fused("huber", List.of(predictions, targets, delta), in -> {
            NDArray size = in.get(0).minus(in.get(1)).abs();
            NDArray near = Calc.min(size, in.get(2));
            return near.times(near).times(0.5).plus(in.get(2).times(size.minus(near)));
        });
    }

    /** Sums of p (log p - log q), where 0 log 0 is 0. */
    public static NDArray divergence(NDArray logPredictions, NDArray targets) {
        return Calc.fused("kl_divergence", List.of(logPredictions, targets), in -> {
            NDArray p = in.get(1);
            NDArray none = p.eq(Calc.like(0, p));
            NDArray log = Calc.log(Calc.where(none, Calc.like(1, p), p));
            return p.times(Calc.where(none, Calc.like(0, p), log).minus(in.get(0))).sum(-1);
        });
    }
}
