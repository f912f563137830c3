package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operations element by element, on arrays of one type, which are broadcast to one shape. */
public final class Elementwise {
    private Elementwise() {
    }

    private record Key(Prim p) {
        @Override
        public String toString() {
            return p.text();
        }
    }

    /** A function of the compiler's, of an array of reals or integers as it takes them. */
    public static NDArray unary(Prim p, NDArray x) {
        return run(new Key(p), p.text(), x.dtype(), List.of(x), (t, in) -> List.of(t.emit(p, in.get(0))));
    }

    /** The same of two or three arrays of one type. */
    public static NDArray apply(Prim p, NDArray... in) {
        same(p, in);
        return run(new Key(p), p.text(), in[0].dtype(), Arrays.asList(in), (t, x) -> List.of(t.emitAll(p, Params.NONE, x).get(0)));
    }

    /** A comparison of two arrays of one type: an array of bool. Integers without a sign are compared as such. */
    public static NDArray compare(Prim p, NDArray a, NDArray b) {
        same(p, a, b);
        boolean flip = a.dtype().isUnsigned() && a.dtype() != DType.U16 && p != Prim.EQ && p != Prim.NE;
        return run(List.of(p, flip), p.text(), DType.BOOL, List.of(a, b), (t, in) -> List.of(t.emitAll(p, Params.NONE, flip ? flipped(t, in) : in).get(0)));
    }

    /** Unsigned numbers with their first bit flipped have the order of signed ones. */
    public static List<Atom> flipped(Trace t, List<Atom> in) {
        return in.stream().<Atom>map(a -> {
            Lit top = Lit.of(a.dtype(), 1L << (a.dtype().bits() - 1));
            return t.emit(Prim.XOR, a, Casts.like(t, top, a));
        }).toList();
    }

    /** {@code a} where the condition holds, else {@code b}. */
    public static NDArray select(NDArray condition, NDArray a, NDArray b) {
        same(Prim.SELECT, a, b);
        if (condition.dtype() != DType.BOOL) {
            throw new JacobiException("select: the condition is an array of " + condition.dtype() + "; give one of bool.");
        }
        DType d = a.dtype();
        if (d.isComplex()) {
            return Parts.complex(select(condition, Parts.real(a), Parts.real(b)), select(condition, Parts.imaginary(a), Parts.imaginary(b)));
        }
        NDArray out = run(new Key(Prim.SELECT), "select", d, List.of(condition, a, b), (t, x) -> List.of(t.emitAll(Prim.SELECT, Params.NONE, x).get(0)));
        return new NDArray(d, a.isWeak() && b.isWeak(), out.value());
    }

    /** The bits of elements as a type of the same width. */
    public static NDArray bitcast(NDArray x, DType to) {
        if (x.dtype().bits() != to.bits() || to.isComplex() || x.dtype().isComplex()) {
            throw new JacobiException("bitcast: elements of " + x.dtype() + " have " + x.dtype().bits() + " bits, those of " + to + " " + to.bits() + "; give a type of the same size.");
        }
        if (x.dtype().ir() == to.ir()) {
            return new NDArray(to, false, x.value());
        }
        return run(List.of("bitcast", to), "bitcast", to, List.of(x), (t, in) -> List.of(t.emit(Prim.BITCAST, new Params.To(to.ir()), in.get(0))));
    }

    private static void same(Prim p, NDArray... in) {
        for (NDArray x : in) {
            if (x.dtype() != in[0].dtype()) {
                throw new JacobiException(p.text() + ": the arrays have the types " + in[0].dtype() + " and " + x.dtype() + "; convert one with astype().");
            }
        }
    }

    /** What is computed of the elements at one place: arrays in the program have one shape there. */
    @FunctionalInterface
    public interface Formula {
        List<Atom> of(Trace t, List<Atom> in);
    }

    /**
     * Computes an array of {@code out} elements of arrays that are not complex, or of the parts of complex ones one after another. Stored arrays of one shape are worked on as if they had one axis,
     * so that code for one axis does for all ranks.
     */
    public static NDArray run(Object key, String name, DType out, List<NDArray> in, Formula f) {
        boolean weak = out != DType.BOOL && in.stream().allMatch(NDArray::isWeak);
        Operation.Single body = (t, x) -> {
            Shape shape = Structural.common(t, x.stream().map(NDArray::shapeOf).toList(), name);
            var atoms = new ArrayList<Atom>();
            x.forEach(y -> atoms.addAll(t.atoms(Structural.broadcastTo(y, shape))));
            return t.array(out, weak, f.of(t, atoms));
        };
        Trace t = Operation.trace(in);
        if (t != null) {
            return t.during(() -> body.of(t, in));
        }
        int[] dims = flat(in);
        if (dims == null) {
            return ArrayRuntime.ofProcess().kernels().call(key, in, (trace, x) -> List.of(body.of(trace, x))).get(0);
        }
        List<NDArray> flat = in.stream().map(x -> x.rank() < 2 ? x : Structural.reshape(x, Shape.of(count(dims)))).toList();
        NDArray y = ArrayRuntime.ofProcess().kernels().call(key, flat, (trace, x) -> List.of(body.of(trace, x))).get(0);
        return Structural.reshape(y, Shape.of(dims));
    }

    private static int count(int[] dims) {
        return Arrays.stream(dims).reduce(1, Math::multiplyExact);
    }

    /** The shape of stored arrays that have the same one of more than one axis, or none; else null. */
    private static int[] flat(List<NDArray> in) {
        int[] dims = null;
        for (NDArray x : in) {
            int[] own = ShapeClass.dims(x);
            if (own.length == 0) {
                continue;
            }
            if (own.length == 1 || dims != null && !Arrays.equals(dims, own)) {
                return null;
            }
            dims = own;
        }
        return dims != null && IntStream.of(dims).mapToLong(d -> d).reduce(1, (a, b) -> a * b) <= Integer.MAX_VALUE ? dims : null;
    }
}
