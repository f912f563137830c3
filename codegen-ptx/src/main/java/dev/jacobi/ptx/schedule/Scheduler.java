package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.text.NotEmitted;
import dev.jacobi.ptx.emit.KernelBuilder;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From a bufferised function to steps: parallel loops become kernels, scalars that the host knows are computed there, runs of scalar equations on data of
 * the device become kernels of one thread, and loops around kernels stay loops of the host.
 */
final class Scheduler {
    final DeviceCode code;
    final KernelBuilder kernels;
    final HostOrDevice placing;
    final Builder ids;
    final Sizes sizes;
    /** Whether sums of floats may be made in any order. */
    final boolean anyOrder;
    private final Set<Var> overwritten;
    private final OneThreadKernels group;
    private final ScanIntoResult directly;
    private List<Step> steps = new ArrayList<>();
    private Map<Var, Atom> read = new HashMap<>();

    Scheduler(Func f, DeviceCode code, KernelBuilder kernels, HostOrDevice placing, Builder ids, Set<Var> overwritten, Sizes sizes, boolean anyOrder) {
        this.overwritten = overwritten;
        this.code = code;
        this.kernels = kernels;
        this.placing = placing;
        this.ids = ids;
        this.sizes = sizes;
        this.anyOrder = anyOrder;
        this.group = new OneThreadKernels(this, f);
        this.directly = new ScanIntoResult(f);
    }

    List<Step> run(Func f) {
        body(f.body());
        group.flush();
        return steps;
    }

    // Steps.

    void add(Step s) {
        steps.add(s);
    }

    /** A new cell. */
    Var cell(DType t) {
        Var v = ids.fresh(new Type(t, List.of()));
        placing.device().add(v);
        alloc(v, List.of(), false);
        return v;
    }

    void alloc(Var v, List<? extends Atom> dims, boolean zero) {
        add(new Step.Alloc(v, List.copyOf(dims), zero));
    }

    /** Computes a scalar equation on the host. */
    Var host(Prim p, Params params, DType t, Atom... in) {
        Var v = ids.fresh(new Type(t, List.of()));
        add(new Step.Host(new Eqn(p, List.of(in), params, List.of(v))));
        return v;
    }

    /** An operation on integers or truths, or a comparison, on the host. */
    Var op(Prim p, Atom a, Atom b) {
        return host(p, Params.NONE, p.group() == Prim.Group.COMPARE ? DType.BOOL : a.dtype(), a, b);
    }

    /** An integer as one of 64 bits, converted on the host. */
    Var converted(Atom a) {
        return host(Prim.CONVERT, new Params.To(DType.I64), DType.I64, a);
    }

    /** An integer with 64 bits, converted on the host where it has fewer. */
    Atom wide(Atom a) {
        return a instanceof Lit l ? Lit.i64(l.asLong()) : a.dtype() == DType.I64 ? a : converted(a);
    }

    /** The number of elements of a space, as the host computes it. */
    Atom count(List<Atom> extents) {
        Atom n = Lit.i64(1);
        for (Atom d : extents) {
            Atom x = op(Prim.MAX, wide(d), Lit.i64(0));
            n = n instanceof Lit ? x : op(Prim.MUL, n, x);
        }
        return n;
    }

    /** One or the other, as the host finds a condition. */
    void choose(Atom condition, Runnable yes, Runnable no) {
        List<Step> without = inside(no);
        List<Step> with = inside(yes);
        add(new Step.Choose(condition, List.of(new Step.Branch(without, List.of()), new Step.Branch(with, List.of())), List.of()));
    }

    void launch(KernelBuilder.Launch l, List<? extends Atom> items) {
        add(launched(l, items));
    }

    Step.Launch launched(KernelBuilder.Launch l, List<? extends Atom> items) {
        return new Step.Launch(l.kernel(), List.copyOf(items), l.args());
    }

    /** A scalar as the host knows it: read from the device when it must be. */
    Atom known(Atom a) {
        if (!placing.onDevice(a)) {
            return a;
        }
        if (!read.containsKey((Var) a)) {
            group.flush();
            Var v = ids.fresh(a.type());
            add(new Step.Read(v, (Var) a));
            read.put((Var) a, v);
        }
        return read.get((Var) a);
    }

    List<Atom> known(List<? extends Atom> as) {
        return as.stream().map(this::known).toList();
    }

    /** Steps of a region of the host. */
    List<Step> inside(Runnable emit) {
        List<Step> outer = steps;
        Map<Var, Atom> outerRead = read;
        steps = new ArrayList<>();
        read = new HashMap<>(read);
        emit.run();
        group.flush();
        List<Step> inner = steps;
        steps = outer;
        read = outerRead;
        return inner;
    }

    void flush() {
        group.flush();
    }

    /** A scalar is used in ways that the function does not show. */
    void keep(Atom a) {
        group.keep(a);
    }

    /** One thread of the device is to run it. */
    void serial(Eqn e) {
        group.add(e);
    }

    // Equations.

