package dev.jacobi.pjrt.hlo;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.access.ElementAccess;
import dev.jacobi.pjrt.hlo.control.ControlFlow;
import dev.jacobi.pjrt.hlo.lanes.Elementwise;
import dev.jacobi.pjrt.hlo.lanes.EmitContext;
import dev.jacobi.pjrt.hlo.lanes.LaneValue;
import dev.jacobi.pjrt.hlo.structural.AxisReductions;
import dev.jacobi.pjrt.hlo.structural.LibraryOps;
import dev.jacobi.pjrt.hlo.structural.StructuralOps;
import dev.jacobi.pjrt.hlo.text.Ops;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Which rule each primitive is written by: {@link Elementwise}, {@link StructuralOps}, {@link ElementAccess}, {@link AxisReductions}, {@link LibraryOps}, {@link ControlFlow}, or one of the few here. */
final class PrimitiveRules implements EmitContext.Rules {
    private final EmitContext e;
    private final Elementwise elementwise;
    private final StructuralOps structure;
    private final ElementAccess access;
    private final AxisReductions folds;
    private final LibraryOps library;
    private final ControlFlow control;

    PrimitiveRules(EmitContext e) {
        this.e = e;
        elementwise = new Elementwise(e.l);
        structure = new StructuralOps(e);
        access = new ElementAccess(e);
        folds = new AxisReductions(e);
        library = new LibraryOps(e);
        control = new ControlFlow(e, access);
    }

    @Override
    public List<LaneValue> emit(Eqn q) {
        return switch (q.prim().group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> List.of(elementwise.emit(q.prim(), q.params(), e.get(q.in()), q.result().dtype()));
            case STRUCTURAL -> List.of(structure.emit(q));
            case ACCESS -> List.of(access.emit(q));
            case REDUCTION -> List.of(folds.emit(q));
            case LIBRARY -> library.emit(q);
            case CONTROL -> control.emit(q);
            case LINEAR -> List.of(switch (q.prim().form()) {
                case ACC_NEW -> LaneValue.of(Lit.zero(q.result().dtype()), e.known(q.in(), q.prim()));
                case ACC_GET -> e.get(q.in().get(0));
                case ACC_ADD -> access.emit(q);
                case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX,
                     UPDATE, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX,
                     CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, COND, FOR, WHILE, MAP, REDUCE,
                     SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, OPT_BARRIER ->
                    throw new IllegalStateException(q.prim().text() + " is no accumulator");
            });
            case RANDOM -> library.threefry(e.get(q.in()));
            case COLLECTIVE -> List.of(collective(q));
            case MARK -> q.prim() == Prim.STOP_GRADIENT ? e.get(q.in()) : barrier(e.get(q.in()));
        };
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
    private LaneValue collective(Eqn q) {
        String name = ((Params.Name) q.params()).name();
        String note = "the collectives over " + name + " see one participant";
        if (!e.notes.contains(note)) {
            e.notes.add(note);
        }
        return switch (q.prim().form()) {
            case AXIS_INDEX -> LaneValue.of(Lit.i32(0));
            case ALL_GATHER -> {
                LaneValue v = e.get(q.in().get(0));
                int[] dims = IntStream.concat(IntStream.of(1), Arrays.stream(v.dims)).toArray();
                yield LaneValue.of(e.o.reshape(e.l.tensor(v), e.l.shape(v.lanes, dims)), v.lanes);
            }
            case ELEMENTWISE, FUNCTION, PSUM, PMAX, PMIN, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD,
                 CONCAT, INDEX, UPDATE, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR,
                 ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, COND, FOR, WHILE,
                 MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, STOP_GRADIENT, OPT_BARRIER ->
                e.get(q.in().get(0));
        };
    }
}
