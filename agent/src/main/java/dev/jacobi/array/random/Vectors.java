package dev.jacobi.array.random;

import static dev.jacobi.array.random.Reals.abs;
import static dev.jacobi.array.random.Reals.add;
import static dev.jacobi.array.random.Reals.div;
import static dev.jacobi.array.random.Reals.exp;
import static dev.jacobi.array.random.Reals.mul;
import static dev.jacobi.array.random.Reals.pow;
import static dev.jacobi.array.random.Reals.sqrt;
import static dev.jacobi.array.random.Reals.sub;
import static dev.jacobi.array.random.Reals.to;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.array.linear.Factors;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Random vectors and matrices, and numbers that are lengths of random vectors. */
public final class Vectors {
    private Vectors() {
    }

    /** The sum over the last axis. */
    private static NDArray summed(NDArray x) {
        return Reduction.reduce(Prim.REDUCE_ADD, x, List.of(x.rank() - 1));
    }

    /** An array with one axis more, along which it is repeated. */
    private static NDArray repeated(NDArray x, Shape shape) {
        return Structural.broadcast(x, shape, IntStream.range(0, x.rank()).boxed().toList());
    }

    /** Vectors of the normal distribution with a mean and a covariance, a positive definite matrix, by its Cholesky factor. */
    public static NDArray multivariateNormal(NDArray key, NDArray mean, NDArray cov, Shape shape, DType dtype) {
        List<NDArray> in = Promotion.inexact(mean, cov);
        DType own = in.get(0).dtype();
        DType d = Basic.real("multivariateNormal", dtype == null ? own : dtype);
        if (mean.rank() < 1 || cov.rank() < 2) {
            throw new JacobiException("multivariateNormal: the mean has the shape " + mean.shapeOf() + " and the covariance " + cov.shapeOf() + "; give vectors and square matrices.");
        }
        if (cov.rank() > 2) {
            throw new JacobiException("multivariateNormal: the covariance has the shape " + cov.shapeOf() + "; give one matrix, and use vmap for many.");
        }
        Shape means = mean.shapeOf().part(0, mean.rank() - 1);
        Shape s = shape == null ? means : shape;
        Shape all = s.followedBy(mean.shapeOf().part(mean.rank() - 1, mean.rank()));
        return Drawing.shaped(Structural.key("multivariateNormal", d, own), key, all, List.of(in.get(0), in.get(1)), (k, drawn, x) -> {
            NDArray factor = Factors.cholesky(to(x.get(1), own), false, true);
            NDArray normal = Continuous.normal(k, drawn, d);
            List<NDArray> pair = Promotion.all(normal, factor);
            NDArray product = Products.dot(pair.get(0), pair.get(1), List.of(drawn.rank() - 1), List.of(1), List.of(), List.of());
            return add(Casts.to(to(x.get(0), own), product.dtype()), product);
        });
    }

    /** Vectors of numbers that are not negative and have the sum 1. */
    public static NDArray dirichlet(NDArray key, NDArray alpha, Shape shape, DType dtype) {
        DType d = Basic.real("dirichlet", dtype);
        if (alpha.rank() < 1) {
            throw new JacobiException("dirichlet: alpha is one number; give a vector of them.");
        }
        int last = alpha.rank() - 1;
        Shape all = (shape == null ? alpha.shapeOf().part(0, last) : shape).followedBy(alpha.shapeOf().part(last, last + 1));
        Drawing.shape("dirichlet", all, List.of(alpha));
        return Drawing.shaped(Structural.key("dirichlet", d), key, all, List.of(alpha), (k, s, in) -> {
            NDArray log = Gammas.gamma(k, s, to(in.get(0), d), true);
            NDArray most = repeated(Reduction.reduce(Prim.REDUCE_MAX, log, List.of(s.rank() - 1)), s);
            NDArray e = exp(sub(log, most));
            return div(e, repeated(summed(e), s));
        });
    }

    /** The length of a vector of three normal numbers. */
    public static NDArray maxwell(NDArray key, Shape shape, DType dtype) {
        DType d = Basic.real("maxwell", dtype);
        return Drawing.flat(Structural.key("maxwell", d), key, shape, List.of(), (k, s, in) -> maxwell(k, s, d));
    }

