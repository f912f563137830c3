package dev.jacobi.array.linear;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.Matmul;
import dev.jacobi.array.algorithms.Reductions;
import dev.jacobi.array.control.Control;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.lax.Slices;
import dev.jacobi.array.numpy.Arithmetic;
import dev.jacobi.array.numpy.Choices;
import dev.jacobi.array.numpy.ComplexFunctions;
import dev.jacobi.ir.Prim;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The square root of a matrix by its complex Schur form (Björck and Hammarling, 1983). The form is found by Householder reflections to a Hessenberg matrix and the QR algorithm with Wilkinson's shifts
 * (Golub and Van Loan, Matrix Computations, 7.4 and 7.5), with rotations of rows and columns as loops of the program, all in complex numbers of 64 bits.
 */
final class Schur {
    private static final double EPSILON = 0x1p-52;
    /** So many sweeps per row are made at most; two or three are usual. */
    private static final int SWEEPS = 40;
    /** After so many sweeps without success another shift is tried. */
    private static final int PATIENCE = 10;
    private final int n;
    private final NDArray at;

    private Schur(int n) {
        this.n = n;
        this.at = Structural.iota(DType.I32, Shape.of(n), 0);
    }

    static NDArray squareRoot(NDArray a) {
        Matrices.square("sqrtm", a);
        if (a.rank() != 2) {
            throw new JacobiException("sqrtm: an array of shape " + a.shapeOf() + " is not one matrix; map the function over several with Jacobi.vmap.");
        }
        NDArray x = Matrices.floats("sqrtm", a).get(0);
        return Operation.fused(Structural.key("sqrtm"), List.of(x), in -> {
            NDArray z = Casts.to(in.get(0), DType.COMPLEX128);
            int n = Matrices.rows(z).value();
            return Casts.to(n == 0 ? z : new Schur(n).root(z), x.dtype().complex());
        });
    }

    private NDArray root(NDArray a) {
        List<NDArray> form = triangular(hessenberg(a));
        return Matmul.matmul(Matmul.matmul(form.get(1), rootOfTriangle(form.get(0))), Matrices.adjoint(form.get(1)));
    }

    private static List<NDArray> loop(Function<List<NDArray>, NDArray> goesOn, UnaryOperator<List<NDArray>> step, NDArray... init) {
        return arrays(Control.whileLoop(c -> goesOn.apply(arrays(c)), c -> step.apply(arrays(c)), Arrays.asList(init)));
    }

    private static List<NDArray> arrays(Object list) {
        return ((List<?>) list).stream().map(x -> (NDArray) x).toList();
    }

    private static NDArray whole(long v) {
        return Casts.to(NDArray.scalar(v), DType.I32);
    }

    private static NDArray complex(double v) {
        return Casts.to(NDArray.scalar(v), DType.COMPLEX128);
    }

    private static NDArray complex(NDArray real) {
        return Casts.to(real, DType.COMPLEX128);
    }

    private static NDArray where(NDArray condition, NDArray a, NDArray b) {
        return Choices.where(condition, a, b);
    }

    /** |re| + |im|, which says how large a number is without a root. */
    private static NDArray size(NDArray z) {
        return Elementwise.unary(Prim.ABS, Parts.real(z)).plus(Elementwise.unary(Prim.ABS, Parts.imaginary(z)));
    }

    private static NDArray square(NDArray z) {
        NDArray re = Parts.real(z);
        NDArray im = Parts.imaginary(z);
        return re.times(re).plus(im.times(im));
    }

    private static NDArray sqrt(NDArray real) {
        return Elementwise.unary(Prim.SQRT, real);
    }

    private static NDArray sum(NDArray x, int... axes) {
        return Reductions.sum(x, axes, null, false, null, null);
    }

    private NDArray row(NDArray m, NDArray i) {
        return Structural.reshape(Slices.dynamicInDim("sqrtm", m, i, 1, 0), Shape.of(n));
    }

    private NDArray withRow(NDArray m, NDArray i, NDArray row) {
        return Slices.updateInDim("sqrtm", m, Structural.reshape(row, Shape.of(1, n)), i, 0);
    }

    private NDArray column(NDArray m, NDArray j) {
        return Structural.reshape(Slices.dynamicInDim("sqrtm", m, j, 1, 1), Shape.of(n));
    }

