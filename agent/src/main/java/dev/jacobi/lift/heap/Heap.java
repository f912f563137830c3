package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.KnownArray;
import dev.jacobi.lift.state.LiftAssumptions;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.RowPresences;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Arrays in the abstract heap: loads and stores with their checks, allocation, identity. */
public final class Heap {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final RowByRowArrays rows;

    public Heap(LiftContext context) {
        this.context = context;
        this.ir = context.ir();
        this.rows = new RowByRowArrays(context, this);
    }

    public RowByRowArrays rows() {
        return rows;
    }

    /** Element type of the operand of newarray. */
    public static DType elementOf(int operand) {
        return Descriptors.dtype(String.valueOf("ZCFDBSIJ".charAt(operand - 4)));
    }

    /** The array a reference leads to, whose elements are to be read or written; fails for what is no array. */
    private HeapCell.Arr array(Env env, Val v, boolean write) {
        HeapCell.Arr a = array(env, v);
        rows.present(env, (Val.Ref) v, a, write);
        uses((Val.Ref) v, a);
        return a;
    }

    /** Notes which row of an array of arrays is used. */
    private void uses(Val.Ref r, HeapCell.Arr a) {
        if (r.prefix().size() == 1 && a.perm() == null) {
            context.origins().usesRow(r.loc(), r.prefix().get(0));
        } else if (!r.prefix().isEmpty()) {
            context.origins().usesAnyRow(r.loc());
        }
    }

