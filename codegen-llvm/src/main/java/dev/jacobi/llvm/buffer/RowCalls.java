package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which arrays of arrays a program uses as they lie, row by row ({@link RowTables}), through its calls: a function takes such an array where all of its callers have one there, and an input of the entry may be one where all
 * functions that it is handed on to take it. All are thought to be such at first; what one of these rules forbids is taken back until nothing changes.
 *
 * @param entry the entry's inputs
 * @param callees the inputs of the functions that it calls, by name, those without one left out
 */
public record RowCalls(List<Integer> entry, Map<String, List<Integer>> callees) {
    public RowCalls {
        entry = List.copyOf(entry);
    }

    /** {@code candidates}, {@code copied} and {@code donated} are the entry's, see {@link RowTables#choose}. */
    public static RowCalls of(Func f, Aliases aliases, Set<Integer> candidates, Set<Var> copied, List<Integer> donated, Map<String, LoggedCalls.Callee> callees, Map<String, List<Integer>> shapes) {
        if (candidates.isEmpty()) {
            return new RowCalls(List.of(), Map.of());
        }
        var takes = new HashMap<String, Set<Integer>>();
        callees.forEach((name, c) -> takes.put(name, matrices(c.func())));
        while (true) {
            List<Integer> entry = RowTables.choose(f, aliases, candidates, copied, donated, takes);
            boolean changed = given(f, aliases, entry, takes);
            for (var c : callees.entrySet()) {
                Set<Integer> now = takes.getOrDefault(c.getKey(), Set.of());
                List<Integer> fit = RowTables.choose(c.getValue().func(), c.getValue().aliases(), now, Set.of(), shapes.get(c.getKey()), takes);
                changed |= !now.isEmpty() && now.retainAll(fit);
                changed |= given(c.getValue().func(), c.getValue().aliases(), fit, takes);
            }
            if (!changed) {
                var chosen = new HashMap<String, List<Integer>>();
                takes.forEach((name, all) -> {
                    if (!all.isEmpty()) {
                        chosen.put(name, all.stream().sorted().toList());
                    }
                });
                return new RowCalls(entry, chosen);
            }
        }
    }

    private static Set<Integer> matrices(Func f) {
        var out = new HashSet<Integer>();
        for (int k = 0; k < f.in().size(); k++) {
            if (f.in().get(k).type().rank() > 1) {
                out.add(k);
            }
        }
        return out;
    }

    /** Takes back what functions cannot be given by this one, whose inputs with these numbers come by rows; whether there is any. */
    private static boolean given(Func f, Aliases aliases, List<Integer> rows, Map<String, Set<Integer>> takes) {
        var byRows = new HashSet<Var>();
        rows.forEach(k -> byRows.add(f.in().get(k)));
        boolean[] changed = {false};
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.CALL && takes.containsKey(name(e))) {
                changed[0] |= takes.get(name(e)).removeIf(k -> {
                    Set<Var> roots = aliases.roots(e.in().get(k));
                    return roots.size() != 1 || !byRows.containsAll(roots);
                });
            }
        });
        return changed[0];
    }

    private static String name(Eqn call) {
        return ((Params.Call) call.params()).name();
    }
}
