package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.Ir;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.List;

/**
 * How long rows will be that are made after the array of arrays they belong to: the length of the first one that is stored, written as
 * a recipe over what is known where the array is made. It is a guess: each row's length is checked when it is stored.
 */
final class Widths {
    private static final int DEEPEST = 8;

    /** A number in terms of the state at one place of the program; the same in each attempt to lift. */
    sealed interface Recipe {
        record Constant(Lit value) implements Recipe {
        }

        record Local(int frame, int slot) implements Recipe {
        }

        record Given(Lifted.Source source) implements Recipe {
        }

        /** mul * n + add, n the length along an axis of an array that comes with the call; it may be read only after this place. */
        record Extent(Lifted.Source array, int axis, long mul, long add) implements Recipe {
        }

        record Op(Prim prim, Params params, List<Recipe> in) implements Recipe {
        }
    }

    private final Unit unit;
    private final Ir ir;

    Widths(Unit unit) {
        this.unit = unit;
        this.ir = unit.ir();
    }

    /** The length of an array along an axis, in terms of a state; null when that cannot be said. */
    Recipe recipe(Atom array, int axis, Env at) {
        Dim d = array.type().dims().get(axis);
        Recipe r = extent(d);
        List<Atom> lengths = ir.lengths(array);
        return r != null || lengths == null ? r : recipe(lengths.get(axis), at, 0);
    }

    private Recipe extent(Dim d) {
        if (d.isConst()) {
            return new Recipe.Constant(Lit.i32((int) d.add()));
        }
        for (Unit.Input in : unit.inputs()) {
            int axis = d.isUnknown() ? -1 : in.var().type().dims().indexOf(Dim.sym(d.sym()));
            if (axis >= 0 && !(in.source() instanceof Lifted.Source.Rows)) {
                return new Recipe.Extent(in.source(), axis, d.mul(), d.add());
            }
        }
        return null;
    }

    private Recipe recipe(Atom a, Env at, int depth) {
        if (a instanceof Lit l) {
            return new Recipe.Constant(l);
        }
        for (int f = 0; f < at.frames.size(); f++) {
            Val[] slots = at.frames.get(f).slots;
            for (int s = 0; s < slots.length; s++) {
                if (slots[s] instanceof Val.Sc sc && sc.atom().equals(a)) {
                    return new Recipe.Local(f, s);
                }
            }
        }
        for (Unit.Input in : unit.inputs()) {
            if (in.var().equals(a) && in.var().dtype() == DType.I32) {
                return new Recipe.Given(in.source());
            }
        }
        Eqn e = ir.definition(a);
        if (e == null || depth > DEEPEST) {
            return null;
        }
        if (e.prim() == Prim.DIM) {
            Atom of = e.in().get(0);
            int axis = ((Params.Axis) e.params()).axis();
            Recipe r = extent(of.type().dims().get(axis));
            List<Atom> lengths = ir.lengths(of);
            return r != null || lengths == null ? r : recipe(lengths.get(axis), at, depth + 1);
        }
        var in = new ArrayList<Recipe>();
        for (Atom x : e.in()) {
            Recipe r = recipe(x, at, depth + 1);
            if (r == null) {
                return null;
            }
            in.add(r);
        }
        return new Recipe.Op(e.prim(), e.params(), in);
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
    Atom length(Recipe r, Env at) {
        Atom n = number(r, at);
        if (n == null || n.dtype() != DType.I32 || !n.type().isScalar()) {
            return null;
        }
        return ir.isExtent(n) ? n : n instanceof Lit ? Lit.i32(0) : ir.op(Prim.MAX, n, Lit.i32(0));
    }

    private Atom number(Recipe r, Env at) {
        if (r instanceof Recipe.Constant c) {
            return c.value();
        }
        if (r instanceof Recipe.Local l) {
            return l.frame() < at.frames.size() && at.frames.get(l.frame()).slots[l.slot()] instanceof Val.Sc s ? s.atom() : null;
        }
        if (r instanceof Recipe.Given g) {
            return unit.given(g.source()) instanceof Val.Sc s ? s.atom() : null;
        }
        if (r instanceof Recipe.Extent e) {
            if (!(unit.given(e.array()) instanceof Val.Ref array)) {
                return null;
            }
            Atom n = ir.dim(unit.roots().get(array.loc()).var(), e.axis());
            Atom scaled = e.mul() == 1 ? n : ir.op(Prim.MUL, n, Lit.i32((int) e.mul()));
            return e.add() == 0 ? scaled : ir.op(Prim.ADD, scaled, Lit.i32((int) e.add()));
        }
        Recipe.Op op = (Recipe.Op) r;
        var in = new ArrayList<Atom>();
        for (Recipe x : op.in()) {
            Atom a = number(x, at);
            if (a == null) {
                return null;
            }
            in.add(a);
        }
        return op.params() instanceof Params.To to ? ir.convert(in.get(0), to.dtype()) : ir.op(op.prim(), in.toArray(Atom[]::new));
    }
}
