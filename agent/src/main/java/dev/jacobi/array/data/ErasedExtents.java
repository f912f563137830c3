package dev.jacobi.array.data;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A function without names of extents in its types. A name is one number in one function, and the same name is another one in the functions that call it; so where a call is replaced by the function's equations, or its
 * derivative keeps what they compute, no name may come along.
 */
public final class ErasedExtents {
    private final Map<Integer, Var> now = new HashMap<>();

    private final UnaryOperator<Dim> dim;

    private ErasedExtents(UnaryOperator<Dim> dim) {
        this.dim = dim;
    }

    /** The function with the lengths of its arrays unknown, but for those that are numbers. */
    public static Func of(Func f) {
        return of(f, Dim::unnamed);
    }

    /** The function with what is known of its arrays' lengths replaced. */
    public static Func of(Func f, UnaryOperator<Dim> by) {
        var erased = new ErasedExtents(by);
        List<Var> in = erased.vars(f.in());
        List<Eqn> body = erased.body(f.body());
        return new Func(in, body, erased.atoms(f.out()));
    }

    private List<Eqn> body(List<Eqn> eqns) {
        List<Eqn> out = new ArrayList<>();
        for (Eqn e : eqns) {
            List<Atom> in = atoms(e.in());
            Params params = Rewrite.mapDims(e.params().map(this::region), dim);
            out.add(new Eqn(e.prim(), in, params, vars(e.out())));
        }
        return out;
    }

    private Region region(Region r) {
        List<Var> params = vars(r.params());
        List<Eqn> body = body(r.body());
        return new Region(params, body, atoms(r.out()));
    }

    private List<Var> vars(List<Var> as) {
        List<Var> out = new ArrayList<>();
        for (Var v : as) {
            Var w = new Var(v.id(), Rewrite.mapDims(v.type(), dim));
            now.put(v.id(), w);
            out.add(w);
        }
        return out;
    }

    private List<Atom> atoms(List<? extends Atom> as) {
        return Rewrite.replaced(as, a -> a instanceof Var v ? now.getOrDefault(v.id(), v) : a);
    }
}
