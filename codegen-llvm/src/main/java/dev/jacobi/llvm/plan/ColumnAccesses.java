package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nests of two maps that go along rows of one array and along columns of another one, as transposes and sums of a matrix and its transpose do. A register's worth of rows goes together: of each column as many elements
 * are then read, or stored, by one access, and rows and columns are exchanged in registers. Either loop alone would have an access for each element.
 *
 * @param lanes which loops run in how many lanes, by their index parameters
 * @param rows how many rows go together, by the outer maps' index parameters
 * @param results what the accesses by columns give, and whether rows go on by an element from each to the next, or back, 1 or -1
 */
public record ColumnAccesses(Map<Var, Integer> lanes, Map<Var, Integer> rows, Map<Var, Integer> results) {
    /** As many rows go together at most. */
    private static final int MOST_ROWS = 8;
    /** Fewer gain nothing over one element after the other. */
    private static final int FEWEST = 4;
    /** Equations of a trip that as many rows may have. */
    private static final int MOST_EQUATIONS = 24;

    /** Those of a function whose loops run in these lanes, which change where such nests are found. */
    public static ColumnAccesses choose(List<Eqn> body, Map<Var, Integer> lanes, int vectorBytes) {
        var found = new ColumnAccesses(new HashMap<>(lanes), new HashMap<>(), new HashMap<>());
        if (vectorBytes > 0) {
            found.walk(body, vectorBytes);
        }
        return found.results.isEmpty() ? new ColumnAccesses(lanes, Map.of(), Map.of()) : found;
    }

    /** The rows that go together for some reason. */
    public Map<Var, Integer> with(Map<Var, Integer> others) {
        if (rows.isEmpty()) {
            return others;
        }
        var all = new HashMap<>(others);
        all.putAll(rows);
        return all;
    }

    /** Looks at all nests that are not in lanes as a whole. */
    private void walk(List<Eqn> body, int vectorBytes) {
        for (Eqn e : body) {
            boolean inLanes = !Regions.of(e).isEmpty() && e.prim() != Prim.COND && e.prim() != Prim.WHILE && lanes.containsKey(Regions.trip(e));
            look(e, vectorBytes);
            if (!inLanes) {
                Regions.of(e).forEach(r -> walk(r.body(), vectorBytes));
            }
        }
    }

    private void look(Eqn outer, int vectorBytes) {
        List<Eqn> maps = outer.prim() != Prim.MAP ? List.of() : Regions.of(outer).get(0).body().stream().filter(e -> !Regions.of(e).isEmpty()).toList();
        if (maps.size() != 1 || maps.get(0).prim() != Prim.MAP || Regions.of(outer).get(0).body().stream().anyMatch(Regions::hasEffect)) {
            return;
        }
        Region inner = Regions.of(maps.get(0)).get(0);
        Var row = Regions.trip(outer);
        Var column = Regions.trip(maps.get(0));
        if (Regions.any(inner.body()) || inner.body().size() > MOST_EQUATIONS) {
            return;
        }
        var byColumn = new Variance(List.of(outer), Set.of(column), Set.of());
        var byRow = new Variance(List.of(outer), Set.of(row), Set.of());
        var exchanged = new HashMap<Var, Integer>();
        int bytes = 0;
        boolean along = false;
        for (Eqn e : inner.body()) {
            boolean access = e.prim().group() == Prim.Group.ACCESS;
            if (!access && !e.computesScalars() && e.prim() != Prim.DIM || access && (!isPlain(e) || byColumn.stride(e.in().get(0)) != 0 || byRow.stride(e.in().get(0)) != 0)) {
                return;
            } else if (!access) {
                continue;
            } else if (isApart(e, byColumn)) {
                int step = run(e, byRow);
                if (step == 0 || isFlag(e) || bytes != 0 && bytes != e.result().dtype().bytes()) {
                    return;
                }
                exchanged.put(e.result(), step);
                bytes = e.result().dtype().bytes();
            } else if (run(e, byColumn) == 0 && e.prim() != Prim.INDEX) {
                return;
            } else {
                along |= run(e, byColumn) != 0;
            }
        }
        int n = bytes == 0 || !along ? 0 : Math.min(MOST_ROWS, vectorBytes / bytes);
        if (n >= FEWEST && mayHave(outer, n) && mayHave(maps.get(0), n) && byColumn.stride(maps.get(0).in().get(0)) == 0 && byRow.stride(maps.get(0).in().get(0)) == 0) {
            lanes.remove(row);
            lanes.put(column, Math.min(vectorBytes / bytes, 2 * n)); // more would not fit into a tile
            rows.put(row, n);
            results.putAll(exchanged);
        }
    }

    private static boolean mayHave(Eqn loop, int trips) {
        return !(loop.in().get(0) instanceof Lit n) || n.asLong() >= trips;
    }

    /** By how many elements an access goes on from trip to trip, 1 or -1; 0 where it does something else. */
    private static int run(Eqn access, Variance v) {
        List<Atom> at = access.indices();
        int last = at.size() - 1;
        long step = v.stride(at.get(last));
        return Math.abs(step) == 1 && at.subList(0, last).stream().allMatch(a -> v.stride(a) == 0) ? (int) step : 0;
    }

    /** Whether it goes on by many elements. */
    private static boolean isApart(Eqn access, Variance v) {
        List<Atom> at = access.indices();
        int last = at.size() - 1;
        long step = v.stride(at.get(last));
        return at.subList(0, last).stream().anyMatch(a -> v.stride(a) != 0) || step != 0 && Math.abs(step) != 1;
    }

    /** Whether bools are accessed, which memory has another form of. */
    private static boolean isFlag(Eqn access) {
        return access.result().dtype() == DType.BOOL;
    }

    /** Whether one element is read or written, and the very one that is asked for. */
    private static boolean isPlain(Eqn access) {
        boolean element = access.prim() == Prim.INDEX ? access.result().type().isScalar() : access.prim() == Prim.UPDATE && access.written().type().isScalar();
        return element && access.params() instanceof Params.Access how && how.mode() != Params.Mode.CLAMP;
    }
}
