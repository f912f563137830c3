package dev.jacobi.llvm.bound;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A number that trips of a loop count up by one where it is looked at as an index of an array ({@code a[n++] = x}): it does not pass the array's length, however many trips there are. */
final class CheckedCounter {
    private final Function<Atom, Eqn> definition;
    private final Var counter;
    private final Set<Integer> inside;
    private Atom end;

    private CheckedCounter(Function<Atom, Eqn> definition, Var counter, Region body) {
        this.definition = definition;
        this.counter = counter;
        this.inside = new HashSet<>(Regions.defined(body));
    }

    /** What the number never passes if it does not at first, as far as checks in the loop's {@code body} say so; else null. */
    static Atom end(RegionView.Slot s, Region body, Function<Atom, Eqn> definition) {
        var walk = new CheckedCounter(definition, s.param(), body);
        return walk.isCounted(s.yield(), body, false) ? walk.end : null;
    }

    /** Whether a value that a region yields is the number, or one more behind a check in this region or, as {@code checked} says, around it. */
    private boolean isCounted(Atom value, Region r, boolean checked) {
        if (value.equals(counter)) {
            return true;
        }
        boolean now = checked | r.body().stream().filter(e -> e.prim() == Prim.CHECK).map(e -> isBelow(e.in().get(0))).reduce(false, Boolean::logicalOr);
        Eqn e = definition.apply(value);
        if (e == null || e.prim() != Prim.COND) {
            return now && e != null && e.prim() == Prim.ADD && e.in().get(0).equals(counter) && e.in().get(1).equals(Lit.i32(1));
        }
        int k = e.out().indexOf(value);
        List<Region> ways = Regions.of(e);
        return ways.stream().allMatch(w -> isCounted(w.out().get(k), w, now));
    }

    /** Whether a condition says that the number is less than one from around the loop, which is the same in all such conditions. */
    private boolean isBelow(Atom condition) {
        Eqn e = definition.apply(condition);
        if (e == null || e.prim() == Prim.AND) {
            return e != null && e.in().stream().map(this::isBelow).reduce(false, Boolean::logicalOr);
        }
        Atom limit = e.prim() == Prim.LT && e.in().get(0).equals(counter) ? e.in().get(1) : null;
        if (limit == null || limit instanceof Var v && inside.contains(v.id()) || end != null && !end.equals(limit)) {
            return false;
        }
        end = limit;
        return true;
    }
}
