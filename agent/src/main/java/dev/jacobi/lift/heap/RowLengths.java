package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.FunctionInputs;
import dev.jacobi.lift.state.LengthRecipe;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.List;

/**
 * How long rows will be that are made after the array of arrays they belong to: the length of the first one that is stored, written as
 * a recipe over what is known where the array is made. It is a guess: each row's length is checked when it is stored.
 */
final class RowLengths {
    private static final int DEEPEST = 8;

    private final LiftContext context;
    private final EquationBuilder ir;

    RowLengths(LiftContext context) {
        this.context = context;
        this.ir = context.ir();
    }

    /** The length of an array along an axis, in terms of a state; null when that cannot be said. */
    LengthRecipe recipe(Atom array, int axis, Env at) {
        return recipe(array, axis, at, 0);
    }

    private LengthRecipe recipe(Atom array, int axis, Env at, int depth) {
        LengthRecipe r = extent(array.type().dims().get(axis));
        List<Atom> lengths = ir.lengths(array);
        return r != null || lengths == null ? r : recipe(lengths.get(axis), at, depth);
    }

    private LengthRecipe extent(Dim d) {
        if (d.isConst()) {
            return new LengthRecipe.Constant(Lit.i32((int) d.add()));
        }
        for (FunctionInputs.Input in : context.inputs().all()) {
            int axis = d.isUnknown() ? -1 : in.var().type().dims().indexOf(Dim.sym(d.sym()));
            if (axis >= 0 && !(in.source() instanceof Lifted.Source.Rows)) {
                return new LengthRecipe.Extent(in.source(), axis, d.mul(), d.add());
            }
        }
        return null;
    }

    private LengthRecipe recipe(Atom a, Env at, int depth) {
        if (a instanceof Lit l) {
            return new LengthRecipe.Constant(l);
        }
        for (int f = 0; f < at.frames.size(); f++) {
            Val[] slots = at.frames.get(f).slots;
            for (int s = 0; s < slots.length; s++) {
                if (slots[s] instanceof Val.Sc sc && sc.atom().equals(a)) {
                    return new LengthRecipe.Local(f, s);
                }
            }
        }
        for (FunctionInputs.Input in : context.inputs().all()) {
            if (in.var().equals(a) && in.var().dtype() == DType.I32) {
                return new LengthRecipe.Given(in.source());
            }
        }
        Eqn e = ir.definition(a);
        if (e == null || depth > DEEPEST) {
            return null;
        }
        if (e.prim() == Prim.DIM) {
            return recipe(e.in().get(0), ((Params.Axis) e.params()).axis(), at, depth + 1);
        }
        var in = new ArrayList<LengthRecipe>();
        for (Atom x : e.in()) {
            LengthRecipe r = recipe(x, at, depth + 1);
            if (r == null) {
                return null;
            }
            in.add(r);
        }
        return new LengthRecipe.Op(e.prim(), e.params(), in);
    }

    /** A length, traced back to what the array was made with; equal for lengths that are certainly or most likely equal. */
    Object length(Atom a) {
        Eqn e = ir.definition(a);
        if (e == null || e.prim() != Prim.DIM) {
            return a;
        }
        int axis = ((Params.Axis) e.params()).axis();
        Dim d = e.in().get(0).type().dims().get(axis);
        List<Atom> lengths = ir.lengths(e.in().get(0));
        return !d.isUnknown() ? d : lengths == null || lengths.get(axis).equals(a) ? a : length(lengths.get(axis));
    }

    /** Whether the length of an array along an axis depends on what changes from one iteration to the next. */
    boolean varies(Atom array, int axis) {
        List<Atom> lengths = ir.lengths(array);
        return lengths != null && isVarying(lengths.get(axis), 0);
    }

    private boolean isVarying(Atom a, int depth) {
        Eqn e = ir.definition(a);
        return ir.isCarried(a) || e != null && depth < DEEPEST && e.in().stream().anyMatch(x -> x.type().isScalar() && isVarying(x, depth + 1));
    }

    /** The length that a recipe gives here, at least 0; null when it does not apply. */
    Atom length(LengthRecipe r, Env at) {
        Atom n = number(r, at);
        if (n == null || n.dtype() != DType.I32 || !n.type().isScalar()) {
            return null;
        }
        return ir.isExtent(n) ? n : n instanceof Lit ? Lit.i32(0) : ir.op(Prim.MAX, n, Lit.i32(0));
    }

    private Atom number(LengthRecipe r, Env at) {
        if (r instanceof LengthRecipe.Constant c) {
            return c.value();
        }
        if (r instanceof LengthRecipe.Local l) {
            return l.frame() < at.frames.size() && at.frames.get(l.frame()).slots[l.slot()] instanceof Val.Sc s ? s.atom() : null;
        }
        if (r instanceof LengthRecipe.Given g) {
            return context.inputs().given(g.source()) instanceof Val.Sc s ? s.atom() : null;
        }
        if (r instanceof LengthRecipe.Extent e) {
            if (!(context.inputs().given(e.array()) instanceof Val.Ref array)) {
                return null;
            }
            Atom n = ir.dim(context.inputs().root(array.loc()), e.axis());
            Atom scaled = e.mul() == 1 ? n : ir.op(Prim.MUL, n, Lit.i32((int) e.mul()));
            return e.add() == 0 ? scaled : ir.op(Prim.ADD, scaled, Lit.i32((int) e.add()));
        }
        LengthRecipe.Op op = (LengthRecipe.Op) r;
        var in = new ArrayList<Atom>();
        for (LengthRecipe x : op.in()) {
            Atom a = number(x, at);
            if (a == null) {
                return null;
            }
            in.add(a);
        }
        return op.params() instanceof Params.To to ? ir.convert(in.get(0), to.dtype()) : ir.op(op.prim(), in.toArray(Atom[]::new));
    }
}
