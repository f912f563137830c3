package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.library.LibraryRoutine;
import dev.jacobi.vectorize.factor.FactorLoops;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Factorisations by LAPACK, matrix after matrix, where there is enough to do, and else by loops. LAPACKE takes matrices by rows and turns them itself; what it cannot do (it has met NaN, or
 * its sweeps have not come to an end) is NaN.
 */
final class LowerDecompositions {
    /** So many operations are worth a call. */
    private static final double WORTH = 4 * 4 * 4;
    private static final Lit BY_ROWS = Lit.i32(101);
    private final Builder b;
    private final Nest nest;

    LowerDecompositions(Builder b) {
        this.b = b;
        nest = new Nest(b);
    }

    List<Atom> lower(Eqn e, Atom a) {
        DType t = a.dtype();
        if (t != DType.F32 && t != DType.F64) {
            return FactorLoops.append(b, e, a, false);
        }
        int rank = a.type().rank();
        Atom rows = nest.extent(a, rank - 2);
        Atom columns = nest.extent(a, rank - 1);
        Atom work = b.emit(Prim.MUL, real(b.emit(Prim.MIN, rows, columns)), b.emit(Prim.MUL, real(rows), real(columns)));
        // LAPACK counts in int, its workspaces' elements too.
        Atom countable = b.emit(Prim.LT, b.emit(Prim.MUL, real(b.emit(Prim.MAX, rows, columns)), real(b.emit(Prim.MAX, rows, columns))), Lit.f64(Integer.MAX_VALUE / 8));
        Atom large = b.emit(Prim.AND, b.emit(Prim.GE, work, Lit.f64(WORTH)), countable);
        return LibraryCase.of(b).when(large, () -> new Matrices(e, a).all(), () -> FactorLoops.append(b, e, a, false));
    }

    private Atom real(Atom integer) {
        return b.convert(integer, DType.F64);
    }

    /** The calls for one equation. */
    private final class Matrices {
        private final Eqn e;
        private final Atom a;
        private final DType t;
        private final boolean single;
        private final Params.Part part;
        private final Atom rows;
        private final Atom columns;
        private final Atom fewer;

        Matrices(Eqn e, Atom a) {
            this.e = e;
            this.a = a;
            t = a.dtype();
            single = t == DType.F32;
            part = e.params() instanceof Params.Factor f ? f.part() : Params.Part.FULL;
            int rank = a.type().rank();
            rows = b.extent(a, rank - 2);
            columns = b.extent(a, rank - 1);
            fewer = b.folded(Prim.MIN, rows, columns);
        }

        List<Atom> all() {
            int batch = a.type().rank() - 2;
            return batch == 0 ? one(copied(List.of())) : batched(b.extents(a).subList(0, batch));
        }

        /** A matrix to be overwritten. */
        private Atom copied(List<Atom> at) {
            int batch = at.size();
            List<Dim> dims = a.type().dims().subList(batch, batch + 2);
            return nest.over(List.of(nest.wide(rows), nest.wide(columns)), b.full(Lit.unset(t), dims, List.of(rows, columns)), (ij, x) ->
                b.update(x, Params.Access.PROMISED, ij, nest.at(a, Nest.plus(at, ij.get(0), ij.get(1)))));
        }

        /** A parallel loop over the matrices, each of which is put where the results have it. */
        private List<Atom> batched(List<Atom> batch) {
            var arrays = new ArrayList<Atom>();
            for (List<Atom> shape : shapes()) {
                var dims = new ArrayList<>(a.type().dims().subList(0, batch.size()));
                dims.addAll(Collections.nCopies(shape.size(), Dim.UNKNOWN));
                arrays.add(b.full(Lit.zero(e.out().get(arrays.size()).dtype()), dims, Nest.plus(batch, shape.toArray(Atom[]::new))));
            }
            return over(batch, List.of(), arrays);
        }

        private List<Atom> over(List<Atom> batch, List<Atom> at, List<? extends Atom> arrays) {
            if (at.size() == batch.size()) {
                List<Atom> done = one(copied(at));
                var out = new ArrayList<Atom>();
                for (int k = 0; k < done.size(); k++) {
                    Atom from = done.get(k);
                    out.add(nest.over(nest.extents(from), arrays.get(k), (i, x) -> b.update(x, Params.Access.PROMISED, Nest.plus(at, i.toArray(Atom[]::new)), nest.at(from, i))));
                }
                return out;
            }
            Var i = b.fresh(Type.I32);
            List<Var> inside = arrays.stream().map(x -> b.fresh(x.type())).toList();
            b.open();
            List<Atom> out = over(batch, Nest.plus(at, i), inside);
            var params = new ArrayList<>(List.of(i));
            params.addAll(inside);
            Region body = b.close(params, out);
            return List.copyOf(b.loop(Prim.MAP, Dim.UNKNOWN, body, batch.get(at.size()), arrays));
        }

