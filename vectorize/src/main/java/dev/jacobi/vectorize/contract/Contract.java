package dev.jacobi.vectorize.contract;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.ir.analysis.IntValues;
import java.util.List;

/**
 * Nests of maps around sums of products become {@code dot_general}, for back ends that have something better for it than loops. Of the loops of
 * {@code c[i][j] = sum over k of a[i][k] * b[k][j]} it makes the product in front of the nest, which then only reads the sums:
 *
 * <pre>
 * p = dot_general a b;  map i { map j { c[i, j] = p[i, j] } }
 * </pre>
 *
 * Both forms stand in the branches of a {@code cond} where the numbers of trips decide whether it is worth it ({@link ContractGuard}). Not one of
 * {@link dev.jacobi.vectorize.raise.Raise}'s passes: gradients want the loops, and so does the CPU where sums keep their order.
 */
public final class Contract implements Optimisation {
    private final boolean fast;
    private final long threshold;
    private final OrderedProducts ordered;
    /** What is tried where this makes no product of a nest; null for nothing. */
    private final Contract other;

    /** {@code fast}: sums of floats may start anywhere; {@code threshold}: how many elements a product must have at least, in order how many multiplications. */
    public Contract(boolean fast, long threshold) {
        this(fast, threshold, null, null);
    }

    private Contract(boolean fast, long threshold, OrderedProducts ordered, Contract other) {
        this.fast = fast;
        this.threshold = threshold;
        this.ordered = ordered;
        this.other = other;
    }

    /** The same where sums of floats keep their order: products of floats of at least so many multiplications, and no others, become what a back end has for them. */
    public static Contract ordered(long threshold, OrderedProducts products) {
        return new Contract(false, threshold, products, null);
    }

    /** The same where sums of floats may start anywhere; nests of which this makes no product are given to another one. */
    public static Contract fused(long threshold, OrderedProducts products, Contract other) {
        return new Contract(true, threshold, products, other);
    }

    @Override
    public String name() {
        return "contract";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.MAP && Regions.of(e).get(0).body().stream().anyMatch(x -> x.prim() == Prim.MAP))) {
            return in;
        }
        Func parted = ordered == null ? in : Rewrite.run(in, (e, r) -> MapParts.part(e, r.b));
        var walk = new Walk(parted);
        walk.block(parted.body());
        return walk.changed ? new DeadCode().run(walk.b.build(in.in(), in.out())) : in;
    }

    /** One walk over a function. */
    private final class Walk {
        private final IntValues values;
        private final Builder b;
        private boolean changed;

        Walk(Func f) {
            values = new IntValues(f);
            b = values.shapes.ids;
        }

        void block(List<Eqn> body) {
            for (Eqn e : body) {
                eqn(e);
            }
        }

        private void eqn(Eqn e) {
            if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.COND) {
                b.append(values.regions(e, body -> {
                    b.open();
                    block(body);
                    return b.close();
                }));
                values.define(e);
                return;
            }
            values.walk(List.of(e), x -> { });
            for (Contract c = e.prim() == Prim.MAP ? Contract.this : null; c != null; c = c.other) {
                ContractNest nest = ContractNest.of(e, values, c.fast, c.ordered);
                if (nest != null && nest.write(b, c.threshold)) {
                    changed = true;
                    return;
                }
            }
            b.append(e);
        }
    }
}
