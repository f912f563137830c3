package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.Prim;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.ptx.lower.OrderedSplit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who does what: which loops and branches outside of parallel loops run in one thread of the device and which on the host around kernels, and which scalars
 * are cells of the device because they depend on its data.
 */
final class HostOrDevice {
    private final DeviceCode code;
    private final Set<Var> device = new HashSet<>();
    private final Map<Eqn, Boolean> serial = new IdentityHashMap<>();
    private final Set<Eqn> outermost = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean changed;

    HostOrDevice(Func f, DeviceCode code) {
        this.code = code;
        f.body().stream().filter(e -> e.prim() == Prim.FOR).forEach(outermost::add);
        do {
            changed = false;
            body(f.body());
        } while (changed);
    }

    /** The scalars that are cells. */
    Set<Var> device() {
        return device;
    }

    boolean onDevice(Atom a) {
        return a instanceof Var v && (v.isArray() || device.contains(v));
    }

    private void put(Var v) {
        if (!v.isArray()) {
            changed |= device.add(v);
        }
    }

    private void putIf(boolean condition, Var v) {
        if (condition) {
            put(v);
        }
    }

    private void body(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    private boolean anyDevice(List<Atom> in) {
        return in.stream().anyMatch(this::onDevice);
    }

    private void eqn(Eqn e) {
        rule(e).run();
    }

    private Runnable rule(Eqn e) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION, THREEFRY2X32, SELECT, STOP_GRADIENT, SHARD, OPT_BARRIER, PSUM, PMAX, PMIN, ACC_GET, ACC_NEW, FULL, COPY ->
                () -> e.out().forEach(v -> putIf(anyDevice(e.in()), v));
            case ACC_ADD, UPDATE, INDEX, REDUCE, SCAN, CALL -> () -> e.out().forEach(this::put);
            case COND -> () -> {
                if (serial(e)) {
                    e.out().forEach(v -> putIf(!HostBranches.branches(e, this::onDevice), v));
                }
                List<Region> regions = Regions.of(e);
                regions.forEach(r -> body(r.body()));
                for (int k = 0; k < e.out().size(); k++) {
                    int at = k;
                    putIf(regions.stream().anyMatch(r -> onDevice(r.out().get(at))), e.out().get(k));
                }
            };
            case FOR, WHILE -> () -> {
                if (serial(e)) {
                    e.out().forEach(this::put);
                } else {
                    hostLoop(e);
                }
            };
            case DIM, IOTA, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN,
                 REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT,
                 CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, MAP, HIST, CHECK, DEBUG_CALLBACK, ALL_GATHER, AXIS_INDEX -> () -> {
            };
        };
    }

    private void hostLoop(Eqn e) {
        for (RegionView.Slot c : RegionView.of(e).slots()) {
            boolean cell = onDevice(c.init()) || onDevice(c.yield()) || c.params().stream().anyMatch(this::onDevice) || onDevice(c.result());
            c.params().forEach(p -> putIf(cell, p));
            putIf(cell, c.result());
        }
        Regions.of(e).forEach(r -> body(r.body()));
    }

    /** True for a loop or branch without parallel work, whose arrays stay where they are: one thread runs it. */
    boolean serial(Eqn e) {
        return serial.computeIfAbsent(e, this::decide);
    }

    private boolean decide(Eqn e) {
        boolean[] parallel = {false};
        Regions.each(List.of(e), x -> parallel[0] |= isParallel(x));
        if (parallel[0] || outermost.contains(e) && hasChain(e)) {
            return false;
        }
        List<Integer> where = code.inPlace(function(e));
        for (int k = 0; k < e.out().size(); k++) {
            if (e.out().get(k).isArray() && where.get(k) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a loop is around one, of as many trips or more, that has a kernel of its own ({@link OrderedLoops}): better one launch for each trip than one thread for all. */
    private static boolean hasChain(Eqn e) {
        RegionView loop = RegionView.of(e);
        List<Eqn> body = loop.body().body();
        return body.stream().anyMatch(x -> {
            if (x.prim() != Prim.FOR || !(x.in().get(0) instanceof Var n) || !n.equals(loop.trip()) && Regions.definition(body, n) != null || Regions.captures(x).stream().anyMatch(v -> v.isArray()
                && loop.slots().stream().anyMatch(s -> v.equals(s.param())))) {
                return false;
            }
            OrderedSplit split = OrderedSplit.of(x, Integer.MAX_VALUE / 2);
            return split != null && split.worthwhile();
        });
    }

    /** The equation as a function of what it uses. */
    static Func function(Eqn e) {
        var in = new ArrayList<>(Regions.captures(e));
        Var.among(e.in()).stream().filter(v -> !in.contains(v)).forEach(in::add);
        return new Func(in, List.of(e), List.copyOf(e.out()));
    }

    private static boolean isParallel(Eqn e) {
        return switch (e.prim().form()) {
            case MAP, REDUCE, SCAN, HIST, DOT_GENERAL, TRANSPOSE, SORT -> true;
            case ELEMENTWISE, FUNCTION, SELECT, FULL, IOTA, COPY, DIM, BROADCAST, RESHAPE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER,
                 SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL,
                 CUM_MIN, CUM_MAX, CONV, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD,
                 ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> false;
        };
    }

}
