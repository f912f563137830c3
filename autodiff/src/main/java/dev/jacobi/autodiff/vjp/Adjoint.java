package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.Activity;
import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.IdleLoops;
import dev.jacobi.autodiff.analysis.UnoverwrittenValues;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.autodiff.code.Partials;
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
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The last pass of reverse mode: the rule of every primitive, which adds to the cotangents of its operands. {@link LoopAdjoints} has those with regions, {@link ArrayAdjoints}
 * and {@link LibraryAdjoints} those on whole arrays, {@link FactorAdjoints} those of factorisations, {@link CallAdjoints} those of calls; {@link PrimalRecovery} and {@link Tapes} decide what the loops of the forward part
 * have to keep, and {@link Forward} writes that part.
 */
final class Adjoint {
    final Builder ids;
    final BlockTree prog;
    final Activity activity;
    final Tapes tapes;
    /** What stands in arrays at the end; null in a recursive function's pair, whose backward function has nothing of the forward one. */
    final UnoverwrittenValues survivors;
    /** The block of the primal branch whose adjoint a region is. */
    final Map<Region, BlockTree.Block> branchOf = new IdentityHashMap<>();
    final CallAdjoints calls;
    /** Of finite slope at all numbers, infinite ones too. */
    private static final Set<Prim> LINEAR = EnumSet.of(Prim.NEG, Prim.ABS, Prim.ADD, Prim.SUB, Prim.COPYSIGN, Prim.NEXTAFTER, Prim.CONVERT);
    private final Set<Integer> counters = new HashSet<>();
    private final LoopAdjoints loops = new LoopAdjoints(this);
    private final ArrayAdjoints arrays = new ArrayAdjoints(this);
    private final LibraryAdjoints library = new LibraryAdjoints(this);
    private final FactorAdjoints factors = new FactorAdjoints();
    private final IdleLoops idle = new IdleLoops();

    private final boolean pair;
    private RecursionStacks stacks;

    private Adjoint(Func f, List<Boolean> active, CallAdjoints calls, boolean pair) {
        this.calls = calls;
        this.pair = pair;
        ids = new Builder(Regions.firstFreeId(f));
        prog = new BlockTree(f, ids);
        survivors = pair ? null : new UnoverwrittenValues(prog);
        activity = new Activity(f, active);
        tapes = new Tapes(this);
        if (pair) {
            stacks();
        }
    }

    /** The module with the function's gradients added to its results, and functions behind the others that this takes. */
    static Module run(Module m, List<Boolean> active, String name) {
        var calls = new CallAdjoints(m);
        var funcs = new LinkedHashMap<>(m.funcs());
        funcs.put(name, new Adjoint(m.get(name), active, calls, false).run(active, null));
        calls.finish().forEach(funcs::putIfAbsent);
        return new Module(funcs);
    }

    /** The forward and the backward function of a recursive function; all its floating inputs are active. */
    static Map<String, Func> pair(CallAdjoints calls, Module m, String name) {
        Func f = calls.recursive.inlined(name);
        List<Boolean> active = f.in().stream().map(v -> v.dtype().isFloat()).toList();
        Func normal = Normalise.run(f, active, m, calls.recursive, true);
        return new Adjoint(normal, active, calls, true).runPair(name, calls.recursive.threads(name));
    }

    /**
     * A function of scalars, which calls nothing, with its adjoint, where tapes that would grow have a fixed number of places: behind the function's inputs are the cotangents of its floating results and that
     * number, behind its results the gradients and how many places the tapes have taken. If these are more than there are, the gradients are zeros, and all else is as it should be. Null where no tape grows, or
     * one keeps arrays, or is made in a branch.
     */
    static Func ofTrip(Func f, List<Boolean> active, Module m) {
        var adjoint = new Adjoint(f, active, new CallAdjoints(m), false);
        return adjoint.run(active, adjoint.ids.fresh(Type.I32));
    }

