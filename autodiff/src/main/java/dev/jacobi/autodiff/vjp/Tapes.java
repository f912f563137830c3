package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.NewArrays;
import dev.jacobi.autodiff.analysis.UnoverwrittenValues;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Decides, level by level, which primal values the forward part keeps for the backward part and which are computed again. One array per
 * value, or one for all scalars of a type where a trip has very many. Where all loops around have trip counts known before the nest, it has an
 * axis per loop; else it is one axis that grows, with a counter of the trips so far.
 */
final class Tapes {
    /**
     * From so many scalars of one type on, a trip's scalars lie side by side. Each array of its own is a pointer that lives through both loops, and a stream
     * of memory; LLVM takes longer by the square of their number. Few ones stay apart, as lanes then load and store neighbouring trips at once.
     */
    static final int MANY = 48;

    /**
     * What is kept in one array: {@code last} stands for it as the nest leaves it, {@code rows} are the extents behind those of the trips. A value that is
     * an array has its own; several scalars, {@code values}, are the columns of one axis, or neighbours in a {@code row} that is copied as a whole; it is null for others.
     */
    record Tape(List<Var> values, List<Atom> rows, Var last, NeighbourReads.Row row) {
        /** The indices of a value, behind those of the trip. */
        List<Atom> column(int k) {
            return row != null || values.size() == 1 ? List.of() : List.of(Lit.i32(k));
        }

        /** How far behind the trip's place a value lies. */
        Atom offset(int k) {
            return Lit.i32(row == null ? 0 : row.offsets().get(k));
        }
    }

    /** The tapes of one loop body. {@code host} is the block outside of all loops, which makes them, before {@code outermost} runs. */
    static final class Group {
        final BlockTree.Block level;
        final BlockTree.Block host;
        final Eqn outermost;
        /** Trip counts of the loops around, outermost first; null when they are not known before the nest. */
        final List<Atom> extents;
        final List<Atom> trips;
        /** Trips in all executions of the nest before; null when there is one execution. */
        final Var counter;
        final List<Tape> tapes = new ArrayList<>();
        /** With a counter: the loops that count together, outermost first, and their trip counts, which the nest does not change. */
        List<BlockTree.Block> nest = List.of();
        List<Atom> counts = List.of();
        /** How many places each run of the loop has behind those of its trips, for rows of neighbours. */
        private int more;
        /** In the backward part: where on the tapes the nest's execution begins; null as long as nobody has read from them. */
        private Atom position;

        Group(BlockTree.Block level, BlockTree.Block host, Eqn outermost, List<Atom> extents, List<Atom> trips, Var counter) {
            this.level = level;
            this.host = host;
            this.outermost = outermost;
            this.extents = extents;
            this.trips = trips;
            this.counter = counter;
        }

        /** The body of the loop around which the counter advances. */
        BlockTree.Block root() {
            return nest.get(0);
        }

        /** Places of one execution of the nest. */
        Atom size(FormulaBuilder code) {
            Atom n = Lit.i32(1);
            for (int k = 0; k < counts.size(); k++) {
                n = code.mul(n, code.add(code.emit(Prim.MAX, code.cast(counts.get(k), DType.I32), Lit.i32(0)), Lit.i32(more(k, counts.size()))));
            }
            return n;
        }

        /** How many places a run of loop k has behind those of its trips. */
        int more(int k, int of) {
            return k == of - 1 ? more : 0;
        }

        /** The place of the trip within the nest's execution. */
        Atom place(FormulaBuilder code, UnaryOperator<Atom> sub) {
            Atom at = Lit.i32(0);
            for (int k = 0; k < nest.size(); k++) {
                Atom trip = code.cast(sub.apply(nest.get(k).trip()), DType.I32);
                Atom places = code.add(code.cast(sub.apply(counts.get(k)), DType.I32), Lit.i32(more(k, nest.size())));
                at = k == 0 ? trip : code.add(code.mul(at, places), trip);
            }
            return at;
        }

        boolean isStatic() {
            return extents != null;
        }
    }

    /** Writes the reading of a tape; {@code sub} turns atoms of the primal program into those of the backward part. */
    interface Read {
        Atom apply(FormulaBuilder code, UnaryOperator<Atom> sub);
    }

    /** How the backward part of one level gets its values. */
    record Plan(Map<BlockTree.Block, Map<Var, Read>> taped, Set<Eqn> again, Map<Var, UnoverwrittenValues.Place> standing, int popped) {
        static final Plan NONE = new Plan(Map.of(), Set.of(), Map.of(), 0);

        Map<Var, Read> reads(BlockTree.Block b) {
            return taped.getOrDefault(b, Map.of());
        }

        boolean recomputes(Eqn e) {
            return again.contains(e);
        }
    }

    private final Adjoint adjoint;
    private final Map<BlockTree.Block, Group> groups = new LinkedHashMap<>();
    private final NewArrays made;
    /** What branches hand out besides their results: the variable inside, by the cond. */
    final Map<Eqn, Map<Var, Var>> exports = new IdentityHashMap<>();

