package dev.jacobi.llvm.lower;

import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The functions that a program needs: its entry, and what that calls. */
public final class ReachedFunctions {
    private ReachedFunctions() {
    }

    /**
     * The name that the entry has in the result: its own, or, where something calls it, so that its code as a callee is needed too, that of a copy, which nobody
     * calls.
     */
    public static String main(Module m, String entry) {
        var called = new LinkedHashMap<String, Func>();
        reach(m.get(entry), m, called);
        return called.containsKey(entry) ? "main(" + entry + ")" : entry;
    }

    /** Leaves out the functions that the entry does not reach. The entry comes first, as {@code main}, the others as they are called. */
    public static Pass pass(String entry, String main) {
        return PassBuilder.named("reached-functions").all(m -> {
            var funcs = new LinkedHashMap<String, Func>();
            funcs.put(main, m.get(entry));
            reach(m.get(entry), m, funcs);
            return new Module(funcs);
        });
    }

    private static void reach(Func f, Module m, Map<String, Func> found) {
        Regions.each(f.body(), e -> {
            if (e.params() instanceof Params.Call c && !External.is(c.name()) && !found.containsKey(c.name())) {
                found.put(c.name(), m.get(c.name()));
                reach(m.get(c.name()), m, found);
            }
        });
    }

    /** The functions but one. */
    public static Map<String, Func> without(Module m, String main) {
        var others = new LinkedHashMap<>(m.funcs());
        others.remove(main);
        return others;
    }
}
