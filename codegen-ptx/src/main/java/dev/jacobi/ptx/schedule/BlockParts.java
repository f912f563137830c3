package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.emit.TeamKernels.Part;
import dev.jacobi.ptx.lower.OrderedSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Loops and branches around parallel parts, for a kernel of one block: {@link TeamPartition} asks it for what a team has no part for. */
final class BlockParts {
    /** Trips, where they are known to be so few, of a loop that one thread had rather run alone. */
    private static final int SHORT = 8;
    /** Items of loops in order that one block has in a grid, too. */
    private static final int ITEMS = 32;
    private final Function<Func, List<Integer>> inPlace;
    private final Set<Var> made = new HashSet<>();
    private final Map<Atom, Eqn> definitions = new HashMap<>();
    private final List<Scratch> scratch = new ArrayList<>();
    private final List<Alike> alike = new ArrayList<>();
    private final List<List<Atom>> widths = new ArrayList<>();
    private TeamPartition parts;
    private int branches;

    /** Elements that threads write, of an array that trips have for themselves, with memory for all of them, or, where {@code array} is null, of operands: extents as the host knows them or, where {@code like} is not null, those of an operand; the kernel knows them as {@code dims}. */
    record Scratch(Var array, List<Atom> extents, Var like, List<Atom> dims, Var count) {
    }

    /** An operand that must have the extents of another or, where that is null, these. */
    record Alike(Var array, Var other, List<Atom> extents) {
    }

    /** {@code inPlace}: for each result of a function the operand whose memory it is in, or -1; {@code e} is the loop that it is about. */
    BlockParts(Eqn e, Function<Func, List<Integer>> inPlace) {
        this.inPlace = inPlace;
        Regions.each(List.of(e), x -> {
            made.addAll(x.out());
            x.out().forEach(v -> definitions.put(v, x));
            Regions.of(x).forEach(r -> made.addAll(r.params()));
        });
    }

    void of(TeamPartition p) {
        parts = p;
    }

    List<Scratch> scratch() {
        return scratch;
    }

    /** The memory that a result of the loop is in. */
    Var memory(Var result) {
        return parts.memory(result);
    }

    /** What must have the same extents. */
    List<Alike> alike() {
        return alike;
    }

    /** Of each nest that threads share, the numbers of trips from the outermost loop inwards; null for those that the host does not know before. */
    List<List<Atom>> widths() {
        return widths;
    }

    private boolean known(Atom a) {
        return a instanceof Lit || !made.contains(a);
    }

    /** Something that the host knows before and that is as large as a number of trips at least; null when nothing says what. */
    private Atom bound(Atom a) {
        Eqn by = known(a) ? null : definitions.get(a);
        if (by == null) {
            return known(a) ? a : null;
        }
        Atom x = by.prim() == Prim.SELECT || by.prim() == Prim.MIN ? bound(by.in().get(by.in().size() - 2)) : by.prim() == Prim.CONVERT ? bound(by.in().get(0)) : null;
        Atom y = by.prim() == Prim.SELECT || by.prim() == Prim.MIN ? bound(by.in().get(by.in().size() - 1)) : x;
        return by.prim() == Prim.MIN ? x == null ? y : x : x instanceof Lit l && l.asLong() <= 1 ? y : y instanceof Lit l && l.asLong() <= 1 || x != null && x.equals(y) ? x : null;
    }

    /** Notes how much threads share in a map or reduction. */
    void width(Eqn e) {
        var nest = new ArrayList<Atom>();
        widths.add(nest);
        width(e, nest, 0);
    }

    private void width(Eqn e, List<Atom> nest, int depth) {
        Atom n = bound(e.in().get(0));
        if (nest.size() == depth) {
            nest.add(n);
        } else if (n == null) {
            nest.set(depth, null);
        }
        // chains of so few items are one block's in a grid as well
        boolean few = depth == 0 && n instanceof Lit l && l.asLong() <= ITEMS;
        Regions.of(e).forEach(r -> Regions.each(r.body(), x -> {
            if (x.prim() == Prim.MAP || x.prim() == Prim.REDUCE || x.prim() == Prim.FOR && !few) {
                width(x, nest, depth + 1);
            }
        }));
    }

    boolean isShort(Eqn e) {
        return e.in().get(0) instanceof Lit n && n.asLong() <= SHORT && !isParallel(e);
    }

    /** Whether threads have something to share in a loop. */
    private static boolean isParallel(Eqn e) {
        return Regions.any(Regions.of(e).get(0).body(), x -> {
            OrderedSplit s = x.prim() == Prim.FOR ? OrderedSplit.of(x, Integer.MAX_VALUE / 2) : null;
            return x.prim() == Prim.MAP || x.prim() == Prim.REDUCE || s != null && s.worthwhile();
        });
    }

