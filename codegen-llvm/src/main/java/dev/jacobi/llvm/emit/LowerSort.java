package dev.jacobi.llvm.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.List;

/**
 * Sorting of one array of numbers by value: by insertion when it is short, else by merging, and long ones by their digits in base 2048 from the
 * lowest on. Each keeps equal elements in order. What is sorted already is left as it is.
 */
public final class LowerSort {
    private static final Params.Access IN = Params.Access.PROMISED;
    private static final int SHORT = 40;
    private static final int LONG = 400;
    private static final int DIGIT = 11;
    private final Builder b;
    private final Nest nest;

    public LowerSort(Builder b) {
        this.b = b;
        this.nest = new Nest(b);
    }

    private Atom op(Prim p, Atom x, Atom y) {
        return nest.op(p, x, y);
    }

    /** The sorted array; it may be the operand itself. */
    Atom sort(Atom a) {
        Atom n = nest.extent(a, 0);
        return b.cond(op(Prim.LT, n, Lit.i64(2)), () -> List.of(a), () -> List.of(several(a, n))).get(0);
    }

    private Atom several(Atom a, Atom n) {
        List<Var> checked = b.loopWhile(List.of(Lit.i64(1)), c -> op(Prim.AND, op(Prim.LT, c.get(0), n),
            op(Prim.LE, keyAt(a, op(Prim.SUB, c.get(0), Lit.i64(1))), keyAt(a, c.get(0)))), c -> List.of(op(Prim.ADD, c.get(0), Lit.i64(1))));
        return b.cond(op(Prim.GE, checked.get(0), n), () -> List.of(a), () -> List.of(
            b.cond(op(Prim.LT, n, Lit.i64(SHORT)), () -> List.of(insertion(a, n)), () -> List.of(
                b.cond(op(Prim.LT, n, Lit.i64(LONG)), () -> List.of(merging(a, n)), () -> List.of(digits(a, n))).get(0))).get(0))).get(0);
    }

    private Atom keyAt(Atom a, Atom i) {
        return key(b.index(a, Params.Access.CLAMP, List.of(i)));
    }

    /** An integer in the order of the values: -0.0 below 0.0, all NaNs equal and last. */
    public Atom key(Atom v) {
        return switch (v.dtype()) {
            case F64 -> ordered(v, DType.I64, Long.MAX_VALUE);
            case F32 -> ordered(v, DType.I32, Integer.MAX_VALUE);
            case F16, BF16 -> ordered(b.convert(v, DType.F32), DType.I32, Integer.MAX_VALUE);
            case I32, I64 -> v;
            case BOOL, I8, I16, U16 -> b.convert(v, DType.I32);
        };
    }

    private Atom ordered(Atom v, DType t, long nan) {
        Atom bits = b.emit(Prim.BITCAST, new Params.To(t), v);
        Atom sign = b.emit(Prim.SHR, bits, Lit.of(t, t.bits() - 1));
        Atom ordered = b.emit(Prim.XOR, bits, b.emit(Prim.USHR, sign, Lit.of(t, 1)));
        return b.emit(Prim.SELECT, b.emit(Prim.NE, v, v), Lit.of(t, nan), ordered);
    }

    private Atom insertion(Atom a, Atom n) {
        return nest.loop(op(Prim.SUB, n, Lit.i64(1)), b.emit(Prim.COPY, a), (k, now) -> {
            Atom v = b.index(now, IN, List.of(op(Prim.ADD, k, Lit.i64(1))));
            Atom key = key(v);
            List<Var> moved = b.loopWhile(List.of(op(Prim.ADD, k, Lit.i64(1)), now), c -> op(Prim.AND, op(Prim.GT, c.get(0), Lit.i64(0)),
                op(Prim.LT, key, keyAt(c.get(1), op(Prim.SUB, c.get(0), Lit.i64(1))))), c -> {
                    Atom before = op(Prim.SUB, c.get(0), Lit.i64(1));
                    return List.of(before, b.update(c.get(1), IN, List.of(c.get(0)), b.index(c.get(1), IN, List.of(before))));
                });
            return b.update(moved.get(1), IN, List.of(moved.get(0)), v);
        });
    }

