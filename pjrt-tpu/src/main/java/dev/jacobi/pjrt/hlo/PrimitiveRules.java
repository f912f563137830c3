package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.access.ElementAccess;
import dev.jacobi.pjrt.hlo.control.ControlFlow;
import dev.jacobi.pjrt.hlo.control.LaneProducts;
import dev.jacobi.pjrt.hlo.control.ParallelLoops;
import dev.jacobi.pjrt.hlo.lanes.Elementwise;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.structural.AxisReductions;
import dev.jacobi.pjrt.hlo.structural.LibraryOps;
import dev.jacobi.pjrt.hlo.structural.StructuralOps;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Which rule each primitive is written by: {@link Elementwise}, {@link StructuralOps}, {@link ElementAccess}, {@link AxisReductions}, {@link LibraryOps}, {@link ControlFlow}, {@link ParallelLoops}, or one of the few here. */
final class PrimitiveRules implements EmitContext.Rules {
    private final EmitContext e;
    private final MeshSharding mesh;
    private final Elementwise elementwise;
    private final StructuralOps structure;
    private final ElementAccess access;
    private final AxisReductions folds;
    private final LibraryOps library;
    private final LaneProducts products;
    private final ControlFlow control;
    private final ParallelLoops parallel;

    /** {@code mesh} is null for one device. */
    PrimitiveRules(EmitContext e, MeshSharding mesh) {
        this.e = e;
        this.mesh = mesh;
        elementwise = new Elementwise(e.l);
        structure = new StructuralOps(e);
        access = new ElementAccess(e);
        folds = new AxisReductions(e);
        library = new LibraryOps(e);
        products = new LaneProducts(e);
        control = new ControlFlow(e);
        parallel = new ParallelLoops(e, access);
    }

    @Override
    public List<LaneValue> emit(Eqn q) {
        Params p = q.params();
        List<LaneValue> in = e.get(q.in());
        LaneValue a = in.isEmpty() ? null : in.get(0);
        List<LaneValue> rest = in.isEmpty() ? in : in.subList(1, in.size());
        return switch (q.prim().form()) {
            case ELEMENTWISE, FUNCTION, SELECT -> List.of(elementwise.emit(q.prim(), p, in, q.result().dtype()));
            case FULL -> List.of(structure.full(a, e.known(rest, q.prim())));
            case IOTA -> List.of(structure.iota(q.result().dtype(), e.known(in, q.prim())));
            case COPY -> List.of(a.sharedOver(List.of()));
            case DIM -> List.of(LaneValue.of(Lit.i32(a.dims[((Params.Axis) p).axis()])));
            case BROADCAST -> List.of(structure.broadcast(a, ((Params.Broadcast) p).axes(), e.known(rest, q.prim())));
            case RESHAPE -> List.of(structure.reshape(a, e.known(rest, q.prim())));
            case TRANSPOSE -> List.of(structure.transpose(a, ((Params.Axes) p).axes()));
            case REV -> List.of(structure.reverse(a, ((Params.Axes) p).axes()));
            case SLICE -> List.of(structure.slice(a, rest, ((Params.Slice) p).strides()));
            case UPDATE_SLICE -> List.of(structure.updateSlice(a, in.get(1), in.subList(2, in.size())));
            case PAD -> List.of(structure.pad(a, in.get(1), (Params.Pad) p));
            case CONCAT -> List.of(structure.concat(in, ((Params.Axis) p).axis()));
            case INDEX -> List.of(access.index(a, rest, ((Params.Access) p).mode()));
            case UPDATE, ACC_ADD -> List.of(update(a, rest.subList(0, rest.size() - 1), rest.get(rest.size() - 1),
                q.prim() == Prim.ACC_ADD ? Prim.ADD : ((Params.Access) p).op(), ((Params.Access) p).mode()));
            case GATHER -> List.of(access.gather(a, in.get(1), ((Params.Access) p).axis()));
            case SCATTER -> List.of(access.scatter(a, in.get(1), in.get(2), ((Params.Access) p).axis(), ((Params.Access) p).op()));
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR ->
                List.of(folds.reduce(q.prim().operator(), a, ((Params.Axes) p).axes()));
            case ARGMIN, ARGMAX -> List.of(folds.place(q.prim() == Prim.ARGMIN, a, ((Params.Axis) p).axis()));
            case CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX -> List.of(folds.running(q.prim().operator(), a, (Params.Axis) p));
            case DOT_GENERAL -> List.of(library.dot(a, in.get(1), (Params.Dot) p));
            case CONV -> List.of(library.conv(a, in.get(1), (Params.Conv) p));
            case SORT -> library.sort(in, (Params.Sort) p);
            case FFT -> library.fft(a, in.get(1), (Params.Axis) p);
            case CHOLESKY -> List.of(library.cholesky(a));
            case TRIANGULAR_SOLVE -> List.of(library.solve(a, in.get(1), ((Params.Axis) p).reverse()));
            case LU, QR, EIGH, SVD -> throw new IllegalStateException(q.prim().text() + " has not become loops");
            case COND -> control.cond(q, a);
            case FOR -> control.loop(q, in);
            case WHILE -> control.loopWhile(q, in);
            case MAP, REDUCE, SCAN, HIST -> parallel.emit(q, in);
            case CALL -> control.call(((Params.Call) p).name(), in);
            case CHECK -> control.check(a);
            case DEBUG_CALLBACK -> control.callback(((Params.Name) p).name());
            case ACC_NEW -> List.of(LaneValue.of(Lit.zero(q.result().dtype()), e.known(in, q.prim())));
            case ACC_GET, STOP_GRADIENT -> in;
            case THREEFRY2X32 -> library.threefry(in);
            case PSUM, PMAX, PMIN, AXIS_INDEX, ALL_GATHER -> List.of(collective(q.prim(), ((Params.Name) p).name(), a));
            case SHARD -> List.of(shard(a, (Params.Layout) p));
            case OPT_BARRIER -> barrier(in);
        };
    }

