package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Stable sorting of the elements of arrays by the values of some of them: by insertion when they are few, else by merging, and many by their digits in
 * base 2048 from the lowest on. What is sorted already is left as it is.
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

    /** The arrays, of one length, sorted by the first {@code keys} of them, of which the first counts most; they may be the operands themselves. */
    List<? extends Atom> sort(List<? extends Atom> in, int keys) {
        Atom n = nest.extent(in.get(0), 0);
        return b.cond(b.emit(Prim.LT, n, Lit.i64(2)), () -> in, () -> {
            List<? extends Atom> now = in;
            for (int by = keys - 1; by >= 0; by--) {
                now = several(now, by, n);
            }
            return now;
        });
    }

    private List<? extends Atom> several(List<? extends Atom> in, int by, Atom n) {
        Atom a = in.get(by);
        List<Var> checked = b.loopWhile(List.of(Lit.i64(1)), c -> b.emit(Prim.AND, b.emit(Prim.LT, c.get(0), n),
            b.emit(Prim.LE, keyAt(a, b.emit(Prim.SUB, c.get(0), Lit.i64(1))), keyAt(a, c.get(0)))), c -> List.of(b.emit(Prim.ADD, c.get(0), Lit.i64(1))));
        return b.cond(b.emit(Prim.GE, checked.get(0), n), () -> in, () ->
            b.cond(b.emit(Prim.LT, n, Lit.i64(SHORT)), () -> insertion(in, by, n), () ->
                b.cond(b.emit(Prim.LT, n, Lit.i64(LONG)), () -> merging(in, by, n), () -> digits(in, by, n))));
    }

    /** The elements of all arrays at an index. */
    private List<Atom> at(List<? extends Atom> arrays, Params.Access how, Atom i) {
        return arrays.stream().map(a -> (Atom) b.index(a, how, List.of(i))).toList();
    }

    private List<Atom> put(List<? extends Atom> arrays, Atom i, List<Atom> values) {
        var out = new ArrayList<Atom>();
        for (int k = 0; k < arrays.size(); k++) {
            out.add(b.update(arrays.get(k), IN, List.of(i), values.get(k)));
        }
        return out;
    }

    private List<Atom> copies(List<? extends Atom> arrays) {
        return arrays.stream().map(a -> (Atom) b.emit(Prim.COPY, a)).toList();
    }

    private List<Atom> empty(List<? extends Atom> arrays, Atom n) {
        return arrays.stream().map(a -> (Atom) nest.zeros(a.dtype(), List.of(Dim.UNKNOWN), List.of(n))).toList();
    }

    private static List<Atom> list(List<? extends Atom> first, List<? extends Atom> second) {
        var out = new ArrayList<Atom>(first);
        out.addAll(second);
        return out;
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

    private List<Var> insertion(List<? extends Atom> in, int by, Atom n) {
        return b.loop(b.emit(Prim.SUB, n, Lit.i64(1)), copies(in), s -> {
            Atom from = b.emit(Prim.ADD, s.get(0), Lit.i64(1));
            List<Atom> v = at(s.subList(1, s.size()), IN, from);
            Atom key = key(v.get(by));
            List<Var> moved = b.loopWhile(list(List.of(from), s.subList(1, s.size())), c -> b.emit(Prim.AND, b.emit(Prim.GT, c.get(0), Lit.i64(0)),
                b.emit(Prim.LT, key, keyAt(c.get(1 + by), b.emit(Prim.SUB, c.get(0), Lit.i64(1))))), c -> {
                    Atom before = b.emit(Prim.SUB, c.get(0), Lit.i64(1));
                    List<Var> arrays = c.subList(1, c.size());
                    return list(List.of(before), put(arrays, c.get(0), at(arrays, IN, before)));
                });
            return put(moved.subList(1, moved.size()), moved.get(0), v);
        });
    }

    private List<Var> merging(List<? extends Atom> in, int by, Atom n) {
        int m = in.size();
        List<Var> done = b.loopWhile(list(List.of(Lit.i64(1)), list(copies(in), empty(in, n))), c -> b.emit(Prim.LT, c.get(0), n), c -> {
            Atom width = c.get(0);
            List<Var> now = c.subList(1, 1 + m);
            Atom twice = b.emit(Prim.MUL, width, Lit.i64(2));
            Atom runs = b.emit(Prim.DIV, b.emit(Prim.SUB, b.emit(Prim.ADD, n, twice), Lit.i64(1)), twice);
            List<Var> merged = b.loop(runs, c.subList(1 + m, 1 + 2 * m), to -> {
                Atom lo = b.emit(Prim.MUL, to.get(0), twice);
                Atom mid = b.emit(Prim.MIN, b.emit(Prim.ADD, lo, width), n);
                Atom hi = b.emit(Prim.MIN, b.emit(Prim.ADD, lo, twice), n);
                List<Var> run = b.loop(b.emit(Prim.SUB, hi, lo), list(List.of(lo, mid), to.subList(1, 1 + m)), s -> {
                    List<Atom> x = at(now, Params.Access.CLAMP, s.get(1));
                    List<Atom> y = at(now, Params.Access.CLAMP, s.get(2));
                    Atom fits = b.emit(Prim.OR, b.emit(Prim.GE, s.get(2), hi), b.emit(Prim.LE, key(x.get(by)), key(y.get(by))));
                    Atom left = b.emit(Prim.AND, b.emit(Prim.LT, s.get(1), mid), fits);
                    Atom step = b.convert(left, DType.I64);
                    var v = new ArrayList<Atom>();
                    for (int k = 0; k < m; k++) {
                        v.add(b.emit(Prim.SELECT, left, x.get(k), y.get(k)));
                    }
                    return list(List.of(b.emit(Prim.ADD, s.get(1), step), b.emit(Prim.ADD, s.get(2), b.emit(Prim.SUB, Lit.i64(1), step))),
                        put(s.subList(3, 3 + m), b.emit(Prim.ADD, lo, s.get(0)), v));
                });
                return run.subList(2, 2 + m);
            });
            return list(List.of(twice), list(merged, now));
        });
        return done.subList(1, 1 + m);
    }

    /** One pass per digit; a digit that is the same everywhere needs none. */
    private List<Var> digits(List<? extends Atom> in, int by, Atom n) {
        int m = in.size();
        DType type = in.get(by).dtype();
        int bits = type == DType.BF16 || type == DType.F16 ? DType.I32.bits() : type.bits();
        Atom buckets = Lit.i64(1L << Math.min(DIGIT, bits));
        List<Var> done = b.loopWhile(list(List.of(Lit.i64(0)), list(copies(in), empty(in, n))), c -> b.emit(Prim.LT, c.get(0), Lit.i64(bits)), c -> {
            List<Var> now = c.subList(1, 1 + m);
            List<Var> spare = c.subList(1 + m, 1 + 2 * m);
            Atom key = now.get(by);
            Atom counts = nest.loop(n, nest.zeros(DType.I64, List.of(Dim.UNKNOWN), List.of(buckets)), (i, counted) -> {
                List<Atom> at = List.of(digit(b.index(key, IN, List.of(i)), c.get(0), bits));
                return b.update(counted, IN, at, b.emit(Prim.ADD, b.index(counted, IN, at), Lit.i64(1)));
            });
            Atom first = digit(b.index(key, IN, List.of(Lit.i64(0))), c.get(0), bits);
            Atom all = b.emit(Prim.EQ, b.index(counts, IN, List.of(first)), n);
            List<Var> next = b.cond(all, () -> list(now, spare), () -> {
                Atom starts = b.loop(buckets, List.of(Lit.i64(0), counts), s -> {
                    Atom count = b.index(s.get(2), IN, List.of(s.get(0)));
                    return List.of(b.emit(Prim.ADD, s.get(1), count), b.update(s.get(2), IN, List.of(s.get(0)), s.get(1)));
                }).get(1);
                List<Var> moved = b.loop(n, list(List.of(starts), spare), s -> {
                    List<Atom> v = at(now, IN, s.get(0));
                    List<Atom> at = List.of(digit(v.get(by), c.get(0), bits));
                    Atom to = b.index(s.get(1), IN, at);
                    return list(List.of(b.update(s.get(1), IN, at, b.emit(Prim.ADD, to, Lit.i64(1)))), put(s.subList(2, 2 + m), to, v));
                });
                return list(moved.subList(1, 1 + m), now);
            });
            return list(List.of(b.emit(Prim.ADD, c.get(0), Lit.i64(DIGIT))), next);
        });
        return done.subList(1, 1 + m);
    }

    /** The digit of the key, made unsigned, from a bit on. */
    private Atom digit(Atom v, Atom from, int bits) {
        Atom key = key(v);
        DType t = key.dtype();
        boolean signed = v.dtype() != DType.U16 && v.dtype() != DType.BOOL;
        Atom unsigned = signed ? b.emit(Prim.ADD, key, Lit.of(t, bits == 64 ? Long.MIN_VALUE : bits == 32 ? Integer.MIN_VALUE : 1L << bits - 1)) : key;
        Atom shifted = b.emit(Prim.USHR, unsigned, b.convert(from, t));
        return b.convert(b.emit(Prim.AND, shifted, Lit.of(t, (1 << Math.min(DIGIT, bits)) - 1)), DType.I64);
    }
}
