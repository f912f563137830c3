package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.ArrayList;
import java.util.List;

/** Polynomials, as vectors of coefficients from the highest power on. */
public final class Polynomials {
    private Polynomials() {
    }

    private static void vector(String what, NDArray p) {
        if (p.rank() != 1) {
            throw new JacobiException(what + ": an array of shape " + p.shapeOf() + " is no polynomial; give its coefficients along one axis, the highest power first.");
        }
    }

    /** The values at {@code x}, by Horner's scheme; the number of coefficients has to be known. */
    public static NDArray value(NDArray p, NDArray x) {
        if (p.rank() < 1) {
            vector("polyval", p);
        }
        return Operation.fused(Structural.key("polyval"), Promotion.all(p, x), in -> {
            NDArray c = in.get(0);
            int n = c.shapeOf().get(0).value();
            NDArray y = Ops.mul(in.get(1), Ops.constant(0, in.get(1).dtype()));
            for (int k = 0; k < n; k++) {
                NDArray next = Joins.slice(c, 0, k);
                y = k == 0 ? Ops.add(Ops.zeros(c.dtype(), in.get(1).shapeOf()), next) : Ops.add(Ops.mul(y, in.get(1)), next);
            }
            return y;
        });
    }

    /** The sum; the shorter one gets zeros in front. */
    public static NDArray add(NDArray a, NDArray b) {
        vector("polyadd", a);
        vector("polyadd", b);
        return Operation.fused(Structural.key("polyadd"), Promotion.all(a, b), in -> {
            Extent n = in.get(0).shapeOf().get(0).max(in.get(1).shapeOf().get(0));
            return Ops.add(longer(in.get(0), n), longer(in.get(1), n));
        });
    }

    private static NDArray longer(NDArray p, Extent n) {
        Extent own = p.shapeOf().get(0);
        return own.same(n) ? p : exactly(Structural.concat(List.of(Ops.zeros(p.dtype(), new Shape(List.of(n.minus(own)))), p), 0), n);
    }

    /** An array that is known to have this length. */
    static NDArray exactly(NDArray x, Extent n) {
        return x.shapeOf().get(0).same(n) ? x : Joins.part(x, 0, Extent.of(0), n);
    }

    /** With all coefficients negative. */
    public static NDArray negative(NDArray p) {
        return Ops.neg(p);
    }

    /** The m-th derivative. */
    public static NDArray derivative(NDArray p, int m) {
        vector("polyder", p);
        order("polyder", m);
        NDArray c = Ops.inexact(p);
        return m == 0 ? c : Operation.fused(Structural.key("polyder", m), List.of(c), in -> {
            NDArray x = in.get(0);
            Extent n = x.shapeOf().get(0).minus(m).max(Extent.of(0));
            NDArray power = Structural.reverse(Structural.iota(DType.I32, new Shape(List.of(n)), 0), List.of(0));
            NDArray factor = Ops.full(1, x.dtype(), power.shapeOf());
            for (int k = 1; k <= m; k++) {
                factor = Ops.mul(factor, Ops.to(Ops.add(power, Ops.num((long) k)), x.dtype()));
            }
            return Ops.mul(Joins.part(x, 0, Extent.of(0), n), factor);
        });
    }

    /** The m-th integral; {@code k} has the constants, one for all or one each. */
    public static NDArray integral(NDArray p, int m, NDArray k) {
        vector("polyint", p);
        order("polyint", m);
        List<NDArray> both = Promotion.inexact(p, k);
        return m == 0 ? both.get(0) : Operation.fused(Structural.key("polyint", m), both, in -> {
            NDArray x = in.get(0);
            NDArray flat = Shapes.ravel(in.get(1));
            NDArray constants = flat.shapeOf().get(0).isOne() ? Structural.broadcastTo(flat, Shape.of(m)) : flat;
            Extent n = x.shapeOf().get(0).plus(m);
            NDArray all = exactly(Structural.concat(List.of(x, constants), 0), n);
            NDArray power = Structural.reverse(Structural.iota(DType.I32, new Shape(List.of(n)), 0), List.of(0));
            NDArray factor = Ops.full(1, x.dtype(), power.shapeOf());
            for (int j = 0; j < m; j++) {
                factor = Ops.mul(factor, Ops.to(Ops.max(Ops.sub(power, Ops.num((long) j)), Ops.num(1L)), x.dtype()));
            }
            return Ops.div(all, factor);
        });
    }

    private static void order(String what, int m) {
        if (m < 0) {
            throw new JacobiException(what + ": there is no order " + m + "; give one that is not negative.");
        }
    }

    /** The coefficients of least squares through points, whose weights may be null: columns of powers are made orthogonal, twice for the sake of rounding. */
    public static NDArray fit(NDArray x, NDArray y, int degree, NDArray weights) {
        vector("polyfit", x);
        order("polyfit", degree);
        if (y.rank() < 1 || y.rank() > 2) {
            throw new JacobiException("polyfit: values of shape " + y.shapeOf() + " are no points; give one for each x, or a column for each curve.");
        }
        List<NDArray> both = weights == null ? Promotion.inexact(x, y) : Promotion.inexact(x, y, weights);
        return Operation.fused(Structural.key("polyfit", degree), both, in -> {
            NDArray w = weights == null ? null : in.get(2);
            NDArray values = w == null ? in.get(1) : Ops.mul(in.get(1), y.rank() == 2 ? Shapes.expand("polyfit", w, 1) : w);
            return solved(columns(in.get(0), degree, w), values);
        });
    }

    private static List<NDArray> columns(NDArray x, int degree, NDArray w) {
        var out = new ArrayList<NDArray>();
        NDArray power = w == null ? Ops.full(1, x.dtype(), x.shapeOf()) : w;
        for (int k = 0; k <= degree; k++) {
            out.add(0, power);
            power = Ops.mul(power, x);
        }
        return out;
    }

    private static NDArray solved(List<NDArray> columns, NDArray values) {
        int n = columns.size();
        NDArray[] q = new NDArray[n];
        NDArray[][] r = new NDArray[n][n];
        NDArray[] t = new NDArray[n];
        NDArray rest = values;
        for (int k = 0; k < n; k++) {
            NDArray v = columns.get(k);
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < k; j++) {
                    NDArray s = Matmul.vdot(q[j], v);
                    r[j][k] = pass == 0 ? s : Ops.add(r[j][k], s);
                    v = Ops.sub(v, Ops.mul(q[j], s));
                }
            }
            r[k][k] = Ops.to(Ops.sqrt(Reductions.sum(Ops.squaredSize(v), null, null, false, null, null)), v.dtype());
            q[k] = Ops.div(v, r[k][k]);
            t[k] = Matmul.dot(Ops.conj(q[k]), rest);
            NDArray part = values.rank() == 2 ? Ops.mul(Shapes.expand("polyfit", q[k], 1), Shapes.expand("polyfit", t[k], 0)) : Ops.mul(q[k], t[k]);
            rest = Ops.sub(rest, part);
        }
        NDArray[] c = new NDArray[n];
        for (int k = n - 1; k >= 0; k--) {
            NDArray s = t[k];
            for (int j = k + 1; j < n; j++) {
                s = Ops.sub(s, Ops.mul(r[k][j], c[j]));
            }
            c[k] = Ops.div(s, r[k][k]);
        }
        return Joins.stack("polyfit", List.of(c), 0);
    }
}
