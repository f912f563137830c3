package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Which rows a program uses of arrays of arrays that it is given row by row, where these follow from its scalars and extents: rows with fixed numbers ({@code a[0][i]}), or such that the caller names
 * ({@code a[k][i]}). The caller then looks at these rows and those between them alone, which for large arrays takes longer than such a program does. A row counts that the program was written to ask something of
 * ({@link dev.jacobi.llvm.CompileRequest#named}), whether or not passes have found that the answer does not matter: where it is missing Java throws.
 *
 * @param inputs of rank 2 about which something is known
 * @param bounds a function of the entry's inputs to two f64 for each of these: the least and the greatest number of a row
 */
public record RowWindows(List<Integer> inputs, Func bounds) {
    /** What is asked in front of each call takes no longer than it takes to look at a few rows. */
    private static final int MOST_EQUATIONS = 100;
    private static final int DEPTH = 32;

    /** Collects the rows of one array. */
    private record Accesses(Aliases aliases, Var array, List<Atom> rows) {
        /** Whether all equations that use elements say which row they do. */
        boolean collect(List<Eqn> body) {
            for (Eqn e : body) {
                if (e.prim() == Prim.CALL && e.in().stream().anyMatch(x -> !x.type().isScalar() && aliases.roots(x).contains(array))) {
                    return false;
                }
                boolean reads = e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD;
                if (reads && e.in().get(0).type().rank() == 2 && aliases.roots(e.in().get(0)).contains(array)) {
                    if (e.indices().isEmpty()) {
                        return false;
                    }
                    rows.add(e.indices().get(0));
                }
                for (Region r : Regions.of(e)) {
                    if (!collect(r.body())) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /** The windows of those inputs of {@code rows}, which {@link dev.jacobi.llvm.buffer.RowTables} has chosen, that have {@code named} rows; null where there are none. */
    public static RowWindows of(Func func, Aliases aliases, List<Integer> rows, Map<Integer, Func> named) {
        if (rows.stream().noneMatch(named::containsKey)) {
            return null;
        }
        var asked = new HashMap<Integer, List<Atom>>();
        Func f = with(func, named, asked);
        Definitions defs = Definitions.in(f.body());
        var b = new Builder(Regions.firstFreeId(f));
        var math = new Arithmetic(b);
        var ranges = new ValueRanges(math, f, null, List.of());
        var inputs = new ArrayList<Integer>();
        var ends = new ArrayList<Atom>();
        for (int k : rows) {
            var used = new Accesses(aliases, f.in().get(k), new ArrayList<>());
            if (!asked.containsKey(k) || !used.collect(func.body())) {
                continue;
            }
            used.rows.addAll(asked.get(k));
            if (!used.rows.stream().distinct().allMatch(a -> exact(ranges, defs, f, a, DEPTH))) {
                continue;
            }
            Atom lo = Lit.f64(Integer.MAX_VALUE);
            Atom hi = Lit.f64(-1);
            for (Atom a : new LinkedHashSet<>(used.rows)) {
                lo = math.min(lo, ranges.of(a).lo());
                hi = math.max(hi, ranges.of(a).hi());
            }
            inputs.add(k);
            ends.add(lo);
            ends.add(hi);
        }
        Func bounds = inputs.isEmpty() ? null : b.build(f.in(), ends);
        return bounds == null || bounds.body().size() > MOST_EQUATIONS ? null : new RowWindows(inputs, bounds);
    }

    /** The function with equations in front of its own that make the numbers of named rows, which go to {@code asked}. */
    private static Func with(Func f, Map<Integer, Func> named, Map<Integer, List<Atom>> asked) {
        var front = new Builder(Regions.firstFreeId(f));
        named.forEach((k, numbers) -> asked.put(k, Rewrite.inline(front, numbers, f.in())));
        var body = new ArrayList<>(front.close());
        body.addAll(f.body());
        return new Func(f.in(), body, f.out());
    }

    /** Whether the range of an integer is computed without rounding, so that it can be relied on: all that goes into it are ints. */
    private static boolean exact(ValueRanges ranges, Definitions defs, Func f, Atom a, int depth) {
        if (a.dtype() != DType.I32 || !a.type().isScalar() || depth == 0) {
            return false;
        }
        if (a instanceof Lit || f.in().contains((Var) a)) {
            return true;
        }
        Eqn loop = ranges.loopOf(a);
        if (loop != null) {
            return exact(ranges, defs, f, loop.in().get(0), depth - 1);
        }
        Eqn e = defs.of(a);
        if (e == null || !Regions.of(e).isEmpty()) {
            return false;
        }
        if (e.prim() == Prim.DIM) {
            return f.in().contains(e.in().get(0));
        }
        List<Atom> from = e.prim() == Prim.SELECT ? e.in().subList(1, 3) : e.in();
        return e.computesScalars() && from.stream().allMatch(x -> exact(ranges, defs, f, x, depth - 1));
    }
}
