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
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LengthRecipe;
import dev.jacobi.lift.state.LiftAssumptions;
import dev.jacobi.lift.state.LiftAssumptions.Fact;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Restart;
import dev.jacobi.lift.state.RowPresence;
import dev.jacobi.lift.state.RowPresences;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Arrays of arrays whose rows are made one by one. Such an array is rectangular from the start, with a {@link RowPresence} that tells which rows are
 * there; storing a new array as a row copies it to its place, and what referred to it refers to the row from then on. How long rows
 * are is guessed ({@link RowLengths}) and checked at each store; a row that is missing where it is used, or in an array that leaves the method, fails
 * a check too. Only arrays made by the call itself take part.
 */
public final class RowByRowArrays {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;
    private final RowPresences fills;
    private final RowLengths widths;

    RowByRowArrays(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
        this.fills = new RowPresences(context.ir());
        this.widths = new RowLengths(context);
    }

    /** A new array of arrays of which only the first lengths are given. */
    public Val allocate(Env env, DType element, int rank, List<Atom> given, String place) {
        heap.checkSizes(given);
        String name = context.name(context.location(place));
        var extents = new ArrayList<>(given);
        for (int k = given.size(); k < rank; k++) {
            LengthRecipe r = context.assumed().rowLengths().get(name + "/" + k);
            Atom n = r == null ? null : widths.length(r, env);
            extents.add(n == null ? Lit.i32(0) : n);
        }
        Val.Ref made = (Val.Ref) heap.fresh(env, ir.zeros(element, extents), place);
        HeapCell.Arr a = (HeapCell.Arr) env.heap.get(made.loc());
        env.heap.put(made.loc(), given.get(given.size() - 1).equals(Lit.i32(0)) ? a : a.withFill(given.size() - 1, RowPresence.EMPTY));
        context.records().made(made.loc(), env.copy(), extents);
        return made;
    }

    /** A clone of an array of arrays: its rows are those of the other until they are replaced. */
    Val share(Env env, Val.Ref of, String place) {
        HeapCell.Arr source = (HeapCell.Arr) context.cell(env, of.loc());
        Atom content = heap.content(env, of);
        Val.Ref made = (Val.Ref) heap.fresh(env, ir.builder().emit(Prim.COPY, content), place);
        HeapCell.Arr a = (HeapCell.Arr) env.heap.get(made.loc());
        env.heap.put(made.loc(), a.withFill(0, new RowPresence(Set.of(), null, new RowPresence.Shared(of.loc(), source.content()))));
        context.records().made(made.loc(), env.copy(), List.of(ir.dim(content, 0)));
        return made;
    }

    /** Checks that a row is there whose elements are to be read or written. */
    void present(Env env, Val.Ref r, HeapCell.Arr a, boolean write) {
        int depth = r.prefix().size() - 1;
        RowPresence f = depth < 0 || depth >= a.content().type().rank() - 1 ? RowPresence.FULL : a.fill(depth);
        if (f.isFull() || !write && isUnchanged(env, f)) {
            return;
        }
        context.refuseIf(f.of() != null && f.isEmpty() && context.records().loopsSince(r.loc()).isEmpty(),
            ReasonCode.ROW_STORE, "it clones an array of arrays, whose rows are then shared");
        Atom ok = fills.has(a, r.prefix());
        if (!(ok instanceof Lit)) {
            remember(r.loc());
        }
        context.check(ok, Params.Code.NULL);
    }

    /** Whether the array that a clone was made from still has the elements that it had then. */
    private boolean isUnchanged(Env env, RowPresence f) {
        return f.of() != null && f.of().loc() >= 0 && !env.roots.containsKey(f.of().loc())
            && context.cell(env, f.of().loc()) instanceof HeapCell.Arr a && a.content().equals(f.of().content());
    }

    /** Checks that nothing is missing below a reference whose value is used as a whole. */
    public void complete(HeapCell.Arr a, List<Atom> prefix) {
        context.check(fills.all(a, prefix), Params.Code.NULL);
    }

    /** Checks that no row stands twice in an array. */
    public void differ(HeapCell.Arr a) {
        List<Integer> known = ir.known(a.perm());
        context.refuseIf(known != null && Set.copyOf(known).size() < known.size(), ReasonCode.RESULT, "it returns an array of arrays in which one row stands twice");
        Atom n = ir.dim(a.perm(), 0);
        Atom none = ir.builder().full(Lit.bool(false), List.of(ir.extent(n)), List.of(n));
        Atom seen = ir.builder().loop(n, List.of(none), p -> List.of(
            ir.update(p.get(1), List.of(ir.index(a.perm(), List.of(p.get(0)))), Lit.bool(true)))).get(0);
        context.check(ir.builder().emit(Prim.REDUCE_AND, new Params.Axes(List.of(0)), seen), Params.Code.ALIAS);
    }

