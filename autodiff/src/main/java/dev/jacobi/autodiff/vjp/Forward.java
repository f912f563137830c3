package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the forward part: the primal program, whose loops fill the tapes on the way and whose branches hand out what is asked for. */
final class Forward {
    private static final int FIRST_CAPACITY = 64;
    private final Adjoint adjoint;
    /** Where on their tapes the current executions of nests begin. */
    private final Map<Tapes.Group, Atom> bases = new LinkedHashMap<>();
    /** Those whose tapes are as long as they will have to be. */
    private final Set<Tapes.Group> sized = new HashSet<>();

    /** How many places tapes have that would grow; null where they do. */
    private final Var places;

    Forward(Adjoint adjoint, Var places) {
        this.adjoint = adjoint;
        this.places = places;
    }

    /** How many places tapes of a fixed size have taken, or would have; null where there are none, or others than numbers grow. */
    Atom taken(FormulaBuilder code, Map<Var, Atom> state) {
        Atom most = null;
        for (Tapes.Group g : adjoint.tapes.groups()) {
            if (isFixed(g) && !g.tapes.isEmpty()) {
                if (g.host != adjoint.prog.top || !g.tapes.stream().allMatch(t -> t.rows().isEmpty() && t.row() == null)) {
                    return null;
                }
                Atom n = g.counter != null ? state.get(g.counter) : code.cast(Tapes.tripCount(g.level.owner), DType.I32);
                most = most == null ? n : code.emit(Prim.MAX, most, n);
            }
        }
        return most;
    }

    private boolean isFixed(Tapes.Group g) {
        return places != null && !g.isStatic() && !sized.contains(g);
    }

    /** Writes the function's body; {@code state} holds the tapes and counters by the variables that stand for them, before and then after it. */
    void function(FormulaBuilder code, Map<Var, Atom> state) {
        block(adjoint.prog.top, code, state);
        push(adjoint.prog.top, code, state);
    }

    private void push(BlockTree.Block b, FormulaBuilder code, Map<Var, Atom> state) {
        List<Var> values = adjoint.tapes.pushed.get(b);
        if (values != null) {
            adjoint.stacks().push(values, code, state);
        }
    }

    private boolean pushes(List<BlockTree.Block> blocks) {
        for (BlockTree.Block b : blocks) {
            boolean own = adjoint.tapes.pushed.containsKey(b) && !adjoint.tapes.pushed.get(b).isEmpty();
            if (own || b.eqns.stream().anyMatch(adjoint::pushes) || b.inner.values().stream().anyMatch(this::pushes)) {
                return true;
            }
        }
        return false;
    }

    private void call(Eqn e, FormulaBuilder code, Map<Var, Atom> state) {
        adjoint.stacks().call("fwd(" + ((Params.Call) e.params()).name() + ")", e, !adjoint.isPair(), code, state);
    }

    /** Tapes and counters that a block changes, by the variables that stand for them, as they are at this point. */
    private Map<Var, Atom> block(BlockTree.Block b, FormulaBuilder code, Map<Var, Atom> state) {
        return block(b, code, state, Place.NONE);
    }

    /** Where the values of a trip go: to the tapes of a group at these indices. {@code inOrder}: the trips are those of a loop that is not parallel. */
    private record Place(List<Atom> at, Map<Var, List<Column>> values, boolean inOrder) {
        static final Place NONE = new Place(List.of(), Map.of(), false);

        Place(Tapes.Group g, List<Atom> at, boolean inOrder) {
            this(at, new HashMap<>(), inOrder);
            for (Tapes.Tape t : g.tapes) {
                for (int k = 0; t.row() == null && k < t.values().size(); k++) {
                    values.computeIfAbsent(t.values().get(k), v -> new ArrayList<>()).add(new Column(t, k));
                }
            }
        }

        /** Values are kept as soon as they are there: thousands that wait for the trip's end would all need registers until then. */
        void keep(List<Var> defined, FormulaBuilder code, Map<Var, Atom> state) {
            for (Var v : values.isEmpty() ? List.<Var>of() : defined) {
                for (Column c : values.getOrDefault(v, List.of())) {
                    Var tape = c.tape.last();
                    state.put(tape, code.update(state.get(tape), Params.Access.PROMISED, FormulaBuilder.join(at, c.tape.column(c.number)), v));
                }
            }
        }
    }

