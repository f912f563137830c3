package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.ElementAccess;
import dev.jacobi.ir.analysis.Poly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Additions of a nest to neighbouring elements of one array, as gradients of stencils have them, gathered: each element is read and written once, and what is added to it comes from
 * neighbouring trips.
 *
 * <pre>
 *  for i below n { x[i] += f(i);  x[i + 2] += g(i) }    becomes    map u below n + 2 { x[u] += (u < n ? f(u) : 0) + (u >= 2 ? g(u - 2) : 0) }
 * </pre>
 *
 * The rows of a flat array are told apart by a question in front, whether they are as long as what is added to them. The elements to which all of the additions go, u from 2 below n, are a loop of their own without questions. With several loops these are asked in the rows at the edge, too.
 */
final class SumGather {
    private static final int FURTHEST = 8;
    /** Rows of fewer elements to which all add are loops of questions. */
    private static final int SHORT = 24;
    /** Equations of elements at the ends of a row that may be written out. */
    private static final int MOST_WRITTEN_OUT = 160;
    private static final Params.Access IN = Params.Access.PROMISED;
    private final List<SumPlan> plans;
    private final List<Eqn> loops;
    private final List<Way> ways;
    /** By plan and loop: at trip t of the loop it adds to the element which the first plan adds to at trip t + shift. */
    private final long[][] shift;
    private final TripRanges ranges;
    /** By loop, in trips of the first plan: the first with an addition and the first with all; how far from the count on the last with all and the last with one are. */
    private final long[] low;
    private final long[] first;
    private final long[] last;
    private final long[] high;
    private final Builder b;
    private final Rewrite copy;
    private final boolean parts;
    /** By loop: its trips with those that the shifts add, and its own count. */
    private final List<Atom> all = new ArrayList<>();
    private final List<Atom> counts = new ArrayList<>();
    /** Whether there are zeros in the array before, and what says that each of its elements is written, null for never. */
    private boolean ofZeros;
    private Atom wholly;
    /** Whether each plan adds somewhere, null where that is so in any case. */
    private Atom enough;
    /** Whether later trips write further on in each axis. */
    private final boolean upwards;

    private SumGather(List<SumPlan> plans, List<Way> ways, long[][] shift, SumNest nest, Builder b, boolean parts, TripRanges ranges) {
        this.plans = plans;
        this.ways = ways;
        loops = ways.stream().map(Way::loop).toList();
        upwards = ways.stream().allMatch(Way::upwards);
        this.shift = shift;
        this.parts = parts;
        this.ranges = ranges;
        this.b = b;
        copy = new Rewrite(b);
        nest.untouched.forEach((id, carry) -> {
            if (nest.rest.contains(carry)) {
                copy.replace(Map.of(id, nest.loop.in().get(1 + carry)));
            }
        });
        low = ends((k, l) -> ranges.from(plans.get(k), l), false);
        first = ends((k, l) -> ranges.knownFrom(plans.get(k), l), true);
        last = ends((k, l) -> -ranges.knownTo(plans.get(k), l), false);
        high = ends((k, l) -> -ranges.to(plans.get(k), l), true);
    }

    /** By loop the least or greatest of the plans' trips, as the first plan counts them. */
    private long[] ends(ToLongBiFunction<Integer, Eqn> of, boolean greatest) {
        return IntStream.range(0, loops.size()).mapToLong(d -> {
            LongStream all = IntStream.range(0, plans.size()).mapToLong(k -> shift[k][d] + of.applyAsLong(k, loops.get(d)));
            return greatest ? all.max().orElse(0) : all.min().orElse(0);
        }).toArray();
    }

    /** Whether some trips of the loop have fewer additions than others. */
    private boolean hasEdges(int d) {
        return first[d] > low[d] || high[d] > last[d];
    }

    /** How a loop's trips go through an axis: one element a trip, or, in a flat array, a row of {@code stride} elements, which is null for the former. */
    private record Way(Eqn loop, int axis, Poly stride, Atom length, boolean upwards) {
    }

