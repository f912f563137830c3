package dev.jacobi.vectorize.ahead;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Versions;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A loop whose trips wait for each other, though what takes long in them, loops inside, follows from the trip's number alone: what these loops find is computed for some trips at a time by a loop in front, whose
 * trips are independent, and the loop that is left does no more than hand on.
 *
 * <pre>
 *  for i { r = root(a[i]); s += r }        for each block of i { map i { t[i] = root(a[i]) }   for i { s += t[i] } }
 * </pre>
 *
 * Arrays that the loop carries, of which each trip has elements of its own, as gradients' tapes, are written by the loop in front, too. All is computed as before, and in the same order. What is checked is checked in front.
 */
public final class TermsAhead implements Optimisation {
    /** So many trips have their terms in arrays at a time: enough for several threads. */
    static final int BLOCK = 2048;
    /** The same where each trip has an array of them. */
    static final int BLOCK_OF_ROWS = 256;
    private static final int FEW_TRIPS = 16;
    private static final int MOST_TERMS = 12;
    /** Equations at most that are left in the loop, and of a term that is computed there again. */
    private static final int MOST_LEFT = 40;
    private static final int LIGHT = 4;
    /** Equations of a search, with its checks. */
    private static final int MOST_OF_SEARCH = 30;
    /** Bytes of an element that processors collect for lanes. */
    private static final int COLLECTED = 4;
    /** Operations of all trips from which on a loop of few trips is long, and how many a slow one counts as. */
    private static final int LONG = 64;
    private static final int SLOW = 16;

    @Override
    public String name() {
        return "terms-ahead";
    }

    @Override
    public Func run(Func in) {
        // loops inside are taken apart only where that helps the loop around
        Set<Var> around = InnerTerms.around(in);
        if (!around.isEmpty()) {
            around.retainAll(found(InnerTerms.run(in, around)).keySet().stream().map(e -> e.out().get(0)).toList());
        }
        Func now = around.isEmpty() ? in : InnerTerms.run(in, around);
        Map<Eqn, TripBlocks> found = found(now);
        return found.isEmpty() ? now : Rewrite.run(now, (e, r) -> {
            TripBlocks parts = found.get(r.old());
            if (parts != null) {
                parts.write(r.b).forEach(r.b::append);
            }
            return parts != null;
        });
    }

    private static Map<Eqn, TripBlocks> found(Func in) {
        Map<Eqn, TripBlocks> found = new IdentityHashMap<>();
        Set<Atom> tapes = tapes(in);
        int free = Regions.firstFreeId(in);
        find(in.body(), e -> parts(e, among(tapes, RegionView.of(e).slots()), ArraysBefore.reads(e), free), found);
        if (found.values().stream().anyMatch(t -> !t.own().isEmpty() || !t.before().isEmpty())) {
            // what looked good is proven
            OwnElements proven = OwnElements.withReads(in);
            found.clear();
            find(in.body(), e -> parts(e, among(tapes, proven.arrays(e)), proven.reads(e), free), found);
        }
        return found;
    }

