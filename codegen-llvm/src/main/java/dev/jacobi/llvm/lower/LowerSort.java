package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.vectorize.small.SortKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stable sorting of the elements of arrays by the values of some of them: by insertion when they are a handful, else by how many come before each, which lanes count, and many by their digits in
 * base 2048 from the lowest on. What is sorted already is left as it is, two sorted parts are merged, and what falls is reversed. Where only an end of the lines is read, as of the ten greatest, few elements are sorted.
 */
public final class LowerSort {
    private static final Params.Access IN = Params.Access.PROMISED;
    private static final int HANDFUL = 8;
    private static final int SHORT = 40;
    private static final int LONG = 256;
    private static final int DIGIT = 11;
    /** Where an end is read only: so many blocks for each element of it, of so many elements at least, and the most elements that are looked for so. */
    private static final long BLOCKS = 4;
    private static final long BLOCK = 16;
    private static final long MANY = 1 << 16;
    /** Of so many elements one at most is collected. */
    private static final int FEW = 4;
    private final Builder b;
    private final Nest nest;

    public LowerSort(Builder b) {
        this.b = b;
        this.nest = new Nest(b);
    }

    /** How many elements at an end of the sorted lines are read at all: the {@code last} ones or the first. */
    record End(long count, boolean last) {
        /** Of sorts by the first of their results; none of those that are read as a whole. */
        static Map<Var, End> of(Func f) {
            if (!Regions.any(f.body(), e -> e.prim() == Prim.SORT)) {
                return Map.of();
            }
            var sorts = new ArrayList<Eqn>();
            var uses = new HashMap<Atom, List<Eqn>>();
            var handedOn = new HashSet<Atom>(f.out());
            Regions.each(f.body(), e -> {
                if (e.prim() == Prim.SORT) {
                    sorts.add(e);
                }
                e.in().forEach(a -> uses.computeIfAbsent(a, x -> new ArrayList<>()).add(e));
                Regions.of(e).forEach(r -> handedOn.addAll(r.out()));
            });
            var ends = new HashMap<Var, End>();
            for (Eqn e : sorts) {
                End all = new End(0, true);
                for (Var v : e.out()) {
                    all = all == null ? null : all.and(read(v, ((Params.Sort) e.params()).axis(), false, uses, handedOn));
                }
                if (all != null && all.count > 0) {
                    ends.put(e.out().get(0), all);
                }
            }
            return ends;
        }

        private End and(End o) {
            return o == null || count > 0 && o.count > 0 && last != o.last ? null : count >= o.count ? this : o;
        }

        /** What is read of an array along an axis; null for more than an end of it. */
        private static End read(Atom v, int axis, boolean reversed, Map<Atom, List<Eqn>> uses, Set<Atom> handedOn) {
            End all = handedOn.contains(v) ? null : new End(0, true);
            for (Eqn e : uses.getOrDefault(v, List.of())) {
                End one = null;
                if (e.prim() == Prim.REV && ((Params.Axes) e.params()).axes().contains(axis)) {
                    one = read(e.result(), axis, !reversed, uses, handedOn);
                } else if (e.prim() == Prim.SLICE && e.in().get(1 + axis) instanceof Lit start && e.in().get(1 + v.type().rank() + axis) instanceof Lit size && start.asLong() >= 0) {
                    one = new End(start.asLong() + Math.max(0, size.asLong() - 1) * ((Params.Slice) e.params()).strides().get(axis) + 1, reversed);
                } else if (e.prim() == Prim.DIM) {
                    continue;
                }
                all = all == null || one == null ? null : all.and(one);
            }
            return all;
        }
    }

    /** The arrays, of one length, sorted by the first {@code keys} of them, of which the first counts most; they may be the operands themselves. Only at one {@code end} need they be right, unless it is null. */
    List<? extends Atom> sort(List<? extends Atom> in, int keys, End end) {
        Atom n = nest.extent(in.get(0), 0);
        Supplier<List<? extends Atom>> all = () -> b.cond(b.emit(Prim.LT, n, Lit.i64(2)), () -> in, () -> whole(in, keys, n));
        if (end == null || end.count > MANY) {
            return all.get();
        }
        return b.cond(b.emit(Prim.LT, n, Lit.i64(Math.max(LONG, BLOCK * BLOCKS * end.count))), all, () -> selected(in, keys, n, end));
    }

    private List<? extends Atom> whole(List<? extends Atom> in, int keys, Atom n) {
        List<? extends Atom> now = in;
        for (int by = keys - 1; by >= 0; by--) {
            now = several(now, by, n);
        }
        return now;
    }

