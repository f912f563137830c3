package dev.jacobi.vectorize.factor;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes scalar code on one matrix of a batch: indices are i32, and those of the matrix in the batch stand in front of every access. Values are f64. */
final class MatrixCode {
    static final Lit ZERO = Lit.i32(0);
    private final Builder b;
    private final List<Atom> matrix;

    MatrixCode(Builder b, List<? extends Atom> matrix) {
        this.b = b;
        this.matrix = List.copyOf(matrix);
    }

    private List<Atom> place(Atom... at) {
        var all = new ArrayList<>(matrix);
        all.addAll(List.of(at));
        return all;
    }

    Atom at(Atom a, Atom... at) {
        Atom v = b.index(a, Params.Access.PROMISED, place(at));
        return v.dtype() == DType.F32 || v.dtype() == DType.F16 || v.dtype() == DType.BF16 ? b.convert(v, DType.F64) : v;
    }

    /** The array with {@code v}, as one of its own type, at a place. */
    Atom put(Atom a, Atom v, Atom... at) {
        return b.update(a, Params.Access.PROMISED, place(at), v.dtype() == a.dtype() ? v : b.convert(v, a.dtype()));
    }

    Atom op(Prim p, Atom... in) {
        return b.emit(p, in);
    }

    Atom add(Atom x, Atom y) {
        return b.emit(Prim.ADD, x, y);
    }

    Atom sub(Atom x, Atom y) {
        return b.emit(Prim.SUB, x, y);
    }

    Atom mul(Atom x, Atom y) {
        return b.emit(Prim.MUL, x, y);
    }

    Atom div(Atom x, Atom y) {
        return b.emit(Prim.DIV, x, y);
    }

    Atom next(Atom i) {
        return add(i, Lit.i32(1));
    }

    Atom select(Atom p, Atom whenTrue, Atom whenFalse) {
        return b.emit(Prim.SELECT, p, whenTrue, whenFalse);
    }

    /** The square root of one and a square. */
    Atom secant(Atom tangent) {
        return op(Prim.SQRT, add(Lit.f64(1), mul(tangent, tangent)));
    }

    /** A loop over {@code from <= i < to}. */
    List<Var> loop(Atom from, Atom to, List<? extends Atom> carry, BiFunction<Atom, List<Var>, List<? extends Atom>> body) {
        boolean whole = from.equals(ZERO);
        return b.loop(whole ? to : sub(to, from), carry, p -> body.apply(whole ? p.get(0) : add(from, p.get(0)), p.subList(1, p.size())));
    }

    /** The same with one carried value. */
    Atom each(Atom from, Atom to, Atom carry, BiFunction<Atom, Atom, Atom> body) {
        return loop(from, to, List.of(carry), (i, c) -> List.of(body.apply(i, c.get(0)))).get(0);
    }

    Atom sum(Atom from, Atom to, Function<Atom, Atom> term) {
        return each(from, to, Lit.f64(0), (i, s) -> add(s, term.apply(i)));
    }

    /** What becomes of the values, if so; else they stay as they are. */
    List<Var> when(Atom condition, List<? extends Atom> values, Supplier<List<? extends Atom>> changed) {
        return b.cond(condition, changed, () -> values);
    }

    List<Var> loopWhile(List<? extends Atom> carry, Function<List<Var>, Atom> condition, Function<List<Var>, List<? extends Atom>> body) {
        return b.loopWhile(carry, condition, body);
    }

    /** Every element of a matrix as a function of its indices. */
    Atom fill(Atom into, Atom rows, Atom columns, BiFunction<Atom, Atom, Atom> element) {
        return each(ZERO, rows, into, (i, x) -> each(ZERO, columns, x, (j, y) -> put(y, element.apply(i, j), i, j)));
    }

    /** The identity, for extents that need not be the same. */
    Atom identity(Atom into, Atom rows, Atom columns) {
        return fill(into, rows, columns, (i, j) -> select(op(Prim.EQ, i, j), Lit.f64(1), Lit.f64(0)));
    }

    /** Columns p and q turned by an angle. */
    Atom rotateColumns(Atom a, Atom rows, Atom p, Atom q, Atom cos, Atom sin) {
        return each(ZERO, rows, a, (i, x) -> {
            Atom y = at(x, i, p);
            Atom z = at(x, i, q);
            return put(put(x, sub(mul(cos, y), mul(sin, z)), i, p), add(mul(sin, y), mul(cos, z)), i, q);
        });
    }

    /** Rows p and q turned by an angle. */
    Atom rotateRows(Atom a, Atom columns, Atom p, Atom q, Atom cos, Atom sin) {
        return each(ZERO, columns, a, (j, x) -> {
            Atom y = at(x, p, j);
            Atom z = at(x, q, j);
            return put(put(x, sub(mul(cos, y), mul(sin, z)), p, j), add(mul(sin, y), mul(cos, z)), q, j);
        });
    }

    /** Cosine and sine of the smaller angle that makes two directions orthogonal, by the cotangent of twice the angle. */
    List<Atom> rotation(Atom cotangent) {
        Atom t = div(op(Prim.COPYSIGN, Lit.f64(1), cotangent), add(op(Prim.ABS, cotangent), secant(cotangent)));
        Atom c = div(Lit.f64(1), secant(t));
        return List.of(c, mul(c, t));
    }

    /** Values in order, and the columns of matrices of so many rows along with them: {@code before} says which of two values comes first. */
    List<Var> sorted(Prim before, Atom n, Atom values, List<? extends Atom> matrices, List<? extends Atom> rows) {
        var carry = new ArrayList<Atom>(List.of(values));
        carry.addAll(matrices);
        return loop(ZERO, n, carry, (k, c) -> {
            List<Var> best = loop(next(k), n, List.of(k, at(c.get(0), k)), (i, now) -> {
                Atom v = at(c.get(0), i);
                Atom earlier = op(before, v, now.get(1));
                return List.of(select(earlier, i, now.get(0)), select(earlier, v, now.get(1)));
            });
            var out = new ArrayList<Atom>();
            Atom other = at(c.get(0), k);
            out.add(put(put(c.get(0), best.get(1), k), other, best.get(0)));
            for (int m = 0; m < matrices.size(); m++) {
                out.add(each(ZERO, rows.get(m), c.get(1 + m), (i, x) -> {
                    Atom y = at(x, i, k);
                    Atom z = at(x, i, best.get(0));
                    return put(put(x, z, i, k), y, i, best.get(0));
                }));
            }
            return out;
        });
    }
}
