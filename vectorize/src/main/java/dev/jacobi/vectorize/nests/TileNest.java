package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A nest of loops right inside of each other, some of which go along tiles: {@code for (ii = 0; ii < n; ii += t) .. for (i = ii; i < min(ii + t, n); i++)}. Both loops together go through all numbers from 0 on, each once and in order, so one loop may
 * take their places where the order in which other loops' trips come between does not matter.
 */
final class TileNest {
    private static final int MOST_EQUATIONS = 150;
    private final Eqn nest;
    private final IntValues values;
    private final Set<Integer> inside;
    /** The loops, outermost first, and what stands in each in front of the next one. */
    private final List<RegionView> chain = new ArrayList<>();
    private final List<List<Eqn>> between = new ArrayList<>();
    private final List<Eqn> body = new ArrayList<>();
    private final Map<RegionView, Tile> tiles = new HashMap<>();
    /** Equations whose results are the joint loops' numbers. */
    private final Map<Eqn, RegionView> places = new IdentityHashMap<>();

    /**
     * A loop along a tile.
     *
     * @param over the loop over the tiles
     * @param size of a tile
     * @param end where the last one ends; null where all have the whole size
     */
    private record Tile(RegionView over, Atom size, Atom end) {
    }

    private TileNest(Eqn nest, IntValues values) {
        this.nest = nest;
        this.values = values;
        inside = Regions.defined(Regions.of(nest).get(0));
    }

    /** What a loop is such a nest of, after a walk over it; null where it is none. */
    static TileNest of(Eqn nest, IntValues values) {
        var n = new TileNest(nest, values);
        boolean fits = nest.prim() == Prim.FOR && Regions.size(List.of(nest)) <= MOST_EQUATIONS
            && !Regions.any(List.of(nest), x -> x.prim() == Prim.CHECK || x.prim() == Prim.WHILE || x.prim() == Prim.CALL || Regions.isEffect(x));
        return fits && n.loops() && n.tiled() ? n : null;
    }

    /** Whether it is this loop. */
    boolean is(Eqn e) {
        return e == nest;
    }

    private boolean loops() {
        Eqn at = nest;
        while (at != null) {
            RegionView view = RegionView.of(at);
            if (view.slots().isEmpty() || view.slots().stream().anyMatch(s -> !s.param().isArray())) {
                return false;
            }
            chain.add(view);
            List<Eqn> all = view.body().body();
            Eqn inner = all.isEmpty() ? null : all.get(all.size() - 1);
            boolean nested = inner != null && inner.prim() == Prim.FOR && inner.out().equals(view.body().out()) && RegionView.of(inner).inits().equals(view.params())
                && all.subList(0, all.size() - 1).stream().allMatch(this::isFixed);
            if (nested) {
                between.add(all.subList(0, all.size() - 1));
            } else {
                body.addAll(all);
            }
            at = nested ? inner : null;
        }
        return chain.size() > 2;
    }

    /** Whether an equation computes a scalar of what the nest does not change. */
    private boolean isFixed(Eqn e) {
        boolean read = (e.prim() == Prim.INDEX || e.prim() == Prim.DIM) && e.result().type().isScalar() && e.in().get(0) instanceof Var v && !inside.contains(v.id());
        return e.computesScalars() || read;
    }

    /** Whether some loops are tiles', and nothing else depends on the tiles' numbers. */
    private boolean tiled() {
        for (RegionView loop : chain) {
            Tile tile = tile(loop);
            if (tile != null && tiles.values().stream().noneMatch(t -> t.over() == tile.over())) {
                tiles.put(loop, tile);
            }
        }
        places.values().removeIf(v -> !tiles.containsKey(v));
        Set<RegionView> over = new HashSet<>();
        tiles.values().forEach(t -> over.add(t.over()));
        boolean fixed = chain.stream().allMatch(v -> tiles.containsKey(v) || isOutside(v.head()));
        return !tiles.isEmpty() && fixed && tiles.keySet().stream().noneMatch(over::contains) && over.stream().noneMatch(this::isSeen) && tiles.keySet().stream().noneMatch(this::isSeen);
    }