    Tapes(Adjoint adjoint) {
        this.adjoint = adjoint;
        made = new NewArrays(adjoint.prog);
    }

    /** All groups made so far. */
    Iterable<Group> groups() {
        return groups.values();
    }

    static Atom tripCount(Eqn loop) {
        return loop.prim() == Prim.WHILE ? loop.out().get(loop.out().size() - 1) : loop.in().get(0);
    }

    Group group(BlockTree.Block level) {
        if (!groups.containsKey(level)) {
            groups.put(level, newGroup(level));
        }
        return groups.get(level);
    }

    private Group newGroup(BlockTree.Block level) {
        Eqn loop = level.owner;
        BlockTree.Block around = level.parent;
        Atom n = tripCount(loop);
        boolean counted = loop.prim() != Prim.WHILE;
        if (around.level().isFunction()) {
            return new Group(level, around, loop, counted ? List.of(n) : null, List.of(level.trip()), null);
        }
        Group outer = group(around.level());
        boolean known = adjoint.prog.isKnown(n, outer.host);
        if (counted && outer.isStatic() && around.isLevel() && known) {
            return new Group(level, outer.host, outer.outermost, FormulaBuilder.with(outer.extents, n), FormulaBuilder.with(outer.trips, level.trip()), null);
        }
        var g = new Group(level, outer.host, outer.outermost, null, List.of(level.trip()), adjoint.newCounter(outer.host));
        boolean joins = counted && around.isLevel() && outer.counter != null && outer.level.owner.prim() != Prim.WHILE
            && adjoint.prog.isKnown(n, outer.root().parent);
        g.nest = FormulaBuilder.with(joins ? outer.nest : List.of(), level);
        g.counts = FormulaBuilder.with(joins ? outer.counts : List.of(), n);
        return g;
    }

    private final Map<Var, Var> origins = new HashMap<>();

    /** The variable that branches hand out under this name. */
    Var origin(Var v) {
        return origins.getOrDefault(v, v);
    }

    /** What a cond has besides its results, as it is called behind it. */
    List<Var> handedOut(Eqn cond) {
        Map<Var, Var> out = exports.get(cond);
        return out == null ? List.of() : out.values().stream().distinct().toList();
    }

    /** The variable that stands in {@code target} for one that a branch inside of it defines. */
    Atom export(Var v, BlockTree.Block target) {
        BlockTree.Block b = adjoint.prog.home(v);
        if (b == target) {
            return v;
        }
        Var out = exports.computeIfAbsent(b.owner, k -> new LinkedHashMap<>()).computeIfAbsent(v, k -> {
            Var shared = shared(v, b);
            if (shared != null) {
                return shared;
            }
            Type t = new Type(v.dtype(), Collections.nCopies(v.type().rank(), Dim.UNKNOWN));
            Var x = adjoint.ids.fresh(t);
            adjoint.prog.define(x, b.parent, null);
            origins.put(x, origin(v));
            return x;
        });
        return export(out, target);
    }

    /** In a recursive function: what another branch hands out, which this one's value may stand in for on the stack; null for nothing. */
    private Var shared(Var v, BlockTree.Block b) {
        Map<Var, Var> out = exports.get(b.owner);
        return !adjoint.isPair() || !v.type().isScalar() ? null : out.values().stream().filter(x -> x.dtype() == v.dtype()
            && out.entrySet().stream().noneMatch(o -> o.getValue().equals(x) && adjoint.prog.home(o.getKey()) == b)).findFirst().orElse(null);
    }

    Plan plan(BlockTree.Block level, List<Var> needed, Scope around) {
        var taped = new HashMap<BlockTree.Block, Map<Var, Read>>();
        var choice = new TapeMinCut(adjoint, this, level, needed);
        Set<Var> apart = new LinkedHashSet<>(choice.kept);
        var tapes = new LinkedHashMap<List<Var>, Tape>();
        for (NeighbourReads.Row row : neighbours(level, choice.kept)) {
            tapes.put(row.values(), tape(group(level), row.values(), row));
            row.values().forEach(apart::remove);
        }
        together(apart).forEach(values -> tapes.put(values, tape(group(level), values, null)));
        tapes.forEach((values, tape) -> {
            for (int k = 0; k < values.size(); k++) {
                Var v = values.get(k);
                taped.computeIfAbsent(adjoint.prog.home(v), b -> new LinkedHashMap<>()).put(v, read(group(level), tape, k, around));
            }
        });
        return new Plan(taped, choice.again, choice.standing, 0);
    }

    /** The rows of neighbours that a level keeps; none where it has been decided already how many places a run of it has. */
    private List<NeighbourReads.Row> neighbours(BlockTree.Block level, Set<Var> kept) {
        List<NeighbourReads.Row> rows = NeighbourReads.of(adjoint.prog, level, kept);
        if (!rows.isEmpty() && group(level).tapes.isEmpty() && group(level).position == null) {
            group(level).more = rows.stream().mapToInt(NeighbourReads.Row::more).max().getAsInt();
            return rows;
        }
        return List.of();
    }

