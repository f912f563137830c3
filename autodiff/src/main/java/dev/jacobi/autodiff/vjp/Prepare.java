package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
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
        Activity.entry(m, entry, active);
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
        return Inline.run(withoutCustom(m, name), name).get(name);
    }

    /** The module without functions that have rules of their own, so that calls of them stay, but for the one whose code is wanted. */
    private static Module withoutCustom(Module m, String wanted) {
        var out = new LinkedHashMap<>(m.funcs());
        m.funcs().keySet().forEach(name -> RULES.stream().filter(name::endsWith).forEach(r -> out.remove(name.substring(0, name.length() - r.length()))));
        out.put(wanted, m.get(wanted));
        return new Module(out);
    }
}
