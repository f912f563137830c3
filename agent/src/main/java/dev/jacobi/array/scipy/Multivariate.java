package dev.jacobi.array.scipy;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.linear.Factors;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Distributions of vectors. */
public final class Multivariate {
    private Multivariate() {
    }

    /** The logarithm of the probability of counts along the last axis. */
    public static NDArray multinomial(NDArray x, NDArray n, NDArray p) {
        List<NDArray> in = Promotion.inexact(x, n, p);
        NDArray counts = in.get(0);
        NDArray terms = Logarithms.xlogy(counts, in.get(2)).minus(GammaFunctions.gammaln(counts.plus(1.0)));
        int[] last = {-1};
        NDArray log = GammaFunctions.gammaln(in.get(1).plus(1.0)).plus(Reductions.sum(terms, last, null, false, null, null));
        NDArray fits = Reductions.sum(counts, last, null, false, null, null).eq(in.get(1));
        return SpecialReals.where(fits, log, Double.NEGATIVE_INFINITY);
    }

    /** The logarithm of the density of probabilities along the first axis. */
    public static NDArray dirichlet(NDArray x, NDArray alpha) {
        List<NDArray> in = Promotion.inexact(x, alpha);
        NDArray y = in.get(0);
        NDArray a = in.get(1);
        if (a.rank() != 1 || y.rank() == 0) {
            throw new JacobiException("dirichlet: the probabilities have the shape " + y.shapeOf() + " and the parameters " + a.shapeOf() + "; give parameters of one axis, and as many probabilities along the first one.");
        }
        int[] first = {0};
        NDArray total = Reductions.sum(a, first, null, false, null, null);
        NDArray factor = GammaFunctions.gammaln(total).minus(Reductions.sum(GammaFunctions.gammaln(a), first, null, false, null, null));
        Shape column = a.shapeOf();
        for (int k = 1; k < y.rank(); k++) {
            column = column.inserted(k, Extent.of(1));
        }
        NDArray exponents = Structural.reshape(a.minus(1.0), column);
        NDArray log = factor.plus(Reductions.sum(Logarithms.xlogy(exponents, y), first, null, false, null, null));
        NDArray sum = Reductions.sum(y, first, null, false, null, null);
        NDArray inside = SpecialReals.abs(sum.minus(1.0)).lt(1e-3).and(Reductions.min(y, first, false, null, null).ge(0.0));
        return SpecialReals.where(inside, log, Double.NEGATIVE_INFINITY);
    }

    /** The logarithm of the density of vectors along the last axis, for one mean and one matrix of covariances. */
    public static NDArray normal(NDArray x, NDArray mean, NDArray covariance) {
        List<NDArray> in = Promotion.inexact(x, mean, covariance);
        NDArray c = in.get(2);
        if (c.rank() != 2 || in.get(0).rank() == 0 || in.get(1).rank() > 1) {
            throw new JacobiException("multivariateNormal: vectors of the shape " + x.shapeOf() + ", a mean of " + mean.shapeOf() + " and covariances of " + c.shapeOf()
                + "; give vectors along the last axis, a mean of at most one axis, and a matrix.");
        }
        NDArray difference = in.get(0).minus(in.get(1));
        Shape shape = difference.shapeOf();
        Extent n = shape.get(shape.rank() - 1);
        NDArray rows = Structural.reshape(difference, new Shape(List.of(rest(shape), n)));
        NDArray factor = Factors.cholesky(c, false, true);
        NDArray y = Products.library(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, false), List.of(c.dtype()), List.of(factor, Structural.transpose(rows, List.of(1, 0)))).get(0);
        NDArray squares = Reductions.sum(y.times(y), new int[] {0}, null, false, null, null);
        NDArray determinant = Reductions.sum(SpecialReals.log(Reductions.diagonal(factor, 0, 0, 1)), null, null, false, null, null);
        NDArray log = squares.times(-0.5).minus(determinant).minus(SpecialReals.number(0.5 * Math.log(2 * Math.PI), c).times(n.number()));
        return Structural.reshape(log, new Shape(shape.extents().subList(0, shape.rank() - 1)));
    }

    /** The exponential. */
    public static NDArray exp(NDArray x) {
        return SpecialReals.exp(x);
    }

    private static Extent rest(Shape s) {
        Extent n = Extent.of(1);
        for (int k = 0; k < s.rank() - 1; k++) {
            n = n.times(s.get(k));
        }
        return n;
    }
}
