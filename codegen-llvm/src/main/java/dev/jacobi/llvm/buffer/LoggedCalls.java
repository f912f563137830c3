package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Which functions that an entry calls can note what they overwrite in arrays of the entry's caller, so that an entry whose work is done by calls, as that of recursion is, need not work on copies. All functions are first
 * thought to be able to for each array that comes back in its own memory; what a function cannot do is taken back, and with it what its callers could do through it.
 */
public final class LoggedCalls {
    /** A function under its name: where its arrays are, and how many trips of the loop with this index run together. */
    public record Callee(Func func, Aliases aliases, ToIntFunction<Var> lanes) { }

    private final Map<String, Callee> callees;
    private final Map<String, List<Integer>> shapes;
    private final Map<String, Set<Integer>> able = new HashMap<>();
    private final Map<String, LoggedWrites.Found> found = new HashMap<>();

    public LoggedCalls(Map<String, Callee> callees, Map<String, List<Integer>> shapes) {
        this.callees = callees;
        this.shapes = shapes;
    }

    private void look() {
        callees.keySet().forEach(n -> able.put(n, new HashSet<>(shapes.getOrDefault(n, List.of()).stream().filter(k -> k >= 0).toList())));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (var c : callees.entrySet()) {
                changed |= limit(c.getKey(), c.getValue());
            }
        }
    }

    private boolean limit(String name, Callee c) {
        var candidates = new HashSet<Var>();
        able.get(name).forEach(k -> candidates.add(c.func.in().get(k)));
        found.put(name, LoggedWrites.ofCallee(c.func, c.aliases, shapes, c.lanes, candidates, able));
        return able.get(name).removeIf(k -> !found.get(name).inputs().contains(c.func.in().get(k)));
    }

    /** The functions by their names. */
    public Map<String, Callee> callees() {
        return callees;
    }

    /** The inputs of functions, by position, that these can note. */
    Map<String, Set<Integer>> able() {
        if (able.isEmpty()) {
            look();
        }
        return able;
    }

    /** How a function notes its writes; nothing where no entry has asked. */
    public LoggedWrites.Found found(String name) {
        return found.getOrDefault(name, LoggedWrites.Found.NONE);
    }

    /** For the functions that are called with inputs that the entry notes: which inputs of theirs these may be. */
    public Map<String, List<Integer>> needed(Func entry, Aliases aliases, Set<Var> logged) {
        var needed = new HashMap<String, Set<Integer>>();
        var work = new ArrayDeque<String>();
        pass(entry, aliases, logged, needed, work);
        while (!work.isEmpty()) {
            String name = work.pop();
            Callee c = callees.get(name);
            var own = new HashSet<Var>();
            needed.get(name).forEach(k -> own.add(c.func.in().get(k)));
            pass(c.func, c.aliases, own, needed, work);
        }
        var out = new HashMap<String, List<Integer>>();
        needed.forEach((name, all) -> out.put(name, new ArrayList<>(all)));
        return out;
    }

    private void pass(Func f, Aliases aliases, Set<Var> logged, Map<String, Set<Integer>> needed, ArrayDeque<String> work) {
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.CALL) {
                String name = name(e);
                for (int k : able.getOrDefault(name, Set.of())) {
                    if (aliases.roots(e.in().get(k)).stream().anyMatch(logged::contains) && needed.computeIfAbsent(name, n -> new TreeSet<>()).add(k)) {
                        work.add(name);
                    }
                }
            }
        });
    }

    private static String name(Eqn call) {
        return ((Params.Call) call.params()).name();
    }
}
