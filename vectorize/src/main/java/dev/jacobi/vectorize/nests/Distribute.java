package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.analysis.AccessWalk;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.pass.Optimisation;
import dev.jacobi.ir.simplify.Simplify;
import java.util.List;

/**
 * A loop around several statements, loops among them, becomes loops around some of these each, where one of them then has trips that may run in any order, or has loops that may change places:
 *
 * <pre>
 *  for i { for j { a[j, i] = a[j - 1, i] + c[j, i] };  for j { b[j, i] = b[j, i - 1] + c[j, i] } }
 *  for i { for j { a[j, i] = a[j - 1, i] + c[j, i] } };  for i { for j { b[j, i] = b[j, i - 1] + c[j, i] } }
 * </pre>
 *
 * Which statements depend on each other, and may thus not be parted, or only in one order, {@link Statements} knows. Scalars that several of the loops need are computed in each of them.
 */
public final class Distribute implements Optimisation {
    /** Nests of so many loops around statements come apart. */
    private static final int DEPTH = 3;

    @Override
    public String name() {
        return "distribute";
    }

    @Override
    public Func run(Func in) {
        Func now = in;
        for (int k = 0; k < DEPTH && Regions.any(now.body(), Statements::mayHaveSeveral); k++) {
            Func readBack = ReadBack.run(now);
            Func apart = new Walk(readBack).run();
            if (apart == readBack) {
                break;
            }
            // what was read back in loops that stay one is a scalar again
            now = new Simplify().run(apart);
        }
        return now;
    }

    /** One walk over a function. */
    private static final class Walk extends AccessWalk {
        private final Builder b;

        Walk(Func f) {
            super(f);
            b = values.shapes.ids;
        }

        @Override
        protected List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside) {
            Statements statements = now == old && Statements.mayHaveSeveral(now) ? Statements.of(RegionView.of(now), inside, values) : null;
            List<Statements.Group> groups = statements == null ? List.of() : statements.groups();
            if (groups.size() < 2) {
                return List.of(now);
            }
            b.open();
            new Loops(statements, b).append(groups);
            return b.close();
        }
    }
}