    /** A loop whose trips keep their order. */
    boolean loop(Eqn e) {
        if (e.prim() != Prim.FOR) {
            return false;
        }
        if (!isParallel(e)) {
            return alone(e);
        }
        var carries = new ArrayList<Var>();
        var init = new ArrayList<Atom>();
        var yields = new ArrayList<Atom>();
        var out = new ArrayList<Var>();
        RegionView view = RegionView.of(e);
        for (RegionView.Slot s : view.slots()) {
            if (s.result().isArray()) {
                Var memory = parts.memory(s.init());
                if (memory != null && !stays(s)) {
                    // others may still want what is there before
                    memory = copied(memory);
                }
                if (memory == null) {
                    return false;
                }
                parts.name(s.param(), memory);
            } else {
                carries.add(s.param());
                init.add(s.init());
                yields.add(s.yield());
                out.add(s.result());
            }
        }
        List<Part> outer = parts.begin();
        boolean taken = parts.cut(view.body().body()) && exchange(view);
        List<Part> body = parts.end(outer);
        if (taken) {
            parts.add(new Part.Loop(view.head(), view.trip(), carries, init, body, yields, out));
        }
        return taken;
    }

    /** Whether the array of the next trip is where this one's is. */
    private boolean stays(RegionView.Slot s) {
        return s.param().equals(origin(s.yield()));
    }

    /** The parameter, outer variable or new array whose memory an array is in. */
    private Atom origin(Atom a) {
        Eqn by = definitions.get(a);
        if (by == null) {
            return a;
        }
        RegionView.Slot of = by.prim() == Prim.MAP || by.prim() == Prim.FOR ? RegionView.ofResult(by, (Var) a) : null;
        if (of != null) {
            return by.prim() == Prim.MAP || stays(of) ? origin(of.init()) : a;
        }
        return by.prim() == Prim.UPDATE ? origin(by.in().get(0)) : by.prim() == Prim.COND ? origin(Regions.of(by).get(0).out().get(by.out().indexOf(a))) : a;
    }

    /** At the end of a trip, arrays that the next trip finds in the place of others change their contents. False when that cannot be. */
    private boolean exchange(RegionView view) {
        Map<Var, Var> moves = new LinkedHashMap<>();
        for (RegionView.Slot s : view.slots()) {
            if (s.result().isArray()) {
                Var to = parts.memory(s.param());
                Var from = parts.memory(s.yield());
                if (from == null || from.type().rank() != to.type().rank() || !from.equals(to) && stays(s)) {
                    return false;
                }
                if (!from.equals(to)) {
                    moves.put(to, from);
                }
                parts.name(s.result(), to);
            }
        }
        if (moves.isEmpty()) {
            return true;
        }
        Var like = like(moves.keySet().iterator().next());
        if (like == null) {
            return false;
        }
        var all = new LinkedHashSet<Var>(moves.keySet());
        all.addAll(moves.values());
        for (Var v : all) {
            Scratch own = scratch(v);
            if (made.contains(v) && own == null) {
                return false;
            }
            alike.add(new Alike(like, own == null ? v : own.like(), own == null ? List.of() : own.extents()));
        }
        return each(null, List.of(), like, (b, at) -> {
            List<Atom> now = moves.values().stream().map(v -> (Atom) b.index(v, Params.Access.PROMISED, at)).toList();
            var out = new ArrayList<Var>();
            for (Var to : moves.keySet()) {
                out.add(b.update(to, Params.Access.PROMISED, at, now.get(out.size())));
            }
            return out;
        });
    }

    /** One thread runs it. */
    private boolean alone(Eqn e) {
        var written = new HashSet<Var>();
        for (RegionView.Slot s : RegionView.of(e).slots()) {
            if (s.result().isArray()) {
                Var memory = parts.memory(s.init());
                if (memory == null || !written.add(memory)) {
                    return false;
                }
            }
        }
        Func f = parts.function(List.of(), List.of(e), e.out());
        if (Regions.any(f.body(), x -> x.prim() == Prim.CALL || x.prim() == Prim.DEBUG_CALLBACK)) {
            return false;
        }
        List<Integer> where = inPlace.apply(f);
        for (int k = 0; k < e.out().size(); k++) {
            // arrays that change places in it are not where they were
            boolean there = !e.out().get(k).isArray() || where.get(k) >= 0 && f.in().get(where.get(k)).equals(parts.memory(RegionView.ofResult(e, e.out().get(k)).init()));
            if (!there) {
                return false;
            }
        }
        for (RegionView.Slot s : RegionView.of(e).slots()) {
            if (s.result().isArray()) {
                parts.name(s.result(), parts.memory(s.init()));
            }
        }
        parts.add(new Part.Alone(f, e.out().stream().filter(v -> !v.isArray()).toList(), written));
        return true;
    }