    /** For additions to one array; null where they are not of this kind, or only one. {@code parts}: rows come apart. */
    static SumGather of(List<SumPlan> plans, SumNest nest, Map<Eqn, ElementAccess> accesses, Map<Integer, Var> variables, Builder b, boolean parts, TripRanges ranges) {
        if (plans.size() < 2 || !plans.stream().allMatch(p -> isPlain(p, plans.get(0).sum.path(), ranges))) {
            return null;
        }
        List<Poly> first = accesses.get(plans.get(0).sum.add()).index();
        List<Way> ways = ways(plans.get(0).sum.path(), first, variables);
        if (ways == null || ways.size() != plans.get(0).sum.path().size()) {
            return null;
        }
        var shift = new long[plans.size()][];
        for (int k = 0; k < plans.size(); k++) {
            shift[k] = shift(ways, first, accesses.get(plans.get(k).sum.add()).index());
            if (shift[k] == null) {
                return null;
            }
        }
        boolean apart = Stream.of(shift).anyMatch(s -> LongStream.of(s).anyMatch(x -> x != 0));
        return apart ? new SumGather(plans, ways, shift, nest, b, parts, ranges) : null;
    }

    /** The ways of the loops through the axes, the one by single elements last in its axis; null where they have others. */
    private static List<Way> ways(List<Eqn> path, List<Poly> place, Map<Integer, Var> variables) {
        var ways = new ArrayList<Way>();
        for (int a = 0; a < place.size(); a++) {
            Poly at = place.get(a);
            List<Eqn> of = path.stream().filter(l -> at.mentions(SumPlan.trip(l))).toList();
            Eqn single = of.stream().filter(l -> isOne(at.linear(SumPlan.trip(l)))).reduce((x, y) -> y).orElse(null);
            if (of.size() > 2 || !of.isEmpty() && single == null || ways.stream().anyMatch(w -> of.contains(w.loop))) {
                return null;
            }
            for (Eqn l : of) {
                if (l != single) {
                    Poly stride = at.linear(SumPlan.trip(l));
                    Var v = stride == null || stride.asVar() < 0 ? null : variables.get(stride.asVar());
                    Atom length = stride != null && stride.isConst() && stride.constant() > FURTHEST && (int) stride.constant() == stride.constant() ? Lit.i32((int) stride.constant()) : v;
                    if (length == null || length.dtype() != DType.I32 || single.in().get(0).dtype() != DType.I32) {
                        return null;
                    }
                    ways.add(new Way(l, a, stride, length, true));
                }
            }
            if (single != null) {
                ways.add(new Way(single, a, null, null, at.linear(SumPlan.trip(single)).constant() > 0));
            }
        }
        return ways;
    }

    private static boolean isOne(Poly along) {
        return along != null && along.isConst() && Math.abs(along.constant()) == 1;
    }

    /** By how many trips of each loop the places lie behind the first ones; null where these are not a few. */
    private static long[] shift(List<Way> ways, List<Poly> first, List<Poly> places) {
        var shift = new long[ways.size()];
        for (int a = 0; a < first.size(); a++) {
            Poly left = places.get(a).minus(first.get(a));
            for (int d = 0; d < ways.size(); d++) {
                Way w = ways.get(d);
                if (w.axis == a && w.stride != null) {
                    shift[d] = rows(left, w.stride);
                    left = left.minus(w.stride.times(shift[d]));
                } else if (w.axis == a && left.isConst()) {
                    shift[d] = left.constant() * first.get(a).linear(SumPlan.trip(w.loop)).constant();
                    left = Poly.ZERO;
                }
            }
            if (!left.equals(Poly.ZERO)) {
                return null;
            }
        }
        return LongStream.of(shift).allMatch(x -> Math.abs(x) <= FURTHEST) ? shift : null;
    }

    /** How many rows lie between two places in a flat array. */
    private static long rows(Poly difference, Poly stride) {
        if (stride.isConst()) {
            return difference.isConst() ? Math.floorDiv(2 * difference.constant() + stride.constant(), 2 * stride.constant()) : 0;
        }
        Poly rows = difference.linear(stride.asVar());
        return rows != null && rows.isConst() ? rows.constant() : 0;
    }

    private static boolean isPlain(SumPlan p, List<Eqn> path, TripRanges ranges) {
        return p.sum.path().equals(path) && p.reduced.isEmpty() && path.stream().allMatch(p::isFixed) && p.slice.stream().allMatch(e -> ranges.isDecided(e) || !SumPlan.heavy(e));
    }

