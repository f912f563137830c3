package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Regions;
import java.util.ArrayList;
import java.util.List;

/** A walk over a function by a pass that goes by what loops read and write: inner ones come first, and each with the accesses that are inside of it. */
public abstract class AccessWalk {
    /** What is known where the walk is. */
    protected final IntValues values;
    private final Func f;
    private final List<ElementAccess> accesses = new ArrayList<>();

    /** Before the walk over {@code f}. */
    protected AccessWalk(Func f) {
        this.f = f;
        values = new IntValues(f);
    }

    /**
     * What stands in the place of an equation that has regions.
     *
     * @param old the equation as it was
     * @param now the equation with what its regions have become; {@code old} itself where they are as they were
     * @param inside the accesses in it, as it was, from first to last; only to be looked at during the call
     */
    protected abstract List<Eqn> visit(Eqn old, Eqn now, List<ElementAccess> inside);

    /** Walks over the function: what it becomes, which is the function itself where nothing has changed. */
    public final Func run() {
        List<Eqn> body = block(f.body());
        return body == f.body() ? f : new Func(f.in(), body, f.out());
    }

    private List<Eqn> block(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            ElementAccess access = ElementAccess.of(e, values);
            if (access != null) {
                accesses.add(access);
            }
            int first = accesses.size();
            Eqn now = values.regions(e, this::block);
            out.addAll(Regions.of(e).isEmpty() ? List.of(e) : visit(e, now, accesses.subList(first, accesses.size())));
            values.define(e);
        }
        return out.equals(body) ? body : out;
    }
}
