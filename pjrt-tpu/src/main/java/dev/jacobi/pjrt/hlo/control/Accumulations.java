package dev.jacobi.pjrt.hlo.control;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Arrays into whose elements a loop's trips only combine terms, at any place ({@code sum[at[i]] += x[i]}): the equations that read, combine and write become one update with an operator, whose order
 * among the trips is free, so that the trips can be lanes and the update a scatter. Sums of floats only where their order is.
 */
final class Accumulations {
    private final boolean fast;
    private final Function<Atom, Long> known;
    private final List<Eqn> body;
    private final Map<Integer, Eqn> defs;
    private final Map<Integer, Integer> uses;
    /** What stands for an equation; null for one that goes. */
    private final Map<Eqn, Eqn> changed = new HashMap<>();
    private final Set<Var> versions = new HashSet<>();
    private Prim operator;
    /** Whether what does not combine may stay as it is. */
    private boolean partly;

    private Accumulations(List<Eqn> body, List<Atom> out, boolean fast, Prim operator, Map<Integer, Eqn> around,
            Function<Atom, Long> known) {
        this.body = body;
        this.fast = fast;
        this.known = known;
        this.operator = operator;
        defs = new HashMap<>(around);
        body.forEach(e -> e.out().forEach(v -> defs.put(v.id(), e)));
        uses = Regions.uses(body, out);
    }

    /**
     * The body with updates by an operator in place of what they stand for, or null when more is done with the array than that.
     *
     * @param known the values of integers from around the region, null where they are not known
     */
    static List<Eqn> of(Region r, Var array, Atom yield, boolean fast, Function<Atom, Long> known) {
        var a = new Accumulations(r.body(), r.out(), fast, null, Map.of(), known);
        return a.chain(array, yield) && a.operator != null ? a.rewritten() : null;
    }

    /** The body with updates by one operator where that is what is done to the array, and all else that is done with it as it was; null where there is no such update. */
    static List<Eqn> partly(Region r, Var array, Atom yield, boolean fast, Function<Atom, Long> known) {
        var a = new Accumulations(r.body(), r.out(), fast, null, Map.of(), known);
        a.partly = true;
        return a.chain(array, yield) && a.operator != null ? a.rewritten() : null;
    }

    private Accumulations inner(Region r) {
        var inner = new Accumulations(r.body(), r.out(), fast, operator, defs, known);
        inner.partly = partly;
        return inner;
    }

