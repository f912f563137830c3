package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.llvm.library.LibraryRoutine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Which arrays of arrays a function may be given, or make, as they lie in the Java heap, row by row, instead of packed into one block: an element is then found through a table that says where each row begins.
 * They are only ever read and written by element or by row, or given to a routine or a function that takes tables: anything else that takes an array as a whole (a library, another call, a copy, a choice between arrays) takes it for one block. And no access may be one that a
 * packed array pays for: each is of elements that are used a few times, so that packing would cost more than the work, or goes along a row, which is found once then.
 */
public final class RowTables {
    /** A loop of at most so many trips does not make it often. */
    private static final long FEW_TRIPS = 16;
    private final Func func;
    private final Aliases aliases;
    /** The arrays of which one is looked at, whichever it is, and one of them. */
    private final Set<Var> arrays;
    private final Var array;
    private final Definitions defs;
    /** The inputs of functions, by position, that take tables. */
    private final Map<String, Set<Integer>> takes;
    /**
     * The numbers of the trips of the loops around that make it often. Those that end when data say so do not count: a search ends early, and an iteration mostly has fewer trips than it takes for a packed
     * copy to be worth more than what its making costs.
     */
    private final List<Var> trips = new ArrayList<>();
    /** What the innermost loop around defines; of an array of matrices, the innermost one with more than a few trips. */
    private Set<Integer> inside = Set.of();
    /** How many loops are around, those of few trips included. */
    private int loops;
    private boolean fits = true;
    /** Whether what is looked at is done to small matrices only. */
    private boolean little;

    private RowTables(Func func, Definitions defs, Aliases aliases, Set<Var> arrays, Map<String, Set<Integer>> takes) {
        this.func = func;
        this.takes = takes;
        this.defs = defs;
        this.aliases = aliases;
        this.arrays = arrays;
        this.array = arrays.iterator().next();
    }

    /** The inputs among the {@code candidates}, in order; {@code copied} are those that are worked on in copies, {@code donated} as for {@link Shadows}, {@code takes} the inputs of functions that take tables. */
    static List<Integer> choose(Func f, Aliases aliases, Set<Integer> candidates, Set<Var> copied, List<Integer> donated, Map<String, Set<Integer>> takes) {
        List<Integer> all = candidates.stream().sorted().filter(k -> f.in().get(k).type().rank() > 1 && !copied.contains(f.in().get(k))).toList();
        Definitions defs = all.isEmpty() ? null : Definitions.in(f.body());
        return all.stream().filter(k -> new RowTables(f, defs, aliases, Set.of(f.in().get(k)), takes).fits(j -> donated.get(j).equals(k))).toList();
    }

    /** Whether arrays that are made full of one number, of which one becomes an output, may be given rows to be made in. */
    public static boolean may(Func f, Aliases aliases, Collection<Var> made, int output) {
        return !made.isEmpty() && made.stream().allMatch(v -> Regions.any(f.body(), e -> e.prim() == Prim.FULL && e.result().equals(v)))
            && new RowTables(f, Definitions.in(f.body()), aliases, Set.copyOf(made), Map.of()).fits(k -> k == output);
    }

    private boolean fits(IntPredicate becomes) {
        for (int k = 0; k < func.out().size(); k++) {
            fits &= !isPart(func.out().get(k)) || isWhole(func.out().get(k)) && becomes.test(k);
        }
        body(func.body());
        return fits;
    }

    private boolean isPart(Atom a) {
        return a instanceof Var v && v.isArray() && !Collections.disjoint(aliases.roots(v), arrays);
    }

    /** Whether an atom is the whole array as it is at some time. It does not fit when it may be another one. */
    private boolean isWhole(Atom a) {
        if (!isPart(a)) {
            return false;
        }
        fits &= arrays.containsAll(aliases.roots(a));
        return a.type().rank() == array.type().rank();
    }

    private void body(List<Eqn> body) {
        for (int i = 0; i < body.size() && fits; i++) {
            Eqn e = body.get(i);
            List<Region> regions = Regions.of(e);
            if (regions.isEmpty()) {
                simple(e);
            } else {
                RegionView.of(e).slots().forEach(s -> slot(e, s));
                boolean few = e.prim() == Prim.COND || e.prim() == Prim.WHILE || few(e.in().get(0));
                Set<Integer> around = inside;
                inside = e.prim() == Prim.COND || few && e.prim() != Prim.WHILE && array.type().rank() > 2 ? around : regions.stream().flatMap(r -> Regions.defined(r).stream()).collect(Collectors.toSet());
                if (!few) {
                    trips.add(RegionView.of(e).trip());
                }
                loops += Regions.isLoop(e) ? 1 : 0;
                boolean before = little;
                little |= isGivenToCall(e);
                regions.forEach(r -> body(r.body()));
                little = before;
                loops -= Regions.isLoop(e) ? 1 : 0;
                if (!few) {
                    trips.remove(trips.size() - 1);
                }
                inside = around;
            }
        }
    }