    /** The values that share an array. */
    private static List<List<Var>> together(Set<Var> kept) {
        var scalars = new LinkedHashMap<DType, List<Var>>();
        kept.stream().filter(v -> v.type().isScalar()).forEach(v -> scalars.computeIfAbsent(v.dtype(), d -> new ArrayList<>()).add(v));
        var out = new ArrayList<List<Var>>();
        for (Var v : kept) {
            List<Var> same = v.type().isScalar() ? scalars.get(v.dtype()) : List.of(v);
            if (same.size() < MANY) {
                out.add(List.of(v));
            } else if (same.get(0).equals(v)) {
                out.add(same);
            }
        }
        return out;
    }

    /** In a recursive function: what this level pushes on the stacks. */
    final Map<BlockTree.Block, List<Var>> pushed = new IdentityHashMap<>();

    Plan stack(BlockTree.Block level, List<Var> needed, Scope scope) {
        var taped = new HashMap<BlockTree.Block, Map<Var, Read>>();
        var choice = new TapeMinCut(adjoint, this, level, needed);
        var kept = new ArrayList<Var>();
        for (Var v : choice.kept) {
            Var out = (Var) export(v, level);
            if (!kept.contains(out)) {
                kept.add(out);
            }
            int slot = kept.indexOf(out);
            taped.computeIfAbsent(adjoint.prog.home(v), b -> new LinkedHashMap<>()).put(v,
                (code, sub) -> adjoint.stacks().popped(code, scope.popped(), slot, v.dtype()));
        }
        pushed.put(level, kept);
        return new Plan(taped, choice.again, choice.standing, kept.size());
    }

    private Tape tape(Group g, List<Var> values, NeighbourReads.Row row) {
        Var v = values.get(0);
        Tape known = g.tapes.stream().filter(t -> t.values().equals(exported(g, values))).findFirst().orElse(null);
        if (known != null) {
            return known;
        }
        List<Atom> rows = row != null ? List.of() : values.size() == 1 ? adjoint.prog.extents(v) : List.of(Lit.i32(values.size()));
        List<Dim> trips = Collections.nCopies(g.isStatic() ? g.extents.size() : 1, Dim.UNKNOWN);
        List<Dim> dims = row != null || values.size() == 1 ? Collections.nCopies(rows.size(), Dim.UNKNOWN) : List.of(Dim.of(values.size()));
        Var last = adjoint.ids.fresh(new Type(v.dtype(), FormulaBuilder.join(trips, dims)));
        adjoint.prog.define(last, g.host, null);
        var tape = new Tape(exported(g, values), rows, last, row);
        g.tapes.add(tape);
        return tape;
    }

    private List<Var> exported(Group g, List<Var> values) {
        return values.stream().map(x -> (Var) export(x, g.level)).toList();
    }

    private Read read(Group g, Tape tape, int k, Scope around) {
        List<Atom> column = tape.column(k);
        if (g.isStatic() || g.counter == null) {
            return (code, sub) -> {
                List<Atom> trips = g.trips.stream().map(sub).toList();
                int inner = trips.size() - 1;
                return code.index(tape.last(), Params.Access.PROMISED, FormulaBuilder.join(trips.subList(0, inner), List.of(code.add(trips.get(inner), tape.offset(k))), column));
            };
        }
        if (g.position == null) {
            Scope outside = around;
            for (BlockTree.Block b = g.level; b != g.root(); b = b.parent) {
                outside = outside.parent;
            }
            g.position = outside.code.sub(outside.counter(g.counter), g.size(outside.code));
            outside.set(g.counter, g.position);
        }
        Atom base = g.position;
        return (code, sub) -> code.index(tape.last(), Params.Access.PROMISED, FormulaBuilder.join(List.of(code.add(code.add(base, g.place(code, sub)), tape.offset(k))), column));
    }

    /** True when an array of a level around can be had in the backward part as a whole, at no higher cost than making it was. */
    boolean isThere(Var array) {
        BlockTree.Block level = adjoint.prog.home(array).level();
        return !adjoint.isPair() && adjoint.prog.stays(array) && (level.isFunction() || keepsArray(array, level));
    }

    /** True when an array of the level may well be kept as a whole: it has the same extents in each trip, and each trip makes a new one. */
    boolean keepsArray(Var array, BlockTree.Block level) {
        return canKeep(array, level) && adjoint.prog.home(array).level() == level
            && made.inEachTrip(array);
    }

    /** True when an array of the level can be kept as a whole, at whatever cost: it has the same extents in each trip. */
    boolean canKeep(Var array, BlockTree.Block level) {
        if (adjoint.isPair() || level.isFunction()) {
            return false;
        }
        return adjoint.prog.extents(array).stream().allMatch(n -> adjoint.prog.isKnown(n, group(level).host));
    }
}