    private static NDArray maxwell(Key key, Shape shape, DType d) {
        NDArray x = Continuous.normal(key, shape.followedBy(Shape.of(3)), d);
        return sqrt(summed(mul(x, x)));
    }

    /** The same with a random sign, scaled and shifted; the parameters' axes come after those of the shape. */
    public static NDArray doubleSidedMaxwell(NDArray key, NDArray loc, NDArray scale, Shape shape, DType dtype) {
        DType d = Basic.real("doubleSidedMaxwell", dtype);
        Shape own = Drawing.shape("doubleSidedMaxwell", null, List.of(loc, scale));
        Shape all = (shape == null || shape.rank() == 0 ? own : shape).followedBy(own);
        return Drawing.shaped(Structural.key("doubleSidedMaxwell", d), key, all, List.of(loc, scale), (k, s, in) -> {
            List<Key> keys = k.split(2);
            NDArray sign = Casts.to(Basic.signs(keys.get(1), s, DType.I32), d);
            return add(mul(mul(sign, maxwell(keys.get(0), s, d)), to(in.get(1), d)), to(in.get(0), d));
        });
    }

    /** Points in the unit ball of a norm, equally likely everywhere. */
    public static NDArray ball(NDArray key, int dimensions, NDArray p, Shape shape, DType dtype) {
        DType d = Basic.real("ball", dtype);
        Shape all = shape.followedBy(Shape.of(dimensions));
        return Drawing.shaped(Structural.key("ball", d), key, all, List.of(p), (k, s, in) -> {
            List<Key> keys = k.split(2);
            NDArray power = to(in.get(0), d);
            NDArray g = Gammas.generalizedNormal(keys.get(0), s, power);
            NDArray e = Continuous.exponential(keys.get(1), s.part(0, s.rank() - 1), d);
            return div(g, repeated(pow(add(summed(pow(abs(g), power)), e), div(1, power)), s));
        });
    }

    /** Matrices with orthonormal columns, or rows if there are more columns, equally likely in all directions. */
    public static NDArray orthogonal(NDArray key, int n, Shape shape, DType dtype, int m) {
        DType d = Basic.real("orthogonal", dtype);
        int rows = Math.max(n, m);
        int columns = Math.min(n, m);
        int[] dims = shape.dims();
        NDArray normal = Continuous.normal(key, shape.followedBy(Shape.of(rows, columns)), d);
        int count = shape.size().value();
        NDArray all = Structural.reshape(normal, Shape.of(count, rows, columns));
        NDArray q = Operation.of(Structural.key("orthonormal", rows, columns, count), List.of(all), (t, in) -> orthonormal(t, in.get(0), count, rows, columns));
        NDArray x = n < m ? Structural.transpose(q, List.of(0, 2, 1)) : q;
        return Structural.reshape(x, Shape.of(dims).followedBy(Shape.of(n, m)));
    }

    /** The factor of each matrix with orthonormal columns: with a triangular one, whose diagonal is positive, it gives the matrix. Columns are made orthogonal twice in doubles. */
    private static NDArray orthonormal(Trace t, NDArray all, int count, int rows, int columns) {
        if (count == 0) {
            return all;
        }
        var out = new ArrayList<NDArray>();
        for (int i = 0; i < count; i++) {
            NDArray one = Structural.slice(all, List.of(Extent.of(i), Extent.of(0), Extent.of(0)), Shape.of(1, rows, columns), List.of(1L, 1L, 1L));
            NDArray a = Casts.to(Structural.reshape(one, Shape.of(rows, columns)), DType.F64);
            NDArray q = factored(factored(a));
            out.add(Casts.to(Structural.reshape(q, Shape.of(1, rows, columns)), all.dtype()));
        }
        return Structural.concat(out, 0);
    }

    private static NDArray factored(NDArray a) {
        NDArray gram = Products.dot(a, a, List.of(0), List.of(0), List.of(), List.of());
        NDArray lower = Products.library(Prim.CHOLESKY, Params.NONE, List.of(DType.F64), List.of(gram)).get(0);
        NDArray turned = Structural.transpose(a, List.of(1, 0));
        NDArray solved = Products.library(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, false), List.of(DType.F64), List.of(lower, turned)).get(0);
        return Structural.transpose(solved, List.of(1, 0));
    }
}
