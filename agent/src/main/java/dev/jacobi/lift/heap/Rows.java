package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.lift.state.Cell;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.Fill;
import dev.jacobi.lift.state.Fills;
import dev.jacobi.lift.state.Ir;
import dev.jacobi.lift.state.LengthRecipe;
import dev.jacobi.lift.state.Restart;
import dev.jacobi.lift.state.Unit;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Arrays of arrays whose rows are made one by one. Such an array is rectangular from the start, with a {@link Fill} that tells which rows are
 * there; storing a new array as a row copies it to its place, and what referred to it refers to the row from then on. How long rows
 * are is guessed ({@link Widths}) and checked at each store; a row that is missing where it is used, or in an array that leaves the method, fails
 * a check too. Only arrays made by the call itself take part.
 */
public final class Rows {
    private final Unit unit;
    private final Ir ir;
    private final Heap heap;
    private final Fills fills;
    private final Widths widths;

    Rows(Unit unit, Heap heap) {
        this.unit = unit;
        this.ir = unit.ir();
        this.heap = heap;
        this.fills = new Fills(unit.ir());
        this.widths = new Widths(unit);
    }

    /** A new array of arrays of which only the first lengths are given. */
    public Val allocate(Env env, DType element, int rank, List<Atom> given, String place) {
        heap.checkSizes(given);
        String name = unit.name(unit.location(place));
        var extents = new ArrayList<>(given);
        for (int k = given.size(); k < rank; k++) {
            LengthRecipe r = unit.lifting().widths.get(name + "/" + k);
            Atom n = r == null ? null : widths.length(r, env);
            extents.add(n == null ? Lit.i32(0) : n);
        }
        Val.Ref made = (Val.Ref) heap.fresh(env, ir.zeros(element, extents), place);
        Cell.Arr a = (Cell.Arr) env.heap.get(made.loc());
        env.heap.put(made.loc(), given.get(given.size() - 1).equals(Lit.i32(0)) ? a : a.withFill(given.size() - 1, Fill.EMPTY));
        unit.records().made(made.loc(), env.copy(), extents);
        return made;
    }

    /** A clone of an array of arrays: its rows are those of the other until they are replaced. */
    Val share(Env env, Val.Ref of, String place) {
        Cell.Arr source = (Cell.Arr) unit.cell(env, of.loc());
        Atom content = heap.content(env, of);
        Val.Ref made = (Val.Ref) heap.fresh(env, ir.builder().emit(Prim.COPY, content), place);
        Cell.Arr a = (Cell.Arr) env.heap.get(made.loc());
        env.heap.put(made.loc(), a.withFill(0, new Fill(Set.of(), null, new Fill.Shared(of.loc(), source.content()))));
        unit.records().made(made.loc(), env.copy(), List.of(ir.dim(content, 0)));
        return made;
    }

    /** Checks that a row is there whose elements are to be read or written. */
    void present(Env env, Val.Ref r, Cell.Arr a, boolean write) {
        int depth = r.prefix().size() - 1;
        Fill f = depth < 0 || depth >= a.content().type().rank() - 1 ? Fill.FULL : a.fill(depth);
        if (f.isFull() || !write && isUnchanged(env, f)) {
            return;
        }
        if (f.of() != null && f.isEmpty() && unit.records().loopsSince(r.loc()).isEmpty()) {
            throw unit.refuse("ROW-STORE", "it clones an array of arrays, whose rows are then shared");
        }
        Atom ok = fills.has(a, r.prefix());
        if (!(ok instanceof Lit)) {
            remember(r.loc());
        }
        ir.check(ok, Params.Code.NULL, unit.where());
    }

    /** Whether the array that a clone was made from still has the elements that it had then. */
    private boolean isUnchanged(Env env, Fill f) {
        return f.of() != null && f.of().loc() >= 0 && !env.roots.containsKey(f.of().loc())
            && unit.cell(env, f.of().loc()) instanceof Cell.Arr a && a.content().equals(f.of().content());
    }

    /** Checks that nothing is missing below a reference whose value is used as a whole. */
    public void complete(Cell.Arr a, List<Atom> prefix) {
        ir.check(fills.all(a, prefix), Params.Code.NULL, unit.where());
    }

