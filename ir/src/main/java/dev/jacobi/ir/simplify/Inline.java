package dev.jacobi.ir.simplify;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Puts copies of small functions in place of their calls. A function that can reach itself stays a call, and so does one whose
 * copies would make the caller larger than {@link #LIMIT} equations. Checks inside a callee keep their place in program order.
 */
public final class Inline {
    /** Equations of a callee that is always copied, and of a caller at most afterwards. */
    static final int SMALL = 60;
    static final int LIMIT = 5000;
    private final Module module;
    private final Map<String, Func> done = new HashMap<>();
    private final Set<String> recursive = new HashSet<>();

    private Inline(Module module) {
        this.module = module;
    }

    /** {@link #run} as a pass. */
    public static Pass pass(String entry) {
        return PassBuilder.named("inline").keeps(Property.EXACT_CHECKS, Property.DIFFERENTIABLE).mayBeLeftOut().all(m -> run(m, entry));
    }

    /** The module with calls inlined; functions that are no longer called from {@code entry} are left out. */
    public static Module run(Module m, String entry) {
        var in = new Inline(m);
        m.funcs().keySet().forEach(name -> in.findRecursion(name));
        in.expand(entry);
        var kept = new LinkedHashMap<String, Func>();
        in.keep(entry, kept);
        return new Module(kept);
    }

    private void findRecursion(String name) {
        if (reaches(module, name, name)) {
            recursive.add(name);
        }
    }

    /** Whether a function of the module calls the other one, itself or through others. */
    public static boolean reaches(Module m, String from, String target) {
        return reaches(m, from, target, new HashSet<>());
    }

    private static boolean reaches(Module m, String from, String target, Set<String> seen) {
        for (String callee : callees(m.get(from))) {
            if (callee.equals(target) || seen.add(callee) && m.get(callee) != null && reaches(m, callee, target, seen)) {
                return true;
            }
        }
        return false;
    }

    /** The names that the function calls. */
    public static Set<String> callees(Func f) {
        var names = new HashSet<String>();
        Regions.each(f.body(), e -> {
            if (e.params() instanceof Params.Call c) {
                names.add(c.name());
            }
        });
        return names;
    }

    private void keep(String name, Map<String, Func> kept) {
        if (module.get(name) != null && !kept.containsKey(name)) {
            Func f = expand(name);
            kept.put(name, f);
            callees(f).forEach(c -> keep(c, kept));
        }
    }

    /** The function with its calls inlined, callees first. */
    private Func expand(String name) {
        Func f = done.get(name);
        if (f == null) {
            Func caller = module.get(name);
            int[] size = {Regions.size(caller.body())};
            f = Rewrite.run(caller, (e, r) -> inline(e, r, size));
            done.put(name, f);
        }
        return f;
    }

    /** Writes the callee in place of its call; {@code size} counts the caller's equations. */
    private boolean inline(Eqn e, Rewrite r, int[] size) {
        Func callee = e.params() instanceof Params.Call c && !recursive.contains(c.name()) && module.get(c.name()) != null ? expand(c.name()) : null;
        int n = callee == null ? 0 : Regions.size(callee.body());
        if (callee == null || n > SMALL && size[0] + n > LIMIT) {
            return false;
        }
        size[0] += n;
        r.replace(e.out(), Rewrite.inline(r.b, callee, e.in()));
        return true;
    }
}