    private record Column(Tapes.Tape tape, int number) {
    }

    /**
     * Where the branches of a trip hand out very much for a tape with very many columns: it is kept within them, and the other branches have nothing to keep. Else all of it would be there twice, as
     * results of the branch and on the tape, and zeros in place of it in the other branches.
     */
    private static Place inBranches(Place place, Map<Var, Var> exports) {
        if (!place.inOrder) {
            return Place.NONE;
        }
        var names = new HashMap<Var, Integer>();
        exports.values().forEach(x -> names.merge(x, 1, Integer::sum));
        var values = new HashMap<Var, List<Column>>();
        exports.forEach((v, x) -> {
            List<Column> columns = place.values.getOrDefault(x, List.of());
            if (names.get(x) == 1 && !columns.isEmpty() && columns.stream().allMatch(c -> c.tape.values().size() >= Tapes.MANY)) {
                values.put(v, columns);
            }
        });
        // a branch with few of them may become a choice between values, or code in lanes, which one that writes to an array does not
        return values.size() < Tapes.MANY ? Place.NONE : new Place(place.at, values, true);
    }

    private Map<Var, Atom> block(BlockTree.Block b, FormulaBuilder code, Map<Var, Atom> state, Place place) {
        place.keep(b.params, code, state);
        for (Eqn e : b.eqns) {
            for (Tapes.Group g : adjoint.tapes.groups()) {
                if (g.outermost == e && g.host == b && !g.tapes.isEmpty()) {
                    allocate(g, code, state);
                }
            }
            List<BlockTree.Block> inner = b.inner.get(e);
            List<Tapes.Group> groups = inner == null ? List.of() : groups(inner);
            List<Var> keys = inner == null ? new ArrayList<>() : keys(groups, inner);
            if (inner != null && adjoint.hasStacks() && pushes(inner)) {
                keys.addAll(adjoint.stacks().keys());
            }
            if (adjoint.pushes(e)) {
                call(e, code, state);
            } else if (keys.isEmpty() && groups.isEmpty() && !adjoint.tapes.exports.containsKey(e)) {
                code.append(e);
            } else if (e.prim() == Prim.COND) {
                cond(e, inner, keys, code, state, place);
                continue;
            } else {
                loop(e, inner, groups, keys, code, state);
            }
            place.keep(e.out(), code, state);
        }
        return state;
    }

    /** Those with tapes that are threaded through these blocks. */
    private List<Tapes.Group> groups(List<BlockTree.Block> blocks) {
        var out = new ArrayList<Tapes.Group>();
        for (Tapes.Group g : adjoint.tapes.groups()) {
            for (BlockTree.Block b : blocks) {
                if (!g.tapes.isEmpty() && g.level.isWithin(b) && !g.host.isWithin(b)) {
                    out.add(g);
                }
            }
        }
        return out;
    }

    /** What is threaded through the blocks: a counter only where the nest that it counts lies within. */
    private static List<Var> keys(List<Tapes.Group> groups, List<BlockTree.Block> blocks) {
        var out = new ArrayList<Var>();
        for (Tapes.Group g : groups) {
            // a row of neighbours is copied in front of the loop that reads them
            g.tapes.stream().filter(t -> t.row() == null || !blocks.contains(g.level)).forEach(t -> out.add(t.last()));
            boolean within = g.counter != null && blocks.stream().anyMatch(b -> g.root().isWithin(b) && (g.root() != b || !b.isLevel()));
            if (within) {
                out.add(g.counter);
            }
        }
        return out;
    }