    private Func run(List<Boolean> active, Var places) {
        Func f = prog.func;
        var scope = new Scope(Scope.Kind.FUNCTION, prog.top, null, this);
        var in = new ArrayList<Var>(f.in());
        var cotangents = new LinkedHashMap<Var, Atom>();
        for (Atom y : f.out()) {
            if (y.dtype().isFloat()) {
                Var ct = scope.code.fresh(new Type(y.dtype(), y.type().dims().stream().map(d -> Dim.UNKNOWN).toList()));
                in.add(ct);
                cotangents.put(ct, y);
                scope.add(y, ct);
            }
        }
        sweep(scope);
        var gradients = new ArrayList<Atom>();
        for (int k = 0; k < active.size(); k++) {
            if (active.get(k)) {
                gradients.add(scope.orZero(f.in().get(k)));
            }
        }
        Region r = PrimalRecovery.function(this, scope, gradients);
        var code = new FormulaBuilder(ids);
        Map<Var, Atom> state = new LinkedHashMap<>();
        if (stacks != null) {
            stacks.allocate(code, state);
        }
        var forward = new Forward(this, places);
        forward.function(code, state);
        if (places != null) {
            return ofTrip(f, in, r, state, places, forward.taken(code, state), code);
        }
        cotangents.forEach((ct, y) -> {
            for (int a = 0; a < y.type().rank(); a++) {
                // the adjoints rely on it that a cotangent is as long as its value
                code.check(code.emit(Prim.EQ, code.dim(ct, a), code.dim(y, a)), Params.Code.SHAPE, "");
            }
        });
        var last = new Rewrite(ids);
        state.forEach(last::replace);
        code.append(last.body(r.body()));
        return code.build(in, FormulaBuilder.join(f.out(), last.atoms(r.out())));
    }

    private Func ofTrip(Func f, List<Var> in, Region back, Map<Var, Atom> state, Var places, Atom taken, FormulaBuilder code) {
        if (taken == null) {
            return null;
        }
        var last = new Rewrite(ids);
        state.forEach(last::replace);
        List<Var> gradients = back.out().isEmpty() ? List.of() : code.cond(code.emit(Prim.LE, taken, places), () -> {
            code.append(last.body(back.body()));
            return last.atoms(back.out());
        }, () -> back.out().stream().map(a -> Lit.zero(a.dtype())).toList());
        return code.build(FormulaBuilder.with(in, places), FormulaBuilder.join(f.out(), gradients, List.of(taken)));
    }

    private Map<String, Func> runPair(String name, List<Integer> thread) {
        Func f = prog.func;
        var scope = new Scope(Scope.Kind.FUNCTION, prog.top, null, this);
        Var counter = scope.code.fresh(Type.I32);
        List<Atom> results = f.out().stream().filter(y -> y.dtype().isFloat()).toList();
        List<Var> cotangents = results.stream().map(y -> scope.code.fresh(y.type())).toList();
        List<Var> in = FormulaBuilder.join(List.of(stacks.tape, counter), cotangents);
        for (int k = 0; k < f.in().size(); k++) {
            if (CallAdjoints.accumulates(f, thread, k)) {
                Var acc = scope.code.fresh(f.in().get(k).type());
                in.add(acc);
                scope.set(f.in().get(k), acc);
            }
        }
        scope.pop(stacks.counter, counter);
        for (int k = 0; k < results.size(); k++) {
            scope.add(results.get(k), cotangents.get(k));
        }
        sweep(scope);
        List<Atom> gradients = f.in().stream().filter(v -> v.dtype().isFloat()).map(scope::orZero).toList();
        Region r = PrimalRecovery.loop(this, scope, FormulaBuilder.join(List.of(scope.counter(stacks.counter)), gradients), null);
        var code = new FormulaBuilder(ids);
        Map<Var, Atom> state = new LinkedHashMap<>();
        stacks.keys().forEach(k -> state.put(k, code.fresh(k.type())));
        List<Var> given = Var.among(List.copyOf(state.values()));
        new Forward(this, null).function(code, state);
        var made = new LinkedHashMap<String, Func>();
        made.put("fwd(" + name + ")", code.build(FormulaBuilder.join(f.in(), given), FormulaBuilder.join(f.out(), stacks.keys().stream().map(state::get).toList())));
        made.put("bwd(" + name + ")", new Func(in, r.body(), r.out()));
        return made;
    }

    /** Whether the variable stands for a stack or its counter, which are not values of the primal program. */
    boolean isStack(int id) {
        return stacks != null && stacks.keys().stream().anyMatch(v -> v.id() == id);
    }

    boolean hasStacks() {
        return stacks != null;
    }

    boolean isPair() {
        return pair;
    }

    /** The stack that recursive functions use; made when the first one is met. */
    RecursionStacks stacks() {
        if (stacks == null) {
            stacks = new RecursionStacks(this, calls.recursive.areRepeatable());
        }
        return stacks;
    }

    /** Whether the equation is a call that pushes on the stacks. */
    boolean pushes(Eqn e) {
        return stacks != null && e.prim() == Prim.CALL && calls.recursive.isCall(e) && e.out().stream().anyMatch(activity::has);
    }

    boolean isCounter(Var v) {
        return counters.contains(v.id());
    }

    /** A counter of trips, which lives around the level that it counts. */
    Var newCounter(BlockTree.Block host) {
        Var c = ids.fresh(Type.I32);
        counters.add(c.id());
        prog.define(c, host, null);
        return c;
    }