    /** Whether a number of trips is known to be small, as that of a block's is. */
    private boolean few(Atom count) {
        if (count instanceof Lit n) {
            return n.asLong() <= FEW_TRIPS;
        }
        Eqn e = defs.of(count);
        return e != null && e.prim() == Prim.MIN && e.in().stream().anyMatch(a -> a instanceof Lit && few(a));
    }

    private void slot(Eqn e, RegionView.Slot s) {
        var all = new ArrayList<>(s.yields());
        if (s.init() != null) {
            all.add(s.init());
        }
        if (all.stream().anyMatch(this::isWhole)) {
            fits &= e.prim() == Prim.COND || s.param() != null && aliases.stable(s);
        } else if (s.role() != RegionView.Role.STACK) {
            fits &= all.stream().noneMatch(this::isPart); // a row that a loop hands on
        }
    }

    private void simple(Eqn e) {
        for (int k = 0; k < e.in().size(); k++) {
            Atom a = e.in().get(k);
            if (!isPart(a)) {
                continue;
            }
            boolean whole = isWhole(a);
            fits &= switch (e.prim().form()) {
                case DIM -> true;
                case INDEX -> k == 0 && (!whole || hasRow(e)) && (e.result().isArray() || pays(e, whole));
                case UPDATE, ACC_ADD -> k == 0 ? (!whole || hasRow(e)) && pays(e, whole) : !whole && k == e.in().size() - 1;
                // of one row, which is a block
                case COPY, RESHAPE -> !whole;
                case CALL -> whole && (isMatrixOf(e) || takes.getOrDefault(((Params.Call) e.params()).name(), Set.of()).contains(k));
                case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, BROADCAST, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN,
                     REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR,
                     EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX,
                     STOP_GRADIENT, SHARD, OPT_BARRIER -> false;
            };
        }
    }

    /** Whether a call is given the rows of a matrix, and is this array one. */
    private boolean isMatrixOf(Eqn call) {
        return array.type().rank() == 2 && LibraryRoutine.takesRows(call);
    }

    /** Whether one way to go on is a call that is given the array's rows: then what the other ways do is little work, as they are for small matrices. */
    private boolean isGivenToCall(Eqn e) {
        return e.prim() == Prim.COND && Regions.of(e).stream().anyMatch(r -> r.body().stream().anyMatch(x -> LibraryRoutine.takesRows(x) && isMatrixOf(x) && x.in().stream().anyMatch(this::isPart)));
    }

    /** Whether the innermost loop around an access stays in one row: then it finds the row once, however often it runs. */
    private boolean isAlong(Eqn e) {
        List<Atom> at = e.indices();
        return at.size() == array.type().rank() && at.subList(0, at.size() - 1).stream().noneMatch(a -> a instanceof Var v && inside.contains(v.id()));
    }

    /** Whether an access has an index for each axis but the last one at least. */
    private boolean hasRow(Eqn e) {
        return e.indices().size() >= array.type().rank() - 1;
    }

    private boolean pays(Eqn access, boolean whole) {
        return little || isSeldom(access) || (whole ? isAlong(access) : isFound(access.in().get(0)));
    }

    /** Whether a part is a row that the innermost loop around does not look for. */
    private boolean isFound(Atom part) {
        return part.type().rank() == 1 && !(part instanceof Var v && inside.contains(v.id()));
    }

    /** Whether an element is used a few times: there are no more loops around than axes, or the trips of all of them use elements of their own, as those of blocks do. */
    private boolean isSeldom(Eqn access) {
        if ((array.type().rank() > 2 ? loops : trips.size()) <= array.type().rank()) {
            return true;
        }
        var of = new HashSet<Var>();
        access.indices().forEach(a -> sources(a, of));
        Eqn row = defs.of(access.in().get(0), Prim.INDEX);
        if (row != null && row.result().type().rank() == 1) {
            row.indices().forEach(a -> sources(a, of));
        }
        return of.containsAll(trips);
    }

    private void sources(Atom a, Set<Var> found) {
        Eqn e = a instanceof Var v && found.add(v) ? defs.of(v) : null;
        if (e != null && e.computesScalars()) {
            e.in().forEach(x -> sources(x, found));
        }
    }
}