    private Atom merging(Atom a, Atom n) {
        List<Var> done = b.loopWhile(List.of(Lit.i64(1), b.emit(Prim.COPY, a), empty(a, n)), c -> op(Prim.LT, c.get(0), n), c -> {
            Atom width = c.get(0);
            Atom twice = op(Prim.MUL, width, Lit.i64(2));
            Atom runs = op(Prim.DIV, op(Prim.SUB, op(Prim.ADD, n, twice), Lit.i64(1)), twice);
            Atom merged = nest.loop(runs, c.get(2), (r, to) -> {
                Atom lo = op(Prim.MUL, r, twice);
                Atom mid = op(Prim.MIN, op(Prim.ADD, lo, width), n);
                Atom hi = op(Prim.MIN, op(Prim.ADD, lo, twice), n);
                return b.loop(op(Prim.SUB, hi, lo), List.of(lo, mid, to), s -> {
                    Atom x = b.index(c.get(1), Params.Access.CLAMP, List.of(s.get(1)));
                    Atom y = b.index(c.get(1), Params.Access.CLAMP, List.of(s.get(2)));
                    Atom fits = op(Prim.OR, op(Prim.GE, s.get(2), hi), op(Prim.LE, key(x), key(y)));
                    Atom left = op(Prim.AND, op(Prim.LT, s.get(1), mid), fits);
                    Atom step = b.convert(left, DType.I64);
                    return List.of(op(Prim.ADD, s.get(1), step), op(Prim.ADD, s.get(2), op(Prim.SUB, Lit.i64(1), step)),
                        b.update(s.get(3), IN, List.of(op(Prim.ADD, lo, s.get(0))), b.emit(Prim.SELECT, left, x, y)));
                }).get(2);
            });
            return List.of(twice, merged, c.get(1));
        });
        return done.get(1);
    }

    private Atom empty(Atom a, Atom n) {
        return nest.zeros(a.dtype(), List.of(Dim.UNKNOWN), List.of(n));
    }

    /** One pass per digit; a digit that is the same everywhere needs none. */
    private Atom digits(Atom a, Atom n) {
        int bits = a.dtype() == DType.BF16 || a.dtype() == DType.F16 ? DType.I32.bits() : a.dtype().bits();
        Atom buckets = Lit.i64(1L << Math.min(DIGIT, bits));
        List<Var> done = b.loopWhile(List.of(Lit.i64(0), b.emit(Prim.COPY, a), empty(a, n)), c -> op(Prim.LT, c.get(0), Lit.i64(bits)), c -> {
            Atom counts = nest.loop(n, nest.zeros(DType.I64, List.of(Dim.UNKNOWN), List.of(buckets)), (i, now) -> {
                List<Atom> at = List.of(digit(b.index(c.get(1), IN, List.of(i)), c.get(0), bits));
                return b.update(now, IN, at, op(Prim.ADD, b.index(now, IN, at), Lit.i64(1)));
            });
            Atom first = digit(b.index(c.get(1), IN, List.of(Lit.i64(0))), c.get(0), bits);
            Atom all = op(Prim.EQ, b.index(counts, IN, List.of(first)), n);
            List<Var> next = b.cond(all, () -> List.of(c.get(1), c.get(2)), () -> {
                Atom starts = b.loop(buckets, List.of(Lit.i64(0), counts), s -> {
                    Atom count = b.index(s.get(2), IN, List.of(s.get(0)));
                    return List.of(op(Prim.ADD, s.get(1), count), b.update(s.get(2), IN, List.of(s.get(0)), s.get(1)));
                }).get(1);
                Atom moved = b.loop(n, List.of(starts, c.get(2)), s -> {
                    Atom v = b.index(c.get(1), IN, List.of(s.get(0)));
                    List<Atom> at = List.of(digit(v, c.get(0), bits));
                    Atom to = b.index(s.get(1), IN, at);
                    return List.of(b.update(s.get(1), IN, at, op(Prim.ADD, to, Lit.i64(1))), b.update(s.get(2), IN, List.of(to), v));
                }).get(1);
                return List.of(moved, c.get(1));
            });
            return List.of(op(Prim.ADD, c.get(0), Lit.i64(DIGIT)), next.get(0), next.get(1));
        });
        return done.get(1);
    }

    /** The digit of the key, made unsigned, from a bit on. */
    private Atom digit(Atom v, Atom from, int bits) {
        Atom key = key(v);
        DType t = key.dtype();
        boolean signed = v.dtype() != DType.U16 && v.dtype() != DType.BOOL;
        Atom unsigned = signed ? op(Prim.ADD, key, Lit.of(t, bits == 64 ? Long.MIN_VALUE : bits == 32 ? Integer.MIN_VALUE : 1L << bits - 1)) : key;
        Atom shifted = op(Prim.USHR, unsigned, b.convert(from, t));
        return b.convert(op(Prim.AND, shifted, Lit.of(t, (1 << Math.min(DIGIT, bits)) - 1)), DType.I64);
    }
}