    /** Refuses what certainly has missing rows at the end of the method. */
    public void refuseMissing(HeapCell.Arr a) {
        for (RowPresence f : a.fills()) {
            if (f.isEmpty()) {
                throw f.of() == null ? context.refuse(ReasonCode.JAGGED, "it makes an array of arrays without its rows")
                    : context.refuse(ReasonCode.ROW_STORE, "it clones an array of arrays, whose rows are then shared");
            }
        }
    }

    /** A loop reads rows: what was filled before it is checked once, in front of the outermost loop that stores none. */
    private void remember(int loc) {
        List<String> loops = context.records().loopsSince(loc);
        String name = context.name(loc) + "@";
        if (loops.isEmpty() || is(Fact.MAY_LACK_ROWS, context.name(loc))) {
            return;
        }
        if (loops.stream().anyMatch(l -> is(Fact.STORES_ROWS, name + l))) {
            rememberFilled(loc, loops);
        } else if (fillsAll(loc)) {
            learn(Fact.READS_ROWS, name + loops.get(0));
        }
    }

    /** A loop reads rows that it, or one around it, replaces later: it begins with all of them when another loop has filled the array before. */
    private void rememberFilled(int loc, List<String> loops) {
        String name = context.name(loc) + "@";
        for (String s : context.assumed().all(Fact.STORES_ROWS)) {
            if (!fillsAll(loc, s) || context.loops().contains(s.substring(name.length()))) {
                continue;
            }
            Set<String> around = context.records().aroundStores(s);
            String outermost = loops.stream().filter(l -> !around.contains(l)).findFirst().orElse(null);
            if (outermost != null) {
                learn(Fact.FILLED_BEFORE, name + outermost);
            }
        }
    }

    private boolean fillsAll(int loc) {
        return context.assumed().all(Fact.STORES_ROWS).stream().anyMatch(s -> fillsAll(loc, s));
    }

    /** Whether a loop that stores rows most likely stores all of them: it counts their index from 0 up to the array's length, or down to 0. */
    private boolean fillsAll(int loc, String store) {
        String name = context.name(loc) + "@";
        List<Atom> lengths = context.records().stateAt(loc) == null ? null : context.records().lengthsAt(loc);
        Eqn test = lengths != null && store.startsWith(name) ? context.records().testOf(store.substring(name.length())) : null;
        if (test == null || test.in().size() != 2) {
            return false;
        }
        boolean last = test.prim() == Prim.GE || test.prim() == Prim.LT;
        boolean down = last && test.in().get(1).equals(Lit.i32(0)) && context.records().isStoredAt(store, test.in().get(0));
        return down || IntStream.range(0, 2).anyMatch(k -> countsRows(store, test.in().get(k)) && widths.length(test.in().get(1 - k)).equals(widths.length(lengths.get(0))));
    }

    /** Whether rows are stored at what a loop counts, and not from a later one on. */
    private boolean countsRows(String store, Atom counter) {
        return context.records().isStoredAt(store, counter) && !(context.records().startOf(counter) instanceof Lit l && l.asLong() > 0);
    }

    private boolean is(Fact fact, String name) {
        return context.assumed().has(fact, name);
    }

    private void learn(Fact fact, String name) {
        if (!is(fact, name)) {
            learn(context.assumed().with(fact, name));
        }
    }

    /** What this attempt gives will not be used, but it may learn more. */
    private void learn(LiftAssumptions next) {
        if (context.initializer() != null) {
            throw new Restart(next); // what it has stored until now is used
        }
        context.attempt().refute(next);
    }

    /** The program itself reckons with missing rows: they are checked one by one. */
    private void neverComplete(int loc) {
        learn(Fact.MAY_LACK_ROWS, context.name(loc));
    }

    private void rememberStore(int loc, Atom i) {
        List<String> loops = context.records().loopsSince(loc);
        for (String l : loops) {
            String key = context.name(loc) + "@" + l;
            context.records().stored(key, i, loops);
            if (is(Fact.READS_ROWS, key)) {
                learn(Fact.STORES_ROWS, key);
            } else if (!is(Fact.STORES_ROWS, key)) {
                context.attempt().note(context.assumed().with(Fact.STORES_ROWS, key));
            }
        }
    }