    /**
     * Sorts few of the elements, and puts them to the end. Of blocks of neighbours each has a greatest key; the k-th greatest of these is a bound that k elements reach at least, so that the k last ones are among those that reach it:
     * these are hardly more, unless many are equal or the line is nearly in order. For the first ones it is the other way round.
     */
    private List<Var> selected(List<? extends Atom> in, int keys, Atom n, End end) {
        Prim best = end.last ? Prim.MAX : Prim.MIN;
        Prim reaches = end.last ? Prim.GE : Prim.LE;
        Atom first = in.get(0);
        DType type = key(b.index(first, Params.Access.CLAMP, List.of(Lit.i64(0)))).dtype();
        Atom blocks = Lit.i64(BLOCKS * end.count);
        Atom size = b.emit(Prim.DIV, n, blocks);
        Lit worst = Lit.of(type, (type == DType.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE) ^ (end.last ? 0L : -1L));
        Atom bests = nest.tabulate(type, List.of(Dim.UNKNOWN), List.of(blocks), i -> {
            Atom from = b.emit(Prim.MUL, i.get(0), size);
            return b.reduce(best, Dim.UNKNOWN, size, worst, j -> key(b.index(first, IN, List.of(b.emit(Prim.ADD, from, j)))));
        });
        Atom bound = b.index(several(List.of(bests), 0, blocks).get(0), IN, List.of(Lit.i64(end.last ? (BLOCKS - 1) * end.count : end.count - 1)));
        Atom count = b.reduce(Prim.ADD, Dim.UNKNOWN, n, Lit.i64(0), i -> b.convert(b.emit(reaches, key(b.index(first, IN, List.of(i))), bound), DType.I64));
        // where most elements are equal, most reach it
        return b.cond(b.emit(Prim.GT, count, b.emit(Prim.DIV, n, Lit.i64(FEW))), () -> whole(in, keys, n), () -> collected(in, keys, n, end, reaches, bound, count));
    }

    /** The elements that reach a bound are put together and sorted; those of the end come out. */
    private List<Var> collected(List<? extends Atom> in, int keys, Atom n, End end, Prim reaches, Atom bound, Atom count) {
        Atom first = in.get(0);
        List<Var> found = b.loop(n, list(List.of(Lit.i64(0)), empty(in, count)), s -> {
            List<Var> so = s.subList(1, s.size());
            return b.cond(b.emit(reaches, key(b.index(first, IN, List.of(s.get(0)))), bound),
                () -> list(List.of(b.emit(Prim.ADD, so.get(0), Lit.i64(1))), put(so.subList(1, so.size()), so.get(0), at(in, IN, s.get(0)))), () -> so);
        });
        List<? extends Atom> sorted = whole(found.subList(1, found.size()), keys, count);
        Atom from = end.last ? b.emit(Prim.SUB, count, Lit.i64(end.count)) : Lit.i64(0);
        Atom to = end.last ? b.emit(Prim.SUB, n, Lit.i64(end.count)) : Lit.i64(0);
        return b.loop(Lit.i64(end.count), in, s -> put(s.subList(1, s.size()), b.emit(Prim.ADD, to, s.get(0)), at(sorted, IN, b.emit(Prim.ADD, from, s.get(0)))));
    }

    private List<? extends Atom> several(List<? extends Atom> in, int by, Atom n) {
        Atom a = in.get(by);
        Atom some = b.emit(Prim.MIN, n, Lit.i64(SHORT));
        Atom begun = run(a, Prim.LE, Lit.i64(1), some);
        // by lanes where it is likely
        Atom inOrder = b.cond(b.emit(Prim.GE, begun, some), () -> List.of(b.reduce(Prim.AND, Dim.UNKNOWN, b.emit(Prim.SUB, n, Lit.i64(1)), Lit.bool(true),
            i -> b.emit(Prim.LE, key(b.index(a, IN, List.of(i))), key(b.index(a, IN, List.of(b.emit(Prim.ADD, i, Lit.i64(1)))))))), () -> List.of(Lit.bool(false))).get(0);
        return b.cond(inOrder, () -> in, () -> {
            Atom first = run(a, Prim.LE, begun, n);
            Atom second = run(a, Prim.LE, b.emit(Prim.ADD, first, Lit.i64(1)), n);
            return b.cond(b.emit(Prim.GE, second, n), () -> merge(in, by, Lit.i64(0), first, n, empty(in, n)), () -> {
                Atom falling = b.cond(b.emit(Prim.EQ, first, Lit.i64(1)), () -> List.of(run(a, Prim.GT, Lit.i64(1), n)), () -> List.of(Lit.i64(0))).get(0);
                return b.cond(b.emit(Prim.GE, falling, n), () -> reversed(in, n), () -> inDisorder(in, by, n));
            });
        });
    }