    /** Nothing where the program is for one device, or for another mesh. */
    private LaneValue shard(LaneValue a, Params.Layout on) {
        if (mesh == null || !mesh.has(on)) {
            return a;
        }
        Tensor t = e.l.tensor(a);
        return LaneValue.of(e.o.def(t.dtype(), t.shape(), "sdy.sharding_constraint " + t.name() + " <" + MeshSharding.layout(on.axes(), a.lanes.size(), a.dims.length, on.whole()) + "> : " + t.type()), a.lanes).sharedOver(a.shared);
    }

    private LaneValue update(LaneValue a, List<LaneValue> at, LaneValue v, Prim op, Params.Mode mode) {
        LaneValue sums = op == Prim.ADD ? products.update(access, a, at, v, mode) : null;
        return sums != null ? sums : access.update(a, at, v, op, mode);
    }

    private List<LaneValue> barrier(List<LaneValue> in) {
        if (in.isEmpty()) {
            return in;
        }
        List<Tensor> ts = in.stream().map(e.l::tensor).toList();
        List<Tensor> out = e.o.defAll(ts, "stablehlo.optimization_barrier " + Ops.names(ts) + " : " + Ops.types(ts));
        var vals = new ArrayList<LaneValue>();
        for (int k = 0; k < in.size(); k++) {
            vals.add(LaneValue.of(out.get(k), in.get(k).lanes).sharedOver(in.get(k).shared));
        }
        return vals;
    }

    /** One participant, as for the interpreter: several devices are not this module's yet. */
    private LaneValue collective(Prim p, String axis, LaneValue v) {
        String note = "the collectives over " + axis + " see one participant";
        if (!e.notes.contains(note)) {
            e.notes.add(note);
        }
        return p == Prim.AXIS_INDEX ? LaneValue.of(Lit.i32(0))
            : p == Prim.ALL_GATHER ? LaneValue.of(e.o.reshape(e.l.tensor(v), e.l.shape(v.lanes, Ops.join(new int[] {1}, v.dims))), v.lanes) : v;
    }
}