    /** Zeros of the shape of a primal value, written to {@code code}. */
    Atom zeros(FormulaBuilder code, Atom v) {
        return v.isArray() ? code.full(Lit.zero(v.dtype()), v.type().dims(), prog.extents(v)) : Lit.zero(v.dtype());
    }

    /** Writes the adjoints of a block's equations, last one first. */
    void sweep(Scope s) {
        List<Eqn> eqns = List.copyOf(s.block.eqns);
        for (int i = eqns.size() - 1; i >= 0; i--) {
            Eqn e = eqns.get(i);
            if (e.out().stream().anyMatch(s::has)) {
                rule(s, e).run();
            }
        }
    }

    private Runnable rule(Scope s, Eqn e) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION, SELECT -> () -> elementwise(s, e);
            case FULL, COPY, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL,
                 REDUCE_MIN, REDUCE_MAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, PSUM, PMAX, PMIN, ALL_GATHER, SHARD -> () -> arrays.rule(s, e);
            case DOT_GENERAL -> () -> library.dot(s, e);
            case CONV -> () -> library.conv(s, e);
            case SORT -> () -> library.sort(s, e);
            case FFT -> () -> library.fft(s, e);
            case CHOLESKY -> () -> library.cholesky(s, e);
            case TRIANGULAR_SOLVE -> () -> library.solve(s, e);
            case LU, QR, EIGH, SVD -> () -> factors.rule(s, e);
            case INDEX -> () -> index(s, e);
            case UPDATE -> () -> update(s, e);
            case ACC_ADD -> () -> {
                Atom y = s.take(e.result());
                int last = e.in().size() - 1;
                s.add(e.in().get(last), read(s, y, (Params.Access) e.params(), e.in().subList(1, last)));
                s.add(e.in().get(0), y);
            };
            case ACC_GET -> () -> s.add(e.in().get(0), s.take(e.result()));
            case OPT_BARRIER -> () -> {
                for (int k = 0; k < e.out().size(); k++) {
                    s.add(e.in().get(k), s.take(e.out().get(k)));
                }
            };
            case COND -> () -> loops.cond(s, e);
            case FOR, WHILE -> () -> loops.loop(s, e);
            case MAP, REDUCE, SCAN, HIST -> () -> loops.parallel(s, e);
            case CALL -> () -> calls.adjoint(this, s, e);
            // Integers, bools and what has derivative zero.
            case IOTA, DIM, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CHECK, DEBUG_CALLBACK, ACC_NEW, THREEFRY2X32, AXIS_INDEX,
                 STOP_GRADIENT -> () -> e.out().forEach(s::take);
        };
    }

    void elementwise(Scope s, Eqn e) {
        CotangentMask mask = s.mask(e.result());
        Atom y = s.takeMasked(e.result());
        boolean extreme = (e.prim() == Prim.MIN || e.prim() == Prim.MAX) && y.type().isScalar();
        List<Var> wins = extreme ? wins(s.block, e) : List.of();
        for (int k = 0; k < e.in().size(); k++) {
            Atom x = e.in().get(k);
            if (!activity.has(x)) {
                continue;
            }
            if (!y.type().isScalar()) {
                s.add(x, Partials.times(s.code, e, k, y));
            } else if (e.prim() == Prim.SELECT) {
                s.add(x, y, mask.and(e.in().get(0), k == 1));
            } else if (extreme) {
                Atom part = s.code.select(s.code.emit(Prim.AND, wins.get(0), wins.get(1)), s.code.scale(y, 0.5), y);
                s.add(x, part, mask.and(wins.get(k), true));
            } else {
                Atom part = dividesAlike(s.block, e) ? Partials.byInverse(s.code, e, k, y) : Partials.times(s.code, e, k, y);
                s.add(x, mayBeIdle(s.block, e, part) ? orNothing(s.code, y, part) : part, mask);
            }
        }
    }

    /** The part, or zero where it is zero times what is not finite. A part that is zero otherwise stays what it is computed as, since it may have a slope. */
    private static Atom orNothing(FormulaBuilder c, Atom y, Atom part) {
        Atom zero = c.constant(0, y);
        return c.select(c.emit(Prim.AND, c.emit(Prim.EQ, y, zero), c.emit(Prim.NE, part, part)), zero, part);
    }

    /**
     * Whether the result may be one that only loops use, which may make no trip, whereas its slope need not be finite, nor that of a part of the slope. Its cotangent is zero then, and so is the part of an operand.
     */
    private boolean mayBeIdle(BlockTree.Block b, Eqn e, Atom part) {
        return part != null && part.type().equals(e.result().type()) && !LINEAR.contains(e.prim()) && !(e.prim() == Prim.MUL && e.in().stream().anyMatch(Lit.class::isInstance)) && idle.use(b, e.result());
    }

    /** Whether all trips of the loops around divide by the same number; those of fewer bits are small often enough for their inverse to be infinite. */
    private boolean dividesAlike(BlockTree.Block b, Eqn e) {
        Atom divisor = e.prim() == Prim.DIV ? e.in().get(1) : null;
        return divisor != null && divisor.dtype() == DType.F64 && !b.level().isFunction()
            && (divisor instanceof Lit || prog.home(divisor).level().isFunction());
    }

    /**
     * For both operands of a scalar min or max whether it is the result, alone or with the other one: equations of the primal program, so that where the operands are not there any more two bytes are kept
     * in place of two numbers.
     */
    private List<Var> wins(BlockTree.Block b, Eqn e) {
        var code = new FormulaBuilder(ids);
        List<Var> wins = List.of((Var) Partials.wins(code, e, 0), (Var) Partials.wins(code, e, 1));
        prog.insert(b, e, code.eqns());
        return wins;
    }

    private void index(Scope s, Eqn e) {
        Atom y = s.take(e.result());
        Var a = (Var) e.in().get(0);
        if (activity.has(a)) {
            // an empty array has no nearest element: its adjoint drops what is added
            var access = (Params.Access) e.params();
            s.addAt(a, access, inside(s, access, a, e.in().subList(1, e.in().size())), y);
        }
    }

    /** The place that a reading access with these indices names. */
    private List<Atom> inside(Scope s, Params.Access access, Var a, List<Atom> at) {
        if (access.mode() == Params.Mode.PROMISED) {
            return at;
        }
        return IntStream.range(0, at.size()).mapToObj(k -> s.code.clamped(at.get(k), prog.extent(a, k))).toList();
    }

    /** The elements of a cotangent that a writing access with these indices writes; zero where it drops them. */
    private Atom read(Scope s, Atom y, Params.Access access, List<Atom> at) {
        Atom x = at.isEmpty() ? y : s.code.index(y, access.plain(), at);
        if (access.mode() == Params.Mode.PROMISED) {
            return x;
        }
        Atom in = null;
        for (int k = 0; k < at.size(); k++) {
            Atom ok = s.code.isInside(at.get(k), s.code.extent(y, k));
            in = k == 0 ? ok : s.code.emit(Prim.AND, in, ok);
        }
        return at.isEmpty() ? x : s.code.where(in, x);
    }

    private void update(Scope s, Eqn e) {
        Atom y = s.take(e.result());
        int last = e.in().size() - 1;
        var access = (Params.Access) e.params();
        List<Atom> at = e.in().subList(1, last);
        Atom v = e.in().get(last);
        Eqn sum = v instanceof Var x && activity.has(v) && access.equals(Params.Access.PROMISED) ? prog.def(x) : null;
        int old = sum != null && (sum.prim() == Prim.ADD || sum.prim() == Prim.SUB) ? accumulates(e, sum) : -1;
        if (old >= 0) {
            // a[i] += x: the element's cotangent stays where it is
            Atom t = s.code.index(y, access, at);
            s.add(sum.in().get(1 - old), sum.prim() == Prim.ADD ? t : s.code.neg(t));
            s.add(e.in().get(0), y);
            return;
        }
        Atom t = activity.has(v) ? read(s, y, access, at) : null;
        s.add(v, t);
        if (activity.has(e.in().get(0))) {
            Atom rest = access.op() == Prim.ADD ? y : s.code.update(y, access, at, zeroOf(s, y, at.size(), v));
            s.add(e.in().get(0), rest);
            if (t != null && access.equals(Params.Access.PROMISED) && v.type().isScalar()) {
                s.moved(rest, y, at, t);
            }
        }
    }

    /** The operand of the sum that is the element which the update overwrites, -1 for none. */
    private int accumulates(Eqn update, Eqn sum) {
        List<Atom> place = update.in().subList(0, update.in().size() - 1);
        for (int k = 0; k < (sum.prim() == Prim.ADD ? 2 : 1); k++) {
            Eqn read = prog.def(sum.in().get(k));
            if (read != null && read.prim() == Prim.INDEX && read.in().equals(place) && read.params().equals(update.params())
                && prog.home(read.result()) == prog.home(update.result())) {
                return k;
            }
        }
        return -1;
    }

    /** Zero of the type of {@code v}, which is a part of {@code whole}. */
    private Atom zeroOf(Scope s, Atom whole, int axes, Atom v) {
        if (v.type().isScalar()) {
            return Lit.zero(v.dtype());
        }
        List<Atom> extents = s.code.extents(whole);
        return s.code.full(Lit.zero(v.dtype()), v.type().dims(), extents.subList(axes, extents.size()));
    }
}
