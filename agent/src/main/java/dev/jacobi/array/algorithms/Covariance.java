package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.List;

/** Covariances and correlations of variables, whose observations stand along an axis. */
public final class Covariance {
    private Covariance() {
    }

    /** {@code y}, and the weights by frequency and importance, may be null. */
    public static NDArray cov(NDArray m, NDArray y, boolean rowVar, double ddof, NDArray frequencies, NDArray weights) {
        matrix("cov", m);
        var in = new ArrayList<NDArray>();
        if (y == null) {
            in.addAll(Promotion.inexact(m));
        } else {
            matrix("cov", y);
            in.addAll(Promotion.inexact(m, y));
        }
        if (frequencies != null) {
            in.add(frequencies);
        }
        if (weights != null) {
            in.add(weights);
        }
        return Operation.fused(Structural.key("cov", rowVar, ddof, y != null, frequencies != null, weights != null), in, x -> {
            NDArray all = rows(x.get(0), rowVar || m.rank() == 1);
            if (all.shapeOf().get(0).is(0)) {
                return Ops.zeros(JavaArrays.standard(DType.F64), Shape.of(0, 0));
            }
            if (y != null) {
                all = Structural.concat(List.of(all, rows(x.get(1), rowVar || Shapes.leading(y, 2).shapeOf().get(0).isOne())), 0);
            }
            NDArray f = frequencies == null ? null : Ops.abs(x.get(y == null ? 1 : 2));
            NDArray w = weights == null ? null : Ops.abs(x.get(x.size() - 1));
            return squeezed(cov(all, f, w, ddof));
        });
    }

    private static void matrix(String what, NDArray m) {
        if (m.rank() > 2) {
            throw new JacobiException(what + ": an array of shape " + m.shapeOf() + " has more than two axes; give variables and observations.");
        }
    }

    private static NDArray rows(NDArray x, boolean inRows) {
        NDArray m = Shapes.leading(x, 2);
        return inRows ? m : Shapes.transpose("cov", m, null);
    }

    private static NDArray cov(NDArray x, NDArray f, NDArray weights, double ddof) {
        NDArray w = f == null ? weights : weights == null ? f : Ops.mul(f, weights);
        int[] last = {1};
        DType real = x.dtype().real();
        NDArray far = Ops.sub(x, w == null ? Moments.mean(x, last, null, true, null) : Moments.average(x, last, w, true));
        NDArray n;
        if (w == null) {
            n = Ops.sub(Ops.to(x.shapeOf().get(1).number(), real), Ops.constant(ddof, real));
        } else {
            NDArray sum = Ops.to(Reductions.sum(w, null, null, false, null, null), real);
            NDArray less = weights == null || ddof == 0 ? Ops.constant(ddof, real)
                : Ops.div(Ops.mul(Ops.constant(ddof, real), Ops.to(Reductions.sum(Ops.mul(w, weights), null, null, false, null, null), real)), sum);
            n = Ops.sub(sum, less);
        }
        Extent observations = x.shapeOf().get(1);
        if (!observations.isKnown() || observations.is(0)) {
            // without observations nothing is known; the quotient would be a zero divided by -ddof
            n = Ops.where(Ops.eq(observations.number(), Ops.num(0L)), Ops.constant(Double.NaN, real), n);
        }
        NDArray other = Ops.conj(w == null ? far : Ops.mul(far, w));
        return Ops.div(Matmul.matmul(far, Shapes.transpose("cov", other, null)), n);
    }

    private static NDArray squeezed(NDArray c) {
        return c.shapeOf().get(0).isOne() ? Shapes.squeeze(c, null) : c;
    }

    /** Covariances divided by both standard deviations. */
    public static NDArray corrcoef(NDArray x, NDArray y, boolean rowVar) {
        NDArray c = cov(x, y, rowVar, 1, null, null);
        return Operation.fused(Structural.key("corrcoef"), List.of(c), in -> {
            NDArray z = in.get(0);
            if (z.rank() == 0) {
                return Ops.div(z, z);
            }
            NDArray d = Ops.sqrt(Parts.real(Reductions.diagonal(z, 0, 0, 1)));
            NDArray r = Ops.div(Ops.div(z, Shapes.expand("corrcoef", d, 1)), Shapes.expand("corrcoef", d, 0));
            return r.dtype().isComplex() ? Parts.complex(clipped(Parts.real(r)), clipped(Parts.imaginary(r))) : clipped(r);
        });
    }

    private static NDArray clipped(NDArray x) {
        return Ops.max(Ops.min(x, Ops.constant(1, x.dtype())), Ops.constant(-1, x.dtype()));
    }
}