    private HeapCell.Arr array(Env env, Val v) {
        context.failIfNull(v);
        if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Arr a) {
            return a;
        }
        if (v instanceof Val.Given g && g.cls().startsWith("[")) {
            throw context.refuse(ReasonCode.OBJECT_ARRAY, "it uses an array of " + g.cls().substring(g.cls().lastIndexOf('[') + 1).replace('/', '.').replace(";", "")
                .replaceFirst("^L", ""));
        }
        throw context.refuse(ReasonCode.OBJECT, "it uses " + (v instanceof Val.Opaque o ? o.what() : "an object") + " where only arrays are known");
    }

    /** Emits one region per option; options that are null are excluded by a check. */
    Atom each(Val.Choice c, Function<Val, Atom> f) {
        var code = new ArrayList<List<Eqn>>();
        var outs = new ArrayList<Atom>();
        Atom some = null;
        for (int k = 0; k < c.options().size(); k++) {
            Val v = c.options().get(k);
            if (v instanceof Val.Null) {
                context.check(ir.op(Prim.NE, c.tag(), Lit.i32(k)), Params.Code.NULL);
            }
            EquationBuilder.Captured<Atom> x = ir.capture(() -> f.apply(v));
            code.add(x.code());
            outs.add(x.result());
            some = x.result() == null ? some : x.result();
        }
        if (some == null) {
            context.fail(Params.Code.NULL);
        }
        var regions = new ArrayList<Region>();
        for (int k = 0; k < outs.size(); k++) {
            Atom o = outs.get(k);
            if (o == null) {
                Atom like = some;
                o = ir.into(code.get(k), () -> ir.empty(like.type()));
            }
            regions.add(new Region(List.of(), code.get(k), List.of(o)));
        }
        return ir.builder().emit(Prim.COND, new Params.Branches(regions), c.tag());
    }

    /** What a reference that is followed leads to when it is null or one array, NDArray or object: a check makes sure that it is not null. */
    public Val used(Val v) {
        List<Val> some = v instanceof Val.Choice c ? c.options().stream().filter(o -> !(o instanceof Val.Null)).distinct().toList() : List.of();
        if (some.size() != 1 || !(some.get(0) instanceof Val.Ref || some.get(0) instanceof Val.Array)) {
            return v;
        }
        Val.Choice c = (Val.Choice) v;
        for (int k = 0; k < c.options().size(); k++) {
            if (c.options().get(k) instanceof Val.Null) {
                context.check(ir.op(Prim.NE, c.tag(), Lit.i32(k)), Params.Code.NULL);
            }
        }
        return some.get(0);
    }

    public Atom length(Env env, Val array) {
        Val v = used(array);
        if (v instanceof Val.Choice c) {
            return each(c, o -> length(env, o));
        }
        if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && KnownArray.is(o)) {
            return Lit.i32(o.fields().size());
        }
        HeapCell.Arr a = array(env, v, false);
        return ir.dim(a.content(), ((Val.Ref) v).prefix().size());
    }

    void checkIndex(Atom i, Atom n) {
        Atom ok = ir.and(ir.op(Prim.GE, i, Lit.i32(0)), ir.op(Prim.LT, i, n));
        context.check(ok, Params.Code.INDEX);
    }

    public Val load(Env env, Val array, Atom i) {
        Val v = used(array);
        if (v instanceof Val.Choice c) {
            if (c.options().stream().anyMatch(o -> hasRows(env, o))) {
                return loadRow(env, c, i);
            }
            return new Val.Sc(each(c, o -> {
                Val x = load(env, o, i);
                if (x instanceof Val.Sc s) {
                    return s.atom();
                }
                throw context.refuse(ReasonCode.ALIASING, "which array of arrays is meant depends on the data");
            }));
        }
        if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && KnownArray.is(o)) {
            return element(KnownArray.elements(o), i);
        }
        HeapCell.Arr a = array(env, v, false);
        Val.Ref r = (Val.Ref) v;
        checkIndex(i, ir.dim(a.content(), r.prefix().size()));
        var at = new ArrayList<>(r.prefix());
        at.add(a.perm() != null && at.isEmpty() ? ir.index(a.perm(), List.of(i)) : i);
        if (at.size() < a.content().type().rank()) {
            return new Val.Ref(r.loc(), at);
        }
        return new Val.Sc(ir.widen(ir.index(a.content(), at)));
    }

    /** One of several known values. */
    Val element(List<Val> parts, Atom i) {
        checkIndex(i, Lit.i32(parts.size()));
        if (parts.isEmpty()) {
            context.fail(Params.Code.INDEX);
        }
        if (i instanceof Lit l) {
            return parts.get((int) l.asLong());
        }
        if (parts.size() > 1) {
            context.trips().mustBeKnown(i);
        }
        return parts.size() == 1 ? parts.get(0) : new Val.Choice(i, parts);
    }

    private boolean hasRows(Env env, Val v) {
        return v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Arr a && a.content().type().rank() > r.prefix().size() + 1;
    }

    /** The row of one of several arrays of arrays: one of several rows. */
    private Val loadRow(Env env, Val.Choice c, Atom i) {
        var rows = new ArrayList<Val>();
        for (int k = 0; k < c.options().size(); k++) {
            Val v = c.options().get(k);
            Atom ok = Lit.bool(false);
            if (v instanceof Val.Ref r) {
                HeapCell.Arr a = array(env, v);
                context.refuseIf(a.perm() != null || this.rows.mayBeMissing(env, v), ReasonCode.ALIASING, "which array of arrays is meant depends on the data");
                Atom n = ir.dim(a.content(), r.prefix().size());
                ok = ir.and(ir.op(Prim.GE, i, Lit.i32(0)), ir.op(Prim.LT, i, n));
                rows.add(new Val.Ref(r.loc(), RowPresences.join(r.prefix(), i)));
            } else {
                rows.add(v);
            }
            context.check(ir.op(Prim.OR, ir.op(Prim.NE, c.tag(), Lit.i32(k)), ok), v instanceof Val.Ref ? Params.Code.INDEX : Params.Code.NULL);
        }
        return new Val.Choice(c.tag(), rows);
    }

    public void store(Env env, Val array, Atom i, Val x) {
        Val v = used(array);
        if (v instanceof Val.Choice c) {
            context.refuseIf(!(x instanceof Val.Sc), ReasonCode.ROW_STORE, "it stores an array or null into one of several arrays of arrays");
            storeChoice(env, c, e -> o -> store(e, o, i, x));
            return;
        }
        if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Obj o && KnownArray.is(o)) {
            context.refuseIf(context.origins().mayHaveComeWithCall(r.loc()), ReasonCode.FIELD_WRITE, "it stores into an array of objects that came with the call");
            checkIndex(i, Lit.i32(o.fields().size()));
            if (!KnownArray.has(o, i)) {
                context.trips().mustBeKnownAtAll(i);
                throw context.refuse(ReasonCode.OBJECT_ARRAY, "it stores into an array of objects at an index that depends on the data");
            }
            env.heap.put(r.loc(), o.with(Long.toString(((Lit) i).asLong()), x, true));
            return;
        }
        HeapCell.Arr a = array(env, v, true);
        Val.Ref r = (Val.Ref) v;
        checkIndex(i, ir.dim(a.content(), r.prefix().size()));
        if (!(x instanceof Val.Sc s)) {
            storeRow(env, r, a, i, x);
            return;
        }
        var at = new ArrayList<>(r.prefix());
        at.add(i);
        change(env, r.loc(), a.with(ir.update(a.content(), at, ir.narrow(s.atom(), a.content().dtype()))));
    }

    private void storeRow(Env env, Val.Ref r, HeapCell.Arr a, Atom i, Val x) {
        if (!(x instanceof Val.Ref row) || row.loc() != r.loc() || row.prefix().size() != 1 || !r.prefix().isEmpty()) {
            rows.store(env, r, a.perm() != null && r.prefix().isEmpty() ? ir.index(a.perm(), List.of(i)) : i, x);
            return;
        }
        if (a.perm() == null) {
            throw context.needsRows(r.loc());
        }
        env.heap.put(r.loc(), new HeapCell.Arr(a.content(), ir.update(a.perm(), List.of(i), row.prefix().get(0)), a.fills()));
    }

    /** A store through a reference to one of several arrays: the contents of all of them may change. */
    void storeChoice(Env env, Val.Choice c, Function<Env, Consumer<Val>> store) {
        var locs = new ArrayList<Integer>();
        for (int k = 0; k < c.options().size(); k++) {
            if (c.options().get(k) instanceof Val.Ref r) {
                locs.add(r.loc());
            } else {
                context.check(ir.op(Prim.NE, c.tag(), Lit.i32(k)), Params.Code.NULL);
            }
        }
        var distinct = new ArrayList<>(new TreeSet<>(locs));
        var regions = new ArrayList<Region>();
        for (Val o : c.options()) {
            Env e = env.copy();
            EquationBuilder.Captured<Boolean> done = ir.capture(() -> {
                if (o instanceof Val.Ref) {
                    store.apply(e).accept(o);
                }
                return true;
            });
            regions.add(new Region(List.of(), done.code(), distinct.stream().map(l -> ((HeapCell.Arr) context.cell(e, l)).content()).toList()));
        }
        var out = ir.builder().emitAll(Prim.COND, new Params.Branches(regions), List.of(c.tag()));
        for (int k = 0; k < distinct.size(); k++) {
            int l = distinct.get(k);
            HeapCell.Arr a = (HeapCell.Arr) context.cell(env, l);
            ir.like(out.get(k), a.content());
            change(env, l, a.with(out.get(k)));
        }
    }

    /** The value of the whole array or row that a reference stands for. */
    public Atom content(Env env, Val array) {
        if (used(array) instanceof Val.Ref r && r.prefix().isEmpty()) {
            context.origins().usesAnyRow(r.loc());
        }
        return end(env, array);
    }

    /** The same at the end of the method, when nothing more is asked of it. */
    public Atom end(Env env, Val array) {
        Val v = used(array);
        if (v instanceof Val.Choice c) {
            return each(c, o -> content(env, o));
        }
        HeapCell.Arr a = array(env, v, false);
        List<Atom> at = ((Val.Ref) v).prefix();
        rows.complete(a, at);
        context.refuseIf(a.perm() != null && at.isEmpty(), ReasonCode.ROW_STORE, "it passes on an array of arrays whose rows it has exchanged");
        return ir.index(a.content(), at);
    }

    /** Elements of the array at a location have changed. */
    void change(Env env, int loc, HeapCell.Arr now) {
        context.origins().changed(loc);
        env.heap.put(loc, now);
    }

    public void setContent(Env env, Val array, Function<Atom, Atom> change) {
        Val v = used(array);
        if (v instanceof Val.Choice c) {
            storeChoice(env, c, e -> o -> setContent(e, o, change));
            return;
        }
        HeapCell.Arr a = array(env, v, true);
        Val.Ref r = (Val.Ref) v;
        Atom value = change.apply(content(env, v));
        change(env, r.loc(), a.with(ir.update(a.content(), r.prefix(), value)));
    }

    /** {@code n} elements of an array of numbers, or of a row, from {@code first} on become what the function makes of 0, 1, 2 ...; other rows are not touched. */
    void setElements(Env env, Val array, Atom n, Atom first, Function<Atom, Atom> value) {
        Val v = used(array);
        if (v instanceof Val.Choice c) {
            storeChoice(env, c, e -> o -> setElements(e, o, n, first, value));
            return;
        }
        HeapCell.Arr a = array(env, v, true);
        Val.Ref r = (Val.Ref) v;
        change(env, r.loc(), a.with(ir.builder().loop(n, List.of(a.content()), p -> {
            Atom x = value.apply(p.get(0));
            var at = new ArrayList<>(r.prefix());
            at.add(ir.op(Prim.ADD, first, p.get(0)));
            return List.of(ir.update(p.get(1), at, x));
        }).get(0)));
    }

    public Val newArray(Env env, DType element, List<Atom> extents, String place) {
        checkSizes(extents);
        Atom content = ir.zeros(element, extents);
        return fresh(env, content, place);
    }

    void checkSizes(List<Atom> extents) {
        for (Atom n : extents) {
            if (!ir.isExtent(n)) {
                context.check(ir.op(Prim.GE, n, Lit.i32(0)), Params.Code.NEGATIVE_SIZE);
            }
        }
    }

    /** A new location with the given content. */
    public Val fresh(Env env, Atom content, String place) {
        int loc = context.location(place);
        context.origins().madeNew(loc);
        Atom perm = null;
        if (content.type().rank() > 1 && context.exchangesRows(loc)) {
            Atom n = ir.dim(content, 0);
            perm = ir.order(n);
        }
        env.heap.put(loc, new HeapCell.Arr(content, perm));
        context.records().made(loc, null, List.of());
        return new Val.Ref(loc);
    }

    /** Whether an array of objects is one whose elements are followed one by one. */
    public boolean isKnown(String element, Atom n) {
        return context.isFunction() && KnownArray.of(element, n) != null;
    }

    public Val newRows(Env env, String element, Atom n, String place) {
        int depth = element.lastIndexOf('[') + 1;
        DType d = Descriptors.dtype(element.substring(depth));
        boolean followed = d == DType.I32 && context.assumed().has(LiftAssumptions.Fact.CONSTANT_ROWS, context.name(context.location(place)));
        if ((d == null || followed) && isKnown(element, n)) {
            return context.put(env, place, KnownArray.of(element, n));
        }
        if (d == null) {
            throw context.refuse(ReasonCode.OBJECT_ARRAY, "it makes an array of " + org.objectweb.asm.Type.getObjectType(element).getClassName());
        }
        return rows.allocate(env, d, depth + 1, List.of(n), place);
    }

    /** Whether two references are the same object. */
    public Atom same(Val a, Val b) {
        if (a instanceof Val.Choice c) {
            return ir.byTag(c.tag(), c.options().size(), k -> same(c.options().get(k), b));
        }
        if (b instanceof Val.Choice) {
            return same(b, a);
        }
        if (a instanceof Val.Null || b instanceof Val.Null) {
            Val other = a instanceof Val.Null ? b : a;
            comparesRows(other);
            if (other instanceof Val.Given g) {
                context.inputs().mustNotBeNull(g);
            }
            return Lit.bool(other instanceof Val.Null);
        }
        if (a instanceof Val.Opaque x && b instanceof Val.Opaque y && x.constant() instanceof Enum<?> && y.constant() instanceof Enum<?>) {
            return Lit.bool(x.constant() == y.constant());
        }
        comparesRows(a);
        comparesRows(b);
        if (a instanceof Val.Ref x && b instanceof Val.Ref y) {
            if (x.loc() != y.loc() || x.prefix().size() != y.prefix().size()) {
                return Lit.bool(false);
            }
            Atom r = Lit.bool(true);
            for (int k = 0; k < x.prefix().size(); k++) {
                r = ir.and(r, x.prefix().get(k).equals(y.prefix().get(k)) ? Lit.bool(true) : ir.op(Prim.EQ, x.prefix().get(k), y.prefix().get(k)));
            }
            return r;
        }
        if (a instanceof Val.Given && a.equals(b)) {
            return Lit.bool(true);
        }
        if (a instanceof Val.Given && b instanceof Val.Ref r && isOurs(r) || b instanceof Val.Given && a instanceof Val.Ref q && isOurs(q)) {
            return Lit.bool(false);
        }
        throw context.refuse(ReasonCode.IDENTITY, "it compares the identity of objects");
    }

    /** Rows that are compared, with others or with null, are taken to be there and to be different ones, so all are looked at. */
    void comparesRows(Val v) {
        if (v instanceof Val.Ref r && !r.prefix().isEmpty()) {
            context.origins().usesAnyRow(r.loc());
        }
    }

    /** Made by this call, and so no object that came with it. */
    private boolean isOurs(Val.Ref r) {
        return context.origins().isNew(r.loc()) && !context.origins().mayHaveComeWithCall(r.loc());
    }

    /** The values at the end of static fields that the code writes, as their types are. */
    public List<Atom> statics(Env end) {
        return context.assumed().written().stream().map(s -> ir.narrow(((Val.Sc) end.statics.get(s)).atom(), Descriptors.dtype(s.desc()))).toList();
    }
}
