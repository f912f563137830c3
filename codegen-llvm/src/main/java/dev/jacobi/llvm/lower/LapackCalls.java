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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * The calls of LAPACK for one factorisation of matrices, which are overwritten copies. Complex matrices are copied to one array each, a number's parts beside each other,
 * and their factors come apart
 * again.
 */
final class LapackCalls {
    private static final Lit BY_ROWS = Lit.i32(101);
    private final Builder b;
    private final Nest nest;
    private final Eqn e;
    private final Atom a;
    /** The imaginary parts, or null. */
    private final Atom im;
    private final DType t;
    private final boolean single;
    private final Params.Part part;
    private final Atom rows;
    private final Atom columns;
    private final Atom fewer;

    LapackCalls(Builder b, Nest nest, Eqn e, List<Atom> in) {
        this.b = b;
        this.nest = nest;
        this.e = e;
        this.a = in.get(0);
        this.im = in.size() == 2 ? in.get(1) : null;
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

    private LibraryRoutine routine(LibraryRoutine s, LibraryRoutine d, LibraryRoutine c, LibraryRoutine z) {
        return im == null ? single ? s : d : single ? c : z;
    }

    /** Elements of the type that are a row of so many numbers. */
    private Atom wide(Atom numbers) {
        return im == null ? numbers : b.folded(Prim.MUL, numbers, Lit.of(numbers.dtype(), 2));
    }

    /** Where a part of a number is that stands at a place. */
    private List<Atom> place(List<Atom> ij, int part) {
        if (im == null) {
            return ij;
        }
        Atom j = ij.get(ij.size() - 1);
        Atom at = b.emit(Prim.MUL, j, Lit.of(j.dtype(), 2));
        return Nest.plus(ij.subList(0, ij.size() - 1), part == 0 ? at : b.emit(Prim.ADD, at, Lit.of(j.dtype(), 1)));
    }

    /** A matrix to be overwritten. */
    private Atom copied(List<Atom> at) {
        int batch = at.size();
        List<Dim> dims = im == null ? a.type().dims().subList(batch, batch + 2) : List.of(a.type().dims().get(batch), Dim.UNKNOWN);
        return nest.over(List.of(nest.wide(rows), nest.wide(columns)), b.full(Lit.unset(t), dims, List.of(rows, wide(columns))), (ij, x) -> {
            List<Atom> from = Nest.plus(at, ij.get(0), ij.get(1));
            Atom re = b.update(x, Params.Access.PROMISED, place(ij, 0), nest.at(a, from));
            return im == null ? re : b.update(re, Params.Access.PROMISED, place(ij, 1), nest.at(im, from));
        });
    }

    /** The matrix, or its parts one after the other. */
    private List<Atom> parts(Atom x, Atom m, Atom n) {
        if (im == null) {
            return List.of(x);
        }
        var out = new ArrayList<Atom>();
        for (int k = 0; k < 2; k++) {
            int part = k;
            out.add(filled(fresh(t, m, n), ij -> nest.at(x, place(ij, part))));
        }
        return out;
    }

    private static List<Atom> join(List<Atom> first, List<Atom> second) {
        return Nest.plus(first, second.toArray(Atom[]::new));
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
        var out = new ArrayList<List<Atom>>();
        if (e.prim() == Prim.LU) {
            shape(out, rows, columns);
            out.add(List.of(fewer));
            out.add(List.of(rows));
        } else if (e.prim() == Prim.QR) {
            shape(out, rows, full ? rows : fewer);
            shape(out, full ? rows : fewer, columns);
        } else if (e.prim() == Prim.EIGH) {
            out.add(List.of(rows));
            shape(out, rows, rows);
        } else if (part == Params.Part.VALUES) {
            out.add(List.of(fewer));
        } else {
            shape(out, rows, full ? rows : fewer);
            out.add(List.of(fewer));
            shape(out, full ? columns : fewer, columns);
        }
        return out;
    }

    private void shape(List<List<Atom>> out, Atom m, Atom n) {
        out.addAll(Collections.nCopies(im == null ? 1 : 2, List.of(m, n)));
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
        LibraryRoutine r = routine(LibraryRoutine.SGETRF, LibraryRoutine.DGETRF, LibraryRoutine.CGETRF, LibraryRoutine.ZGETRF);
        List<Var> done = r.call(b, List.of(BY_ROWS, rows, columns, x, columns, fresh(DType.I32, fewer)));
        Atom pivots = filled(fresh(DType.I32, fewer), i -> b.emit(Prim.SUB, nest.at(done.get(1), i), Lit.i32(1)));
        Atom order = filled(fresh(DType.I32, rows), i -> b.convert(i.get(0), DType.I32));
        Atom moved = nest.loop(fewer, order, (k, o) -> {
            Atom other = nest.at(pivots, List.of(k));
            Atom above = nest.at(o, List.of(k));
            Atom below = nest.at(o, List.of(other));
            return b.update(b.update(o, Params.Access.PROMISED, List.of(k), below), Params.Access.PROMISED, List.of(other), above);
        });
        return join(parts(done.get(0), rows, columns), List.of(pivots, moved));
    }

    private List<Atom> qr(Atom x) {
        Atom count = part == Params.Part.FULL ? rows : fewer;
        LibraryRoutine reflect = routine(LibraryRoutine.SGEQRF, LibraryRoutine.DGEQRF, LibraryRoutine.CGEQRF, LibraryRoutine.ZGEQRF);
        LibraryRoutine multiply = routine(LibraryRoutine.SORGQR, LibraryRoutine.DORGQR, LibraryRoutine.CUNGQR, LibraryRoutine.ZUNGQR);
        List<Var> done = reflect.call(b, List.of(BY_ROWS, rows, columns, x, columns, fresh(t, wide(fewer))));
        Atom w = done.get(0);
        Atom vectors = nest.over(List.of(nest.wide(rows), nest.wide(wide(fewer))), fresh(t, rows, wide(count)), (i, y) -> b.update(y, Params.Access.PROMISED, i, nest.at(w, i)));
        var upper = new ArrayList<Atom>();
        for (int k = 0; k < (im == null ? 1 : 2); k++) {
            int part = k;
            upper.add(known(done.get(2), nest.over(List.of(nest.wide(fewer), nest.wide(columns)), fresh(t, count, columns), (i, y) ->
                b.update(y, Params.Access.PROMISED, i, b.emit(Prim.SELECT, b.emit(Prim.LE, i.get(0), i.get(1)), nest.at(w, place(i, part)), Lit.zero(t))))));
        }
        List<Var> q = multiply.call(b, List.of(BY_ROWS, rows, count, fewer, vectors, count, done.get(1)));
        return join(parts(known(done.get(2), q.get(0)), rows, count), upper);
    }

    private List<Atom> eigh(Atom x) {
        LibraryRoutine r = routine(LibraryRoutine.SSYEVD, LibraryRoutine.DSYEVD, LibraryRoutine.CHEEVD, LibraryRoutine.ZHEEVD);
        Lit half = Lit.i32(part == Params.Part.LOWER ? 'L' : 'U');
        List<Var> done = r.call(b, List.of(BY_ROWS, Lit.i32('V'), half, rows, x, rows, fresh(t, rows)));
        return join(List.of(known(done.get(2), done.get(1))), parts(known(done.get(2), done.get(0)), rows, rows));
    }

    private List<Atom> svd(Atom x) {
        boolean full = part == Params.Part.FULL;
        boolean values = part == Params.Part.VALUES;
        LibraryRoutine r = routine(LibraryRoutine.SGESDD, LibraryRoutine.DGESDD, LibraryRoutine.CGESDD, LibraryRoutine.ZGESDD);
        Lit job = Lit.i32(full ? 'A' : values ? 'N' : 'S');
        Lit one = Lit.i32(1);
        Atom m = values ? one : rows;
        Atom wide = full ? rows : values ? one : fewer;
        Atom high = full ? columns : values ? one : fewer;
        List<Var> done = r.call(b, List.of(BY_ROWS, job, rows, columns, x, columns, fresh(t, fewer), fresh(t, m, wide(wide)), wide, fresh(t, high, wide(columns)), columns));
        Atom info = done.get(4);
        if (values) {
            return List.of(known(info, done.get(1)));
        }
        return join(join(parts(known(info, done.get(2)), m, wide), List.of(known(info, done.get(1)))), parts(known(info, done.get(3)), high, columns));
    }
}