    private void allocate(Tapes.Group g, FormulaBuilder code, Map<Var, Atom> state) {
        Atom total = g.isStatic() ? null : TapeSize.of(adjoint.prog, g, code);
        Atom size = total == null ? null : TapeSize.extent(total, code);
        if (size != null) {
            sized.add(g);
        }
        for (Tapes.Tape t : g.tapes) {
            var extents = new ArrayList<Atom>();
            if (g.isStatic()) {
                for (Atom n : g.extents) {
                    Atom trips = n instanceof Lit l ? Lit.i32((int) Math.max(0, l.asLong())) : code.emit(Prim.MAX, n, Lit.zero(n.dtype()));
                    int more = g.more(extents.size(), g.extents.size());
                    extents.add(more == 0 ? trips : trips instanceof Lit l ? Lit.i32((int) l.asLong() + more) : code.emit(Prim.ADD, trips, Lit.of(n.dtype(), more)));
                }
            } else if (size != null) {
                extents.add(size);
            } else if (places != null) {
                extents.add(places);
            } else {
                extents.add(Lit.i32(g.tapes.stream().allMatch(k -> k.rows().isEmpty()) ? FIRST_CAPACITY : 4));
            }
            extents.addAll(t.rows());
            state.put(t.last(), code.full(Lit.unset(t.last().dtype()), t.last().type().dims(), extents));
        }
        if (g.counter != null) {
            state.put(g.counter, Lit.i32(0));
        }
    }

    private void cond(Eqn e, List<BlockTree.Block> inner, List<Var> keys, FormulaBuilder code, Map<Var, Atom> state, Place place) {
        Map<Var, Var> exports = adjoint.tapes.exports.getOrDefault(e, Map.of());
        Place kept = inBranches(place, exports);
        var handedOut = new ArrayList<>(adjoint.tapes.handedOut(e));
        kept.values.forEach((v, columns) -> {
            handedOut.remove(exports.get(v));
            columns.stream().map(c -> c.tape.last()).filter(t -> !keys.contains(t)).forEach(keys::add);
        });
        var inside = new HashMap<Var, List<Var>>();
        exports.forEach((v, x) -> inside.computeIfAbsent(x, k -> new ArrayList<>()).add(v));
        var regions = new ArrayList<Region>();
        for (BlockTree.Block b : inner) {
            var c = new FormulaBuilder(adjoint.ids);
            Map<Var, Atom> after = block(b, c, new LinkedHashMap<>(state), kept);
            var out = new ArrayList<Atom>(b.out);
            handedOut.forEach(x -> {
                Var mine = inside.get(x).stream().filter(v -> adjoint.prog.home(v) == b).findFirst().orElse(null);
                out.add(mine != null ? after.getOrDefault(mine, mine) : dummy(inside.get(x).get(0), b, c));
            });
            keys.forEach(k -> out.add(after.get(k)));
            regions.add(c.close(List.of(), out));
        }
        List<Var> results = FormulaBuilder.join(e.out(), handedOut, keys.stream().map(k -> code.fresh(k.type())).toList());
        code.append(new Eqn(e.prim(), e.in(), new Params.Branches(regions), results));
        for (int k = 0; k < keys.size(); k++) {
            state.put(keys.get(k), results.get(results.size() - keys.size() + k));
        }
        place.keep(e.out(), code, state);
        place.keep(handedOut, code, state);
    }

    /** What a branch hands out in place of another's value: in a loop, where it goes to a tape, an array has that one's extents. */
    private Atom dummy(Var v, BlockTree.Block branch, FormulaBuilder code) {
        Type t = v.type();
        if (t.isScalar()) {
            return Lit.zero(t.dtype());
        }
        var extents = new ArrayList<Atom>();
        for (int k = 0; k < t.rank(); k++) {
            extents.add(branch.level().isFunction() ? Lit.i32(0) : adjoint.prog.extent(adjoint.tapes.origin(v), k));
        }
        return code.full(Lit.zero(t.dtype()), Collections.nCopies(t.rank(), Dim.UNKNOWN), extents);
    }

