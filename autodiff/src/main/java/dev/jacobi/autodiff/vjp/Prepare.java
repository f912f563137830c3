package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BitPatterns;
import dev.jacobi.autodiff.analysis.RecursiveFunctions;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.simplify.Inline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** The first pass of reverse mode: a copy of the entry, with calls inlined, under the name of the result. Calls stay of functions that have a rule of their own. */
final class Prepare {
    private static final Set<String> RULES = Set.of("!jvp", "!fwd", "!remat");

    private Prepare() {
    }

    static Module run(Module m, String entry, List<Boolean> active, String name, boolean check) {
        Func f = m.get(entry);
        if (f == null) {
            throw new IllegalArgumentException("the module has no function " + entry);
        }
        if (active.size() != f.in().size()) {
            throw new IllegalArgumentException(entry + " takes " + f.in().size() + " inputs, but " + active.size() + " are said to be active or not");
        }
        for (int k = 0; k < active.size(); k++) {
            if (active.get(k) && !f.in().get(k).dtype().isFloat()) {
                throw new IllegalArgumentException("input " + k + " of " + entry + " is of type " + f.in().get(k).type()
                    + ", which has no gradient; only floating-point inputs can be active");
            }
        }
        if (check) {
            BitPatterns.check(m, entry, active);
        }
        var funcs = new LinkedHashMap<String, Func>();
        funcs.put(name, inlined(m, entry));
        m.funcs().forEach(funcs::putIfAbsent);
        return new Module(funcs);
    }

    /** The recursive functions of the module. */
    static RecursiveFunctions recursive(Module m) {
        return new RecursiveFunctions(m, name -> inlined(m, name));
    }

    private static Func inlined(Module m, String name) {
        Module plain = withoutCustom(m);
        return Inline.run(plain.get(name) == null ? m : plain, name).get(name);
    }

    /** The module without functions that have rules of their own, so that calls of them stay. */
    private static Module withoutCustom(Module m) {
        var out = new LinkedHashMap<>(m.funcs());
        m.funcs().keySet().forEach(name -> RULES.stream().filter(name::endsWith).forEach(r -> out.remove(name.substring(0, name.length() - r.length()))));
        return new Module(out);
    }
}
