package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Equations of one region while they are written. Unlike with {@link dev.jacobi.ir.Builder}, several regions can be open at once: an
 * adjoint that is met inside a loop for the first time gets its zeros in front of the loop. Arithmetic on
 * the constants 0 and 1, of which derivatives are full, is left out.
 */
public final class EquationWriter {
    /** Where new variables of the function come from; shared by all its regions. */
    public final Builder ids;
    public final List<Eqn> eqns = new ArrayList<>();

    public EquationWriter(Builder ids) {
        this.ids = ids;
    }

    public Var fresh(Type t) {
        return ids.fresh(t);
    }

    public List<Var> emitAll(Prim p, Params params, List<? extends Atom> in) {
        List<Atom> operands = List.copyOf(in);
        List<Var> out = TypeRules.infer(p, operands, params).stream().map(this::fresh).toList();
        eqns.add(new Eqn(p, operands, params, out));
        return out;
    }

    public Var emit(Prim p, Params params, Atom... in) {
        return emitAll(p, params, Arrays.asList(in)).get(0);
    }

    public Var emit(Prim p, Atom... in) {
        return emit(p, Params.NONE, in);
    }

    /** A floating or integer constant of the type. */
    public static Lit lit(DType d, double v) {
        return d.isFloat() ? Eval.fold(Prim.CONVERT, new Params.To(d), List.of(Lit.f64(v))) : Lit.of(d, (long) v);
    }

    /** The constant as a value of the shape of {@code like}. */
    public Atom constant(double v, Atom like) {
        Lit c = lit(like.dtype(), v);
        return like.type().isScalar() ? c : spread(c, like);
    }

    /** A scalar as an array of the shape of {@code like}. */
    public Atom spread(Atom scalar, Atom like) {
        List<Dim> dims = like.type().dims();
        var in = new ArrayList<Atom>(List.of(scalar));
        in.addAll(extents((Var) like));
        return emitAll(Prim.BROADCAST, new Params.Broadcast(List.of(), dims), in).get(0);
    }

    /** The extents of an array that is in scope. */
    public List<Atom> extents(Var a) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < a.type().rank(); k++) {
            out.add(extent(a, k));
        }
        return out;
    }

    public Atom extent(Atom a, int axis) {
        Dim d = a.type().dims().get(axis);
        return d.isConst() ? Lit.i32((int) d.add()) : emit(Prim.DIM, new Params.Axis(axis, false), a);
    }

    /** A new array of one value. */
    public Var full(Lit value, List<Dim> dims, List<? extends Atom> extents) {
        var in = new ArrayList<Atom>(List.of(value));
        in.addAll(extents);
        return emitAll(Prim.FULL, new Params.Shape(value.dtype(), dims), in).get(0);
    }

    private static boolean is(Atom a, double v) {
        return a instanceof Lit l && l.equals(lit(l.dtype(), v));
    }

    public Atom add(Atom a, Atom b) {
        return is(a, 0) ? b : is(b, 0) ? a : emit(Prim.ADD, a, b);
    }

    public Atom sub(Atom a, Atom b) {
        return is(b, 0) ? a : emit(Prim.SUB, a, b);
    }

    public Atom mul(Atom a, Atom b) {
        return is(a, 1) ? b : is(b, 1) ? a : is(a, -1) ? neg(b) : is(b, -1) ? neg(a) : emit(Prim.MUL, a, b);
    }

    public Atom div(Atom a, Atom b) {
        return is(b, 1) ? a : emit(Prim.DIV, a, b);
    }

    public Atom neg(Atom a) {
        return a instanceof Lit l ? Eval.fold(Prim.NEG, Params.NONE, List.of(l)) : emit(Prim.NEG, a);
    }

    /** {@code a} times a constant. */
    public Atom scale(Atom a, double c) {
        return c == 1 ? a : c == -1 ? neg(a) : mul(a, constant(c, a));
    }

    /** {@code a} plus a constant. */
    public Atom plus(Atom a, double c) {
        return c == 0 ? a : add(a, constant(c, a));
    }

    public Atom select(Atom p, Atom whenTrue, Atom whenFalse) {
        return p instanceof Lit l ? l.asBool() ? whenTrue : whenFalse : emit(Prim.SELECT, p, whenTrue, whenFalse);
    }

    public Atom convert(Atom a, DType to) {
        return a.dtype() == to ? a : a instanceof Lit l ? Eval.fold(Prim.CONVERT, new Params.To(to), List.of(l))
            : emit(Prim.CONVERT, new Params.To(to), a);
    }

    public Var index(Atom a, Params.Access access, List<? extends Atom> at) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(at);
        return emitAll(Prim.INDEX, access, in).get(0);
    }

    public Var update(Atom a, Params.Access access, List<? extends Atom> at, Atom v) {
        var in = new ArrayList<Atom>(List.of(a));
        in.addAll(at);
        in.add(v);
        return emitAll(Prim.UPDATE, access, in).get(0);
    }
}
