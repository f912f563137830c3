package dev.jacobi.lift.request;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives the functions of a module other names, so that modules can be put together: equal names in two of them need not be equal functions. */
public final class Renaming {
    private final Map<String, String> names = new HashMap<>();

    private Renaming() {
    }

    /** The module with a suffix at the name of every function but the entry; a rule of its own, {@code N!jvp}, stays with its N. */
    public static Module of(Module m, String entry, String suffix) {
        var r = new Renaming();
        for (String name : m.funcs().keySet()) {
            int rule = name.lastIndexOf('!');
            r.names.put(name, name.equals(entry) ? name : rule < 0 ? name + suffix : name.substring(0, rule) + suffix + name.substring(rule));
        }
        var funcs = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> funcs.put(r.names.get(name), new Func(f.in(), r.body(f.body()), f.out())));
        return new Module(funcs);
    }

    private List<Eqn> body(List<Eqn> body) {
        return body.stream().map(this::eqn).toList();
    }

    private Eqn eqn(Eqn e) {
        if (e.params() instanceof Params.Call c) {
            return new Eqn(e.prim(), e.in(), new Params.Call(names.getOrDefault(c.name(), c.name()), c.results()), e.out());
        }
        return Regions.map(e, r -> new Region(r.params(), body(r.body()), r.out()));
    }
}