    private boolean isOutside(Atom a) {
        return !(a instanceof Var v && inside.contains(v.id()));
    }

    private Tile tile(RegionView loop) {
        Poly start = start(loop);
        if (start == null) {
            return null;
        }
        for (RegionView over : chain.subList(0, chain.indexOf(loop))) {
            Poly size = start.linear(over.trip().id());
            if (size != null && !size.equals(Poly.ZERO) && start.equals(Poly.var(over.trip().id()).times(size))) {
                return ending(loop, over, start, size);
            }
        }
        return null;
    }

    /** What is added to the loop's number wherever that is used, which is noted; null where it is not always the same. */
    private Poly start(RegionView loop) {
        Poly[] start = {null};
        boolean[] same = {true};
        Regions.each(loop.body().body(), e -> {
            Set<Var> used = new HashSet<>(Var.among(e.in()));
            Regions.of(e).forEach(r -> used.addAll(Var.among(r.out())));
            if (used.contains(loop.trip())) {
                Atom by = e.prim() != Prim.ADD ? null : e.in().get(e.in().get(0).equals(loop.trip()) ? 1 : 0);
                Poly p = by == null || by.equals(loop.trip()) ? null : values.ring(by);
                same[0] &= p != null && (start[0] == null || start[0].equals(p));
                start[0] = p;
                places.put(e, loop);
            }
        });
        return same[0] && loop.body().out().stream().noneMatch(loop.trip()::equals) ? start[0] : null;
    }

    /** The tile by how many trips the loop has: as many as a tile, or up to where the last one ends. */
    private Tile ending(RegionView loop, RegionView over, Poly start, Poly size) {
        Atom tileSize = atom(size, over);
        Eqn span = values.definition(loop.head());
        if (tileSize == null || !isOutside(over.head()) || !staysInRange(over, size)) {
            return null;
        } else if (size.equals(values.exact(loop.head()))) {
            return new Tile(over, tileSize, null);
        } else if (span == null || span.prim() != Prim.SUB || !start.equals(values.ring(span.in().get(1)))) {
            return null;
        }
        Eqn end = values.definition(span.in().get(0));
        if (end != null && end.prim() == Prim.MAX && end.in().stream().anyMatch(a -> start.equals(values.ring(a)))) {
            Atom other = end.in().get(start.equals(values.ring(end.in().get(0))) ? 1 : 0);
            end = values.definition(other);
            if (start.plus(size).equals(values.ring(other))) {
                return new Tile(over, tileSize, null);
            }
        }
        for (int k = 0; end != null && end.prim() == Prim.MIN && k < 2; k++) {
            if (start.plus(size).equals(values.ring(end.in().get(k))) && isOutside(end.in().get(1 - k))) {
                return new Tile(over, tileSize, end.in().get(1 - k));
            }
        }
        return null;
    }

    /** Whether no tile's start or end wraps around: there are as many tiles as a number divided by their size, rounded down, so the last one ends at that number or in front of it. */
    private boolean staysInRange(RegionView over, Poly size) {
        Eqn e = values.definition(over.head());
        return e != null && e.prim() == Prim.DIV && size.equals(values.exact(e.in().get(1))) && values.facts.prove(size.plus(-1));
    }

    /** The number or the variable from around the nest that a polynomial is; null where it is more than that. */
    private Atom atom(Poly p, RegionView over) {
        if (p.isConst()) {
            long c = p.constant();
            return c > 0 && c < 1 << 24 ? Lit.of(over.trip().dtype(), c) : null;
        }
        Eqn e = values.definition(over.head());
        return e != null && e.prim() == Prim.DIV && e.in().get(1) instanceof Var v && !inside.contains(v.id()) && p.asVar() == v.id() && values.facts.prove(p.plus(-1)) ? v : null;
    }

