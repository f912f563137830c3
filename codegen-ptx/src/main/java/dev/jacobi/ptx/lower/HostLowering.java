package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.lower.BackendLowering;
import dev.jacobi.llvm.lower.Nest;
import dev.jacobi.vectorize.factor.FactorLoops;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of equations outside of parallel loops: array primitives turn into maps with a thread per element of the result, where the CPU's
 * lowering would go through them in order.
 */
public final class HostLowering implements BackendLowering {
    private final boolean fast;

    public HostLowering(boolean fast) {
        this.fast = fast;
    }

    @Override
    public List<? extends Atom> lower(Builder b, Eqn e, List<Atom> in) {
        boolean array = in.stream().anyMatch(Atom::isArray) || e.out().stream().anyMatch(Atom::isArray);
        return switch (e.prim().form()) {
            // scalars: on the host as they are; what goes into kernels is lowered there
            case ELEMENTWISE, FUNCTION, THREEFRY2X32 -> array ? null : same(b, e, in);
            case SELECT -> array ? select(b, in) : same(b, e, in);
            case UPDATE, ACC_ADD -> in.get(in.size() - 1).isArray() ? List.of(rows(b, e, in)) : null;
            case INDEX -> ((Params.Access) e.params()).mode() == Params.Mode.CLAMP && e.result().isArray() ? List.of(part(b, e, in)) : null;
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR -> new ParallelFolds(b, fast).reduction(e, in.get(0));
            case ARGMIN, ARGMAX -> new ParallelFolds(b, fast).position(e, in.get(0));
            case CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX -> new ParallelFolds(b, fast).running(e, in.get(0));
            case HIST -> new ParallelFolds(b, fast).hist(e, in, ((Params.Fold) e.params()).body());
            case SCATTER -> new ParallelFolds(b, fast).scatter(e, in.get(0), in.get(1), in.get(2));
            case SORT -> new ParallelSort(b).sort(in, (Params.Sort) e.params());
            case FFT -> new ParallelFourier(b).transform(in.get(0), in.get(1), (Params.Axis) e.params());
            case CHOLESKY -> List.of(new ParallelLinear(b).cholesky(in.get(0)));
            case TRIANGULAR_SOLVE -> List.of(new ParallelLinear(b).solve(in.get(0), in.get(1), ((Params.Axis) e.params()).reverse()));
            case LU, QR, EIGH, SVD -> FactorLoops.append(b, e, in, true);
            case DOT_GENERAL -> ParallelDot.lower(b, e, in);
            case TRANSPOSE -> in.get(0).type().rank() == 2 && ((Params.Axes) e.params()).axes().equals(List.of(1, 0)) ? same(b, e, in) : null;
            case CONV, GATHER, IOTA, BROADCAST, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, ALL_GATHER, COPY, FULL, DIM, RESHAPE,
                 COND, FOR, WHILE, MAP, REDUCE, SCAN, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_GET, PSUM, PMAX, PMIN, AXIS_INDEX,
                 STOP_GRADIENT, SHARD, OPT_BARRIER -> null;
        };
    }

    @Override
    public boolean isOwn(Eqn e) {
        return switch (e.prim().form()) {
            case SELECT -> !e.in().get(0).isArray();
            case UPDATE, ACC_ADD, INDEX, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN,
                 CUM_MAX, HIST, SCATTER, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, DOT_GENERAL, TRANSPOSE -> true;
            case ELEMENTWISE, FUNCTION, THREEFRY2X32, CONV, GATHER, IOTA, BROADCAST, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, ALL_GATHER, COPY, FULL, DIM, RESHAPE,
                 COND, FOR, WHILE, MAP, REDUCE, SCAN, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_GET, PSUM, PMAX, PMIN, AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> false;
        };
    }

    private static List<Var> same(Builder b, Eqn e, List<Atom> in) {
        return b.emitAll(e.prim(), e.params(), in);
    }

    /** A choice between arrays by one scalar, element by element; the scalar may be known to the device only. */
    private static List<Var> select(Builder b, List<Atom> in) {
        if (in.get(0).isArray()) {
            return null;
        }
        return new Nest(b).flat(in.get(1), in, x -> List.of(b.emit(Prim.SELECT, x.toArray(new Atom[0]))));
    }

    /** A part at indices that clamp, which the array may be too empty to have: an array of its own. */
    private static Atom part(Builder b, Eqn e, List<Atom> in) {
        var nest = new Nest(b);
        List<Atom> at = in.subList(1, in.size()).stream().map(x -> (Atom) nest.wide(x)).toList();
        List<Atom> own = nest.extents(in.get(0));
        return nest.tabulate(e.result().dtype(), e.result().type().dims(), own.subList(at.size(), own.size()), i -> {
            var all = new ArrayList<Atom>(at);
            all.addAll(i);
            return b.index(in.get(0), Params.Access.CLAMP, all);
        });
    }

    /** An update of a part of an array by an array: a thread per element. */
    private static Atom rows(Builder b, Eqn e, List<Atom> in) {
        var nest = new Nest(b);
        Atom v = in.get(in.size() - 1);
        List<Atom> at = in.subList(1, in.size() - 1);
        return nest.over(nest.extents(v), in.get(0), (i, d) -> {
            var all = new ArrayList<Atom>();
            at.forEach(x -> all.add(nest.wide(x)));
            all.addAll(i);
            Params.Access how = (Params.Access) e.params();
            Atom x = nest.at(v, i);
            return e.prim() == Prim.ACC_ADD ? accumulate(b, d, how, all, x) : b.update(d, how, all, x);
        });
    }

    private static Atom accumulate(Builder b, Atom d, Params.Access how, List<Atom> at, Atom x) {
        var in = new ArrayList<Atom>(List.of(d));
        in.addAll(at);
        in.add(x);
        return b.emitAll(Prim.ACC_ADD, how, in).get(0);
    }

}