    private void loop(Eqn e, List<BlockTree.Block> inner, List<Tapes.Group> groups, List<Var> keys, FormulaBuilder code, Map<Var, Atom> state) {
        BlockTree.Block body = inner.get(inner.size() - 1);
        Tapes.Group own = groups.stream().filter(g -> g.level == body).findFirst().orElse(null);
        List<Tapes.Group> counted = groups.stream().filter(g -> g.counter != null && g.root() == body).toList();
        var ends = new LinkedHashMap<Tapes.Group, Atom>();
        for (Tapes.Group g : counted) {
            bases.put(g, state.get(g.counter));
            if (e.prim() != Prim.WHILE) {
                ends.put(g, code.add(state.get(g.counter), g.size(code)));
                if (!sized.contains(g) && places == null) {
                    ensure(g, ends.get(g), code, state);
                }
            }
        }
        Atom base = own == null ? null : bases.getOrDefault(own, Lit.i32(0));
        if ((e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) && keys.stream().anyMatch(adjoint::isCounter)) {
            throw new IllegalStateException("the trips of a parallel loop cannot count");
        }
        if (own != null) {
            rows(own, base, code, state);
        }
        RegionView view = RegionView.of(e);
        boolean inOrder = e.prim() == Prim.FOR || e.prim() == Prim.WHILE;
        var c = new FormulaBuilder(adjoint.ids);
        Map<Var, Atom> within = new LinkedHashMap<>(state);
        List<Var> params = keys.stream().map(k -> c.fresh(k.type())).toList();
        for (int k = 0; k < params.size(); k++) {
            within.put(keys.get(k), params.get(k));
        }
        Place place = own == null ? Place.NONE : new Place(own, place(own, base, e.prim() == Prim.WHILE, c, within), inOrder);
        Map<Var, Atom> after = block(body, c, within, place);
        push(body, c, after);
        var slots = new ArrayList<>(view.slots());
        for (int k = 0; k < params.size(); k++) {
            Var key = keys.get(k);
            Var result = code.fresh(key.type());
            List<Var> param = e.prim() == Prim.WHILE ? List.of(c.fresh(key.type()), params.get(k)) : List.of(params.get(k));
            slots.add(new RegionView.Slot(inOrder ? RegionView.Role.CARRY : RegionView.Role.DEST, null, state.get(key), param, List.of(after.get(key)), List.of(result)));
            state.put(key, result);
        }
        slots.sort(Comparator.comparing(RegionView.Slot::role));
        List<List<Eqn>> bodies = new ArrayList<>(Regions.of(e).stream().map(Region::body).toList());
        bodies.set(bodies.size() - 1, c.eqns());
        code.append(view.with(slots, bodies));
        for (Tapes.Group g : counted) {
            state.put(g.counter, e.prim() == Prim.WHILE ? code.add(bases.get(g), g.size(code)) : ends.get(g));
        }
    }

    /** Copies the rows whose neighbours a loop reads, in front of the loop. */
    private void rows(Tapes.Group g, Atom base, FormulaBuilder code, Map<Var, Atom> state) {
        for (Tapes.Tape t : g.tapes) {
            if (t.row() != null) {
                state.put(t.last(), NeighbourReads.copy(adjoint.prog, t.row(), state.get(t.last()), (c, j) -> {
                    if (g.isStatic()) {
                        return FormulaBuilder.with(g.trips.subList(0, g.trips.size() - 1), j);
                    }
                    return List.of(g.counter == null ? j : c.add(base, g.place(c, a -> a.equals(g.level.trip()) ? j : a)));
                }, code));
            }
        }
    }

    /** At the begin of a trip: its place on the tapes. */
    private List<Atom> place(Tapes.Group g, Atom base, boolean grows, FormulaBuilder c, Map<Var, Atom> state) {
        if (g.isStatic()) {
            return g.trips;
        }
        Atom position = g.counter == null ? c.cast(g.level.trip(), DType.I32) : c.add(base, g.place(c, a -> a));
        if (grows && places == null) {
            ensure(g, c.add(position, Lit.i32(1)), c, state);
        }
        return List.of(isFixed(g) ? c.emit(Prim.MIN, position, c.sub(places, Lit.i32(1))) : position);
    }

    /** Doubles the tapes of a group when they have no room for so many trips. */
    private void ensure(Tapes.Group g, Atom needed, FormulaBuilder code, Map<Var, Atom> state) {
        Atom capacity = code.emit(Prim.DIM, new Params.Axis(0, false), state.get(g.tapes.get(0).last()));
        List<Atom> same = g.tapes.stream().map(t -> state.get(t.last())).toList();
        var larger = new ArrayList<Atom>();
        List<Var> now = code.cond(code.emit(Prim.GT, needed, capacity), () -> {
            Atom twice = code.emit(Prim.MAX, needed, code.emit(Prim.ADD, capacity, capacity));
            g.tapes.forEach(t -> larger.add(code.enlarged(state.get(t.last()), FormulaBuilder.join(List.of(twice), t.rows()))));
            return larger;
        }, () -> same);
        for (int k = 0; k < now.size(); k++) {
            state.put(g.tapes.get(k).last(), now.get(k));
        }
    }
}
