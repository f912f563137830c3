package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Which rows a program uses of arrays of arrays that it is given row by row, where these follow from its scalars and extents and may be few: a row with a fixed number ({@code a[0][i]}), one that the caller names
 * ({@code a[k][i]}), or a part of all ({@code for (i = lo; i < hi; i++)}). The caller then looks at these rows alone, which for large arrays takes longer than such a program does.
 *
 * @param inputs of rank 2 about which something is known
 * @param bounds a function of the entry's inputs to two f64 for each of these: the least and the greatest number of a row
 */
public record RowWindows(List<Integer> inputs, Func bounds) {
    /** What is asked in front of each call takes no longer than it takes to look at a few rows. */
    private static final int MOST_EQUATIONS = 40;
    private static final int DEPTH = 32;

    /** Collects the rows of one array. */
    private record Accesses(Aliases aliases, Var array, List<Atom> rows) {
        /** Whether all equations that use elements say which row they do. */
        boolean collect(List<Eqn> body) {
            for (Eqn e : body) {
                if ((e.prim() == Prim.CALL || isLengthOfRow(e)) && e.in().stream().anyMatch(x -> !x.type().isScalar() && aliases.roots(x).contains(array))) {
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

        /** The length of a row may be that of any of them: nothing says which one the program has asked. */
        private static boolean isLengthOfRow(Eqn e) {
            return e.prim() == Prim.DIM && (e.in().get(0).type().rank() < 2 || ((Params.Axis) e.params()).axis() > 0);
        }
    }

    /** The windows of the inputs {@code rows}, which {@link dev.jacobi.llvm.buffer.RowTables} has chosen; null where nothing is known. */
    public static RowWindows of(Func f, Aliases aliases, List<Integer> rows) {
        if (rows.isEmpty()) {
            return null;
        }
        Definitions defs = Definitions.in(f.body());
        var b = new Builder(Regions.firstFreeId(f));
        var math = new Arithmetic(b);
        var ranges = new ValueRanges(math, f, null, List.of());
        var inputs = new ArrayList<Integer>();
        var ends = new ArrayList<Atom>();
        for (int k : rows) {
            var used = new Accesses(aliases, f.in().get(k), new ArrayList<>());
            // A program that uses no element may have been written to use some: passes take out what has no effect, but where a row is missing or too short Java throws.
            if (f.in().get(k).type().rank() != 2 || !used.collect(f.body()) || used.rows.isEmpty() || !used.rows.stream().distinct().allMatch(a -> exact(ranges, defs, f, f.in().get(k), a, DEPTH))) {
                continue;
            }
            Atom lo = Lit.f64(Integer.MAX_VALUE);
            Atom hi = Lit.f64(-1);
            for (Atom a : new HashSet<>(used.rows)) {
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

    /**
     * Whether the range of an integer is computed without rounding, so that it can be relied on, and says something: all that goes into it are ints, and it does not depend on how many rows there are, as that of a loop over
     * all rows does.
     */
    private static boolean exact(ValueRanges ranges, Definitions defs, Func f, Var array, Atom a, int depth) {
        if (a.dtype() != DType.I32 || !a.type().isScalar() || depth == 0) {
            return false;
        }
        if (a instanceof Lit || f.in().contains((Var) a)) {
            return true;
        }
        Eqn loop = ranges.loopOf(a);
        if (loop != null) {
            return exact(ranges, defs, f, array, loop.in().get(0), depth - 1);
        }
        Eqn e = defs.of(a);
        if (e == null || !Regions.of(e).isEmpty()) {
            return false;
        }
        if (e.prim() == Prim.DIM) {
            return f.in().contains(e.in().get(0)) && (((Params.Axis) e.params()).axis() > 0 || !e.in().get(0).equals(array));
        }
        List<Atom> from = e.prim() == Prim.SELECT ? e.in().subList(1, 3) : e.in();
        return e.computesScalars() && from.stream().allMatch(x -> exact(ranges, defs, f, array, x, depth - 1));
    }
}