    /** A branch around parts, or an array of the trip's own; false for anything else. */
    boolean take(Eqn e) {
        return e.prim() == Prim.COND && branch(e) || e.prim() == Prim.FULL && full(e) || e.prim() == Prim.COPY && e.result().isArray() && copy(e);
    }

    private boolean branch(Eqn e) {
        List<Region> regions = Regions.of(e);
        if (regions.size() != 2 || e.in().get(0).dtype() != DType.BOOL) {
            return false;
        }
        var all = new ArrayList<List<Part>>();
        var scalars = new ArrayList<List<Atom>>();
        Map<Var, Var> memory = new HashMap<>();
        for (Region r : regions) {
            List<Part> outer = parts.begin();
            branches++;
            boolean taken = parts.cut(r.body());
            branches--;
            all.add(parts.end(outer));
            if (!taken) {
                return false;
            }
            scalars.add(new ArrayList<>());
            for (int k = 0; k < e.out().size(); k++) {
                Atom y = r.out().get(k);
                if (!y.isArray()) {
                    scalars.get(scalars.size() - 1).add(y);
                } else if (parts.memory(y) == null || !parts.memory(y).equals(memory.computeIfAbsent(e.out().get(k), v -> parts.memory(y)))) {
                    return false;
                }
            }
        }
        memory.forEach(parts::name);
        parts.add(new Part.Branch(e.in().get(0), all.get(1), scalars.get(1), all.get(0), scalars.get(0), e.out().stream().filter(v -> !v.isArray()).toList()));
        return true;
    }

    private boolean full(Eqn e) {
        List<Atom> extents = e.in().subList(1, e.in().size());
        if (!e.result().isArray() || !extents.stream().allMatch(this::known)) {
            return false;
        }
        parts.name(e.result(), e.result());
        return each(e.result(), extents, null, (b, at) -> List.of(b.update(e.result(), Params.Access.PROMISED, at, e.in().get(0))));
    }

    private boolean copy(Eqn e) {
        Var from = parts.memory(e.in().get(0));
        return from != null && from.type().rank() == e.result().type().rank() && copy(from, e.result());
    }

    /** An array with the elements of another; null when that cannot be. */
    private Var copied(Var from) {
        Builder b = parts.ids();
        Var to = b.fresh(from.type());
        parts.skipTo(b.nextId());
        return copy(from, to) ? to : null;
    }

    private boolean copy(Var from, Var to) {
        Var like = like(from);
        if (like == null) {
            return false;
        }
        parts.name(to, to);
        return each(to, List.of(), like, (b, at) -> List.of(b.update(to, Params.Access.PROMISED, at, b.index(from, Params.Access.PROMISED, at))));
    }

    private Scratch scratch(Var array) {
        return scratch.stream().filter(x -> array.equals(x.array())).findFirst().orElse(null);
    }

    /** An operand whose extents, which the host knows before, an array has; null when there is none. */
    private Var like(Var array) {
        Scratch own = scratch(array);
        return own != null ? own.like() : made.contains(array) ? null : array;
    }

    /** What is written at a place: the arrays that have it then. */
    private interface Element {
        List<Var> of(Builder b, List<Atom> at);
    }

    /** Threads write all elements of arrays with these extents, or those of an operand; {@code array}, when it is not null, is new memory. */
    private boolean each(Var array, List<Atom> extents, Var like, Element written) {
        Builder b = parts.ids();
        int rank = like == null ? extents.size() : like.type().rank();
        var dims = new ArrayList<Atom>();
        for (int k = 0; k < rank; k++) {
            dims.add(b.fresh(Type.I64));
        }
        Var count = b.fresh(Type.I64);
        Var j = b.fresh(Type.I64);
        var at = new ArrayList<Atom>();
        b.open();
        Atom rest = j;
        for (int k = rank - 1; k > 0; k--) {
            at.add(0, b.emit(Prim.REM, rest, dims.get(k)));
            rest = b.emit(Prim.DIV, rest, dims.get(k));
        }
        at.add(0, rest);
        List<Var> now = written.of(b, at);
        List<Eqn> body = b.close();
        parts.skipTo(b.nextId());
        scratch.add(new Scratch(array, extents, like, dims, count));
        if (branches == 0) {
            // what a branch copies is for what seldom happens
            widths.add(like == null ? new ArrayList<>(extents) : new ArrayList<>(Collections.nCopies(rank, null)));
        }
        var to = new HashSet<Var>();
        body.stream().filter(e -> e.prim() == Prim.UPDATE).forEach(e -> to.add((Var) e.in().get(0)));
        parts.add(new Part.Each(count, parts.function(List.of(j), body, now), to));
        return true;
    }
}