    private List<Eqn> rewritten() {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            Eqn now = changed.containsKey(e) ? changed.get(e) : e;
            if (now != null) {
                out.add(now);
            }
        }
        return out;
    }

    /** From what is yielded back to the array; every version may only be read to be combined. */
    private boolean chain(Var array, Atom yield) {
        var steps = new ArrayList<Eqn>();
        Atom v = yield;
        while (!v.equals(array)) {
            Eqn e = v instanceof Var x ? defs.get(x.id()) : null;
            if (e == null || versions.size() > 64) {
                return false;
            }
            versions.add((Var) v);
            steps.add(e);
            v = before(e, (Var) v);
            if (v == null) {
                return false;
            }
        }
        versions.add(array);
        for (int k = 0; k < steps.size(); k++) {
            if (!step(steps, k, array) && !partly) {
                return false;
            }
        }
        // Each version has the next one's step as its only use, but for those that are gone and extents.
        for (Eqn e : partly ? List.<Eqn>of() : body) {
            boolean gone = changed.containsKey(e) && changed.get(e) == null;
            boolean reads = e.in().stream().anyMatch(a -> a instanceof Var x && versions.contains(x)) || Regions.captures(e).stream().anyMatch(x -> versions.contains(x));
            if (reads && !gone && e.prim() != Prim.DIM && !steps.contains(e)) {
                return false;
            }
        }
        return true;
    }

    private static Atom before(Eqn e, Var v) {
        if (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) {
            return e.in().get(0);
        } else if (e.prim() == Prim.COND) {
            int k = e.out().indexOf(v);
            Var same = null;
            for (Region r : Regions.of(e)) {
                Var b = ArrayVersions.base(r, r.out().get(k));
                if (b == null || same != null && !same.equals(b)) {
                    return null;
                }
                same = b;
            }
            return same;
        }
        boolean loop = e.prim() == Prim.MAP || e.prim() == Prim.FOR || e.prim() == Prim.REDUCE || e.prim() == Prim.HIST;
        return loop ? RegionView.ofResult(e, v).init() : null;
    }

    private boolean step(List<Eqn> steps, int at, Var array) {
        Eqn e = steps.get(at);
        if (e.prim() == Prim.UPDATE) {
            Prim op = ((Params.Access) e.params()).op();
            return op != null ? same(op) : combined(steps, at, array);
        } else if (e.prim() == Prim.COND) {
            return branches(e);
        } else if (e.prim() == Prim.HIST) {
            RegionView.Slot bins = RegionView.of(e).slots().get(0);
            boolean free = bins.result().dtype().isInt() || bins.op() == Prim.MIN || bins.op() == Prim.MAX || fast;
            return free && Regions.captures(e).stream().noneMatch(versions::contains) && same(bins.op());
        } else if (e.prim() != Prim.MAP && e.prim() != Prim.FOR && e.prim() != Prim.REDUCE) {
            return e.prim() == Prim.ACC_ADD && same(Prim.ADD);
        }
        Eqn now = changed.getOrDefault(e, e);
        RegionView view = RegionView.of(now);
        Var out = e.out().stream().filter(versions::contains).findFirst().orElseThrow();
        RegionView.Slot s = RegionView.ofResult(now, out);
        if (s.param() == null) {
            return false;
        }
        Accumulations inner = inner(view.body());
        if (!inner.chain(s.param(), s.yield())) {
            return false;
        }
        operator = inner.operator;
        changed.put(e, now.withRegions(List.of(new Region(view.body().params(), inner.rewritten(), view.body().out()))));
        return true;
    }

    private boolean branches(Eqn e) {
        Var out = e.out().stream().filter(versions::contains).findFirst().orElseThrow();
        int k = e.out().indexOf(out);
        Var base = (Var) before(e, out);
        var regions = new ArrayList<Region>();
        for (Region r : Regions.of(e)) {
            Accumulations inner = inner(r);
            if (!inner.chain(base, r.out().get(k))) {
                return false;
            }
            operator = inner.operator;
            regions.add(new Region(r.params(), inner.rewritten(), r.out()));
        }
        changed.put(e, e.withRegions(regions));
        return true;
    }

    private boolean same(Prim op) {
        operator = operator == null ? op : operator;
        return operator == op;
    }

    /** {@code array[at] = array[at] op term}. */
    private boolean combined(List<Eqn> steps, int at, Var array) {
        Eqn update = steps.get(at);
        Eqn fold = update.written() instanceof Var w ? defs.get(w.id()) : null;
        if (fold == null || !fold.prim().isFold() || uses.getOrDefault(fold.result().id(), 0) != 1) {
            return false;
        }
        boolean free = fold.result().dtype().isInt() || fold.prim() == Prim.MIN || fold.prim() == Prim.MAX || fast;
        List<Atom> places = update.in().subList(1, update.in().size() - 1);
        for (int side = 0; free && side < 2; side++) {
            Eqn read = fold.in().get(side) instanceof Var v ? defs.get(v.id()) : null;
            if (read != null && read.prim() == Prim.INDEX && read.in().subList(1, read.in().size()).equals(places) && uses.getOrDefault(read.result().id(), 0) == 1
                && unchanged(steps, at, array, read)) {
                var operands = new ArrayList<>(update.in());
                operands.set(operands.size() - 1, fold.in().get(1 - side));
                Params.Access p = (Params.Access) update.params();
                changed.put(read, null);
                changed.put(fold, null);
                changed.put(update, new Eqn(Prim.UPDATE, operands, new Params.Access(p.mode(), p.axis(), fold.prim()), update.out()));
                return same(fold.prim());
            }
        }
        return false;
    }

    /** Whether the element is still what was read when it is written: the steps in between write to others. */
    private boolean unchanged(List<Eqn> steps, int at, Var array, Eqn read) {
        for (int k = at + 1; k <= steps.size(); k++) {
            // A step may have other results besides the array's version.
            if (k < steps.size() ? read.in().get(0) instanceof Var v && versions.contains(v) && steps.get(k).out().contains(v) : read.in().get(0).equals(array)) {
                return true;
            }
            Eqn between = k < steps.size() ? steps.get(k) : null;
            if (between == null || between.prim() != Prim.UPDATE || !differ(between.in().subList(1, between.in().size() - 1), read.in().subList(1, read.in().size()))) {
                return false;
            }
        }
        return false;
    }

    private boolean differ(List<Atom> a, List<Atom> b) {
        for (int k = 0; k < a.size(); k++) {
            Place x = place(a.get(k));
            Place y = place(b.get(k));
            if (x.from() == null ? y.from() == null && x.plus() != y.plus() : x.from().equals(y.from()) && (int) x.plus() != (int) y.plus()) {
                return true;
            }
        }
        return false;
    }

    /** A number as another one and a constant, which wrap around alike; {@code from} is null for a constant. */
    private record Place(Atom from, long plus) {
    }

    private Place place(Atom of) {
        Atom a = of;
        long plus = 0;
        while (true) {
            Long c = known.apply(a);
            if (c != null) {
                return new Place(null, plus + c);
            }
            Eqn e = a instanceof Var v ? defs.get(v.id()) : null;
            if (e == null || e.prim() != Prim.ADD && e.prim() != Prim.SUB) {
                return new Place(a, plus);
            }
            Long left = known.apply(e.in().get(0));
            Long right = known.apply(e.in().get(1));
            if (right != null) {
                plus += e.prim() == Prim.ADD ? right : -right;
                a = e.in().get(0);
            } else if (left != null && e.prim() == Prim.ADD) {
                plus += left;
                a = e.in().get(1);
            } else {
                return new Place(a, plus);
            }
        }
    }
}
