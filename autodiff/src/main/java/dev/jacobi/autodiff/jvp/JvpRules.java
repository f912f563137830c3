package dev.jacobi.autodiff.jvp;

import dev.jacobi.autodiff.analysis.TangentActivity;
import dev.jacobi.autodiff.code.CombiningLoops;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.autodiff.code.Partials;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.NoRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The forward-mode rule of every primitive: it appends the equation, which keeps its ids, and those of the tangents of its results.
 * {@link JvpControl} has the loops and branches, {@link JvpArrays} reductions and library forms.
 */
final class JvpRules {
    final FormulaBuilder c;
    final TangentActivity reached;
    private final Jvp module;
    private final JvpArrays arrays;
    private final JvpControl control;
    private final Map<Integer, Atom> tangents = new HashMap<>();

    JvpRules(Jvp module, FormulaBuilder c, TangentActivity reached) {
        this.module = module;
        this.c = c;
        this.reached = reached;
        arrays = new JvpArrays(this);
        control = new JvpControl(this);
    }

    /** The tangent, or null when it is zero. */
    Atom tangent(Atom a) {
        return a instanceof Var v ? tangents.get(v.id()) : null;
    }

    Atom tangentOrZero(Atom a) {
        Atom t = tangent(a);
        return t != null ? t : c.constant(0, a);
    }

    void set(Var v, Atom tangent) {
        if (tangent != null) {
            tangents.put(v.id(), tangent);
        }
    }

    void body(List<Eqn> body) {
        body.forEach(this::eqn);
    }

    void eqn(Eqn e) {
        if (!reached.any(e.out())) {
            c.append(e);
            return;
        }
        rule(e).run();
    }

