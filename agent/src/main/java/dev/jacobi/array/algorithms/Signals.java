package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Elementwise;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Indexing;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Parts;
import dev.jacobi.array.core.Products;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Reduction;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Convolutions of vectors, windows, and straight lines between points. */
public final class Signals {
    /** So many points of a period give the Bessel function of a window to the last bit. */
    private static final int BESSEL_POINTS = 256;

    private Signals() {
    }

    private static void check(String what, NDArray a, NDArray v, String mode) {
        if (a.rank() != 1 || v.rank() != 1 || a.shapeOf().get(0).is(0) || v.shapeOf().get(0).is(0)) {
            throw new JacobiException(what + ": arrays of the shapes " + a.shapeOf() + " and " + v.shapeOf() + " are given; it takes two of one axis that are not empty.");
        }
        if (!List.of("full", "same", "valid").contains(mode)) {
            throw new JacobiException(what + ": there is no mode '" + mode + "'; there are full, same and valid.");
        }
    }

    /** The sums of products of one vector and the other one backwards, at all distances, or those of the middle ("same"), or where they overlap wholly ("valid"). */
    public static NDArray convolve(NDArray a, NDArray v, String mode) {
        check("convolve", a, v, mode);
        return Operation.fused(Structural.key("convolve", mode), Promotion.inexact(a, v), in -> {
            Extent n = in.get(0).shapeOf().get(0);
            Extent m = in.get(1).shapeOf().get(0);
            return cut(full(in.get(0), in.get(1)), n, m, mode, n.min(m).minus(1).dividedBy(Extent.of(2)));
        });
    }

    /** The sums of products of one vector and the conjugates of the other, shifted. */
    public static NDArray correlate(NDArray a, NDArray v, String mode) {
        check("correlate", a, v, mode);
        return Operation.fused(Structural.key("correlate", mode), Promotion.inexact(a, v), in -> {
            Extent n = in.get(0).shapeOf().get(0);
            Extent m = in.get(1).shapeOf().get(0);
            NDArray full = full(in.get(0), Structural.reverse(Ops.conj(in.get(1)), List.of(0)));
            Extent start = n.min(m).minus(1).dividedBy(Extent.of(2));
            if (mode.equals("same") && n.value() < m.value()) {
                start = n.dividedBy(Extent.of(2));
            }
            return cut(full, n, m, mode, start);
        });
    }

    private static NDArray cut(NDArray full, Extent n, Extent m, String mode, Extent middle) {
        Extent longer = n.max(m);
        Extent shorter = n.min(m);
        return switch (mode) {
            case "same" -> Joins.part(full, 0, middle, longer);
            case "valid" -> Joins.part(full, 0, shorter.minus(1), longer.minus(shorter).plus(1));
            default -> full;
        };
    }

    private static NDArray full(NDArray a, NDArray v) {
        if (a.dtype().isComplex()) {
            NDArray re = Ops.sub(full(Parts.real(a), Parts.real(v)), full(Parts.imaginary(a), Parts.imaginary(v)));
            return Parts.complex(re, Ops.add(full(Parts.real(a), Parts.imaginary(v)), full(Parts.imaginary(a), Parts.real(v))));
        }
        DType d = a.dtype();
        DType in32 = Reductions.computed(d);
        Extent n = a.shapeOf().get(0);
        Extent m = v.shapeOf().get(0);
        NDArray edge = Ops.zeros(in32, new Shape(List.of(m.minus(1))));
        Extent wide = n.plus(m).plus(m).minus(2);
        NDArray x = Polynomials.exactly(Structural.concat(List.of(edge, Ops.to(a, in32), edge), 0), wide);
        NDArray y = Structural.reverse(Ops.to(v, in32), List.of(0));
        Extent one = Extent.of(1);
        var p = new Params.Conv(List.of(1L), List.of(0L), List.of(0L), List.of(1L), 1);
        NDArray r = Products.library(Prim.CONV, p, List.of(in32), List.of(Structural.reshape(x, new Shape(List.of(one, one, wide))), Structural.reshape(y, new Shape(List.of(one, one, m))))).get(0);
        Extent size = n.plus(m).minus(1);
        return Ops.to(Structural.reshape(r, new Shape(List.of(size))), d);
    }