    private NDArray withColumn(NDArray m, NDArray j, NDArray column) {
        return Slices.updateInDim("sqrtm", m, Structural.reshape(column, Shape.of(n, 1)), j, 1);
    }

    private static NDArray element(NDArray v, NDArray i) {
        return Structural.reshape(Slices.dynamicInDim("sqrtm", v, i, 1, 0), Shape.of());
    }

    /** A Hessenberg matrix and the unitary one that it was made with, by one reflection for each column. */
    private List<NDArray> hessenberg(NDArray a) {
        return loop(s -> s.get(0).lt(n - 2), s -> {
            NDArray k = s.get(0);
            NDArray h = s.get(1);
            NDArray x = where(at.gt(k), column(h, k), complex(0));
            NDArray first = element(x, k.plus(1));
            NDArray length = sqrt(sum(square(x), 0));
            NDArray firstLength = sqrt(square(first));
            NDArray phase = where(firstLength.eq(0.0), complex(1), first.dividedBy(complex(where(firstLength.eq(0.0), firstLength.plus(1.0), firstLength))));
            NDArray v = x.plus(where(at.eq(k.plus(1)), phase.times(complex(length)), complex(0)));
            NDArray norm = sum(square(v), 0);
            NDArray factor = complex(where(norm.eq(0.0), norm, norm.times(0.0).plus(2.0).dividedBy(where(norm.eq(0.0), norm.plus(1.0), norm))));
            NDArray turned = Matrices.row(Arithmetic.conjugate(v));
            NDArray rows = sum(Matrices.column(Arithmetic.conjugate(v)).times(h), 0);
            NDArray left = h.minus(Matrices.column(v.times(factor)).times(Matrices.row(rows)));
            NDArray right = left.minus(Matrices.column(sum(left.times(Matrices.row(v)), 1).times(factor)).times(turned));
            NDArray z = s.get(2).minus(Matrices.column(sum(s.get(2).times(Matrices.row(v)), 1).times(factor)).times(turned));
            return List.of(k.plus(1), right, z);
        }, whole(0), a, Matrices.identity(Matrices.rows(a), DType.COMPLEX128)).subList(1, 3);
    }

    /** The triangular matrix that sweeps of rotations make of a Hessenberg matrix, and the unitary one. */
    private List<NDArray> triangular(List<NDArray> form) {
        NDArray eye = Matrices.identity(Matrices.rows(form.get(0)), DType.BOOL);
        NDArray below = Matrices.column(at).eq(Matrices.row(at).plus(1));
        // the last row that is not done, sweeps for it and in all, and both matrices
        List<NDArray> out = loop(s -> s.get(0).gt(0).and(s.get(2).lt(SWEEPS * n)), s -> {
            NDArray hi = s.get(0);
            NDArray h = s.get(3);
            NDArray diagonal = size(sum(where(eye, h, complex(0)), 1));
            NDArray before = sum(where(below, Matrices.row(diagonal), diagonal.times(0.0)), 1);
            NDArray small = size(sum(where(below, h, complex(0)), 1)).le(diagonal.plus(before).times(EPSILON));
            NDArray lo = Reductions.max(where(small.and(at.le(hi)).and(at.gt(0)), at, whole(0)), new int[] {0}, false, null, null);
            NDArray done = lo.eq(hi);
            NDArray shift = where(done, complex(0), shift(h, hi, s.get(1)));
            NDArray moved = where(eye, h.minus(shift), h);
            List<NDArray> swept = sweep(where(done, hi, lo), hi, moved, s.get(4));
            NDArray next = where(eye, swept.get(0).plus(shift), swept.get(0));
            return List.of(where(done, hi.minus(1), hi), where(done, whole(0), s.get(1).plus(1)), s.get(2).plus(1), next, swept.get(1));
        }, whole(n - 1), whole(0), whole(0), form.get(0), form.get(1));
        return out.subList(3, 5);
    }