    private Runnable rule(Eqn e) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION -> () -> elementwise(e);
            // Linear in all their floats: the same on the tangents.
            case SELECT, FULL, COPY, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, GATHER, REDUCE_ADD, CUM_ADD, ACC_ADD, ACC_GET,
                 FFT, PSUM, ALL_GATHER, SHARD -> () -> linear(e);
            case UPDATE, SCATTER, CUM_MUL, CUM_MIN, CUM_MAX -> () -> combining(e);
            case DOT_GENERAL, CONV -> () -> arrays.bilinear(e);
            case SORT -> () -> arrays.sort(e);
            case PMAX, PMIN -> () -> arrays.across(e);
            case REDUCE_MIN, REDUCE_MAX -> () -> arrays.extreme(e);
            case REDUCE_MUL -> () -> one(e, () -> tangentOf(e, CombiningLoops::product));
            case CHOLESKY -> () -> arrays.cholesky(e);
            case TRIANGULAR_SOLVE -> () -> arrays.solve(e);
            case LU, QR, EIGH, SVD -> () -> new JvpFactors(this).rule(e);
            case COND, FOR, WHILE, MAP -> () -> control.beside(e);
            case REDUCE -> () -> control.reduce(e);
            case SCAN -> () -> control.scan(e);
            case HIST -> () -> control.hist(e, (Params.Fold) e.params());
            case CALL -> () -> call(e, (Params.Call) e.params());
            case OPT_BARRIER -> () -> barrier(e);
            case STOP_GRADIENT, IOTA, DIM, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CHECK, DEBUG_CALLBACK, ACC_NEW, THREEFRY2X32, AXIS_INDEX ->
                () -> c.append(e);
        };
    }

    private void elementwise(Eqn e) {
        boolean flat = e.prim().derivative() == Prim.Derivative.FLAT || !some(e);
        if (e.prim() == Prim.CONVERT && !flat) {
            linear(e);
        } else {
            one(e, () -> flat ? null : tangentOf(e));
        }
    }

    /** The tangent of an elementwise primitive's result, where not all tangents are zero. */
    private Atom tangentOf(Eqn e) {
        List<Atom> in = e.in();
        Atom a = in.get(0);
        Atom s = tangent(a);
        Atom b = in.get(in.size() - 1);
        Atom t = tangent(b);
        Prim p = e.prim();
        if (p == Prim.SUB) {
            return c.difference(s, t);
        } else if (p == Prim.DIV) {
            // (s - t y) / b for y = a / b: one division
            return c.div(c.difference(s, t == null ? null : c.mul(t, e.result())), b);
        } else if (p == Prim.MIN || p == Prim.MAX) {
            return extreme(p, a, tangentOrZero(a), b, tangentOrZero(b));
        } else if (p == Prim.FMA) {
            return accumulate(s, in.get(1), accumulate(tangent(in.get(1)), a, t));
        }
        return parts(e);
    }

    /** Appends an equation of one result, and behind it its tangent, null for zero. */
    void one(Eqn e, Supplier<Atom> tangent) {
        c.append(e);
        set(e.result(), tangent.get());
    }

    /** Every float operand replaced by its tangent. */
    void linear(Eqn e) {
        c.append(e);
        if (!some(e)) {
            return;
        }
        var in = new ArrayList<Atom>();
        e.in().forEach(a -> in.add(a.dtype().isFloat() ? tangentOrZero(a) : a));
        List<Var> out = c.emitAll(e.prim(), e.params(), in);
        for (int k = 0; k < out.size(); k++) {
            set(e.out().get(k), out.get(k));
        }
    }

    /** True when an operand has a tangent: it may turn out to be zero though it is reached. */
    boolean some(Eqn e) {
        return e.in().stream().anyMatch(a -> tangent(a) != null);
    }

    /** The sum over the operands of their tangents times the partial derivatives. */
    private Atom parts(Eqn e) {
        Atom sum = null;
        for (int k = 0; k < e.in().size(); k++) {
            Atom t = tangent(e.in().get(k));
            if (t != null) {
                sum = c.sum(sum, Partials.times(c, e, k, t));
            }
        }
        return sum;
    }

    /** The tangent of the smaller or larger of two; equal ones share half and half. */
    private Atom extreme(Prim p, Atom x, Atom s, Atom y, Atom t) {
        Atom half = c.scale(c.add(s, t), 0.5);
        Prim better = p == Prim.MAX ? Prim.GT : Prim.LT;
        return c.select(c.emit(better, x, y), s, c.select(c.emit(Prim.EQ, x, y), half, t));
    }

    /** t x + sum, each part possibly zero. */
    private Atom accumulate(Atom t, Atom x, Atom sum) {
        return t == null ? sum : sum == null ? c.mul(t, x) : c.emit(Prim.FMA, t, x, sum);
    }

    /** What adds is linear; an update by another operator is taken apart, and what combines more elements has the tangent of a loop. */
    private void combining(Eqn e) {
        if (!CombiningLoops.isOne(e)) {
            linear(e);
        } else if (e.prim() == Prim.UPDATE) {
            instead(() -> CombiningLoops.append(c, e));
        } else {
            one(e, () -> tangentOf(e, CombiningLoops::append));
        }
    }

    /** The tangent of the loop that an equation stands for; the equation itself stays, as back ends know better ways for it. */
    private Atom tangentOf(Eqn e, BiConsumer<FormulaBuilder, Eqn> loop) {
        if (!some(e)) {
            return null;
        }
        Var again = c.fresh(e.result().type());
        instead(() -> loop.accept(c, new Eqn(e.prim(), e.in(), e.params(), List.of(again))));
        return tangent(again);
    }

    /** Goes through equations that stand for another one. */
    void instead(Runnable written) {
        c.open();
        written.run();
        List<Eqn> eqns = c.close(List.of(), List.of()).body();
        reached.walk(eqns);
        body(eqns);
    }

    private void barrier(Eqn e) {
        List<Integer> which = IntStream.range(0, e.in().size()).filter(k -> tangent(e.in().get(k)) != null).boxed().toList();
        var in = new ArrayList<>(e.in());
        which.forEach(k -> in.add(tangent(e.in().get(k))));
        extended(e, in, which);
    }

    /** Appends the equation with more operands, which are tangents of operands and give tangents of these results. */
    void extended(Eqn e, List<Atom> in, List<Integer> results) {
        var out = new ArrayList<>(e.out());
        for (int k : results) {
            Var t = c.fresh(e.out().get(k).type());
            out.add(t);
            set(e.out().get(k), t);
        }
        c.append(new Eqn(e.prim(), in, e.params(), out));
    }

    private void call(Eqn e, Params.Call p) {
        if (module.get(p.name()) != null && some(e)) {
            module.call(this, e, p);
        } else if (module.get(p.name()) != null || External.is(p.name())) {
            one(e, () -> parts(e));
        } else {
            throw new NoRule(p.name() + " is not in the module, so it has no derivative");
        }
    }

    /** A call that returns the results and then the tangents of the float results. */
    void dual(Eqn e, String name, List<Atom> in) {
        var out = new ArrayList<>(e.out());
        for (Var v : e.out()) {
            if (v.dtype().isFloat()) {
                Var t = c.fresh(v.type());
                out.add(t);
                set(v, t);
            }
        }
        List<Type> types = out.stream().map(Var::type).toList();
        c.append(new Eqn(Prim.CALL, in, new Params.Call(name, types), out));
    }
}
