package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The equations of a block that compute some values.
 *
 * @param eqns in the order of the block
 * @param from what the values are computed of: what the equations use and none of them defines
 */
public record BackwardSlice(List<Eqn> eqns, Set<Var> from) {
    /** The equations that these values need. */
    public static BackwardSlice of(List<Eqn> body, Collection<? extends Atom> values) {
        return of(body, values, e -> false);
    }

    /** The same with equations that belong to it whether their results are needed or not. */
    public static BackwardSlice of(List<Eqn> body, Collection<? extends Atom> values, Predicate<Eqn> also) {
        var eqns = new LinkedList<Eqn>();
        var from = new LinkedHashSet<Var>(Var.among(List.copyOf(values)));
        for (int k = body.size() - 1; k >= 0; k--) {
            Eqn e = body.get(k);
            if (also.test(e) || e.out().stream().anyMatch(from::contains)) {
                e.out().forEach(from::remove);
                from.addAll(Regions.captures(List.of(e)));
                eqns.addFirst(e);
            }
        }
        return new BackwardSlice(List.copyOf(eqns), from);
    }

    /** Whether the values are computed of this variable at most among those that a loop changes. */
    public boolean isOfOnly(Var changes, Set<Integer> inside) {
        return from.stream().allMatch(v -> v.equals(changes) || !inside.contains(v.id()));
    }
}
