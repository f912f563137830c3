package dev.jacobi.autodiff;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Inline;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.List;
import java.util.Map;

/** A function in the form that reverse mode has rules for: calls inlined, then {@link Normalise}. */
record Prepare(Module module, Func func, List<Boolean> active, Code.Ids ids, Map<Integer, Var> ties, Calls calls) {

    static Prepare of(Module m, String entry, List<Boolean> active) {
        Module inlined = Inline.run(m, entry);
        Func f = inlined.get(entry);
        var ids = new Code.Ids(Rewrite.firstFreeId(f));
        var n = new Normalise(ids, new Activity(f, active));
        Func g = new Func(f.in(), n.body(f.body()), f.out());
        return new Prepare(inlined, g, active, ids, n.ties(), new Calls());
    }
}
