package dev.jacobi.ir.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Things about which more can be said once the interval of some variable is narrower. Each is looked at once, and again only when that happens to a
 * variable it depends on: in a long method there are thousands of checks after which something is known, and thousands of things that wait.
 */
final class Worklist<T> {
    private final Set<T> all = new LinkedHashSet<>();
    private final Set<T> due = new LinkedHashSet<>();
    private final Map<Integer, Set<T>> byVariable = new HashMap<>();

    /** False when it waits already. */
    boolean add(T t) {
        if (!all.add(t)) {
            return false;
        }
        due.add(t);
        return true;
    }

    /** What waits depends on the variables of a polynomial. */
    void on(T t, Poly p) {
        for (int k = 0; k < p.size(); k++) {
            for (int v : Poly.vars(p.mono(k))) {
                on(t, v);
            }
        }
    }

    void on(T t, int variable) {
        byVariable.computeIfAbsent(variable, v -> new LinkedHashSet<>()).add(t);
    }

    /** It waits no longer, until it is added again; what it depends on is kept. */
    void remove(T t) {
        all.remove(t);
    }

    /** What depends on these variables is to be looked at again. */
    void narrowed(Collection<Integer> variables) {
        for (int v : variables) {
            byVariable.getOrDefault(v, Set.of()).stream().filter(all::contains).forEach(due::add);
        }
    }

    /** What is to be looked at now. */
    List<T> take() {
        if (due.isEmpty()) {
            return List.of();
        }
        var now = new ArrayList<T>();
        due.stream().filter(all::contains).forEach(now::add);
        due.clear();
        return now;
    }
}
