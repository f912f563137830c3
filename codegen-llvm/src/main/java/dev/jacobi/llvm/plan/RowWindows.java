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
import dev.jacobi.ir.analysis.RowNumber;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows a program uses of arrays of arrays that it is given row by row, where these follow from its scalars and extents and may be few: a row with a fixed number ({@code a[0][i]}), one that the caller names
 * ({@code a[k][i]}), or a part of all ({@code for (i = lo; i < hi; i++)}). The caller then looks at these rows alone, which for large arrays takes longer than such a program does.
 *
 * @param inputs of rank 2 about which something is known
 * @param few for each of these how many rows are used, where all of them are known, else 0
 * @param bounds a function of the entry's inputs to f64s for each of these: the numbers of these rows, or the least and the greatest number of a row
 */
public record RowWindows(List<Integer> inputs, List<Integer> few, Func bounds) {
    /** What is asked in front of each call takes no longer than it takes to look at a few rows. */
    private static final int MOST_EQUATIONS = 40;
    private static final int DEPTH = 32;
    /** More rows than these are a window from the least to the greatest number. */
    private static final int MOST_FEW = 8;

    /** Collects the rows of one array whose elements are used; {@code lengths} says that questions for lengths do no harm. */
    private record Accesses(Aliases aliases, Var array, boolean lengths, List<Atom> rows) {
        /** Whether all equations that use elements say which row they do. */
        boolean collect(List<Eqn> body) {
            for (Eqn e : body) {
                if ((e.prim() == Prim.CALL || !lengths && isLengthOfRow(e)) && e.in().stream().anyMatch(x -> !x.type().isScalar() && aliases.roots(x).contains(array))) {
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

        /** The length of a row may be that of any of them: the equation does not say which one the program has asked. */
        private static boolean isLengthOfRow(Eqn e) {
            return e.prim() == Prim.DIM && (e.in().get(0).type().rank() < 2 || ((Params.Axis) e.params()).axis() > 0);
        }
    }

    /** The numbers of all rows of an array, or the least and the greatest one. */
    private record Window(boolean few, List<Atom> numbers) {
    }

    /** What is known of a function while its windows are found. */
    private record Search(Func f, Definitions defs, ValueRanges ranges, Arithmetic math, Builder b) {
    }

    /**
     * The windows of the inputs {@code rows}, which {@link dev.jacobi.llvm.buffer.RowTables} has chosen; null where nothing is known. {@code lookedAt}: see {@link dev.jacobi.llvm.CompileRequest}. A length stands for that of
     * all rows, so where one is asked for these have to be known, too: a row that is only asked how long it is may have another length than those that are used.
     */
    public static RowWindows of(Func f, Aliases aliases, List<Integer> rows, Map<Integer, Set<RowNumber>> lookedAt) {
        if (rows.isEmpty()) {
            return null;
        }
        var b = new Builder(Regions.firstFreeId(f));
        var math = new Arithmetic(b);
        var search = new Search(f, Definitions.in(f.body()), new ValueRanges(math, f, null, List.of()), math, b);
        var inputs = new ArrayList<Integer>();
        var few = new ArrayList<Integer>();
        var ends = new ArrayList<Atom>();
        for (int k : rows) {
            Set<RowNumber> looked = lookedAt.get(k);
            var used = new Accesses(aliases, f.in().get(k), looked != null, new ArrayList<>());
            Window found = f.in().get(k).type().rank() == 2 && used.collect(f.body()) ? window(search, f.in().get(k), new LinkedHashSet<>(used.rows), looked == null ? Set.of() : looked) : null;
            if (found != null) {
                inputs.add(k);
                few.add(found.few ? found.numbers.size() : 0);
                ends.addAll(found.numbers);
            }
        }
        Func bounds = inputs.isEmpty() ? null : b.build(f.in(), ends);
        return bounds == null || bounds.body().size() > MOST_EQUATIONS ? null : new RowWindows(inputs, few, bounds);
    }

    /** The window of one array, or null. */
    private static Window window(Search s, Var array, Set<Atom> used, Set<RowNumber> looked) {
        var all = new LinkedHashSet<>(looked);
        used.forEach(a -> all.add(RowNumber.of(a, s.f.in(), s.defs::of)));
        if (!all.contains(null) && !all.isEmpty() && all.size() <= MOST_FEW) {
            return new Window(true, all.stream().map(n -> number(s, n)).toList());
        }
        if (!used.stream().allMatch(a -> exact(s.ranges, s.defs, s.f, array, a, DEPTH))) {
            return null;
        }
        Atom lo = Lit.f64(Integer.MAX_VALUE);
        Atom hi = Lit.f64(-1);
        for (Atom a : used) {
            lo = s.math.min(lo, s.ranges.of(a).lo());
            hi = s.math.max(hi, s.ranges.of(a).hi());
        }
        for (RowNumber n : looked) {
            lo = s.math.min(lo, number(s, n));
            hi = s.math.max(hi, number(s, n));
        }
        return new Window(false, List.of(lo, hi));
    }

    /** A row's number as f64; the sum wraps around as Java's does. */
    private static Atom number(Search s, RowNumber n) {
        if (n.input() < 0) {
            return Lit.f64(n.plus());
        }
        Atom input = s.f.in().get(n.input());
        return s.math.wide(n.plus() == 0 ? input : s.b.emit(Prim.ADD, input, Lit.i32(n.plus())));
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
