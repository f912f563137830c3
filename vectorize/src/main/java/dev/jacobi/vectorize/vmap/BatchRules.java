package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * vmap equation by equation: each becomes one on arrays with the lanes as their first axis, which is what targets without loops over scalars
 * take. A value that is the same for all lanes stays as it is. Lanes that do not take part in a branch or a trip are masked: what they
 * would write is dropped, what they would check holds. This file has the rule of every primitive; {@link BatchAccess} elements and slices,
 * {@link BatchMasks} control flow.
 */
public final class BatchRules {
    final Builder b;
    final BatchDivergence differs;
    final Functions functions;
    final BatchValues values;
    private final BatchAccess access = new BatchAccess(this);
    private final BatchMasks masks = new BatchMasks(this);

    private BatchRules(Builder b, BatchDivergence differs, Functions functions, Atom count, Dim extent) {
        this.b = b;
        this.differs = differs;
        this.functions = functions;
        values = new BatchValues(b, differs.marks, count, extent);
    }

    /** As {@link Batch#of}, but without a map over the lanes. */
    public static Module of(Module m, String entry, List<Integer> inAxes, List<Integer> outAxes, String axisName) {
        Func f = m.get(entry);
        var functions = new Functions(m, axisName == null ? "" : axisName);
        var differs = new BatchDivergence(functions.axis);
        differs.marks.inputs(f, inAxes.stream().map(a -> a >= 0).toList());
        differs.walk(f.body(), false);
        var b = new Builder(Regions.firstFreeId(f));
        var inputs = Batch.Inputs.of(b, f, inAxes);
        var rules = new BatchRules(b, differs, functions, inputs.count, inputs.extent);
        for (int k = 0; k < inAxes.size(); k++) {
            rules.values.set(f.in().get(k), inAxes.get(k) < 0 ? inputs.vars.get(k) : inputs.batched.get(k));
        }
        rules.body(f.body(), null);
        var out = new ArrayList<Atom>();
        for (int k = 0; k < outAxes.size(); k++) {
            out.add(Batch.moveAxis(b, (Var) rules.values.stacked(f.out().get(k)), 0, outAxes.get(k)));
        }
        functions.done.put(Batch.name(entry), b.build(inputs.vars, out));
        functions.finish();
        return new Module(functions.done);
    }

    /** The functions that batched ones call: batched too, one version for each set of inputs that differ, with a mask as first input. */
    static final class Functions {
        final Map<String, Func> done;
        final String axis;
        private final List<Runnable> open = new ArrayList<>();

        Functions(Module m, String axis) {
            done = new LinkedHashMap<>(m.funcs());
            this.axis = axis;
        }

        void finish() {
            while (!open.isEmpty()) {
                open.remove(open.size() - 1).run();
            }
        }

        /** True for a function of the module; others are elementwise. */
        boolean has(String name) {
            return done.containsKey(name);
        }

        /** All results are stacked. */
        String version(String name, List<Boolean> which) {
            var text = new StringBuilder("batch[");
            which.forEach(w -> text.append(w ? '1' : '0'));
            String version = text.append("](").append(name).append(')').toString();
            if (!done.containsKey(version)) {
                done.put(version, done.get(name));
                open.add(() -> done.put(version, batched(done.get(name), which)));
            }
            return version;
        }

        private Func batched(Func f, List<Boolean> which) {
            var differs = new BatchDivergence(axis);
            differs.marks.inputs(f, which);
            differs.walk(f.body(), true);
            var b = new Builder(Regions.firstFreeId(f));
            Dim lanes = Dim.sym("lanes");
            Var mask = b.fresh(Type.of(DType.BOOL, lanes));
            var in = new ArrayList<Var>(List.of(mask));
            var rules = new BatchRules(b, differs, this, b.dim(mask, 0), lanes);
            for (int k = 0; k < which.size(); k++) {
                Var v = f.in().get(k);
                Var w = which.get(k) ? b.fresh(v.type().stacked(lanes)) : v;
                in.add(w);
                rules.values.set(v, w);
            }
            rules.body(f.body(), mask);
            return b.build(in, f.out().stream().map(rules.values::stacked).toList());
        }
    }

    Atom reshape(Atom x, List<Dim> dims, List<Atom> extents) {
        var in = new ArrayList<Atom>(List.of(x));
        in.addAll(extents);
        return b.emitAll(Prim.RESHAPE, new Params.Shape(x.dtype(), dims), in).get(0);
    }

    Atom product(List<Atom> extents) {
        return extents.stream().reduce((x, y) -> b.emit(Prim.MUL, x, y)).orElse(Lit.i32(1));
    }

    Atom anyLane(Atom mask) {
        return b.emit(Prim.REDUCE_OR, new Params.Axes(List.of(0)), mask);
    }

    private static List<Integer> behind(List<Integer> axes) {
        return axes.stream().map(k -> k + 1).toList();
    }