    /**
     * New arrays of which loops make something that the function does not return. What it writes for its caller lies in rows, which trips that go by lanes would write across.
     */
    private static Set<Atom> tapes(Func f) {
        Set<Atom> tapes = new HashSet<>();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.FULL) {
                tapes.add(e.result());
            }
        });
        Regions.each(f.body(), e -> {
            for (int k = 0; e.prim() == Prim.FOR && k < e.out().size(); k++) {
                if (f.out().contains(e.out().get(k))) {
                    tapes.remove(e.in().get(1 + k));
                }
            }
        });
        // loops inside carry them, too
        Regions.each(f.body(), e -> {
            for (RegionView.Slot s : e.prim() == Prim.FOR ? RegionView.of(e).slots() : List.<RegionView.Slot>of()) {
                if (tapes.contains(s.init())) {
                    tapes.add(s.param());
                }
            }
        });
        return tapes;
    }

    private static List<RegionView.Slot> among(Set<Atom> tapes, List<RegionView.Slot> arrays) {
        return arrays.stream().filter(s -> tapes.contains(s.init())).toList();
    }

    /** The loops that are in no loop whose trips go together anyway, along the elements that they use. */
    private static void find(List<Eqn> body, Function<Eqn, TripBlocks> of, Map<Eqn, TripBlocks> found) {
        for (Eqn e : body) {
            TripBlocks parts = e.prim() == Prim.FOR ? of.apply(e) : null;
            if (parts != null) {
                found.put(e, parts);
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE || e.prim() == Prim.COND || e.prim() == Prim.MAP && isApart(e)) {
                Regions.of(e).forEach(r -> find(r.body(), of, found));
            }
        }
    }

    /** Whether no loop inside of a map reads or writes elements that lie side by side for trips of the map that follow each other: each trip has rows of its own, as the lanes of a vmap have. */
    private static boolean isApart(Eqn map) {
        Region trip = Regions.of(map).get(0);
        Definitions defs = Definitions.in(trip.body());
        return trip.body().stream().filter(Regions::isLoop)
            .noneMatch(loop -> Regions.any(List.of(loop), x -> (x.prim() == Prim.INDEX || x.prim() == Prim.UPDATE) && !x.indices().isEmpty() && grows(x.indices().get(x.indices().size() - 1), trip.params().get(0), defs)));
    }

    /** Whether an index grows by one with a number. */
    private static boolean grows(Atom index, Var number, Definitions defs) {
        Eqn e = defs.of(index);
        return index.equals(number) || e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB) && e.in().stream().anyMatch(a -> grows(a, number, defs));
    }

    /** The parts of a loop; null where it has none, or is better as it is. {@code arrays}: those that it carries of which each trip has elements of its own; {@code untouched}: what it reads where no other trip writes. */
    private static TripBlocks parts(Eqn e, List<RegionView.Slot> arrays, Set<Var> untouched, int free) {
        RegionView loop = RegionView.of(e);
        List<Eqn> body = loop.body().body();
        if (loop.head() instanceof Lit n && n.asLong() < FEW_TRIPS || Regions.doesMoreThanCheck(e) || !Regions.any(body, TermsAhead::isLong) || Regions.any(body, x -> isUneven(x, loop.body()))) {
            return null;
        }
        var reads = new ArraysBefore(e, untouched, arrays, free);
        var ahead = new ArrayList<Eqn>();
        var left = new ArrayList<Eqn>();
        List<RegionView.Slot> own = part(loop, reads.in(body), arrays, ahead, left);
        if (left.stream().anyMatch(Regions::hasEffect)) {
            return null;
        }
        Set<Integer> versions = new HashSet<>();
        own.forEach(s -> versions.addAll(Versions.of(loop, s)));
        Set<Var> needed = new LinkedHashSet<>(Regions.captures(left));
        loop.slots().stream().filter(s -> !own.contains(s)).forEach(s -> needed.addAll(Var.among(s.yields())));
        List<Var> terms = needed.stream().filter(v -> Regions.definition(ahead, v) != null && !isLight(ahead, v, versions)).toList();
        List<Var> light = needed.stream().filter(v -> Regions.definition(ahead, v) != null && isLight(ahead, v, versions)).toList();
        boolean good = !terms.isEmpty() && terms.size() <= MOST_TERMS && terms.stream().allMatch(v -> v.type().isScalar() || isRow(v, ahead, loop) && !Regions.any(left, x -> x.prim().cost().isSlow())) && Regions.size(left) <= MOST_LEFT
            && terms.stream().map(v -> BackwardSlice.of(ahead, List.of(v)).eqns()).anyMatch(t -> Regions.any(t, TermsAhead::isLong) && nested(t) > nested(left));
        var again = new ArrayList<>(BackwardSlice.of(ahead, light).eqns());
        again.addAll(left);
        again.replaceAll(reads::out);
        var made = new ArrayList<Var>(terms);
        own.forEach(s -> made.addAll(Var.among(s.yields())));
        List<Eqn> first = BackwardSlice.of(ahead, made, Regions::hasEffect).eqns();
        return good ? new TripBlocks(loop, first, again, terms, own, reads.arrays(first), terms.stream().allMatch(v -> v.type().isScalar()) ? BLOCK : BLOCK_OF_ROWS) : null;
    }

    /** Whether an array is as long for all trips of a loop. */
    private static boolean isRow(Var v, List<Eqn> ahead, RegionView loop) {
        Atom length = TripBlocks.length(ahead, v);
        return loop.head().dtype() == DType.I32 && (length instanceof Lit || length instanceof Var n && !Regions.defined(loop.body()).contains(n.id()));
    }

    /** Parts a loop's equations into those that wait for earlier trips and those that do not, to which the changes of the arrays belong that it returns: all that what waits does not touch. */
    private static List<RegionView.Slot> part(RegionView loop, List<Eqn> body, List<RegionView.Slot> arrays, List<Eqn> ahead, List<Eqn> left) {
        List<RegionView.Slot> own = arrays.stream().filter(s -> Versions.of(loop, s) != null && !s.yield().equals(s.param())).toList();
        while (true) {
            ahead.clear();
            left.clear();
            Set<Atom> waiting = new HashSet<>(loop.params());
            own.forEach(s -> waiting.remove(s.param()));
            for (Eqn x : body) {
                boolean waits = Regions.captures(List.of(x)).stream().anyMatch(waiting::contains);
                (waits ? left : ahead).add(x);
                waiting.addAll(waits ? x.out() : List.of());
            }
            Set<Var> touched = Regions.captures(left);
            List<RegionView.Slot> fewer = own.stream().filter(s -> !waiting.contains(s.yield()) && touched.stream().noneMatch(v -> v.isArray() && Versions.of(loop, s).contains(v.id()))).toList();
            if (fewer.size() == own.size()) {
                return own;
            }
            own = fewer;
        }
    }

    /** A loop over numbers that is more than a few trips, or of which a few trips take long; what makes arrays is left alone, and so are more trips that go together. */
    private static boolean isLong(Eqn e) {
        boolean few = Regions.isLoop(e) && e.in().get(0) instanceof Lit n && n.asLong() <= LIGHT;
        return e.prim() == Prim.WHILE || e.prim() == Prim.FOR && !few || (e.prim() == Prim.FOR || e.prim() == Prim.REDUCE) && few && work(List.of(e)) >= LONG;
    }

    /** About how many simple operations these are; loops of unknown length count as long. */
    private static long work(List<Eqn> body) {
        return body.stream().mapToLong(e -> !Regions.isLoop(e) ? (e.prim().cost().isSlow() ? SLOW : 1) + Regions.of(e).stream().mapToLong(r -> work(r.body())).sum()
            : e.prim() != Prim.WHILE && e.in().get(0) instanceof Lit n ? Math.min(LONG, n.asLong()) * Math.min(LONG, work(Regions.of(e).get(0).body())) : LONG).sum();
    }

    /** How many loops there are at most one in another: loops that are left are short beside such a term where it has one more. */
    private static int nested(List<Eqn> body) {
        return body.stream().mapToInt(e -> (Regions.isLoop(e) ? 1 : 0) + Regions.of(e).stream().mapToInt(r -> nested(r.body())).max().orElse(0)).max().orElse(0);
    }

    /** Whether trips of a loop, of which there are not as many each time, read memory but for what their trip of the loop around has made: lanes would wait for the longest, and read here and there. */
    private static boolean isUneven(Eqn e, Region around) {
        boolean varies = e.prim() == Prim.WHILE && !isSearch(e) || e.prim() == Prim.FOR && e.in().get(0) instanceof Var n && Regions.any(around.body(), x -> x.out().contains(n));
        Set<Integer> own = new HashSet<>(Regions.defined(around));
        around.params().forEach(p -> own.remove(p.id()));
        return varies && Regions.of(e).stream().anyMatch(r -> Regions.any(r.body(), x -> x.prim() == Prim.INDEX && !own.contains(((Var) x.in().get(0)).id())));
    }

    /** Whether a while looks for a place by next to no arithmetic, among elements that lanes can collect: one trip alone would wait for each of them before it knows which one is the next. */
    private static boolean isSearch(Eqn loop) {
        return loop.out().stream().noneMatch(v -> v.isArray() || v.dtype().isFloat()) && Regions.size(List.of(loop)) <= MOST_OF_SEARCH
            && !Regions.any(List.of(loop), e -> e.prim() == Prim.INDEX && e.result().dtype().bytes() < COLLECTED);
    }

    /** Whether a value takes no longer to compute than to keep, and looks at none of these arrays. */
    static boolean isLight(List<Eqn> body, Var v, Set<Integer> arrays) {
        List<Eqn> needs = BackwardSlice.of(body, List.of(v)).eqns();
        return needs.size() <= LIGHT && needs.stream().allMatch(e -> Regions.of(e).isEmpty() && !e.prim().cost().isSlow() && Var.among(e.in()).stream().noneMatch(a -> arrays.contains(a.id())));
    }
}