    /** Whether anything but the tiles' loops depends on a loop's number. */
    private boolean isSeen(RegionView loop) {
        Set<Integer> changing = new HashSet<>(Set.of(loop.trip().id()));
        boolean[] seen = {false};
        Regions.each(loop.body().body(), e -> {
            boolean depends = Var.among(e.in()).stream().anyMatch(v -> changing.contains(v.id()));
            boolean tile = tiles.keySet().stream().anyMatch(v -> v.eqn() == e);
            if (depends && e.computesScalars() && !places.containsKey(e)) {
                e.out().forEach(v -> changing.add(v.id()));
            } else {
                seen[0] |= depends && !places.containsKey(e) && !tile;
            }
            Regions.of(e).forEach(r -> seen[0] |= Var.among(r.out()).stream().anyMatch(v -> changing.contains(v.id())));
        });
        return seen[0];
    }

    /** The loops that are left, in their order. */
    List<RegionView> points() {
        return chain.stream().filter(v -> tiles.values().stream().noneMatch(t -> t.over() == v)).toList();
    }

    /** Appends the numbers of trips of the loops that are left. */
    Map<RegionView, Atom> counts(Builder b) {
        Map<RegionView, Atom> counts = new HashMap<>();
        for (RegionView v : points()) {
            Tile tile = tiles.get(v);
            counts.put(v, tile == null ? v.head() : count(tile, b));
        }
        return counts;
    }

    private Atom count(Tile tile, Builder b) {
        if (tile.end() != null && covers(tile)) {
            return tile.end();
        }
        DType t = tile.over().head().dtype();
        Atom all = b.folded(Prim.MUL, b.emit(Prim.MAX, tile.over().head(), Lit.zero(t)), tile.size());
        return tile.end() == null ? all : b.emit(Prim.MIN, all, tile.end());
    }

    /** Whether there are as many tiles as it takes to reach the end: their number is that, divided by their size and rounded up. */
    private boolean covers(Tile tile) {
        Eqn e = values.definition(tile.over().head());
        if (e == null || e.prim() != Prim.DIV || !values.exact(tile.size()).equals(values.exact(e.in().get(1)))) {
            return false;
        }
        Poly whole = values.exact(e.in().get(0)).minus(values.exact(tile.size())).plus(1);
        Eqn most = whole.asVar() < 0 ? null : values.definition(whole.asVar());
        Poly end = values.exact(tile.end());
        return whole.equals(end) || most != null && most.prim() == Prim.MAX && most.in().contains(Lit.zero(most.result().dtype())) && most.in().stream().anyMatch(a -> end.equals(values.exact(a)));
    }

    /** Appends the nest with joint loops in this order; what it leaves. */
    List<Atom> append(Builder b, List<RegionView> order, Map<RegionView, Atom> counts) {
        var w = new Rewrite(b, (e, r) -> {
            RegionView of = places.get(r.old());
            if (of != null) {
                r.replace(r.old().result(), r.atom(of.trip()));
            }
            return of != null;
        });
        tiles.values().forEach(t -> w.replace(t.over().trip(), Lit.zero(t.over().trip().dtype())));
        return append(w, order, counts, chain.get(0).inits(), 0);
    }

    private List<Atom> append(Rewrite w, List<RegionView> order, Map<RegionView, Atom> counts, List<? extends Atom> arrays, int depth) {
        Builder b = w.b;
        if (depth == order.size()) {
            RegionView last = chain.get(chain.size() - 1);
            w.replace(last.params(), arrays);
            w.append(body);
            return w.atoms(last.body().out());
        }
        RegionView at = order.get(depth);
        var params = new ArrayList<Var>(List.of(w.rename(at.trip())));
        at.params().forEach(p -> params.add(b.fresh(p.type())));
        b.open();
        boolean inOrder = order.equals(points());
        int from = depth == 0 ? 0 : chain.indexOf(at);
        int to = depth == order.size() - 1 ? between.size() : chain.indexOf(order.get(depth + 1));
        // in another order, all is known in the innermost loop only
        (inOrder ? between.subList(from, to) : depth == order.size() - 1 ? between : List.<List<Eqn>>of()).forEach(w::append);
        Region region = b.close(params, append(w, order, counts, params.subList(1, params.size()), depth + 1));
        return List.copyOf(b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, region), joined(counts.get(at), arrays)));
    }

    private static List<Atom> joined(Atom first, List<? extends Atom> others) {
        var all = new ArrayList<Atom>(List.of(first));
        all.addAll(others);
        return all;
    }
}