    private static List<Integer> lanesAndBehind(List<Integer> axes) {
        var out = new ArrayList<Integer>(List.of(0));
        out.addAll(behind(axes));
        return out;
    }

    // Rules.

    /** {@code mask}: which lanes are at work, null for all. */
    void body(List<Eqn> body, Atom mask) {
        body.forEach(e -> eqn(e, mask));
    }

    /** Whether an equation that stands under this mask is computed once for all lanes. */
    private boolean shared(Eqn e, Atom mask) {
        return !differs.marks.uses(e) && !differs.marks.own(e) && e.prim().group() != Prim.Group.COLLECTIVE && !BatchCollectives.within(e)
            && (mask == null || !(e.prim() == Prim.CALL || e.prim() == Prim.CHECK || e.prim() == Prim.DEBUG_CALLBACK || e.params() instanceof Params.While));
    }

    private void eqn(Eqn e, Atom mask) {
        boolean shared = shared(e, mask);
        if (shared && mask == null) {
            copied(e, false);
            return;
        }
        if (shared && Regions.of(e).isEmpty()) {
            copied(e, true);
            return;
        }
        rule(e, mask).run();
    }

    private Runnable rule(Eqn e, Atom mask) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION, COPY, ACC_GET, STOP_GRADIENT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD -> () -> apply(e, e.params(), values.stacked(e.in()));
            case SHARD -> () -> apply(e, ((Params.Layout) e.params()).behind(Params.Layout.OPEN), values.stacked(e.in()));
            case OPT_BARRIER -> () -> barrier(e);
            case SELECT, THREEFRY2X32 -> () -> mixed(e);
            case FULL -> () -> {
                List<Atom> sizes = sizes(e, e.in().subList(1, e.in().size()));
                values.set(e.result(), values.broadcast(values.now(e.in().get(0)), List.of(0), values.lanesAnd(e.result().type().dims()), values.lanesAnd(sizes)));
            };
            // Reached only when the extents differ, which this says.
            case IOTA, ACC_NEW -> () -> sizes(e, e.in());
            case DIM -> () -> values.set(e.result(), b.dim(values.now(e.in().get(0)), ((Params.Axis) e.params()).axis() + 1));
            case BROADCAST -> () -> {
                Params.Broadcast p = (Params.Broadcast) e.params();
                List<Atom> sizes = sizes(e, e.in().subList(1, e.in().size()));
                values.set(e.result(), values.broadcast(values.stacked(e.in().get(0)), lanesAndBehind(p.axes()), values.lanesAnd(p.dims()), values.lanesAnd(sizes)));
            };
            case RESHAPE -> () -> {
                List<Atom> sizes = sizes(e, e.in().subList(1, e.in().size()));
                values.set(e.result(), reshape(values.stacked(e.in().get(0)), values.lanesAnd(((Params.Shape) e.params()).dims()), values.lanesAnd(sizes)));
            };
            case TRANSPOSE -> () -> apply(e, new Params.Axes(lanesAndBehind(((Params.Axes) e.params()).axes())), values.stacked(e.in()));
            case REV, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR ->
                () -> apply(e, new Params.Axes(behind(((Params.Axes) e.params()).axes())), values.stacked(e.in()));
            case CONCAT, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, FFT -> () -> {
                Params.Axis p = (Params.Axis) e.params();
                apply(e, new Params.Axis(p.axis() + 1, p.reverse()), values.stacked(e.in()));
            };
            case SORT -> () -> apply(e, new Params.Sort(((Params.Sort) e.params()).axis() + 1, ((Params.Sort) e.params()).keys()), values.stacked(e.in()));
            case PAD -> () -> pad(e, (Params.Pad) e.params());
            case SLICE -> () -> values.set(e.result(), access.slice(e));
            case UPDATE_SLICE -> () -> values.set(e.result(), access.updateSlice(e, mask));
            case INDEX -> () -> values.set(e.result(), access.index(e));
            case UPDATE, ACC_ADD -> () -> values.set(e.result(), access.update(e, mask));
            case GATHER -> () -> values.set(e.result(), access.gather(e));
            case SCATTER -> () -> values.set(e.result(), access.scatter(e, mask));
            case DOT_GENERAL -> () -> values.set(e.result(), dot(e, (Params.Dot) e.params()));
            case CONV -> () -> values.set(e.result(), conv(e, (Params.Conv) e.params()));
            case COND -> () -> masks.cond(e, (Params.Branches) e.params(), mask);
            case FOR -> () -> masks.loop(e, mask);
            case WHILE -> () -> masks.loopWhile(e, (Params.While) e.params(), mask);
            case MAP -> () -> masks.map(e, mask);
            case REDUCE, SCAN, HIST -> () -> masks.sequential(e, mask);
            case CALL -> () -> masks.call(e, (Params.Call) e.params(), mask);
            case CHECK -> () -> masks.check(e, mask);
            case DEBUG_CALLBACK -> () -> masks.callback(e, mask);
            case PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX -> () -> collective(e, mask);
        };
    }

    /** An equation that all lanes share. Where none may be at work nothing is promised. */
    private void copied(Eqn e, boolean clamped) {
        Eqn c = values.copied(e);
        b.append(clamped && c.params() instanceof Params.Access a ? new Eqn(c.prim(), c.in(), new Params.Access(Params.Mode.CLAMP, a.axis(), a.op()), c.out()) : c);
    }

    private void apply(Eqn e, Params p, List<Atom> in) {
        values.set(e.out(), b.emitAll(e.prim(), p, in));
    }

    /** Operands that lanes share are repeated behind the barrier. */
    private void barrier(Eqn e) {
        List<Var> r = b.emitAll(e.prim(), e.params(), values.now(e.in()));
        for (int k = 0; k < r.size(); k++) {
            values.set(e.out().get(k), values.differs(e.in().get(k)) ? r.get(k) : values.repeated(r.get(k)));
        }
    }

    /** Extents must be the same for all lanes. */
    List<Atom> sizes(Eqn e, List<Atom> extents) {
        if (differs.marks.any(extents)) {
            throw new NoRule("an extent of " + e.prim().text() + " differs from lane to lane, so the lanes' arrays have no common shape");
        }
        return values.now(extents);
    }

    /** Scalars among arrays. */
    private void mixed(Eqn e) {
        int rank = e.in().stream().mapToInt(a -> a.type().rank()).max().orElse(0);
        Atom shape = e.in().stream().filter(a -> a.type().rank() == rank).map(values::stacked).findFirst().orElseThrow();
        var in = new ArrayList<Atom>();
        for (Atom a : e.in()) {
            Atom x = values.stacked(a);
            in.add(a.type().rank() == rank ? x : values.spread(x, shape));
        }
        apply(e, e.params(), in);
    }

    private void pad(Eqn e, Params.Pad p) {
        Params.Pad q = new Params.Pad(front(p.low()), front(p.high()), front(p.interior()));
        Atom a = values.stacked(e.in().get(0));
        Atom value = e.in().get(1);
        if (!values.differs(value)) {
            apply(e, q, List.of(a, values.now(value)));
            return;
        }
        Atom padded = b.emit(Prim.PAD, q, a, Lit.zero(a.dtype()));
        Atom inside = b.emit(Prim.PAD, q, b.full(Lit.bool(true), a.type().dims(), b.extents(a)), Lit.bool(false));
        values.set(e.result(), b.emit(Prim.SELECT, inside, padded, values.spread(values.now(value), padded)));
    }

    private static List<Long> front(List<Long> widths) {
        var out = new ArrayList<Long>(List.of(0L));
        out.addAll(widths);
        return out;
    }

    /** When one operand is shared the lanes are a free axis of the other. */
    private Atom dot(Eqn e, Params.Dot p) {
        Atom a = e.in().get(0);
        Atom c = e.in().get(1);
        if (values.differs(a) && values.differs(c)) {
            var q = new Params.Dot(behind(p.contractA()), behind(p.contractB()), lanesAndBehind(p.batchA()), lanesAndBehind(p.batchB()));
            return b.emit(Prim.DOT_GENERAL, q, values.now(a), values.now(c));
        }
        boolean left = values.differs(a);
        var q = left ? new Params.Dot(behind(p.contractA()), p.contractB(), behind(p.batchA()), p.batchB())
            : new Params.Dot(p.contractA(), behind(p.contractB()), p.batchA(), behind(p.batchB()));
        int free = a.type().rank() - p.contractA().size() - p.batchA().size();
        return Batch.moveAxis(b, b.emit(Prim.DOT_GENERAL, q, values.now(a), values.now(c)), p.batchA().size() + (left ? 0 : free), 0);
    }

    /** Images of all lanes are more images; filters of all lanes are taken one lane after the other. */
    private Atom conv(Eqn e, Params.Conv p) {
        Atom a = e.in().get(0);
        if (values.differs(e.in().get(1))) {
            return masks.eachLane(e);
        }
        Atom x = values.now(a);
        List<Atom> ex = b.extents(x);
        var dims = new ArrayList<Dim>(x.type().dims().subList(1, x.type().rank()));
        dims.set(0, Dim.UNKNOWN);
        var sizes = new ArrayList<>(ex.subList(1, ex.size()));
        sizes.set(0, b.emit(Prim.MUL, values.count, ex.get(1)));
        Atom r = b.emit(Prim.CONV, p, reshape(x, dims, sizes), values.now(e.in().get(1)));
        var out = new ArrayList<>(r.type().dims());
        out.set(0, a.type().dims().get(0));
        var back = new ArrayList<>(b.extents(r));
        back.set(0, ex.get(1));
        return reshape(r, values.lanesAnd(out), values.lanesAnd(back));
    }

    private void collective(Eqn e, Atom mask) {
        if (mask != null) {
            throw new NoRule("a collective stands where only some lanes come, so the lanes would not meet there");
        }
        values.set(e.result(), values.collective(e));
    }
}
