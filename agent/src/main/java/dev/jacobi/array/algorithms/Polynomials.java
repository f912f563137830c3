package dev.jacobi.array.algorithms;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.Operation;
import dev.jacobi.array.core.Promotion;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import java.util.List;

/** Polynomials, as vectors of coefficients from the highest power on. */
public final class Polynomials {
    private Polynomials() {
    }

    /** Checks that an array has one axis. */
    public static void vector(String what, NDArray p) {
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

    /** Checks that an order is not negative. */
    public static void order(String what, int m) {
        if (m < 0) {
            throw new JacobiException(what + ": there is no order " + m + "; give one that is not negative.");
        }
    }
}
