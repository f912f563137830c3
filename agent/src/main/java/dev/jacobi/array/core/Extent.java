package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.List;
import java.util.function.Supplier;

/**
 * How long an axis is: a number, or in a program for any length a value of the program. Arithmetic on symbols appends equations. Immutable.
 */
public final class Extent {
    private static final Extent ONE = new Extent(null, Dim.of(1), null);
    private final Trace trace;
    private final Dim dim;
    /** The value of a symbol, or the array and the axis that have it. */
    private final Atom atom;
    private final int axis;

    /** A symbol's {@code atom} is its value, an i32. */
    Extent(Trace trace, Dim dim, Atom atom) {
        this(trace, dim, atom, -1);
    }

    /** The length of an axis of an array in a program. */
    Extent(Trace trace, Dim dim, Atom array, int axis) {
        this.trace = trace;
        this.dim = dim;
        this.atom = array;
        this.axis = axis;
    }

    /** A known one. */
    public static Extent of(long n) {
        return n == 1 ? ONE : new Extent(null, Dim.of(n), null);
    }

    public boolean isKnown() {
        return dim.isConst();
    }

    /** Its value; where that is not known, the program has to be made for one length. */
    public int value() {
        if (!isKnown()) {
            throw new NeedsExtent(dim.sym());
        }
        return (int) dim.add();
    }

    public boolean isOne() {
        return isKnown() && dim.add() == 1;
    }

    public boolean is(long n) {
        return isKnown() && dim.add() == n;
    }

    /** What is known about it. */
    public Dim dim() {
        return dim;
    }

    /** Its value in the program, an i32. */
    public Atom atom() {
        return isKnown() ? Lit.i32((int) dim.add()) : axis < 0 ? atom : trace.builder().dim(atom, axis);
    }

    /** Certainly the same length. */
    public boolean same(Extent o) {
        return !dim.isUnknown() && dim.equals(o.dim);
    }

    /** Whether they may be equal when the program runs, as far as is known now. */
    public boolean mayBe(Extent o) {
        if (isKnown() && o.isKnown() || dim.sym().equals(o.dim.sym()) && dim.mul() == o.dim.mul()) {
            return dim.equals(o.dim);
        }
        return !(isInput() && o.isInput());
    }

    /** The length of an axis of an argument as it is, which differs from all others with another name, and from 0 and 1. */
    private boolean isInput() {
        return isKnown() ? dim.add() < 2 : Trace.isInput(dim.sym()) && dim.mul() == 1 && dim.add() == 0;
    }

    /** Its value as an array without axes, of i32, which takes the type of what it is combined with. */
    public NDArray number() {
        return isKnown() ? JavaArrays.scalar(dim.add(), DType.I32, true) : trace.array(DType.I32, true, List.of(atom()));
    }

    public Extent plus(long n) {
        return plus(of(n));
    }

    public Extent plus(Extent o) {
        Dim sum = isKnown() ? new Dim(o.dim.sym(), o.dim.mul(), dim.add() + o.dim.add()) : o.isKnown() ? new Dim(dim.sym(), dim.mul(), dim.add() + o.dim.add())
            : dim.sym().equals(o.dim.sym()) ? new Dim(dim.sym(), dim.mul() + o.dim.mul(), dim.add() + o.dim.add()) : null;
        return made(Prim.ADD, o, sum);
    }

    public Extent minus(long n) {
        return plus(-n);
    }

    public Extent minus(Extent o) {
        Dim difference = o.isKnown() ? new Dim(dim.sym(), dim.mul(), dim.add() - o.dim.add()) : dim.sym().equals(o.dim.sym())
            ? new Dim(dim.mul() == o.dim.mul() ? "" : dim.sym(), dim.mul() - o.dim.mul(), dim.add() - o.dim.add()) : null;
        return made(Prim.SUB, o, difference);
    }

    public Extent times(long n) {
        return times(of(n));
    }

    public Extent times(Extent o) {
        if (isOne() || o.is(0)) {
            return o;
        }
        Dim product = o.isKnown() ? scaled(dim, o.dim.add()) : isKnown() ? scaled(o.dim, dim.add()) : null;
        return made(Prim.MUL, o, product);
    }

    private static Dim scaled(Dim d, long by) {
        return by == 0 ? Dim.of(0) : new Dim(d.sym(), d.mul() * by, d.add() * by);
    }

    /** Rounded down. */
    public Extent dividedBy(Extent o) {
        if (o.isOne()) {
            return this;
        }
        if (same(o) && !is(0)) {
            return ONE;
        }
        boolean exact = o.isKnown() && !o.is(0) && dim.mul() % o.dim.add() == 0 && dim.add() % o.dim.add() == 0;
        Dim quotient = !o.isKnown() || o.is(0) ? null : isKnown() ? Dim.of(Math.floorDiv(dim.add(), o.dim.add()))
            : exact ? new Dim(dim.sym(), dim.mul() / o.dim.add(), dim.add() / o.dim.add()) : null;
        return made(Prim.DIV, o, quotient);
    }

    /** The smaller one. */
    public Extent min(Extent o) {
        return same(o) ? this : made(Prim.MIN, o, isKnown() && o.isKnown() ? Dim.of(Math.min(dim.add(), o.dim.add())) : null);
    }

    /** The larger one. */
    public Extent max(Extent o) {
        return same(o) ? this : made(Prim.MAX, o, isKnown() && o.isKnown() ? Dim.of(Math.max(dim.add(), o.dim.add())) : null);
    }

    /** Refuses, now or when the program runs, another length than this one. */
    public void mustEqual(Extent o, Supplier<String> sentence) {
        if (!isKnown() || !o.isKnown()) {
            (trace != null ? trace : o.trace).mustBeEqual(this, o, sentence);
        } else if (!same(o)) {
            throw new JacobiException(sentence.get());
        }
    }

    /** Refuses, now or when the program runs, to be less than another length. */
    public void mustReach(Extent o, Supplier<String> sentence) {
        if (same(o) || o.is(0)) {
            return;
        }
        if (isKnown() && o.isKnown()) {
            if (dim.add() < o.dim.add()) {
                throw new JacobiException(sentence.get());
            }
            return;
        }
        Trace t = trace != null ? trace : o.trace;
        t.builder().check(t.builder().emit(Prim.LE, o.atom(), atom()), Params.Code.SHAPE, t.where());
    }

    private Extent made(Prim p, Extent o, Dim known) {
        if (known != null && known.isConst()) {
            if (known.add() > Integer.MAX_VALUE) {
                throw new JacobiException("An array would have " + known.add() + " elements along one axis; the most is " + Integer.MAX_VALUE + ".");
            }
            return of(known.add());
        }
        Trace t = trace != null ? trace : o.trace;
        return new Extent(t, known != null ? known : t.symbol(), t.builder().folded(p, atom(), o.atom()));
    }

    @Override
    public String toString() {
        return dim.toString();
    }
}