    /** The eigenvalue of the last two rows and columns that is closer to the last element. */
    private NDArray shift(NDArray h, NDArray hi, NDArray sweeps) {
        NDArray upper = row(h, hi.minus(1));
        NDArray lower = row(h, hi);
        NDArray c = element(lower, hi.minus(1));
        NDArray e = element(lower, hi);
        NDArray t = element(upper, hi.minus(1)).minus(e).times(complex(0.5));
        NDArray bc = element(upper, hi).times(c);
        NDArray root = ComplexFunctions.sqrt(t.times(t).plus(bc));
        NDArray plus = t.plus(root);
        NDArray minus = t.minus(root);
        NDArray s = where(size(plus).gt(size(minus)), plus, minus);
        NDArray none = size(s).eq(0.0);
        NDArray wilkinson = e.minus(where(none, complex(0), bc.dividedBy(where(none, complex(1), s))));
        NDArray patience = sweeps.plus(1).mod(NDArray.scalar((long) PATIENCE)).eq(0);
        return where(patience, e.plus(complex(size(c))), wilkinson);
    }

    /** One step of the QR algorithm between two rows: rotations of neighbouring rows that clear what is below the diagonal, and the same of columns. */
    private List<NDArray> sweep(NDArray lo, NDArray hi, NDArray h, NDArray z) {
        NDArray zeros = where(at.lt(0), complex(1), complex(0));
        List<NDArray> rows = loop(s -> s.get(0).lt(hi), s -> {
            NDArray k = s.get(0);
            NDArray upper = row(s.get(1), k);
            NDArray lower = row(s.get(1), k.plus(1));
            NDArray a = element(upper, k);
            NDArray b = element(lower, k);
            NDArray length = sqrt(square(a).plus(square(b)));
            NDArray none = length.eq(0.0);
            NDArray by = complex(where(none, length.plus(1.0), length));
            NDArray c = where(none, complex(1), a.dividedBy(by));
            NDArray d = b.dividedBy(by);
            NDArray first = Arithmetic.conjugate(c).times(upper).plus(Arithmetic.conjugate(d).times(lower));
            NDArray second = c.times(lower).minus(d.times(upper));
            NDArray here = at.eq(k);
            return List.of(k.plus(1), withRow(withRow(s.get(1), k, first), k.plus(1), second), where(here, c, s.get(2)), where(here, d, s.get(3)));
        }, lo, h, zeros, zeros);
        return loop(s -> s.get(0).lt(hi), s -> {
            NDArray k = s.get(0);
            NDArray c = element(rows.get(2), k);
            NDArray d = element(rows.get(3), k);
            return List.of(k.plus(1), rotated(s.get(1), k, c, d), rotated(s.get(2), k, c, d));
        }, lo, rows.get(1), z).subList(1, 3);
    }

    private NDArray rotated(NDArray m, NDArray k, NDArray c, NDArray d) {
        NDArray left = column(m, k);
        NDArray right = column(m, k.plus(1));
        NDArray first = c.times(left).plus(d.times(right));
        NDArray second = Arithmetic.conjugate(c).times(right).minus(Arithmetic.conjugate(d).times(left));
        return withColumn(withColumn(m, k, first), k.plus(1), second);
    }

    /** Column by column, from the diagonal upward: t(i, j) less the products between, by the sum of both diagonal elements. */
    private NDArray rootOfTriangle(NDArray t) {
        NDArray eye = Matrices.identity(Matrices.rows(t), DType.BOOL);
        NDArray roots = ComplexFunctions.sqrt(sum(where(eye, t, complex(0)), 1));
        NDArray start = where(eye, Matrices.row(roots), complex(0));
        return loop(s -> s.get(0).lt(n), s -> {
            NDArray j = s.get(0);
            NDArray given = column(t, j);
            NDArray root = element(roots, j);
            NDArray column = loop(c -> c.get(0).ge(0), c -> {
                NDArray i = c.get(0);
                NDArray between = where(at.gt(i).and(at.lt(j)), row(s.get(1), i).times(c.get(1)), complex(0));
                NDArray rest = element(given, i).minus(sum(between, 0));
                NDArray none = size(rest).eq(0.0);
                NDArray value = where(none, complex(0), rest.dividedBy(where(none, complex(1), element(roots, i).plus(root))));
                return List.of(i.minus(1), where(at.eq(i), value, c.get(1)));
            }, j.minus(1), column(s.get(1), j)).get(1);
            return List.of(j.plus(1), withColumn(s.get(1), j, column));
        }, whole(0), start).get(1);
    }
}