    /** Checks that no row stands twice in an array. */
    public void differ(Cell.Arr a) {
        Atom n = ir.dim(a.perm(), 0);
        Atom none = ir.builder().full(Lit.bool(false), List.of(ir.extent(n)), List.of(n));
        Atom seen = ir.builder().loop(n, List.of(none), p -> List.of(
            ir.update(p.get(1), List.of(ir.index(a.perm(), List.of(p.get(0)))), Lit.bool(true)))).get(0);
        ir.check(ir.builder().emit(Prim.REDUCE_AND, new Params.Axes(List.of(0)), seen), Params.Code.ALIAS, unit.where());
    }

    /** Refuses what certainly has missing rows at the end of the method. */
    public void refuseMissing(Cell.Arr a) {
        for (Fill f : a.fills()) {
            if (f.isEmpty()) {
                throw f.of() == null ? unit.refuse("JAGGED", "it makes an array of arrays without its rows")
                    : unit.refuse("ROW-STORE", "it clones an array of arrays, whose rows are then shared");
            }
        }
    }

    /** A loop reads rows: what was filled before it is checked once, in front of the outermost loop that stores none. */
    private void remember(int loc) {
        List<String> loops = unit.records().loopsSince(loc);
        var lifting = unit.lifting();
        String name = unit.name(loc) + "@";
        if (loops.isEmpty() || lifting.nullTests.contains(unit.name(loc))) {
            return;
        }
        if (loops.stream().anyMatch(l -> lifting.rowStores.contains(name + l))) {
            rememberFilled(loc, loops);
            return;
        }
        if (fillsAll(loc) && lifting.rowReads.add(name + loops.get(0))) {
            again();
        }
    }

    /** A loop reads rows that it, or one around it, replaces later: it begins with all of them when another loop has filled the array before. */
    private void rememberFilled(int loc, List<String> loops) {
        String name = unit.name(loc) + "@";
        for (String s : unit.lifting().rowStores) {
            if (!fillsAll(loc, s) || unit.loops().contains(s.substring(name.length()))) {
                continue;
            }
            Set<String> around = unit.records().aroundStores(s);
            String outermost = loops.stream().filter(l -> !around.contains(l)).findFirst().orElse(null);
            if (outermost != null && unit.lifting().filledBefore.add(name + outermost)) {
                again();
            }
        }
    }

    private boolean fillsAll(int loc) {
        return unit.lifting().rowStores.stream().anyMatch(s -> fillsAll(loc, s));
    }

    /** Whether a loop that stores rows most likely stores all of them: it counts their index up to the array's length, or down to 0. */
    private boolean fillsAll(int loc, String store) {
        String name = unit.name(loc) + "@";
        List<Atom> lengths = unit.records().stateAt(loc) == null ? null : unit.records().lengthsAt(loc);
        Eqn test = lengths != null && store.startsWith(name) ? unit.records().testOf(store.substring(name.length())) : null;
        return test != null && test.in().stream().anyMatch(x -> unit.records().isStoredAt(store, x)) && test.in().stream().anyMatch(
            x -> x.equals(Lit.i32(0)) || widths.length(x).equals(widths.length(lengths.get(0))));
    }

    /** Something was learnt: what this attempt gives will not be used, but it may learn more. */
    private void again() {
        if (unit.initializer() != null) {
            throw new Restart(); // what it has stored until now is used
        }
        unit.lifting().again = true;
    }

    /** The program itself reckons with missing rows: they are checked one by one. */
    private void neverComplete(int loc) {
        if (unit.lifting().nullTests.add(unit.name(loc))) {
            again();
        }
    }

    private void rememberStore(int loc, Atom i) {
        boolean wrong = false;
        for (String l : unit.records().loopsSince(loc)) {
            String key = unit.name(loc) + "@" + l;
            unit.records().storedAt(key, i);
            unit.records().storedIn(key, Set.copyOf(unit.records().loopsSince(loc)));
            wrong |= unit.lifting().rowStores.add(key) && unit.lifting().rowReads.contains(key);
        }
        if (wrong) {
            again();
        }
    }

    /** The state in front of a loop, with the checks made there that the loop would make in each iteration. */
    public Env beforeLoop(Env env, String loop) {
        Env r = env;
        for (var e : env.heap.entrySet()) {
            String key = unit.name(e.getKey()) + "@" + loop;
            boolean filled = unit.lifting().rowReads.contains(key) && !unit.lifting().rowStores.contains(key) || unit.lifting().filledBefore.contains(key);
            if (e.getValue() instanceof Cell.Arr a && !a.fills().isEmpty() && filled && !unit.lifting().nullTests.contains(unit.name(e.getKey()))) {
                Ir.Captured<Atom> ok = ir.capture(() -> fills.all(a, List.of()));
                if (a.fills().stream().noneMatch(f -> f.isEmpty() || f.of() != null) && !ok.result().equals(Lit.bool(false))) {
                    ir.append(ok.code());
                    ir.check(ok.result(), Params.Code.NULL, unit.where());
                    r = r == env ? env.copy() : r;
                    r.heap.put(e.getKey(), new Cell.Arr(a.content(), a.perm()));
                }
            }
        }
        return r;
    }