    /** Values on straight lines between points; outside of them {@code left} and {@code right}, which may be null for the outermost values. */
    public static NDArray interp(NDArray x, NDArray xp, NDArray fp, NDArray left, NDArray right, NDArray period) {
        if (xp.rank() != 1 || fp.rank() != 1) {
            throw new JacobiException("interp: points of the shapes " + xp.shapeOf() + " and " + fp.shapeOf() + " are given; their coordinates and values have one axis each.");
        }
        List<NDArray> at = Promotion.inexact(x, xp);
        NDArray f = Ops.inexact(fp);
        NDArray first = left == null ? Takes.at(f, 0) : left;
        NDArray last = right == null ? Structural.reshape(Joins.part(f, 0, f.shapeOf().get(0).minus(1), Extent.of(1)), Shape.SCALAR) : right;
        NDArray turn = period == null ? NDArray.scalar(1.0) : period;
        return Operation.fused(Structural.key("interp", period == null), List.of(at.get(0), at.get(1), f, first, last, turn),
            in -> fitting(in.get(1), in.get(2)) && period == null ? between(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4)) : periodic(in.get(0), in.get(1), in.get(2), Ops.abs(in.get(5))));
    }

    /** Refuses numbers of coordinates and of values that differ. */
    private static boolean fitting(NDArray xp, NDArray fp) {
        Trace.current().mustBeEqual(xp.shapeOf().get(0), fp.shapeOf().get(0),
            () -> "interp: there are " + xp.shapeOf().get(0) + " coordinates and " + fp.shapeOf().get(0)
            + " values of points; give as many of each.");
        return true;
    }

    private static NDArray remainder(NDArray x, NDArray by) {
        return Ops.sub(x, Ops.mul(Ops.floor(Ops.div(x, by)), by));
    }

    private static NDArray periodic(NDArray x, NDArray xp, NDArray fp, NDArray period) {
        NDArray c = remainder(xp, Ops.to(period, xp.dtype()));
        NDArray order = Sorting.order(c, 0, false);
        NDArray at = Indexing.take(c, order, 0);
        NDArray f = Indexing.take(fp, order, 0);
        Extent n = at.shapeOf().get(0);
        Extent one = Extent.of(1);
        NDArray turn = Ops.to(period, xp.dtype());
        NDArray all = Structural.concat(List.of(Ops.sub(Joins.part(at, 0, n.minus(1), one), turn), at, Ops.add(Joins.part(at, 0, Extent.of(0), one), turn)), 0);
        NDArray values = Structural.concat(List.of(Joins.part(f, 0, n.minus(1), one), f, Joins.part(f, 0, Extent.of(0), one)), 0);
        return inside(remainder(x, turn), all, values);
    }

    private static NDArray inside(NDArray x, NDArray xp, NDArray fp) {
        NDArray n = xp.shapeOf().get(0).number();
        NDArray i = Ops.max(Ops.min(Searching.search(xp, x, true), Ops.sub(n, Ops.num(1L))), Ops.num(1L));
        NDArray before = Ops.sub(i, Ops.num(1L));
        NDArray x0 = Indexing.take(xp, before, 0);
        NDArray f0 = Indexing.take(fp, before, 0);
        NDArray dx = Ops.sub(Indexing.take(xp, i, 0), x0);
        NDArray df = Ops.sub(Indexing.take(fp, i, 0), f0);
        NDArray none = Ops.eq(dx, Ops.constant(0, dx.dtype()));
        NDArray slope = Ops.div(Ops.sub(x, x0), Ops.where(none, Ops.constant(1, dx.dtype()), dx));
        return Ops.where(none, f0, Ops.add(f0, Ops.mul(slope, df)));
    }

    private static NDArray between(NDArray x, NDArray xp, NDArray fp, NDArray left, NDArray right) {
        NDArray f = inside(x, xp, fp);
        NDArray end = Structural.reshape(Joins.part(xp, 0, xp.shapeOf().get(0).minus(1), Extent.of(1)), Shape.SCALAR);
        NDArray g = Ops.where(Ops.lt(x, Takes.at(xp, 0)), left, f);
        return Ops.where(Ops.lt(end, x), right, g);
    }

    /** A window of {@code m} elements that is a sum of cosines with these factors. */
    public static NDArray cosines(String what, int m, double... factors) {
        DType d = JavaArrays.standard(DType.F64);
        if (m <= 1) {
            return Ops.full(1, d, Shape.of(size(what, m)));
        }
        return Operation.fused(Structural.key(what, m, d), List.of(), in -> {
            NDArray n = Ops.to(Structural.iota(DType.I32, Shape.of(m), 0), d);
            NDArray sum = Ops.full(factors[0], d, n.shapeOf());
            for (int k = 1; k < factors.length; k++) {
                NDArray angle = Ops.mul(n, Ops.constant(2 * Math.PI * k / (m - 1), d));
                sum = Ops.add(sum, Ops.mul(Elementwise.unary(Prim.COS, angle), Ops.constant(factors[k], d)));
            }
            return sum;
        });
    }

    private static int size(String what, int m) {
        if (m < 0) {
            throw new JacobiException(what + ": a window cannot have " + m + " elements.");
        }
        return m;
    }

    /** A triangle that begins and ends at zero. */
    public static NDArray bartlett(int m) {
        DType d = JavaArrays.standard(DType.F64);
        if (m <= 1) {
            return Ops.full(1, d, Shape.of(size("bartlett", m)));
        }
        return Operation.fused(Structural.key("bartlett", m, d), List.of(), in -> {
            NDArray n = Ops.to(Structural.iota(DType.I32, Shape.of(m), 0), d);
            NDArray far = Ops.abs(Ops.add(Ops.mul(n, Ops.constant(2, d)), Ops.constant(1 - m, d)));
            return Ops.sub(Ops.constant(1, d), Ops.div(far, Ops.constant(m - 1, d)));
        });
    }

    /** Kaiser's window: a quotient of Bessel functions, as integrals over a period, both made smaller by the same factor. */
    public static NDArray kaiser(int m, NDArray beta) {
        DType d = JavaArrays.standard(DType.F64);
        if (m <= 1) {
            return Ops.full(1, d, Shape.of(size("kaiser", m)));
        }
        return Operation.fused(Structural.key("kaiser", m, d), List.of(Ops.to(beta, d)), in -> {
            NDArray n = Ops.to(Structural.iota(DType.I32, Shape.of(m), 0), d);
            NDArray alpha = Ops.constant(0.5 * (m - 1), d);
            NDArray t = Ops.div(Ops.sub(n, alpha), alpha);
            NDArray inside = Ops.max(Ops.sub(Ops.constant(1, d), Ops.mul(t, t)), Ops.constant(0, d));
            NDArray x = Ops.mul(in.get(0), Ops.sqrt(inside));
            NDArray size = Ops.abs(in.get(0));
            return Ops.div(bessel(x, size), bessel(in.get(0), size));
        });
    }

    /** exp(-scale) times the sum over a period of exp(x cos t). */
    private static NDArray bessel(NDArray x, NDArray scale) {
        DType d = x.dtype();
        NDArray k = Ops.to(Structural.iota(DType.I32, Shape.of(BESSEL_POINTS), 0), d);
        NDArray cos = Elementwise.unary(Prim.COS, Ops.mul(k, Ops.constant(2 * Math.PI / BESSEL_POINTS, d)));
        NDArray e = Elementwise.unary(Prim.EXP, Ops.sub(Ops.mul(Shapes.expand("kaiser", x, -1), cos), scale));
        return Reduction.reduce(Prim.REDUCE_ADD, e, List.of(x.rank()));
    }
}
