package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Which accesses fetch the same elements of the next row into the cache, where rows lie anywhere. A collector moves rows so that they lie in no order, or backwards, and the processor, which fetches ahead what
 * is read in order, waits for memory at the beginning of each: a loop over rows with several passes took two to three times as long. One access a row and array is enough. It stands in the pass that has
 * most to do, where there is most time to fetch.
 */
public final class NextRows {
    private final Aliases aliases;
    private final ToIntFunction<Var> lanes;
    private final Map<Integer, Eqn> definitions;
    private final Map<Place, Fetch> best = new HashMap<>();

    /** Rows by the number of a trip, of one array. */
    private record Place(Var trip, Set<Var> array) {
    }

    /** An access in a loop whose body has so many operations, to the row so many behind the trip's own. */
    private record Fetch(Var access, int size, long ahead) {
        boolean isBetter(Fetch other) {
            return other == null || size > other.size || size == other.size && ahead > other.ahead;
        }
    }

    private NextRows(Func f, Aliases aliases, ToIntFunction<Var> lanes) {
        this.aliases = aliases;
        this.lanes = lanes;
        definitions = Regions.definitions(f.body());
    }

    /** The results of these accesses; {@code lanes}: of a loop, by the number of its trip. */
    public static Set<Var> choose(Func f, Aliases aliases, ToIntFunction<Var> lanes) {
        var rows = new NextRows(f, aliases, lanes);
        rows.body(f.body(), List.of());
        Collection<Fetch> found = rows.best.values();
        return found.stream().map(Fetch::access).collect(Collectors.toSet());
    }

    private static boolean isLoop(Eqn e) {
        return e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.FOR;
    }

    /** {@code around}: the numbers of the trips of the loops around, none of which runs in lanes. */
    private void body(List<Eqn> body, List<Var> around) {
        for (Eqn e : body) {
            if (isLoop(e) && lanes.applyAsInt(Regions.trip(e)) > 1) {
                List<Eqn> inside = Regions.of(e).get(0).body();
                int size = work(e, inside);
                Regions.eachOutsideLoops(inside, x -> access(x, size, around));
            } else {
                var deeper = new ArrayList<>(around);
                if (isLoop(e)) {
                    deeper.add(Regions.trip(e));
                }
                Regions.of(e).forEach(r -> body(r.body(), deeper));
            }
        }
    }

    /** Operations of a trip on numbers: accesses are what there is no time to spare beside. */
    private static int work(Eqn loop, List<Eqn> inside) {
        var n = new int[] {RegionView.of(loop).slots(RegionView.Role.FOLD).size()};
        Regions.each(inside, e -> n[0] += e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || !Regions.of(e).isEmpty() ? 0 : 1);
        return n[0];
    }

    private void access(Eqn e, int size, List<Var> around) {
        if (e.prim() != Prim.INDEX && e.prim() != Prim.UPDATE || !(e.in().get(0) instanceof Var a) || a.type().rank() < 2 || e.indices().size() != a.type().rank()) {
            return;
        }
        Atom row = e.indices().get(a.type().rank() - 2);
        Eqn sum = row instanceof Var v && !around.contains(v) ? definitions.get(v.id()) : null;
        boolean moved = sum != null && sum.prim() == Prim.ADD && sum.in().get(1) instanceof Lit;
        Atom trip = moved ? sum.in().get(0) : row;
        if (trip instanceof Var t && around.contains(t)) {
            var fetch = new Fetch(e.result(), size, moved ? ((Lit) sum.in().get(1)).asLong() : 0);
            best.merge(new Place(t, aliases.roots(a)), fetch, (old, now) -> now.isBetter(old) ? now : old);
        }
    }
}