    /** The equations, the last of which yields {@code result}: the array with everything added, {@code zeros} if that is what it was made with. Where rows of a flat array are too short to be apart, or trips too few for each plan to add, {@code otherwise} makes of an array the result. */
    List<Eqn> write(Atom array, Eqn zeros, Var result, UnaryOperator<Atom> otherwise) {
        b.open();
        ofZeros = zeros != null;
        Atom some = null;
        for (Eqn l : loops) {
            Atom n = l.in().get(0);
            long most = plans.stream().mapToLong(p -> ranges.from(p, l) + ranges.to(p, l)).max().orElse(0);
            enough = most == 0 ? enough : and(enough, b.emit(Prim.GT, n, Lit.of(n.dtype(), most)));
            if (n instanceof Var) {
                some = and(some, b.emit(Prim.GT, n, Lit.zero(n.dtype())));
            }
        }
        for (int d = 0; d < loops.size(); d++) {
            Atom n = loops.get(d).in().get(0);
            Atom more = b.folded(Prim.ADD, n, Lit.of(n.dtype(), high[d] - low[d]));
            more = high[d] < low[d] ? b.emit(Prim.MAX, more, Lit.zero(n.dtype())) : more;
            counts.add(n);
            all.add(some == null ? more : b.emit(Prim.SELECT, some, more, Lit.zero(n.dtype())));
        }
        Atom start = zeros == null ? array : zeros(zeros);
        Atom apart = enough;
        for (int d = 0; d < ways.size(); d++) {
            if (ways.get(d).stride != null) {
                apart = and(apart, b.emit(Prim.GE, ways.get(d).length, all.get(d + 1)));
            }
        }
        if (apart == null) {
            rows(start, new ArrayList<>(), null);
        } else {
            b.cond(apart, () -> List.of(rows(start, new ArrayList<>(), null)), () -> List.of(otherwise.apply(start)));
        }
        var out = new ArrayList<>(b.close());
        Eqn last = out.remove(out.size() - 1);
        out.add(new Eqn(last.prim(), last.in(), last.params(), List.of(result)));
        return out;
    }

    /** In place of an array of zeros one that is filled only where some of its elements are not written: extents of few arrays are known to be those of the loops. */
    private Var zeros(Eqn full) {
        List<Atom> extents = full.in().subList(1, full.in().size());
        Var empty = b.full(Lit.unset(full.result().dtype()), full.result().type().dims(), extents);
        Atom whole = whole(extents.stream().map(this::wide).toList());
        wholly = whole;
        return whole == null ? b.full(full.in().get(0), full.result().type().dims(), extents) : b.cond(whole, () -> List.of(empty), () -> List.of(filled(empty, extents, List.of(), full.in().get(0)))).get(0);
    }

    private Atom wide(Atom n) {
        return n instanceof Lit l ? Lit.i64(l.asLong()) : n.dtype() == DType.I64 ? n : b.convert(n, DType.I64);
    }

    /** Whether each element is written: the first trips begin at the first one, and there are as many as elements. Null where that is not looked at, as where rows are written from their ends. */
    private Atom whole(List<Atom> extents) {
        List<Atom> first = place(IntStream.range(0, ways.size()).<Atom>mapToObj(d -> Lit.of(loops.get(d).in().get(0).dtype(), low[d])).toList());
        Atom whole = enough;
        for (int a = 0; a < first.size(); a++) {
            Atom written = null;
            for (int d = 0; d < ways.size(); d++) {
                if (ways.get(d).axis == a && ways.get(d).stride != null) {
                    whole = and(whole, b.emit(Prim.EQ, ways.get(d).length, all.get(d + 1)));
                }
                if (ways.get(d).axis == a) {
                    written = written == null ? wide(all.get(d)) : b.emit(Prim.MUL, written, wide(all.get(d)));
                }
            }
            if (written == null || !upwards) {
                return null;
            }
            whole = and(and(whole, b.emit(Prim.EQ, first.get(a), Lit.zero(first.get(a).dtype()))), b.emit(Prim.EQ, written, extents.get(a)));
        }
        return whole;
    }

    private Atom and(Atom x, Atom y) {
        return x == null ? y : b.emit(Prim.AND, x, y);
    }

