package dev.jacobi.llvm.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which arrays stay in memory: those whose elements are looked for by indices that are no numbers, even after loops have been written out, and those that the
 * trips of a parallel loop write to. What updates make of an array, and what it is called in the loops and branches that it goes through, is one array with it.
 */
final class ArraysInMemory {
    private final Limits limits;
    private final int chosen;
    private final Map<Integer, Integer> parent = new HashMap<>();
    private final Set<Integer> found = new HashSet<>();
    private final Set<Integer> numbers = new HashSet<>();
    /** The roots of those that were found. */
    private final Set<Integer> roots = new HashSet<>();

    private ArraysInMemory(Limits limits, int chosen) {
        this.limits = limits;
        this.chosen = chosen;
    }

    /** {@code chosen}: elements up to which an array's element is chosen by comparisons. */
    static ArraysInMemory of(Func f, Limits limits, int chosen) {
        var a = new ArraysInMemory(limits, chosen);
        a.body(f.body());
        a.found.forEach(id -> a.roots.add(a.root(id)));
        return a;
    }

    boolean has(Atom a) {
        return a instanceof Var v && parent.containsKey(v.id()) && roots.contains(root(v.id()));
    }

    /** From now on the array stays in memory, under all of its names: a parallel loop that writes to it has not been written out after all. */
    void keep(Var v) {
        roots.add(root(v.id()));
    }

    private int root(int id) {
        int r = id;
        while (parent.getOrDefault(r, r) != r) {
            r = parent.get(r);
        }
        return r;
    }

    private void one(Atom a, Atom c) {
        if (a instanceof Var v && c instanceof Var w && v.isArray() && w.isArray()) {
            parent.putIfAbsent(v.id(), v.id());
            parent.putIfAbsent(w.id(), w.id());
            parent.put(root(v.id()), root(w.id()));
        }
    }

    private void stays(Atom a) {
        if (a instanceof Var v && v.isArray()) {
            parent.putIfAbsent(v.id(), v.id());
            found.add(v.id());
        }
    }

    private boolean isNumber(Atom a) {
        return a instanceof Lit || a instanceof Var v && numbers.contains(v.id());
    }

    private void body(List<Eqn> body) {
        for (Eqn e : body) {
            boolean access = e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE;
            if (!Regions.of(e).isEmpty()) {
                control(e);
            } else if (e.computesScalars() && e.in().stream().allMatch(this::isNumber)) {
                e.out().forEach(v -> numbers.add(v.id()));
            } else if (access && !e.indices().stream().allMatch(this::isNumber) && !isChosen(e.in().get(0))) {
                stays(e.in().get(0));
            }
            if (e.prim() == Prim.UPDATE || e.prim() == Prim.RESHAPE || e.prim() == Prim.COPY) {
                one(e.in().get(0), e.result());
            }
        }
    }

    private boolean isChosen(Atom a) {
        int n = Small.count(a.type());
        return n >= 0 && n <= chosen;
    }

    private void control(Eqn e) {
        boolean counted = e.prim() != Prim.WHILE && e.prim() != Prim.COND;
        boolean writtenOut = limits.trips(e) >= 0 || counted && !(e.in().get(0) instanceof Lit) && isNumber(e.in().get(0));
        if (writtenOut) {
            numbers.add(Regions.of(e).get(0).params().get(0).id());
        }
        for (RegionView.Slot s : RegionView.of(e).slots()) {
            Atom r = s.result();
            if (s.init() != null) {
                one(s.init(), r);
            }
            s.params().forEach(p -> one(p, r));
            if (s.role() == RegionView.Role.CARRY || s.role() == RegionView.Role.DEST || s.role() == RegionView.Role.BRANCH) {
                s.yields().forEach(y -> one(y, r));
            }
            if (s.role() == RegionView.Role.BINS || s.role() == RegionView.Role.DEST && !writtenOut) {
                stays(r);
            }
        }
        for (Region r : Regions.of(e)) {
            body(r.body());
        }
    }
}