    void body(List<Eqn> body) {
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            Var to = e.prim() == Prim.SCAN && k + 1 < body.size() ? directly.destination(e, body.get(k + 1)) : null;
            if (to == null) {
                eqn(e);
            } else {
                new DedicatedKernels(this).scan(e, to);
                add(new Step.Same(body.get(++k).result(), to));
            }
        }
    }

    /** On the host when it knows all operands, else in the next kernel of one thread. */
    private void scalar(Eqn e) {
        if (e.in().stream().noneMatch(placing::onDevice)) {
            add(new Step.Host(e));
        } else {
            group.add(e);
        }
    }

    void eqn(Eqn e) {
        rule(e).run();
    }

    private Runnable rule(Eqn e) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION, SELECT, THREEFRY2X32, CHECK -> () -> scalar(e);
            case STOP_GRADIENT, SHARD, OPT_BARRIER, PSUM, PMAX, PMIN, ACC_GET -> () -> {
                for (int k = 0; k < e.out().size(); k++) {
                    same(e.out().get(k), e.in().get(k));
                }
            };
            case AXIS_INDEX -> () -> same(e.result(), Lit.i32(0));
            case DIM -> () -> {
                group.flushFor(e.in().get(0));
                add(new Step.Host(e));
            };
            case FULL -> () -> full(e.result(), e.in().get(0), e.in().subList(1, e.in().size()));
            case ACC_NEW -> () -> full(e.result(), Lit.zero(e.result().dtype()), e.in());
            case COPY -> () -> {
                group.flush();
                if (e.result().isArray()) {
                    add(new Step.Copy(e.result(), (Var) e.in().get(0)));
                } else {
                    same(e.result(), e.in().get(0));
                }
            };
            case RESHAPE -> () -> view(e.result(), (Var) e.in().get(0), List.of(), e.in().subList(1, e.in().size()));
            case INDEX -> () -> index(e);
            case UPDATE, ACC_ADD, CALL -> () -> group.add(e);
            case COND -> () -> new HostControl(this).cond(e);
            case FOR -> () -> {
                if (!placing.serial(e) || !new OrderedLoops(this).loop(e)) {
                    new HostControl(this).loop(e);
                }
            };
            case WHILE -> () -> new HostControl(this).whileLoop(e);
            case MAP -> () -> new MapKernels(this).map(e);
            case REDUCE -> () -> new MapKernels(this).reduce(e);
            case DOT_GENERAL -> () -> new DedicatedKernels(this).product(e);
            case TRANSPOSE -> () -> new DedicatedKernels(this).transpose(e);
            case SCAN -> () -> new DedicatedKernels(this).scan(e, null);
            case HIST -> () -> new DedicatedKernels(this).hist(e);
            case DEBUG_CALLBACK -> throw new NotEmitted("the callback " + ((Params.Name) e.params()).name() + " belongs to the JVM, which a GPU cannot call");
            case IOTA, BROADCAST, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX,
                 REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, CONV, SORT, FFT,
                 CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, ALL_GATHER -> throw new IllegalStateException(e.prim().text() + " has not been lowered");
        };
    }

    void same(Var out, Atom from) {
        if (!out.isArray() && placing.onDevice(out)) {
            group.add(new Eqn(Prim.STOP_GRADIENT, List.of(from), Params.NONE, List.of(out)));
        } else {
            group.flushFor(from);
            add(new Step.Same(out, from));
        }
    }

    private void full(Var out, Atom value, List<Atom> dims) {
        if (!out.isArray()) {
            same(out, value);
            return;
        }
        boolean zero = value instanceof Lit l && l.bits() == 0;
        List<Atom> sizes = known(dims);
        if (zero || overwritten.contains(out)) {
            alloc(out, sizes, !overwritten.contains(out));
            return;
        }
        group.flushFor(value);
        alloc(out, sizes, false);
        new MapKernels(this).fill(out, value, sizes);
    }

    /** Part of an array behind leading indices: an element is read on the device, a part is a view of the same memory. */
    private void index(Eqn e) {
        if (!e.result().isArray()) {
            group.add(e);
            return;
        }
        Var a = (Var) e.in().get(0);
        group.flush();
        var at = new ArrayList<Atom>();
        var dims = new ArrayList<Atom>();
        for (int k = 0; k < a.type().rank(); k++) {
            Atom extent = extent(a, k);
            if (k < e.in().size() - 1) {
                at.add(known(e.in().get(1 + k)));
            } else {
                dims.add(extent);
            }
        }
        add(new Step.View(e.result(), a, at, dims));
    }

    Atom extent(Var a, int axis) {
        var d = a.type().dims().get(axis);
        return d.isConst() ? Lit.i32((int) d.add()) : host(Prim.DIM, new Params.Axis(axis, false), DType.I32, a);
    }

    private void view(Var out, Var array, List<Atom> at, List<Atom> dims) {
        group.flush();
        add(new Step.View(out, array, at, known(dims)));
    }

    Set<Var> device() {
        return placing.device();
    }
}
