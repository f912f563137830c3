package dev.jacobi.vectorize.library;

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
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes the library's operation in place of a loop: the triangle as a square matrix, the operation, the check that all of its result is finite, and what the loop leaves in its array. */
final class LibraryCode {
    private final Builder b;
    private final UniformLoop loop;
    private final LibraryForm form;
    private final Atom n;
    private final DType type;

    LibraryCode(Builder b, UniformLoop loop, LibraryForm form) {
        this.b = b;
        this.loop = loop;
        this.form = form;
        n = loop.order().dtype() == DType.I32 ? loop.order() : b.convert(loop.order(), DType.I32);
        type = loop.carry().result().dtype();
    }

    /** Appends all of it; the last equation has the loop's result. */
    void write() {
        Var m = matrix();
        Var init = (Var) loop.carry().init();
        if (form.solve()) {
            Var right = made(1, at -> read(form.right(), Params.Access.PROMISED, at));
            Var x = finite(b.emit(Prim.TRIANGULAR_SOLVE, new Params.Axis(0, form.upper()), m, right));
            leave(init, 1, (at, old) -> b.index(x, Params.Access.PROMISED, at));
            return;
        }
        Var l = finite(b.emit(Prim.CHOLESKY, m));
        leave(init, 2, (at, old) -> {
            Atom row = at.get(form.upper() ? 1 : 0);
            Atom column = at.get(form.upper() ? 0 : 1);
            return b.emit(Prim.SELECT, b.emit(Prim.GE, row, column), b.index(l, Params.Access.PROMISED, List.of(row, column)), old);
        });
    }

    /** The triangle; what is on the other side of the diagonal doesn't count. */
    private Var matrix() {
        Var m = form.matrix();
        if (loop.square().contains(m) && !form.unit()) {
            return form.transposed() ? b.emit(Prim.TRANSPOSE, new Params.Axes(List.of(1, 0)), m) : m;
        }
        // A diagonal that the loop takes for 1 need not be there.
        Params.Access access = form.unit() ? Params.Access.CLAMP : Params.Access.PROMISED;
        return made(2, at -> {
            Var x = read(m, access, form.transposed() ? List.of(at.get(1), at.get(0)) : at);
            return form.unit() ? b.emit(Prim.SELECT, b.emit(Prim.EQ, at.get(0), at.get(1)), Lit.real(type, 1), x) : x;
        });
    }

    /** An element of an array, which has a matrix's rows one behind the other where it has one axis. */
    private Var read(Var array, Params.Access access, List<? extends Atom> at) {
        return b.index(array, access, place(array, at));
    }

    private List<? extends Atom> place(Var array, List<? extends Atom> at) {
        return array.type().rank() == at.size() ? at : List.of(b.emit(Prim.ADD, b.emit(Prim.MUL, at.get(0), n), at.get(1)));
    }

    /** Passes a result on after a check that none of its elements is infinite or NaN. */
    private Var finite(Var x) {
        Var most = b.full(Lit.real(type, type == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE), x.type().dims(), Collections.nCopies(x.type().rank(), n));
        var axes = new Params.Axes(IntStream.range(0, x.type().rank()).boxed().toList());
        b.checkEarly(b.emit(Prim.REDUCE_AND, axes, b.emit(Prim.LE, b.emit(Prim.ABS, x), most)), Params.Code.DIVISION, "a triangular matrix or its factor");
        return x;
    }

    /** A new array with an axis for each of so many indices up to n. */
    private Var made(int rank, Function<List<Var>, Atom> element) {
        Var zero = b.full(Lit.zero(type), Collections.nCopies(rank, dim()), Collections.nCopies(rank, n));
        return maps(zero, List.of(), rank, (at, into) -> b.update(into, Params.Access.PROMISED, at, element.apply(at)));
    }

    /** How n is written in a type. */
    private Dim dim() {
        return loop.square().isEmpty() ? Dim.UNKNOWN : loop.square().iterator().next().type().dims().get(0);
    }

    /** The loop's array with these elements at indices up to n; the last equation's result is the loop's. */
    private void leave(Var init, int rank, BiFunction<List<Var>, Var, Atom> element) {
        Var all = maps(init, List.of(), rank, (at, into) -> {
            List<? extends Atom> place = place(into, at);
            return b.update(into, Params.Access.PROMISED, place, element.apply(at, rank == 2 ? b.index(into, Params.Access.PROMISED, place) : null));
        });
        List<Eqn> body = b.eqns();
        Eqn last = body.get(body.size() - 1);
        List<Eqn> before = List.copyOf(b.close());
        b.open();
        b.append(before.subList(0, before.size() - 1));
        b.append(new Eqn(last.prim(), last.in(), last.params(), List.of(loop.carry().result())));
        assert last.result().equals(all);
    }

    private Var maps(Var into, List<Var> at, int rank, BiFunction<List<Var>, Var, Var> write) {
        if (at.size() == rank) {
            return write.apply(at, into);
        }
        Var trip = b.fresh(Type.scalar(DType.I32));
        Var destination = b.fresh(into.type());
        b.open();
        Var next = maps(destination, Stream.concat(at.stream(), Stream.of(trip)).toList(), rank, write);
        Region body = b.close(List.of(trip, destination), List.of(next));
        return b.loop(Prim.MAP, Dim.UNKNOWN, body, n, List.of(into)).get(0);
    }
}
