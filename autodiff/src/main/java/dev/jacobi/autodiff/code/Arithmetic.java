package dev.jacobi.autodiff.code;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic on scalars or arrays of one shape, as formulas are written; a null stands for a zero that need not be computed. */
public final class Arithmetic {
    public final Builder b;

    public Arithmetic(Builder b) {
        this.b = b;
    }

    /** The constant in the shape of {@code x}. */
    public Atom like(Atom x, double c) {
        return filled(x, Lit.real(x.dtype(), c));
    }

    public Atom zero(Atom x) {
        return filled(x, Lit.zero(x.dtype()));
    }

    private Atom filled(Atom x, Lit v) {
        return x.type().isScalar() ? v : b.full(v, x.type().dims(), extents(x));
    }

    /** The run-time extents of an array as operands. */
    public List<Atom> extents(Atom x) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < x.type().rank(); k++) {
            Dim d = x.type().dims().get(k);
            out.add(d.isConst() ? Lit.i32((int) d.add()) : b.dim(x, k));
        }
        return out;
    }

    public Atom op(Prim p, Atom... in) {
        return b.emit(p, in);
    }

    public Atom add(Atom x, Atom y) {
        return op(Prim.ADD, x, y);
    }

    public Atom add(Atom x, double y) {
        return add(x, like(x, y));
    }

    public Atom sub(Atom x, Atom y) {
        return op(Prim.SUB, x, y);
    }

    public Atom sub(double x, Atom y) {
        return sub(like(y, x), y);
    }

    public Atom mul(Atom x, Atom y) {
        return op(Prim.MUL, x, y);
    }

    public Atom mul(Atom x, double y) {
        return mul(x, like(x, y));
    }

    public Atom div(Atom x, Atom y) {
        return op(Prim.DIV, x, y);
    }

    public Atom div(double x, Atom y) {
        return div(like(y, x), y);
    }

    public Atom neg(Atom x) {
        return op(Prim.NEG, x);
    }

    public Atom select(Atom p, Atom x, Atom y) {
        return op(Prim.SELECT, p, x, y);
    }

    /** x + y where either may be zero. */
    public Atom sum(Atom x, Atom y) {
        return x == null ? y : y == null ? x : add(x, y);
    }

    /** x * y where x may be zero. */
    public Atom product(Atom x, Atom y) {
        return x == null ? null : mul(x, y);
    }

    /** Of a linear primitive: itself on other operands. */
    public Atom same(Prim p, Params params, List<? extends Atom> in) {
        return b.emitAll(p, params, in).get(0);
    }

    public Atom reduceAdd(Atom x, List<Integer> axes) {
        return b.emit(Prim.REDUCE_ADD, new Params.Axes(axes), x);
    }

    public Atom reshape(Atom x, List<Dim> dims, List<? extends Atom> extents) {
        var in = new ArrayList<Atom>(List.of(x));
        in.addAll(extents);
        return same(Prim.RESHAPE, new Params.Shape(x.dtype(), dims), in);
    }

    public Atom transpose(Atom x, List<Integer> order) {
        for (int k = 0; k < order.size(); k++) {
            if (order.get(k) != k) {
                return b.emit(Prim.TRANSPOSE, new Params.Axes(order), x);
            }
        }
        return x;
    }

    /** The array with its last two axes exchanged. */
    public Atom flipped(Atom x) {
        var order = new ArrayList<Integer>();
        int r = x.type().rank();
        for (int k = 0; k < r - 2; k++) {
            order.add(k);
        }
        order.add(r - 1);
        order.add(r - 2);
        return b.emit(Prim.TRANSPOSE, new Params.Axes(order), x);
    }

    /** Matrix products over the last two axes; {@code y} may be vectors, with one axis less. */
    public Atom matmul(Atom x, Atom y) {
        int r = x.type().rank();
        var batch = new ArrayList<Integer>();
        for (int k = 0; k < r - 2; k++) {
            batch.add(k);
        }
        return b.emit(Prim.DOT_GENERAL, new Params.Dot(List.of(r - 1), List.of(r - 2), batch, batch), x, y);
    }

    /** bool matrices as x: true where the row number compares so to the column number. */
    public Atom where(Prim rowToColumn, Atom x) {
        var shape = new Params.Shape(DType.I32, x.type().dims());
        Var column = b.emitAll(Prim.IOTA, shape, extents(x)).get(0);
        return op(rowToColumn, flipped(column), column);
    }

    public Lit lit(Type t, double v) {
        return Lit.real(t.dtype(), v);
    }
}
