package dev.jacobi.pjrt.hlo.lanes;

import dev.jacobi.ir.Prim;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which values were written as a product of two others, perhaps with the other sign: a sum of such over lanes can be a contraction of the factors. */
public final class KnownProducts {
    private final Map<LaneValue, Product> all = new IdentityHashMap<>();

    /** {@code a} times {@code b}, or the negative of that. */
    public record Product(LaneValue a, LaneValue b, boolean negative) {
    }

    /** What this value is a product of; null where that is not known. */
    public Product of(LaneValue v) {
        return all.get(v);
    }

    /** Notes what has been written for an elementwise primitive. */
    void note(Prim p, List<LaneValue> in, LaneValue result) {
        if (!result.dtype.isFloat()) {
            return;
        }
        if (p == Prim.MUL) {
            all.put(result, new Product(in.get(0), in.get(1), false));
        } else if (p == Prim.NEG || p == Prim.SUB && in.get(0).lit != null && in.get(0).lit.asDouble() == 0) {
            Product of = all.get(in.get(in.size() - 1));
            if (of != null) {
                all.put(result, new Product(of.a, of.b, !of.negative));
            }
        }
    }

    /** Notes that a value is another one but for the sign of a zero. */
    void same(LaneValue as, LaneValue result) {
        Product of = all.get(as);
        if (of != null) {
            all.put(result, of);
        }
    }
}