    private List<? extends Atom> inDisorder(List<? extends Atom> in, int by, Atom n) {
        return b.cond(b.emit(Prim.LT, n, Lit.i64(HANDFUL)), () -> insertion(in, by, n), () ->
            b.cond(b.emit(Prim.LT, n, Lit.i64(LONG)), () -> ranked(in, by, n), () -> digits(in, by, n)));
    }

    /** The first place from one on whose element and the one before are in another order; n or more where there is none. */
    private Atom run(Atom a, Prim order, Atom from, Atom n) {
        return b.loopWhile(List.of(from), c -> b.emit(Prim.AND, b.emit(Prim.LT, c.get(0), n), b.emit(order, keyAt(a, b.emit(Prim.SUB, c.get(0), Lit.i64(1))), keyAt(a, c.get(0)))),
            c -> List.of(b.emit(Prim.ADD, c.get(0), Lit.i64(1)))).get(0);
    }

    private List<Var> reversed(List<? extends Atom> in, Atom n) {
        Atom last = b.emit(Prim.SUB, n, Lit.i64(1));
        return b.loop(n, empty(in, n), s -> put(s.subList(1, s.size()), s.get(0), at(in, IN, b.emit(Prim.SUB, last, s.get(0)))));
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

    /** An integer in the order of the values. */
    private Atom key(Atom v) {
        return SortKeys.of(b, v);
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

    /** Each element goes to where as many are in front of it as have a lesser key, or the same one and come earlier. For each of a register of elements that is counted at a time, and no branch has to be foreseen. */
    private List<Var> ranked(List<? extends Atom> in, int by, Atom n) {
        DType t = key(b.index(in.get(by), Params.Access.CLAMP, List.of(Lit.i64(0)))).dtype();
        Atom few = nest.to(t, n);
        Var keys = each(t, n, i -> key(b.index(in.get(by), IN, List.of(i))));
        Var places = each(t, n, i -> {
            Atom own = b.index(keys, IN, List.of(i));
            Atom at = nest.to(t, i);
            return b.loop(few, List.of(Lit.zero(t)), s -> {
                Atom other = b.index(keys, IN, List.of(s.get(0)));
                Atom before = b.emit(Prim.OR, b.emit(Prim.LT, other, own), b.emit(Prim.AND, b.emit(Prim.EQ, other, own), b.emit(Prim.LT, s.get(0), at)));
                return List.of(b.emit(Prim.SELECT, before, b.emit(Prim.ADD, s.get(1), Lit.of(t, 1)), s.get(1)));
            }).get(0);
        });
        return b.loop(n, empty(in, n), s -> put(s.subList(1, s.size()), b.index(places, IN, List.of(s.get(0))), at(in, IN, s.get(0))));
    }

    /** An array on the stack with a number for each of a few elements. */
    private Var each(DType t, Atom n, Function<Atom, Atom> of) {
        Var made = b.full(Lit.unset(t), List.of(Dim.of(LONG)), List.of(Lit.i64(LONG)));
        Var i = b.fresh(n.type());
        Var to = b.fresh(made.type());
        b.open();
        Var with = b.update(to, IN, List.of(i), of.apply(i));
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(i, to), List.of(with)), n, List.of(made)).get(0);
    }

    /** Two sorted parts, which begin at {@code lo} and {@code mid}, become one from {@code lo} on. */
    private List<Var> merge(List<? extends Atom> in, int by, Atom lo, Atom mid, Atom hi, List<? extends Atom> to) {
        int m = in.size();
        List<Var> run = b.loop(b.emit(Prim.SUB, hi, lo), list(List.of(lo, mid), to), s -> {
            List<Atom> x = at(in, Params.Access.CLAMP, s.get(1));
            List<Atom> y = at(in, Params.Access.CLAMP, s.get(2));
            Atom fits = b.emit(Prim.OR, b.emit(Prim.GE, s.get(2), hi), b.emit(Prim.LE, key(x.get(by)), key(y.get(by))));
            Atom left = b.emit(Prim.AND, b.emit(Prim.LT, s.get(1), mid), fits);
            Atom step = b.convert(left, DType.I64);
            var v = new ArrayList<Atom>();
            for (int k = 0; k < m; k++) {
                v.add(b.emit(Prim.SELECT, left, x.get(k), y.get(k)));
            }
            return list(List.of(b.emit(Prim.ADD, s.get(1), step), b.emit(Prim.ADD, s.get(2), b.emit(Prim.SUB, Lit.i64(1), step))), put(s.subList(3, 3 + m), b.emit(Prim.ADD, lo, s.get(0)), v));
        });
        return run.subList(2, 2 + m);
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
