package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;

/** Casts of elements from one type to another. The compiler has no unsigned types but u16: others are the signed ones of that size, whose bits are taken for unsigned numbers. */
public final class Casts {
    private static final double TWO_63 = 0x1p63;

    private Casts() {
    }

    private record Key(DType to, boolean weak) {
        @Override
        public String toString() {
            return "astype " + to;
        }
    }

    /** The elements as another type: integers wrap, reals are rounded to nearest, or towards zero to integers; of complex numbers the real part. */
    public static NDArray to(NDArray x, DType to) {
        return to(x, to, false);
    }

    /** The same, which takes the type of what it is combined with if it is {@code weak}. */
    public static NDArray to(NDArray x, DType to, boolean weak) {
        if (to == null) {
            throw new JacobiException("The type that an array of " + x.dtype() + " is to be converted to is null; give one such as DType.F32.");
        }
        if (x.dtype() == to) {
            return x.isWeak() == weak ? x : new NDArray(to, weak, x.value());
        }
        if (x.isWeak() && x.value() instanceof ArrayValue.Stored s && s.dims().length == 0 && isNumber(x.dtype()) && (to.isInexact() || x.dtype().isInteger())) {
            Block b = s.parts().get(0);
            if (x.dtype() == DType.I64) {
                mustFit(JavaArrays.integer(b, 0, DType.I64), to);
            }
            return x.dtype().isReal() ? JavaArrays.scalar(JavaArrays.real(b, 0, x.dtype()), to, weak) : JavaArrays.scalar(JavaArrays.integer(b, 0, x.dtype()), to, weak);
        }
        return Operation.of(new Key(to, weak), List.of(x), (t, in) -> t.array(to, weak, atoms(t, in.get(0), to)));
    }

    /** Refuses a Java number that neither 32 bits hold nor the type of what it is combined with: JAX does so with Python's numbers, and other arrays' numbers wrap. */
    public static void mustFit(long v, DType to) {
        boolean small = (int) v == v || holdsAll(to) || to == DType.U32 && v >>> Integer.SIZE == 0;
        if (!small) {
            throw new JacobiException("The number " + v + " does not fit " + to + ", which it becomes here; give it a type, as in NDArray.of(value, DType.I64), or make 64 bits the default by "
                + "Jacobi.x64(true).");
        }
    }

    /** The same of a number that the program computes. */
    private static void mustFit(Trace t, Atom v, DType to) {
        if (v instanceof Lit l) {
            mustFit(l.asLong(), to);
        } else if (!holdsAll(to)) {
            Atom fits = t.emit(Prim.EQ, convert(t, convert(t, v, dev.jacobi.ir.DType.I32), v.dtype()), v);
            Atom unsigned = to == DType.U32 ? t.emit(Prim.EQ, t.emit(Prim.USHR, v, Lit.i64(Integer.SIZE)), Lit.i64(0)) : null;
            t.mustHold(unsigned == null ? fits : t.emit(Prim.OR, fits, unsigned));
        }
    }

    /** Whether a stored array is a Java number that 32 bits do not hold. */
    public static boolean isLong(NDArray x) {
        if (!x.isWeak() || x.dtype() != DType.I64 || !(x.value() instanceof ArrayValue.Stored s) || s.dims().length != 0) {
            return false;
        }
        long v = JavaArrays.integer(s.parts().get(0), 0, DType.I64);
        return (int) v != v;
    }

    private static boolean holdsAll(DType to) {
        return !to.isInteger() || to.bits() == Long.SIZE;
    }

    /** A Java number that meets no array: 32 bits of it, unless 64 bits are the default. */
    public static NDArray settled(NDArray x) {
        return x.isWeak() ? to(x, JavaArrays.standard(x.dtype()), true) : x;
    }

    /** The types of {@code NDArray.scalar}, which are converted without code made for it. */
    private static boolean isNumber(DType d) {
        return d == DType.F64 || d == DType.I64;
    }

    private static List<Atom> atoms(Trace t, NDArray x, DType to) {
        List<Atom> parts = t.atoms(x);
        if (x.isWeak() && x.dtype() == DType.I64 && x.rank() == 0) {
            mustFit(t, parts.get(0), to);
        }
        Atom re = atom(t, parts.get(0), x.dtype().real(), to.real());
        if (!to.isComplex()) {
            return List.of(re);
        }
        Atom im = x.dtype().isComplex() ? atom(t, parts.get(1), x.dtype().real(), to.real()) : Structural.filled(t, Lit.zero(to.ir()), t.shape(re));
        return List.of(re, im);
    }

    /** Elements of one real type as another. */
    public static Atom atom(Trace t, Atom a, DType from, DType to) {
        if (from == to) {
            return a;
        }
        if (to == DType.BOOL) {
            return convert(t, a, dev.jacobi.ir.DType.BOOL);
        }
        if (from.isUnsigned() && from != DType.U16 && to.bits() > from.bits() || from.isUnsigned() && to.isReal()) {
            return ofUnsigned(t, a, from, to);
        }
        if (from.isReal() && to.isUnsigned()) {
            return toUnsigned(t, a, to);
        }
        return convert(t, a, to.ir());
    }

    private static Atom convert(Trace t, Atom a, dev.jacobi.ir.DType to) {
        return a.dtype() == to ? a : t.emit(Prim.CONVERT, new Params.To(to), a);
    }

    private static Atom ofUnsigned(Trace t, Atom a, DType from, DType to) {
        if (from == DType.U64) {
            // a number above 2^63 is halved, its last bit kept for the rounding, and doubled
            Atom half = t.emit(Prim.OR, t.emit(Prim.USHR, a, like(t, Lit.i64(1), a)), t.emit(Prim.AND, a, like(t, Lit.i64(1), a)));
            Atom large = convert(t, half, to.ir());
            Atom twice = t.emit(Prim.ADD, large, large);
            return t.emit(Prim.SELECT, t.emit(Prim.LT, a, like(t, Lit.i64(0), a)), twice, convert(t, a, to.ir()));
        }
        dev.jacobi.ir.DType wide = from == DType.U32 ? dev.jacobi.ir.DType.I64 : dev.jacobi.ir.DType.I32;
        Atom w = convert(t, a, wide);
        Atom masked = from == DType.U16 ? w : t.emit(Prim.AND, w, like(t, Lit.of(wide, (1L << from.bits()) - 1), w));
        return convert(t, masked, to.ir());
    }

    private static Atom toUnsigned(Trace t, Atom a, DType to) {
        if (to != DType.U64) {
            Atom wide = convert(t, a, dev.jacobi.ir.DType.I64);
            Atom low = t.emit(Prim.MAX, wide, like(t, Lit.i64(0), wide));
            return convert(t, t.emit(Prim.MIN, low, like(t, Lit.i64((1L << to.bits()) - 1), low)), to.ir());
        }
        Atom wide = convert(t, a, dev.jacobi.ir.DType.F64);
        Atom limit = like(t, Lit.f64(TWO_63), wide);
        Atom high = t.emit(Prim.XOR, convert(t, t.emit(Prim.SUB, wide, limit), to.ir()), like(t, Lit.i64(Long.MIN_VALUE), convert(t, wide, to.ir())));
        Atom low = convert(t, t.emit(Prim.MAX, wide, like(t, Lit.f64(0), wide)), to.ir());
        return t.emit(Prim.SELECT, t.emit(Prim.GE, wide, limit), high, low);
    }

    /** A number as an array of the shape of another. */
    public static Atom like(Trace t, Lit v, Atom shape) {
        return shape.type().isScalar() ? v : Structural.filled(t, v, t.shape(shape));
    }
}
