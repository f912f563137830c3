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
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.ElementAccess.RowNumbers;
import dev.jacobi.llvm.bound.Arithmetic;
import dev.jacobi.llvm.bound.ValueRanges;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows a program uses of arrays of arrays that it is given row by row, where these follow from its scalars and extents: rows with fixed numbers ({@code a[0][i]}), or such that the caller names
 * ({@code a[k][i]}), or whose numbers are elements of an array ({@code a[ids[j]][i]}). The caller then looks at these rows alone, or, where they are not a few, at them and those between them, as looking at all rows of a large array takes longer than such a program does. A row counts that the program was written to ask something of
 * ({@link dev.jacobi.llvm.CompileRequest#named}), whether or not passes have found that the answer does not matter: where it is missing Java throws.
 *
 * @param inputs of rank 2 about which something is known
 * @param few for each of these how many rows are used, where their numbers are given, else 0
 * @param listed for each of these the input whose elements are numbers of rows that are used, beside those few, or -1
 * @param bounds a function of the entry's inputs to f64s for each of these: the numbers of these rows, or the least and the greatest number of a row
 */
public record RowWindows(List<Integer> inputs, List<Integer> few, List<Integer> listed, Func bounds) {
    /** What is asked in front of each call takes no longer than it takes to look at a few rows. */
    private static final int MOST_EQUATIONS = 300;
    private static final int DEPTH = 32;
    /** More rows than these are a window from the least to the greatest number. */
    private static final int MOST_FEW = 8;

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
    public static RowWindows of(Func func, Aliases aliases, List<Integer> rows, Map<Integer, RowNumbers> named) {
        if (rows.stream().noneMatch(named::containsKey)) {
            return null;
        }
        var asked = new HashMap<Integer, List<Atom>>();
        Func f = with(func, named, asked);
        var b = new Builder(Regions.firstFreeId(f));
        var math = new Arithmetic(b);
        var search = new Search(f, Definitions.in(f.body()), new ValueRanges(math, f, null, List.of()), math, b);
        var inputs = new ArrayList<Integer>();
        var few = new ArrayList<Integer>();
        var listed = new ArrayList<Integer>();
        var ends = new ArrayList<Atom>();
        for (int k : rows) {
            var used = new Accesses(aliases, f.in().get(k), new ArrayList<>());
            if (!asked.containsKey(k) || !used.collect(func.body())) {
                continue;
            }
            used.rows.addAll(asked.get(k));
            Set<Atom> all = new LinkedHashSet<>(used.rows);
            int list = named.get(k).listed();
            if (list >= 0 && writes(func, aliases, f.in().get(list))) {
                continue;
            }
            all.removeIf(a -> list >= 0 && search.isElement(a, f.in().get(list)));
            List<Atom> numbers = (list >= 0 || !all.isEmpty()) && all.size() <= MOST_FEW && !named.get(k).between() ? search.numbers(all) : null;
            List<Atom> found = numbers != null || list >= 0 ? numbers : search.ends(all);
            if (found != null) {
                inputs.add(k);
                few.add(numbers != null ? numbers.size() : 0);
                listed.add(list);
                ends.addAll(found);
            }
        }
        Func bounds = inputs.isEmpty() ? null : b.build(f.in(), ends);
        return bounds == null || bounds.body().size() > MOST_EQUATIONS ? null : new RowWindows(inputs, few, listed, bounds);
    }

    private static boolean writes(Func f, Aliases aliases, Var array) {
        return Regions.any(f.body(), e -> (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) && aliases.roots(e.in().get(0)).contains(array));
    }

    /** The function with equations in front of its own that make the numbers of named rows, which go to {@code asked}. */
    private static Func with(Func f, Map<Integer, RowNumbers> named, Map<Integer, List<Atom>> asked) {
        var front = new Builder(Regions.firstFreeId(f));
        named.forEach((k, numbers) -> asked.put(k, Rewrite.inline(front, numbers.numbers(), f.in())));
        var body = new ArrayList<>(front.close());
        body.addAll(f.body());
        return new Func(f.in(), body, f.out());
    }

    /** What is known of a function while its windows are found: {@code b} makes the function of its inputs that says where they are. */
    private record Search(Func f, Definitions defs, ValueRanges ranges, Arithmetic math, Builder b) {
        /** Whether a number of a row is an element of an input as it was given. */
        boolean isElement(Atom row, Var list) {
            Eqn e = defs.of(row);
            return e != null && e.prim() == Prim.INDEX && e.in().get(0).equals(list);
        }

        /** The numbers of rows as f64; null where one of them does not follow from inputs alone. */
        List<Atom> numbers(Set<Atom> rows) {
            var out = new ArrayList<Atom>();
            for (Atom row : rows) {
                Atom n = number(row, DEPTH);
                if (n == null) {
                    return null;
                }
                out.add(math.wide(n));
            }
            return out;
        }

        /** An integer as {@code b} has it, computed as the function computes it; null where it does so in a loop or of what is in an array. */
        private Atom number(Atom a, int depth) {
            if (a instanceof Lit || f.in().contains((Var) a)) {
                return a;
            }
            Eqn e = depth == 0 ? null : defs.of(a);
            if (e == null || !Regions.of(e).isEmpty()) {
                return null;
            }
            if (e.prim() == Prim.DIM) {
                return f.in().contains(e.in().get(0)) ? b.dim((Var) e.in().get(0), ((Params.Axis) e.params()).axis()) : null;
            }
            var in = new ArrayList<Atom>();
            for (Atom x : e.computesScalars() ? e.in() : List.<Atom>of()) {
                Atom n = number(x, depth - 1);
                if (n == null) {
                    return null;
                }
                in.add(n);
            }
            return in.isEmpty() ? null : b.emitAll(e.prim(), e.params(), in).get(0);
        }

        /** The least and the greatest number of rows as f64; null where their ranges cannot be relied on. */
        List<Atom> ends(Set<Atom> rows) {
            if (!rows.stream().allMatch(a -> exact(a, DEPTH))) {
                return null;
            }
            Atom lo = Lit.f64(Integer.MAX_VALUE);
            Atom hi = Lit.f64(-1);
            for (Atom a : rows) {
                lo = math.min(lo, ranges.of(a).lo());
                hi = math.max(hi, ranges.of(a).hi());
            }
            return List.of(lo, hi);
        }

        /** Whether the range of an integer is computed without rounding, so that it can be relied on: all that goes into it are ints. */
        private boolean exact(Atom a, int depth) {
            if (a.dtype() != DType.I32 || !a.type().isScalar() || depth == 0) {
                return false;
            }
            if (a instanceof Lit || f.in().contains((Var) a)) {
                return true;
            }
            Eqn loop = ranges.loopOf(a);
            if (loop != null) {
                return exact(loop.in().get(0), depth - 1);
            }
            Eqn e = defs.of(a);
            if (e == null || !Regions.of(e).isEmpty()) {
                return false;
            }
            if (e.prim() == Prim.DIM) {
                return f.in().contains(e.in().get(0));
            }
            List<Atom> from = e.prim() == Prim.SELECT ? e.in().subList(1, 3) : e.in();
            return e.computesScalars() && from.stream().allMatch(x -> exact(x, depth - 1));
        }
    }
}
