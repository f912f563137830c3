package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * What the arrays and objects at locations may be: ones that came with the call, constants, or ones that the call has made. A merged location stands for several; of those
 * that nothing is known of, the array is new.
 */
public final class Origins {
    private static final Set<Integer> NEW = Set.of(-1);
    private final IntPredicate isRoot;
    private final IntPredicate isConstant;
    private final Map<Integer, Set<Integer>> constituents = new HashMap<>();
    private final Set<Integer> givenObjects = new HashSet<>();
    private final Set<Integer> changed = new TreeSet<>();
    private final Map<Integer, Set<Atom>> rows = new HashMap<>();
    private final Set<Integer> anyRows = new TreeSet<>();

    /** Which locations are those of arrays that came with the call, and of constants. */
    public Origins(IntPredicate isRoot, IntPredicate isConstant) {
        this.isRoot = isRoot;
        this.isConstant = isConstant;
    }

    /** A location holds a new array. */
    public void madeNew(int loc) {
        constituents.computeIfAbsent(loc, k -> new TreeSet<>()).add(-1);
    }

    /** A merged location stands for another. */
    public void standsFor(int slot, int loc) {
        constituents.computeIfAbsent(slot, k -> new TreeSet<>()).add(loc);
    }

    /** Elements of the array at a location are changed somewhere. */
    public void changed(int loc) {
        changed.add(loc);
    }

    /** The code uses the row with a number of the array at a location: an element of it, or its length. */
    public void usesRow(int loc, Atom row) {
        rows.computeIfAbsent(loc, k -> new LinkedHashSet<>()).add(row);
    }

    /** The code does something with the array at a location that concerns rows without saying which. */
    public void usesAnyRow(int loc) {
        anyRows.add(loc);
    }

    /** The numbers of all rows that the code uses of an array that came with the call to a location; null when others may be used, too. */
    public Set<Atom> rowsOf(int root) {
        var others = new TreeSet<>(anyRows);
        rows.keySet().stream().filter(l -> l != root).forEach(others::add);
        return reached(others, l -> false, Set.of()).contains(root) ? null : rows.getOrDefault(root, Set.of());
    }

    /** All that the arrays or objects at locations may be, they themselves among it, without what is behind those that {@code end} is true of. */
    private Set<Integer> reached(Collection<Integer> from, IntPredicate end, Set<Integer> unknown) {
        var seen = new TreeSet<Integer>();
        for (var work = new ArrayDeque<>(from); !work.isEmpty();) {
            int l = work.remove();
            if (seen.add(l) && l >= 0 && !end.test(l)) {
                work.addAll(constituents.getOrDefault(l, unknown));
            }
        }
        return seen;
    }

    /** False when the array that came with the call to a location is certainly as it was. */
    public boolean mayHaveChanged(int root) {
        return reached(changed, l -> false, Set.of()).contains(root);
    }

    /** True when the array is certainly one of the caller's, whichever. */
    public boolean isGiven(int loc) {
        return !reached(Set.of(loc), isRoot, NEW).contains(-1);
    }

    /** The object at a location is part of the call's arguments: another part may be the very same one. */
    public void cameWithCall(int loc) {
        givenObjects.add(loc);
    }

    /** True when the object at a location may be one that came with the call. */
    public boolean mayHaveComeWithCall(int loc) {
        return reached(Set.of(loc), l -> false, Set.of()).stream().anyMatch(givenObjects::contains);
    }

    /** True when the array was certainly made by this call and nobody else knows it. */
    public boolean isNew(int loc) {
        return reached(Set.of(loc), l -> false, NEW).stream().noneMatch(l -> isRoot.test(l) || isConstant.test(l));
    }
}
