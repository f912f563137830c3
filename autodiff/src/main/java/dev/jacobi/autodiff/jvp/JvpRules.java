package dev.jacobi.autodiff.jvp;

import dev.jacobi.autodiff.analysis.TangentActivity;
import dev.jacobi.autodiff.code.Arithmetic;
import dev.jacobi.autodiff.code.EquationWriter;
import dev.jacobi.autodiff.code.Partials;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
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
import java.util.Locale;
import java.util.Map;

/**
 * The forward-mode rule of every primitive: it appends the equation, which keeps its ids, and those of the tangents of its results.
 * {@link JvpControl} has the loops and branches, {@link JvpArrays} reductions and library forms.
 */
final class JvpRules {
    final Arithmetic c;
    final TangentActivity reached;
    private final Jvp module;
    private final Builder b;
    private final Map<Integer, Atom> tangents = new HashMap<>();

    JvpRules(Jvp module, Builder b, TangentActivity reached) {
        this.module = module;
        this.b = b;
        this.reached = reached;
        c = new Arithmetic(b);
    }

    /** The tangent, or null when it is zero. */
    Atom tangent(Atom a) {
        return a instanceof Var v ? tangents.get(v.id()) : null;
    }

    Atom tangentOrZero(Atom a) {
        Atom t = tangent(a);
        return t != null ? t : c.zero(a);
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
            b.append(e);
            return;
        }
        rule(e).run();
    }

    private Runnable rule(Eqn e) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION -> () -> elementwise(e);
            // Linear in all their floats: the same on the tangents.
            case SELECT, FULL, COPY, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, INDEX, GATHER, REDUCE_ADD, CUM_ADD, ACC_ADD, ACC_GET,
                 FFT, PSUM, ALL_GATHER -> () -> linear(e);
            case UPDATE -> () -> update(e);
            case SCATTER -> () -> arrays().scatter(e, (Params.Access) e.params());
            case DOT_GENERAL, CONV -> () -> arrays().bilinear(e);
            case SORT -> () -> arrays().sort(e);
            case PMAX, PMIN -> () -> arrays().across(e);
            case REDUCE_MIN, REDUCE_MAX -> () -> arrays().extreme(e);
            case REDUCE_MUL -> () -> arrays().product(e);
            case CUM_MUL -> () -> arrays().running(Prim.MUL, e);
            case CUM_MIN -> () -> arrays().running(Prim.MIN, e);
            case CUM_MAX -> () -> arrays().running(Prim.MAX, e);
            case CHOLESKY -> () -> arrays().cholesky(e);
            case TRIANGULAR_SOLVE -> () -> arrays().solve(e);
            case COND, FOR, WHILE, MAP -> () -> control().beside(e);
            case REDUCE -> () -> control().reduce(e);
            case SCAN -> () -> control().scan(e);
            case HIST -> () -> control().hist(e, (Params.Fold) e.params());
            case CALL -> () -> call(e, (Params.Call) e.params());
            case OPT_BARRIER -> () -> barrier(e);
            case STOP_GRADIENT, IOTA, DIM, REDUCE_AND, REDUCE_OR, REDUCE_XOR, ARGMIN, ARGMAX, CHECK, DEBUG_CALLBACK, ACC_NEW, THREEFRY2X32, AXIS_INDEX ->
                () -> b.append(e);
        };
    }

    private JvpArrays arrays() {
        return new JvpArrays(this, b);
    }

    private JvpControl control() {
        return new JvpControl(this, b);
    }

    private void elementwise(Eqn e) {
        Prim p = e.prim();
        List<Atom> in = e.in();
        if (p.derivative() == Prim.Derivative.FLAT) {
            b.append(e);
        } else if (p == Prim.CONVERT) {
            linear(e);
        } else if (p == Prim.NEG) {
            one(e, c.neg(tangent(in.get(0))));
        } else if (p == Prim.ADD || p == Prim.SUB) {
            sums(e);
        } else if (p == Prim.DIV) {
            quotient(e);
        } else if (p == Prim.MIN || p == Prim.MAX) {
            b.append(e);
            set(e.result(), extreme(p, in.get(0), tangent(in.get(0)), in.get(1), tangent(in.get(1))));
        } else if (p == Prim.FMA) {
            b.append(e);
            Atom t = accumulate(tangent(in.get(1)), in.get(0), tangent(in.get(2)));
            set(e.result(), accumulate(tangent(in.get(0)), in.get(1), t));
        } else {
            b.append(e);
            set(e.result(), parts(e));
        }
    }

    /** Appends an equation of one result whose tangent is known. */
    void one(Eqn e, Atom tangent) {
        b.append(e);
        set(e.result(), tangent);
    }

    /** Every float operand replaced by its tangent. */
    void linear(Eqn e) {
        b.append(e);
        if (!some(e)) {
            return;
        }
        var in = new ArrayList<Atom>();
        e.in().forEach(a -> in.add(a.dtype().isFloat() ? tangentOrZero(a) : a));
        List<Var> out = b.emitAll(e.prim(), e.params(), in);
        for (int k = 0; k < out.size(); k++) {
            set(e.out().get(k), out.get(k));
        }
    }

    /** True when an operand has a tangent: it may turn out to be zero though it is reached. */
    boolean some(Eqn e) {
        return e.in().stream().anyMatch(a -> tangent(a) != null);
    }

    private void sums(Eqn e) {
        b.append(e);
        Atom s = tangent(e.in().get(0));
        Atom t = tangent(e.in().get(1));
        set(e.result(), e.prim() == Prim.ADD || t == null ? c.sum(s, t) : s == null ? c.neg(t) : c.sub(s, t));
    }

    /** The sum over the operands of their tangents times the partial derivatives. */
    private Atom parts(Eqn e) {
        Atom sum = null;
        for (int k = 0; k < e.in().size(); k++) {
            Atom t = tangent(e.in().get(k));
            if (t != null) {
                var code = new EquationWriter(b);
                Atom part = Partials.times(code, e, k, t);
                code.eqns.forEach(b::append);
                sum = c.sum(sum, part);
            }
        }
        return sum;
    }

    private void quotient(Eqn e) {
        b.append(e);
        Atom s = tangent(e.in().get(0));
        Atom t = tangent(e.in().get(1));
        Atom product = c.product(t, e.result());
        Atom top = product == null ? s : s == null ? c.neg(product) : c.sub(s, product);
        set(e.result(), top == null ? null : c.div(top, e.in().get(1)));
    }

    /** The tangent of the smaller or larger of two; equal ones share half and half. */
    Atom extreme(Prim p, Atom x, Atom s, Atom y, Atom t) {
        if (s == null && t == null) {
            return null;
        }
        s = s == null ? c.zero(x) : s;
        t = t == null ? c.zero(y) : t;
        Atom half = c.mul(c.add(s, t), 0.5);
        Prim better = p == Prim.MAX ? Prim.GT : Prim.LT;
        return c.select(c.op(better, x, y), s, c.select(c.op(Prim.EQ, x, y), half, t));
    }

    /** t x + sum, each part possibly zero. */
    private Atom accumulate(Atom t, Atom x, Atom sum) {
        return t == null ? sum : sum == null ? c.mul(t, x) : c.op(Prim.FMA, t, x, sum);
    }

    /** What combining an element with a value does to their tangents. */
    Atom combined(Prim op, Atom x, Atom s, Atom y, Atom t) {
        if (op == Prim.ADD) {
            return c.sum(s, t);
        } else if (op == Prim.MUL) {
            return c.sum(c.product(s, y), c.product(t, x));
        }
        return extreme(op, x, s, y, t);
    }

    private void update(Eqn e) {
        Prim op = ((Params.Access) e.params()).op();
        if (op == null || op == Prim.ADD) {
            linear(e);
            return;
        }
        // The old element is read before it is overwritten.
        int last = e.in().size() - 1;
        List<Atom> at = e.in().subList(1, last);
        Params.Access read = new Params.Access(((Params.Access) e.params()).mode(), 0, null);
        Atom a = e.in().get(0);
        Atom v = e.in().get(last);
        Atom old = element(a, read, at);
        Atom ta = tangentOrZero(a);
        Atom t = combined(op, old, element(ta, read, at), v, tangent(v));
        b.append(e);
        set(e.result(), b.update(ta, read, at, t));
    }

    private Atom element(Atom a, Params.Access read, List<Atom> at) {
        return at.isEmpty() ? a : b.index(a, read, at);
    }

    private void barrier(Eqn e) {
        List<Integer> which = java.util.stream.IntStream.range(0, e.in().size()).filter(k -> tangent(e.in().get(k)) != null).boxed().toList();
        var in = new ArrayList<>(e.in());
        which.forEach(k -> in.add(tangent(e.in().get(k))));
        extended(e, in, which);
    }

    /** Appends the equation with more operands, which are tangents of operands and give tangents of these results. */
    void extended(Eqn e, List<Atom> in, List<Integer> results) {
        var out = new ArrayList<>(e.out());
        for (int k : results) {
            Var t = b.fresh(e.out().get(k).type());
            out.add(t);
            set(e.out().get(k), t);
        }
        b.append(new Eqn(e.prim(), in, e.params(), out));
    }

    private void call(Eqn e, Params.Call p) {
        if (module.get(p.name()) != null) {
            if (some(e)) {
                module.call(this, e, p);
            } else {
                b.append(e);
            }
        } else {
            b.append(e);
            set(e.result(), external(e, p.name()));
        }
    }

    /** Functions that no module holds have the derivatives of the primitives that compute the same. */
    private Atom external(Eqn e, String name) {
        if (!External.is(name)) {
            throw new NoRule(name + " is not in the module, so it has no derivative");
        }
        String f = External.function(name);
        if (!f.equals("IEEEremainder")) {
            return parts(new Eqn(Prim.valueOf(f.toUpperCase(Locale.ROOT)), e.in(), Params.NONE, e.out()));
        }
        // x - n y, n being the whole number nearest to x / y.
        Atom n = c.op(Prim.RINT, c.div(c.sub(e.in().get(0), e.result()), e.in().get(1)));
        Atom t = tangent(e.in().get(1));
        return c.sum(tangent(e.in().get(0)), t == null ? null : c.neg(c.mul(t, n)));
    }

    /** A call that returns the results and then the tangents of the float results. */
    void dual(Eqn e, String name, List<Atom> in) {
        var out = new ArrayList<>(e.out());
        for (Var v : e.out()) {
            if (v.dtype().isFloat()) {
                Var t = b.fresh(v.type());
                out.add(t);
                set(v, t);
            }
        }
        List<Type> types = out.stream().map(Var::type).toList();
        b.append(new Eqn(Prim.CALL, in, new Params.Call(name, types), out));
    }
}