    private Var filled(Var array, List<Atom> extents, List<Atom> at, Atom value) {
        if (at.size() == extents.size()) {
            return b.update(array, IN, at, value);
        }
        Atom n = extents.get(at.size());
        Var v = b.fresh(new Type(n.dtype(), List.of()));
        Var p = b.fresh(array.type());
        b.open();
        var within = new ArrayList<>(at);
        within.add(v);
        Var out = filled(p, extents, within, value);
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(v, p), List.of(out)), n, List.of(array)).get(0);
    }

    /** The loops from here on; {@code at} are the trips of those around as the first plan has them, {@code inner} says whether all plans add there. */
    private Atom rows(Atom array, List<Atom> at, Atom inner) {
        int d = at.size();
        if (d == loops.size() - 1) {
            return row(array, at, inner);
        }
        Var v = b.fresh(Regions.trip(loops.get(d)).type());
        Var p = b.fresh(array.type());
        b.open();
        Atom now = inner;
        if (hasEdges(d)) {
            Atom end = b.folded(Prim.ADD, counts.get(d), Lit.of(v.dtype(), last[d] - low[d]));
            Atom here = b.emit(Prim.AND, b.emit(Prim.GE, v, Lit.of(v.dtype(), first[d] - low[d])), b.emit(Prim.LT, v, end));
            now = and(inner, here);
        }
        var within = new ArrayList<>(at);
        within.add(b.folded(Prim.ADD, v, Lit.of(v.dtype(), low[d])));
        Atom out = rows(p, within, now);
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(v, p), List.of(out)), all.get(d), List.of(array)).get(0);
    }

    /** The innermost loop in three parts: the first elements, those to which all add, and the others. */
    private Atom row(Atom array, List<Atom> at, Atom inner) {
        int d = at.size();
        Atom total = all.get(d);
        Atom zero = Lit.zero(total.dtype());
        if (!parts) {
            return part(array, at, zero, total, true);
        }
        Atom fast = b.emit(Prim.MAX, b.folded(Prim.ADD, counts.get(d), Lit.of(total.dtype(), last[d] - first[d])), zero);
        fast = inner == null ? fast : b.emit(Prim.SELECT, inner, fast, zero);
        fast = b.emit(Prim.MIN, fast, total);
        Atom whole = b.emit(Prim.GE, fast, Lit.of(total.dtype(), SHORT));
        if (Math.max(first[d] - low[d], high[d] - last[d]) * plans.stream().mapToInt(p -> p.slice.size()).sum() <= MOST_WRITTEN_OUT) {
            // a short row is one loop of questions
            Atom most = fast;
            return b.cond(whole, () -> List.of(ends(array, at, most)), () -> List.of(part(array, at, zero, total, true))).get(0);
        }
        fast = b.emit(Prim.SELECT, whole, fast, zero);
        Atom begin = b.emit(Prim.SELECT, b.emit(Prim.GT, fast, zero), Lit.of(total.dtype(), first[d] - low[d]), total);
        Atom from = b.emit(Prim.ADD, begin, fast);
        Atom x = part(array, at, zero, begin, true);
        x = part(x, at, begin, fast, false);
        return part(x, at, from, b.emit(Prim.SUB, total, from), true);
    }

    /**
     * A long row: its ends are written out, an element at a time with the terms that it has. They come before the elements in between, whose last ones are stored under a mask: a processor that has
     * AVX-512 cannot read a neighbour of theirs before such a store has come to the cache.
     */
    private Atom ends(Atom array, List<Atom> at, Atom fast) {
        int d = at.size();
        Atom n = counts.get(d);
        Atom x = array;
        for (long u = low[d]; u < first[d]; u++) {
            x = element(x, at, Lit.of(n.dtype(), u), u, true);
        }
        for (long u = last[d]; u < high[d]; u++) {
            x = element(x, at, b.folded(Prim.ADD, n, Lit.of(n.dtype(), u)), u, false);
        }
        return part(x, at, Lit.of(n.dtype(), first[d] - low[d]), fast, false);
    }

    /** The element of trip {@code v} of a row, {@code u} from its begin or its count on. */
    private Atom element(Atom array, List<Atom> around, Atom v, long u, boolean begins) {
        int d = around.size();
        var at = new ArrayList<>(around);
        at.add(v);
        List<Atom> place = place(at);
        Atom sum = before(array, place);
        for (int k = 0; k < plans.size(); k++) {
            SumPlan p = plans.get(k);
            if (begins ? shift[k][d] + ranges.from(p, loops.get(d)) <= u : u < shift[k][d] - ranges.to(p, loops.get(d))) {
                sum = b.emit(Prim.ADD, sum, term(k, at, copy.beside()));
            }
        }
        return b.update(array, IN, place, sum);
    }

    private List<Atom> place(List<Atom> at) {
        Rewrite one = copy(at, 0, copy.beside());
        plans.get(0).slice.stream().filter(plans.get(0).place::contains).forEach(one::append);
        return one.atoms(plans.get(0).sum.at());
    }

    private Atom part(Atom array, List<Atom> around, Atom from, Atom n, boolean asks) {
        int d = around.size();
        Var v = b.fresh(Regions.trip(loops.get(d)).type());
        Var p = b.fresh(array.type());
        b.open();
        var at = new ArrayList<>(around);
        at.add(b.folded(Prim.ADD, b.folded(Prim.ADD, v, from), Lit.of(v.dtype(), low[d])));
        List<Atom> place = place(at);
        // a corner of a flat array's rows, where nothing is added, need not be in the array
        boolean flat = asks && ways.stream().anyMatch(w -> w.stride != null);
        Atom now = flat ? b.cond(ofZeros && wholly != null ? b.emit(Prim.OR, wholly, any(at)) : any(at), () -> List.of(added(p, place, at, true)), () -> List.of(p)).get(0) : added(p, place, at, asks);
        return b.loop(Prim.MAP, Dim.UNKNOWN, b.close(List.of(v, p), List.of(now)), n, List.of(array)).get(0);
    }

    private Atom added(Atom array, List<Atom> place, List<Atom> at, boolean asks) {
        Atom sum = before(array, place);
        for (int k = 0; k < plans.size(); k++) {
            sum = b.emit(Prim.ADD, sum, asks ? asked(k, at) : term(k, at, ranges.answered(copy)));
        }
        return b.update(array, IN, place, sum);
    }

    /** What the element is before: each is written once. */
    private Atom before(Atom array, List<Atom> place) {
        return ofZeros ? Lit.zero(array.dtype()) : b.index(array, IN, place);
    }

    /** Whether one of the plans adds here. */
    private Atom any(List<Atom> at) {
        Atom any = null;
        for (int k = 0; k < plans.size(); k++) {
            any = any == null ? adds(k, at) : b.emit(Prim.OR, any, adds(k, at));
        }
        return any;
    }

    private Atom adds(int k, List<Atom> at) {
        Atom ok = null;
        for (int d = 0; d < loops.size(); d++) {
            if (hasEdges(d)) {
                Atom t = trip(k, d, at);
                Atom end = b.folded(Prim.SUB, counts.get(d), Lit.of(t.dtype(), ranges.to(plans.get(k), loops.get(d))));
                Atom here = b.emit(Prim.AND, b.emit(Prim.GE, t, Lit.of(t.dtype(), ranges.from(plans.get(k), loops.get(d)))), b.emit(Prim.LT, t, end));
                ok = and(ok, here);
            }
        }
        return ok == null ? Lit.bool(true) : ok;
    }

    /** The term where the plan has one, else zero. */
    private Atom asked(int k, List<Atom> at) {
        return b.cond(adds(k, at), () -> List.of(term(k, at, copy.beside())), () -> List.of(Lit.zero(plans.get(k).sum.term().dtype()))).get(0);
    }

    private Atom trip(int k, int d, List<Atom> at) {
        return b.folded(Prim.SUB, at.get(d), Lit.of(at.get(d).dtype(), shift[k][d]));
    }

    private Atom term(int k, List<Atom> at, Rewrite fresh) {
        Rewrite now = copy(at, k, fresh);
        plans.get(k).slice.forEach(now::append);
        return now.atom(plans.get(k).sum.term());
    }

    private Rewrite copy(List<Atom> at, int k, Rewrite now) {
        for (int d = 0; d < loops.size(); d++) {
            now.replace(Regions.trip(loops.get(d)), trip(k, d, at));
        }
        return now;
    }
}