    /** Whether a reference is null. */
    public Atom isNull(Env env, Val v) {
        if (v instanceof Val.Choice c) {
            return ir.byTag(c.tag(), c.options().size(), k -> isNull(env, c.options().get(k)));
        }
        if (v instanceof Val.Ref r && !r.prefix().isEmpty() && unit.cell(env, r.loc()) instanceof Cell.Arr a) {
            Fill f = a.fill(r.prefix().size() - 1);
            if (Fill.Shared.LOST.equals(f.of())) {
                throw unit.refuse("NULL-TEST", "it tests a row for null that may be shared with another array");
            }
            if (f.isFull() || f.of() != null) {
                return Lit.bool(false);
            }
            neverComplete(r.loc());
            return ir.not(fills.has(a, r.prefix()));
        }
        return heap.same(v, new Val.Null());
    }

    /** True when a value may be a row that is not there: its identity is not known then. */
    public boolean mayBeMissing(Env env, Val v) {
        return v instanceof Val.Choice c ? c.options().stream().anyMatch(o -> mayBeMissing(env, o))
            : v instanceof Val.Ref r && !r.prefix().isEmpty() && unit.cell(env, r.loc()) instanceof Cell.Arr a
            && !a.fill(r.prefix().size() - 1).isFull();
    }

    /** Stores an array, or null, into an array of arrays. */
    void store(Env env, Val.Ref r, Atom i, Val x) {
        if (!unit.origins().isNew(r.loc())) {
            throw unit.refuse("ROW-STORE", "it stores an array into an array of arrays that others may know");
        }
        Cell.Arr a = (Cell.Arr) unit.cell(env, r.loc());
        if (a.perm() != null && r.prefix().isEmpty() && !ir.isInOrder(a.perm())) {
            throw unit.refuse("ROW-STORE", "it replaces rows of an array of arrays whose rows it has exchanged");
        }
        List<Atom> at = Fills.join(r.prefix(), i);
        boolean isArray = x instanceof Val.Ref row && row.prefix().isEmpty() && unit.isArray(env, row.loc());
        if (isArray && !unit.origins().isNew(((Val.Ref) x).loc())) {
            throw unit.refuse("ROW-STORE", "it stores an array that others may know into an array of arrays");
        }
        if (!isArray && !(x instanceof Val.Null)) {
            throw unit.refuse("ROW-STORE", "it stores an array into an array of arrays that may stand elsewhere too");
        }
        for (Val.Ref v : env.views(r.loc())) {
            if (v.prefix().size() >= at.size()) {
                Atom same = heap.same(new Val.Ref(r.loc(), v.prefix().subList(0, at.size())), new Val.Ref(r.loc(), at));
                if (same.equals(Lit.bool(true))) {
                    throw unit.refuse("ROW-STORE", "it replaces a row of an array of arrays that it still uses");
                }
                ir.check(ir.not(same), Params.Code.ALIAS, unit.where());
            }
        }
        rememberStore(r.loc(), i);
        if (!isArray) {
            if (a.fill(r.prefix().size()).of() != null) {
                throw unit.refuse("ROW-STORE", "it stores null into a clone of an array of arrays");
            }
            neverComplete(r.loc());
            env.heap.put(r.loc(), fills.put(a, at, false));
            return;
        }
        int loc = ((Val.Ref) x).loc();
        Cell.Arr row = (Cell.Arr) unit.cell(env, loc);
        if (row.perm() != null && !ir.isInOrder(row.perm())) {
            throw unit.refuse("ROW-STORE", "it stores an array of arrays whose rows it has exchanged");
        }
        Cell.Arr wide = fit(r.loc(), a, at, row);
        env.heap.put(r.loc(), put(wide, at, row));
        env.move(loc, new Val.Ref(r.loc(), at));
    }

