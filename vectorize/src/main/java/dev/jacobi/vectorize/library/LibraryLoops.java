package dev.jacobi.vectorize.library;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Loops that compute Cholesky's factor of a matrix or solve a triangular system become {@code cholesky} and {@code triangular_solve}, for devices on which a step that waits for the one before it costs
 * as much as the library's whole work, and for derivatives, which are products and solutions again. Sums are added in another order, so this is for fast mode.
 *
 * <p>A library says nothing of the elements of a result of which some are not finite. Such a result fails an early check, and the call is made again as it was written.
 */
public final class LibraryLoops implements Optimisation {
    @Override
    public String name() {
        return "library-loops";
    }

    @Override
    public Set<Property> keeps() {
        return Set.of(Property.DIFFERENTIABLE);
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && UniformLoop.mayBe(e))) {
            return in;
        }
        var walk = new Walk(in);
        List<Eqn> body = walk.block(in.body());
        return walk.changed ? new DeadCode().run(new Func(in.in(), body, in.out())) : in;
    }

    /** One walk over a function. */
    private static final class Walk {
        private final IntValues values;
        private final Builder b;
        private boolean changed;

        Walk(Func f) {
            values = new IntValues(f);
            b = values.shapes.ids;
        }

        List<Eqn> block(List<Eqn> body) {
            var out = new ArrayList<Eqn>();
            boolean same = true;
            for (Eqn e : body) {
                UniformLoop loop = e.prim() == Prim.FOR && UniformLoop.mayBe(e) ? UniformLoop.of(e, values) : null;
                LibraryForm form = loop == null ? null : new LoopTrial(loop).form();
                if (form != null) {
                    values.walk(List.of(e), x -> { });
                    b.open();
                    new LibraryCode(b, loop, form).write();
                    out.addAll(b.close());
                    changed = true;
                    same = false;
                    continue;
                }
                Eqn now = values.regions(e, this::block);
                values.define(e);
                out.add(now);
                same &= now == e;
            }
            return same ? body : out;
        }
    }
}