        /** The extents of the results for one matrix. */
        private List<List<Atom>> shapes() {
            boolean full = part == Params.Part.FULL;
            if (e.prim() == Prim.LU) {
                return List.of(List.of(rows, columns), List.of(fewer), List.of(rows));
            } else if (e.prim() == Prim.QR) {
                return List.of(List.of(rows, full ? rows : fewer), List.of(full ? rows : fewer, columns));
            } else if (e.prim() == Prim.EIGH) {
                return List.of(List.of(rows), List.of(rows, rows));
            }
            return part == Params.Part.VALUES ? List.of(List.of(fewer))
                : List.of(List.of(rows, full ? rows : fewer), List.of(fewer), List.of(full ? columns : fewer, columns));
        }

        private List<Atom> one(Atom x) {
            return e.prim() == Prim.LU ? lu(x) : e.prim() == Prim.QR ? qr(x) : e.prim() == Prim.EIGH ? eigh(x) : svd(x);
        }

        private Atom fresh(DType d, Atom... extents) {
            return b.full(Lit.zero(d), Collections.nCopies(extents.length, Dim.UNKNOWN), List.of(extents));
        }

        private Atom filled(Atom into, Function<List<Atom>, Atom> element) {
            return nest.over(nest.extents(into), into, (i, y) -> b.update(y, Params.Access.PROMISED, i, element.apply(i)));
        }

        /** The array where the routine has succeeded, else NaN. */
        private Atom known(Atom info, Atom x) {
            Atom failed = b.emit(Prim.NE, info, Lit.i32(0));
            return b.cond(failed, () -> List.of(filled(x, i -> Lit.real(t, Double.NaN))), () -> List.of(x)).get(0);
        }

        /** LAPACK counts rows from 1, and gives no order of the rows: they change places one after the other. */
        private List<Atom> lu(Atom x) {
            LibraryRoutine r = single ? LibraryRoutine.SGETRF : LibraryRoutine.DGETRF;
            List<Var> done = r.call(b, List.of(BY_ROWS, rows, columns, x, columns, fresh(DType.I32, fewer)));
            Atom pivots = filled(fresh(DType.I32, fewer), i -> b.emit(Prim.SUB, nest.at(done.get(1), i), Lit.i32(1)));
            Atom order = filled(fresh(DType.I32, rows), i -> b.convert(i.get(0), DType.I32));
            Atom moved = nest.loop(fewer, order, (k, o) -> {
                Atom other = nest.at(pivots, List.of(k));
                Atom above = nest.at(o, List.of(k));
                Atom below = nest.at(o, List.of(other));
                return b.update(b.update(o, Params.Access.PROMISED, List.of(k), below), Params.Access.PROMISED, List.of(other), above);
            });
            return List.of(done.get(0), pivots, moved);
        }

        private List<Atom> qr(Atom x) {
            Atom count = part == Params.Part.FULL ? rows : fewer;
            LibraryRoutine reflect = single ? LibraryRoutine.SGEQRF : LibraryRoutine.DGEQRF;
            LibraryRoutine multiply = single ? LibraryRoutine.SORGQR : LibraryRoutine.DORGQR;
            List<Var> done = reflect.call(b, List.of(BY_ROWS, rows, columns, x, columns, fresh(t, fewer)));
            Atom w = done.get(0);
            Atom vectors = nest.over(List.of(nest.wide(rows), nest.wide(fewer)), fresh(t, rows, count), (i, y) -> b.update(y, Params.Access.PROMISED, i, nest.at(w, i)));
            Atom upper = nest.over(List.of(nest.wide(fewer), nest.wide(columns)), fresh(t, count, columns), (i, y) ->
                b.update(y, Params.Access.PROMISED, i, b.emit(Prim.SELECT, b.emit(Prim.LE, i.get(0), i.get(1)), nest.at(w, i), Lit.zero(t))));
            List<Var> q = multiply.call(b, List.of(BY_ROWS, rows, count, fewer, vectors, count, done.get(1)));
            return List.of(known(done.get(2), q.get(0)), known(done.get(2), upper));
        }

        private List<Atom> eigh(Atom x) {
            LibraryRoutine r = single ? LibraryRoutine.SSYEVD : LibraryRoutine.DSYEVD;
            Lit half = Lit.i32(part == Params.Part.LOWER ? 'L' : 'U');
            List<Var> done = r.call(b, List.of(BY_ROWS, Lit.i32('V'), half, rows, x, rows, fresh(t, rows)));
            return List.of(known(done.get(2), done.get(1)), known(done.get(2), done.get(0)));
        }

        private List<Atom> svd(Atom x) {
            boolean full = part == Params.Part.FULL;
            boolean values = part == Params.Part.VALUES;
            LibraryRoutine r = single ? LibraryRoutine.SGESDD : LibraryRoutine.DGESDD;
            Lit job = Lit.i32(full ? 'A' : values ? 'N' : 'S');
            Lit one = Lit.i32(1);
            Atom wide = full ? rows : values ? one : fewer;
            Atom u = fresh(t, values ? one : rows, wide);
            Atom v = fresh(t, full ? columns : values ? one : fewer, columns);
            List<Var> done = r.call(b, List.of(BY_ROWS, job, rows, columns, x, columns, fresh(t, fewer), u, wide, v, columns));
            Atom info = done.get(4);
            return values ? List.of(known(info, done.get(1))) : List.of(known(info, done.get(2)), known(info, done.get(1)), known(info, done.get(3)));
        }
    }
}