    private Cell.Arr put(Cell.Arr a, List<Atom> at, Cell.Arr row) {
        boolean empty = row.fills().stream().anyMatch(Fill::isEmpty);
        boolean zero = ir.isZeros(row.content());
        boolean first = a.fill(at.size() - 1).isEmpty() && ir.isZeros(a.content());
        Cell.Arr r = empty || zero && first ? a
            : a.with(fills.copy(a.content(), at, zero ? Lit.zero(a.content().dtype()) : row.content(), List.of()));
        return fills.putBelow(fills.put(r, at, true), at, row);
    }

    /** Makes sure that a row is as long as the others, or makes it so while there are none. */
    private Cell.Arr fit(int loc, Cell.Arr a, List<Atom> at, Cell.Arr row) {
        Cell.Arr r = a;
        for (int k = 0; k < row.content().type().rank(); k++) {
            int axis = at.size() + k;
            Dim is = r.content().type().dims().get(axis);
            Dim own = row.content().type().dims().get(k);
            boolean late = unit.lifting().lateWidths.contains(unit.name(loc) + "/" + axis);
            if (k > 0 && row.fill(k - 1).isEmpty()) {
                break; // it has no rows yet
            }
            if (is.equals(own) && !is.isUnknown()) {
                continue;
            }
            Atom length = ir.dim(row.content(), k);
            if ((late || is.equals(Dim.of(0))) && a.fills().stream().skip(at.size()).anyMatch(f -> f.flags() != null)) {
                throw unit.refuse("JAGGED", "it makes an array of arrays without their lengths");
            }
            if (late && at.size() == 1) {
                r = r.with(grown(r, axis, length));
            } else if (is.equals(Dim.of(0)) && isUnknown(loc, axis)) {
                learn(loc, axis, row.content(), k);
                again();
                r = r.with(sized(r, axis, length));
            } else if (is.equals(Dim.of(0)) && a.fill(at.size() - 1).isEmpty()) {
                r = r.with(sized(r, axis, length));
            } else if (is.isConst() && own.isConst()) {
                throw unit.refuse("JAGGED", "it makes rows of different lengths");
            } else {
                ir.check(ir.op(Prim.EQ, length, ir.dim(r.content(), axis)), Params.Code.SHAPE, unit.where());
            }
        }
        return r;
    }

    /** Inside a loop the rows' length has to be known before it. */
    private boolean isUnknown(int loc, int axis) {
        return !unit.records().loopsSince(loc).isEmpty() && unit.records().stateAt(loc) != null && !unit.lifting().widths.containsKey(unit.name(loc) + "/" + axis);
    }

    private void learn(int loc, int axis, Atom row, int k) {
        String key = unit.name(loc) + "/" + axis;
        LengthRecipe recipe = widths.recipe(row, k, unit.records().stateAt(loc));
        if (recipe != null) {
            unit.lifting().widths.put(key, recipe);
        } else if (widths.varies(row, k)) {
            throw unit.refuse("JAGGED", "it makes rows of different lengths");
        } else if (axis > 1) {
            throw unit.refuse("JAGGED", "it makes an array of arrays without their lengths");
        } else {
            unit.lifting().lateWidths.add(key);
        }
    }

    private Atom sized(Cell.Arr a, int axis, Atom length) {
        var extents = new ArrayList<Atom>();
        for (int k = 0; k < a.content().type().rank(); k++) {
            extents.add(k == axis ? length : ir.dim(a.content(), k));
        }
        return ir.zeros(a.content().dtype(), extents);
    }

    /** A new array when the length is another and nothing is stored yet. */
    private Atom grown(Cell.Arr a, int axis, Atom length) {
        Atom fits = ir.op(Prim.EQ, length, ir.dim(a.content(), axis));
        Ir.Captured<Atom> grow = ir.capture(() -> {
            ir.check(fills.none(a), Params.Code.SHAPE, unit.where());
            return sized(a, axis, length);
        });
        if (grow.result() == null) {
            ir.check(fits, Params.Code.SHAPE, unit.where());
            return a.content();
        }
        List<Dim> dims = a.content().type().dims().stream().map(d -> Dim.UNKNOWN).toList();
        Var v = ir.fresh(new Type(a.content().dtype(), dims));
        ir.builder().append(new Eqn(Prim.COND, List.of(fits), new Params.Branches(List.of(
            new Region(List.of(), grow.code(), List.of(grow.result())), new Region(List.of(), List.of(), List.of(a.content())))), List.of(v)));
        return v;
    }
}
