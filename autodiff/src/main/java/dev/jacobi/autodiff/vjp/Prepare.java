package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.simplify.Inline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** A function in the form that reverse mode has rules for: calls inlined, long loops in chunks ({@link Checkpoints}), then {@link Normalise}. */
record Prepare(Func func, List<Boolean> active, Builder ids, CallAdjoints calls) {
    private static final Set<String> RULES = Set.of("!jvp", "!fwd", "!remat");


    static Prepare of(Module m, String entry, List<Boolean> active) {
        Module plain = withoutCustom(m);
        Module inlined = Inline.run(plain.get(entry) == null ? m : plain, entry);
        var funcs = new LinkedHashMap<String, Func>(m.funcs());
        funcs.putAll(inlined.funcs());
        return of(entry, new CallAdjoints(new Module(funcs)), inlined.get(entry), active, false);
    }

    /** For the pair of a recursive function. */
    static Prepare pair(CallAdjoints calls, Func f) {
        return of("", calls, f, f.in().stream().map(v -> v.dtype().isFloat()).toList(), true);
    }

    private static Prepare of(String name, CallAdjoints calls, Func g, List<Boolean> active, boolean pair) {
        var ids = new Builder(Regions.firstFreeId(g));
        var activity = new Activity(g, active);
        Func f = pair ? g : Checkpoints.run(name, g, ids, activity, calls);
        var n = new Normalise(ids, f == g ? activity : new Activity(f, active), calls, pair);
        Func normal = new Func(f.in(), n.body(f.body()), f.out());
        return new Prepare(normal, active, ids, calls);
    }

    /** The module without functions that have rules of their own, so that calls of them stay. */
    private static Module withoutCustom(Module m) {
        var out = new LinkedHashMap<>(m.funcs());
        m.funcs().keySet().forEach(name -> RULES.forEach(r -> {
            if (name.endsWith(r)) {
                out.remove(name.substring(0, name.length() - r.length()));
            }
        }));
        return new Module(out);
    }
}
