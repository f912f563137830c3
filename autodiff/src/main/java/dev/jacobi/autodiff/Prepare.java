package dev.jacobi.autodiff;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Inline;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/** Brings a function into the form that reverse mode has rules for: calls inlined, trips of while loops counted, active folds by other operators as loops. */
record Prepare(Module module, Func func, List<Boolean> active, Code.Ids ids, Calls calls) {

    static Prepare of(Module m, String entry, List<Boolean> active) {
        Module inlined = Inline.run(m, entry);
        Func f = inlined.get(entry);
        var ids = new Code.Ids(Rewrite.firstFreeId(f));
        Func counted = new Func(f.in(), count(f.body(), ids), f.out());
        return new Prepare(inlined, counted, active, ids, new Calls());
    }

    /** Every while carries the number of its trip, last. */
    private static List<Eqn> count(List<Eqn> body, Code.Ids ids) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            Params p = Rewrite.mapRegions(e.params(), r -> new Region(r.params(), count(r.body(), ids), r.out()));
            out.add(p instanceof Params.While w ? counted(e, w, ids) : new Eqn(e.prim(), e.in(), p, e.out()));
        }
        return out;
    }

    private static Eqn counted(Eqn e, Params.While w, Code.Ids ids) {
        var code = new Code(ids);
        var test = new Region(with(w.cond().params(), code.fresh(Type.I32)), w.cond().body(), w.cond().out());
        Var k = code.fresh(Type.I32);
        code.eqns.addAll(w.body().body());
        Var next = code.emit(Prim.ADD, k, Lit.i32(1));
        var body = new Region(with(w.body().params(), k), code.eqns, with(w.body().out(), next));
        return new Eqn(Prim.WHILE, with(e.in(), Lit.i32(0)), new Params.While(test, body), with(e.out(), code.fresh(Type.I32)));
    }

    private static <T> List<T> with(List<? extends T> list, T more) {
        var out = new ArrayList<T>(list);
        out.add(more);
        return out;
    }
}