    /** The state in front of a loop, with the checks made there that the loop would make in each iteration. */
    public Env beforeLoop(Env env, String loop) {
        Env r = env;
        for (var e : env.heap.entrySet()) {
            String key = context.name(e.getKey()) + "@" + loop;
            boolean filled = is(Fact.READS_ROWS, key) && !is(Fact.STORES_ROWS, key) || is(Fact.FILLED_BEFORE, key);
            if (e.getValue() instanceof HeapCell.Arr a && !a.fills().isEmpty() && filled && !is(Fact.MAY_LACK_ROWS, context.name(e.getKey()))) {
                EquationBuilder.Captured<Atom> ok = ir.capture(() -> fills.all(a, List.of()));
                if (a.fills().stream().noneMatch(f -> f.isEmpty() || f.of() != null) && !ok.result().equals(Lit.bool(false))) {
                    ir.append(ok.code());
                    context.check(ok.result(), Params.Code.NULL);
                    r = r == env ? env.copy() : r;
                    r.heap.put(e.getKey(), new HeapCell.Arr(a.content(), a.perm()));
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
        if (v instanceof Val.Ref r && !r.prefix().isEmpty() && context.cell(env, r.loc()) instanceof HeapCell.Arr a) {
            heap.comparesRows(v);
            RowPresence f = a.fill(r.prefix().size() - 1);
            context.refuseIf(RowPresence.Shared.LOST.equals(f.of()), ReasonCode.NULL_TEST, "it tests a row for null that may be shared with another array");
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
            : v instanceof Val.Ref r && !r.prefix().isEmpty() && context.cell(env, r.loc()) instanceof HeapCell.Arr a
            && !a.fill(r.prefix().size() - 1).isFull();
    }

    /** Stores an array, or null, into an array of arrays. */
    void store(Env env, Val.Ref r, Atom i, Val x) {
        context.refuseIf(!context.origins().isNew(r.loc()), ReasonCode.ROW_STORE, "it stores an array into an array of arrays that others may know");
        HeapCell.Arr a = (HeapCell.Arr) context.cell(env, r.loc());
        context.refuseIf(a.perm() != null && r.prefix().isEmpty() && !ir.isInOrder(a.perm()),
            ReasonCode.ROW_STORE, "it replaces rows of an array of arrays whose rows it has exchanged");
        List<Atom> at = RowPresences.join(r.prefix(), i);
        boolean isArray = x instanceof Val.Ref row && row.prefix().isEmpty() && context.isArray(env, row.loc());
        context.refuseIf(isArray && !context.origins().isNew(((Val.Ref) x).loc()),
            ReasonCode.ROW_STORE, "it stores an array that others may know into an array of arrays");
        context.refuseIf(!isArray && !(x instanceof Val.Null), ReasonCode.ROW_STORE, "it stores an array into an array of arrays that may stand elsewhere too");
        for (Val.Ref v : env.views(r.loc())) {
            if (v.prefix().size() >= at.size()) {
                Atom same = heap.same(new Val.Ref(r.loc(), v.prefix().subList(0, at.size())), new Val.Ref(r.loc(), at));
                context.refuseIf(same.equals(Lit.bool(true)), ReasonCode.ROW_STORE, "it replaces a row of an array of arrays that it still uses");
                context.check(ir.not(same), Params.Code.ALIAS);
            }
        }
        rememberStore(r.loc(), i);
        if (!isArray) {
            context.refuseIf(a.fill(r.prefix().size()).of() != null, ReasonCode.ROW_STORE, "it stores null into a clone of an array of arrays");
            neverComplete(r.loc());
            env.heap.put(r.loc(), fills.put(a, at, false));
            return;
        }
        int loc = ((Val.Ref) x).loc();
        HeapCell.Arr row = (HeapCell.Arr) context.cell(env, loc);
        context.refuseIf(row.perm() != null && !ir.isInOrder(row.perm()), ReasonCode.ROW_STORE, "it stores an array of arrays whose rows it has exchanged");
        HeapCell.Arr wide = fit(r.loc(), a, at, row);
        env.heap.put(r.loc(), put(wide, at, row));
        env.move(loc, new Val.Ref(r.loc(), at));
    }

    private HeapCell.Arr put(HeapCell.Arr a, List<Atom> at, HeapCell.Arr row) {
        boolean empty = row.fills().stream().anyMatch(RowPresence::isEmpty);
        boolean zero = ir.isZeros(row.content());
        boolean first = a.fill(at.size() - 1).isEmpty() && ir.isZeros(a.content());
        HeapCell.Arr r = empty || zero && first ? a
            : a.with(fills.copy(a.content(), at, zero ? Lit.zero(a.content().dtype()) : row.content(), List.of()));
        if (at.size() == 1) {
            ir.knowRow(a.content(), r.content(), at.get(0), row.content());
        }
        return fills.putBelow(fills.put(r, at, true), at, row);
    }

    /** Makes sure that a row is as long as the others, or makes it so while there are none. */
    private HeapCell.Arr fit(int loc, HeapCell.Arr a, List<Atom> at, HeapCell.Arr row) {
        HeapCell.Arr r = a;
        for (int k = 0; k < row.content().type().rank(); k++) {
            int axis = at.size() + k;
            Dim is = r.content().type().dims().get(axis);
            Dim own = row.content().type().dims().get(k);
            boolean late = is(Fact.LATE_LENGTH, context.name(loc) + "/" + axis);
            if (k > 0 && row.fill(k - 1).isEmpty()) {
                break; // it has no rows yet
            }
            if (is.equals(own) && !is.isUnknown()) {
                continue;
            }
            Atom length = ir.dim(row.content(), k);
            context.refuseIf((late || is.equals(Dim.of(0))) && a.fills().stream().skip(at.size()).anyMatch(f -> f.flags() != null),
                ReasonCode.JAGGED, "it makes an array of arrays without their lengths");
            if (late && at.size() == 1) {
                r = r.with(grown(r, axis, length));
            } else if (is.equals(Dim.of(0)) && isUnknown(loc, axis)) {
                learn(loc, axis, row.content(), k);
                r = r.with(sized(r, axis, length));
            } else if (is.equals(Dim.of(0)) && a.fill(at.size() - 1).isEmpty()) {
                r = r.with(sized(r, axis, length));
            } else if (is.isConst() && own.isConst()) {
                followed(loc, a);
                throw context.refuse(ReasonCode.JAGGED, "it makes rows of different lengths");
            } else {
                context.check(ir.op(Prim.EQ, length, ir.dim(r.content(), axis)), Params.Code.SHAPE);
            }
        }
        return r;
    }

    /** Lifts again with the rows of an array of arrays of ints followed one by one, where a function makes the array with a small constant length and this was not tried yet. */
    public void followed(int loc, HeapCell.Arr a) {
        String name = context.name(loc);
        boolean isSmall = a.content().type().dims().get(0).isConst() && heap.isKnown("[I", Lit.i32((int) a.content().type().dims().get(0).add()));
        if (isSmall && a.content().dtype() == DType.I32 && context.origins().isNew(loc) && !name.contains("|") && !is(Fact.CONSTANT_ROWS, name)) {
            throw new Restart(context.assumed().with(Fact.CONSTANT_ROWS, name));
        }
    }

    /** Inside a loop the rows' length has to be known before it. */
    private boolean isUnknown(int loc, int axis) {
        return !context.records().loopsSince(loc).isEmpty() && context.records().stateAt(loc) != null && !context.assumed().rowLengths().containsKey(context.name(loc) + "/" + axis);
    }

    private void learn(int loc, int axis, Atom row, int k) {
        String key = context.name(loc) + "/" + axis;
        LengthRecipe recipe = widths.recipe(row, k, context.records().stateAt(loc));
        if (recipe != null) {
            learn(context.assumed().withRowLength(key, recipe));
        } else if (widths.varies(row, k)) {
            throw context.refuse(ReasonCode.JAGGED, "it makes rows of different lengths");
        } else if (axis > 1) {
            throw context.refuse(ReasonCode.JAGGED, "it makes an array of arrays without their lengths");
        } else {
            learn(Fact.LATE_LENGTH, key);
        }
    }

    private Atom sized(HeapCell.Arr a, int axis, Atom length) {
        var extents = new ArrayList<Atom>();
        for (int k = 0; k < a.content().type().rank(); k++) {
            extents.add(k == axis ? length : ir.dim(a.content(), k));
        }
        return ir.zeros(a.content().dtype(), extents);
    }

    /** A new array when the length is another and nothing is stored yet. */
    private Atom grown(HeapCell.Arr a, int axis, Atom length) {
        Atom fits = ir.op(Prim.EQ, length, ir.dim(a.content(), axis));
        EquationBuilder.Captured<Atom> grow = ir.capture(() -> {
            context.check(fills.none(a), Params.Code.SHAPE);
            return sized(a, axis, length);
        });
        if (grow.result() == null) {
            context.check(fits, Params.Code.SHAPE);
            return a.content();
        }
        List<Dim> dims = a.content().type().dims().stream().map(d -> Dim.UNKNOWN).toList();
        Var v = ir.fresh(new Type(a.content().dtype(), dims));
        ir.builder().append(new Eqn(Prim.COND, List.of(fits), new Params.Branches(List.of(
            new Region(List.of(), grow.code(), List.of(grow.result())), new Region(List.of(), List.of(), List.of(a.content())))), List.of(v)));
        return v;
    }
}
