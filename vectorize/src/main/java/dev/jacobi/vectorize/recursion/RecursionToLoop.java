package dev.jacobi.vectorize.recursion;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.NoRule;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Inline;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Recursion as a loop: functions that call themselves, or each other, become one {@code while} over a stack of their own, for back ends that
 * have no calls. {@link CallBlocks} cuts them at the calls, {@link ValuePlaces} says where each value is while other calls run, {@link StateLoop} writes the loop.
 */
public final class RecursionToLoop {
    private RecursionToLoop() {
    }

    /** {@link #run} as a pass. */
    public static Pass pass(String entry, int depth) {
        return PassBuilder.named("recursion-to-loop").keeps(Property.FIXED_TAPES).all(m -> run(m, entry, depth));
    }

    /**
     * The module without recursion. Calls at most {@code depth} deep have room; a check fails when one goes deeper.
     *
     * @throws NoRule with a clause about what cannot be kept on a stack
     */
    public static Module run(Module module, String entry, int depth) {
        Module m = Inline.run(module, entry);
        Map<String, Func> funcs = new LinkedHashMap<>();
        boolean found = false;
        for (String name : m.funcs().keySet()) {
            Set<String> component = component(m, name);
            if (component.isEmpty()) {
                funcs.put(name, m.get(name));
            } else if (name.equals(entry) || calledFromOutside(m, name, component)) {
                funcs.put(name, new StateLoop(m, component, name, depth).build());
                found = true;
            }
        }
        return found ? new Module(funcs) : m;
    }

    /** The functions that the function calls and that call it, on whatever way, itself included; empty when it is not recursive. */
    private static Set<String> component(Module m, String name) {
        Set<String> out = new LinkedHashSet<>();
        for (String other : m.funcs().keySet()) {
            if (Inline.reaches(m, name, other) && Inline.reaches(m, other, name)) {
                out.add(other);
            }
        }
        return out;
    }

    private static boolean calledFromOutside(Module m, String name, Set<String> component) {
        return m.funcs().keySet().stream().anyMatch(f -> !component.contains(f) && Inline.callees(m.get(f)).contains(name));
    }
}
