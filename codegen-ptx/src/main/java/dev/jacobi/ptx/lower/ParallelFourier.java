package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.lower.Nest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Fourier transforms in double, with angles reduced exactly: short ones by definition; of powers of two by Stockham's method, a kernel for each factor of two,
 * launched by a loop of the host; others as a convolution of such a length (Bluestein, "A linear filtering approach to the computation of discrete Fourier
 * transform", 1970). The lines to be transformed lie one behind the other in between.
 */
final class ParallelFourier {
    private static final int SHORT = 16;
    private final Builder b;
    private final Nest nest;

    /** A complex number, or an array of them. */
    private record Complex(Atom re, Atom im) {
        static Complex of(List<? extends Atom> parts) {
            return new Complex(parts.get(0), parts.get(1));
        }

        List<Atom> parts() {
            return List.of(re, im);
        }
    }

    ParallelFourier(Builder b) {
        this.b = b;
        nest = new Nest(b);
    }

    List<Var> transform(Atom re, Atom im, Params.Axis p) {
        List<Atom> own = nest.extents(re);
        Atom n = own.get(p.axis());
        DType t = re.dtype();
        Atom all = nest.product(own);
        Atom inner = nest.product(own.subList(p.axis() + 1, own.size()));
        Atom lines = b.emit(Prim.MUL, nest.product(own.subList(0, p.axis())), inner);
        Atom flatRe = nest.reshape(re, List.of(Dim.UNKNOWN), List.of(all));
        Atom flatIm = nest.reshape(im, List.of(Dim.UNKNOWN), List.of(all));
        Complex x = map(all, e -> {
            Atom line = b.emit(Prim.DIV, e, n);
            Atom at = place(b.emit(Prim.DIV, line, inner), b.emit(Prim.REM, e, n), b.emit(Prim.REM, line, inner), n, inner);
            return new Complex(b.convert(read(flatRe, at), DType.F64), b.convert(read(flatIm, at), DType.F64));
        }, DType.F64);
        int sign = p.reverse() ? 1 : -1;
        Complex y = when(b.emit(Prim.LE, n, Lit.i64(SHORT)), () -> defined(x, all, n, sign),
            () -> when(b.emit(Prim.EQ, b.emit(Prim.POPCNT, n), Lit.i64(1)), () -> stockham(x, all, n, sign), () -> bluestein(x, lines, n, sign)));
        Atom size = b.convert(n, DType.F64);
        Complex z = map(all, e -> {
            Atom outer = b.emit(Prim.DIV, b.emit(Prim.DIV, e, inner), n);
            Atom at = b.emit(Prim.ADD, b.emit(Prim.MUL, b.emit(Prim.ADD, b.emit(Prim.MUL, outer, inner), b.emit(Prim.REM, e, inner)), n), b.emit(Prim.REM, b.emit(Prim.DIV, e, inner), n));
            Complex v = read(y, at);
            return p.reverse() ? new Complex(nest.to(t, b.emit(Prim.DIV, v.re, size)), nest.to(t, b.emit(Prim.DIV, v.im, size))) : new Complex(nest.to(t, v.re), nest.to(t, v.im));
        }, t);
        return List.of(nest.reshape(z.re, re.type().dims(), own), nest.reshape(z.im, re.type().dims(), own));
    }

    /** The number of an element in an array of [outer, n, inner]. */
    private Atom place(Atom outer, Atom k, Atom c, Atom n, Atom inner) {
        return b.emit(Prim.ADD, b.emit(Prim.MUL, b.emit(Prim.ADD, b.emit(Prim.MUL, outer, n), k), inner), c);
    }

    // Small steps.

    private Atom read(Atom a, Atom at) {
        return nest.at(a, List.of(at));
    }

    private Complex read(Complex a, Atom at) {
        return new Complex(read(a.re, at), read(a.im, at));
    }

    /** New arrays of n elements. */
    private Complex map(Atom n, Function<Atom, Complex> element, DType t) {
        Var e = b.fresh(Type.I64);
        b.open();
        Complex c = element.apply(e);
        return Complex.of(b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, b.close(List.of(e), c.parts())), List.of(n)));
    }

    private Complex when(Atom condition, Supplier<Complex> yes, Supplier<Complex> no) {
        return Complex.of(b.cond(condition, () -> yes.get().parts(), () -> no.get().parts()));
    }

    private Complex times(Complex x, Complex y) {
        return new Complex(b.emit(Prim.SUB, b.emit(Prim.MUL, x.re, y.re), b.emit(Prim.MUL, x.im, y.im)), b.emit(Prim.ADD, b.emit(Prim.MUL, x.re, y.im), b.emit(Prim.MUL, x.im, y.re)));
    }

    private Complex conjugate(Complex x) {
        return new Complex(x.re, b.emit(Prim.NEG, x.im));
    }

    /** e to the power of sign 2 pi i part / whole, of integers with 0 <= part < whole. */
    private Complex turned(Atom part, Atom whole, int sign) {
        Atom angle = b.emit(Prim.DIV, b.emit(Prim.MUL, Lit.f64(sign * 2 * Math.PI), b.convert(part, DType.F64)), b.convert(whole, DType.F64));
        return new Complex(b.emit(Prim.COS, angle), b.emit(Prim.SIN, angle));
    }

    // The transforms of lines of n elements, {@code all} together.

    private Complex defined(Complex x, Atom all, Atom n, int sign) {
        return map(all, e -> {
            Atom k = b.emit(Prim.REM, e, n);
            Atom first = b.emit(Prim.SUB, e, k);
            return Complex.of(b.loop(n, List.of(Lit.f64(0), Lit.f64(0)), s -> {
                Atom j = nest.wide(s.get(0));
                Complex term = times(read(x, b.emit(Prim.ADD, first, j)), turned(b.emit(Prim.REM, b.emit(Prim.MUL, j, k), n), n, sign));
                return List.of(b.emit(Prim.ADD, s.get(1), term.re), b.emit(Prim.ADD, s.get(2), term.im));
            }));
        }, DType.F64);
    }

    /** A thread per element of the result of each of the log n steps; n is a power of two. */
    private Complex stockham(Complex x, Atom all, Atom n, int sign) {
        Atom half = b.emit(Prim.DIV, n, Lit.i64(2));
        return Complex.of(b.loop(b.emit(Prim.CTZ, n), x.parts(), s -> {
            Atom step = nest.wide(s.get(0));
            Complex now = new Complex(s.get(1), s.get(2));
            return map(all, e -> {
                Atom k = b.emit(Prim.AND, e, b.emit(Prim.SUB, n, Lit.i64(1)));
                Atom low = b.emit(Prim.AND, k, b.emit(Prim.SUB, b.emit(Prim.SHL, Lit.i64(1), step), Lit.i64(1)));
                Atom high = b.emit(Prim.SHR, k, step);
                Atom turns = b.emit(Prim.SHL, b.emit(Prim.SHR, high, Lit.i64(1)), step);
                Atom from = b.emit(Prim.ADD, b.emit(Prim.SUB, e, k), b.emit(Prim.ADD, turns, low));
                Complex u = read(now, from);
                Complex v = read(now, b.emit(Prim.ADD, from, half));
                return when(b.emit(Prim.EQ, b.emit(Prim.AND, high, Lit.i64(1)), Lit.i64(0)), () -> new Complex(b.emit(Prim.ADD, u.re, v.re), b.emit(Prim.ADD, u.im, v.im)),
                    () -> times(new Complex(b.emit(Prim.SUB, u.re, v.re), b.emit(Prim.SUB, u.im, v.im)), turned(turns, n, sign)));
            }, DType.F64).parts();
        }));
    }

    /** c_k = e to the power of sign pi i k^2 / n. */
    private Complex chirp(Atom k, Atom n, int sign) {
        Atom twice = b.emit(Prim.MUL, n, Lit.i64(2));
        return turned(b.emit(Prim.REM, b.emit(Prim.MUL, k, k), twice), twice, sign);
    }

    /** As jk = (j^2 + k^2 - (k-j)^2) / 2, a transform is c_k times the convolution of x_j c_j with the conjugates of c. */
    private Complex bluestein(Complex x, Atom lines, Atom n, int sign) {
        Atom bits = b.emit(Prim.SUB, Lit.i64(64), nest.wide(b.emit(Prim.CLZ, b.emit(Prim.MUL, n, Lit.i64(2)))));
        Atom m = b.emit(Prim.SHL, Lit.i64(1), bits);
        Atom last = b.emit(Prim.MUL, lines, m);
        Atom all = b.emit(Prim.ADD, last, m);
        // behind the lines one more, the conjugates of c in both directions from its start
        Complex padded = map(all, e -> {
            Atom k = b.emit(Prim.AND, e, b.emit(Prim.SUB, m, Lit.i64(1)));
            Atom line = b.emit(Prim.SHR, e, bits);
            return when(b.emit(Prim.LT, e, last), () -> when(b.emit(Prim.LT, k, n), () -> times(read(x, b.emit(Prim.ADD, b.emit(Prim.MUL, line, n), k)), chirp(k, n, sign)), this::zero), () -> {
                Atom distance = b.emit(Prim.MIN, k, b.emit(Prim.SUB, m, k));
                return when(b.emit(Prim.LT, distance, n), () -> conjugate(chirp(distance, n, sign)), this::zero);
            });
        }, DType.F64);
        Complex there = stockham(padded, all, m, -1);
        Complex product = map(last, e -> conjugate(times(read(there, e), read(there, b.emit(Prim.ADD, last, b.emit(Prim.AND, e, b.emit(Prim.SUB, m, Lit.i64(1))))))), DType.F64);
        Complex back = stockham(product, last, m, -1);
        Atom size = b.convert(m, DType.F64);
        return map(b.emit(Prim.MUL, lines, n), e -> {
            Atom k = b.emit(Prim.REM, e, n);
            Complex c = conjugate(read(back, b.emit(Prim.ADD, b.emit(Prim.MUL, b.emit(Prim.DIV, e, n), m), k)));
            return times(new Complex(b.emit(Prim.DIV, c.re, size), b.emit(Prim.DIV, c.im, size)), chirp(k, n, sign));
        }, DType.F64);
    }

    private Complex zero() {
        return new Complex(Lit.f64(0), Lit.f64(0));
    }
}
