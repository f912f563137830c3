package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A loop that looks for the place of the smallest or largest value, {@code if (x(i) < m) { m = x(i); at = i; }}, becomes two reductions: the
 * extreme of all x, then, if it is beyond what m was before the loop, the first trip that has it (the last one for {@code <=}). What the
 * carries are after the loop is what that trip gives them, so the sign of a zero is right too; NaN is never chosen, as in Java. The value may
 * also be read again from the array by the carried place: {@code if (a[i] < a[at]) at = i}. Only short loop bodies are taken, since x is
 * computed twice, and inside of parallel loops, unless asked otherwise, only those that look along a row. So a loop of a few trips, of which the program says how many they are, stays one,
 * unless x is an element next to that of the trip before: it is over before two reductions by lanes are.
 */
public final class ArgExtreme implements Optimisation {
    private static final int MOST_EQUATIONS = 16;
    /** Rows of up to so many elements are looked through one by one: lanes of rows are sooner done with them. */
    private static final int SHORT_ROW = 32;
    /** Loops of up to so many trips are over in next to no time. */
    private static final int FEW_TRIPS = 8;

    /** Which loops inside of parallel ones are taken. */
    public enum Inside {
        /** Those along rows, unless the rows are short. */
        LONG_ROWS,
        /** Those along rows, however short: where threads share a row, one of them alone would take longer for it. */
        ROWS,
        /** All: where the trips of parallel loops are lanes, a loop less is worth more than what is computed twice. */
        ALL
    }

    private final Inside inside;

    /** Takes loops outside of parallel loops, and those along long rows. */
    public ArgExtreme() {
        this(Inside.LONG_ROWS);
    }

    /** Takes loops outside of parallel loops, and these inside. */
    public ArgExtreme(Inside inside) {
        this.inside = inside;
    }

    @Override
    public String name() {
        return "arg-extreme";
    }

    @Override
    public Func run(Func in) {
        int[] parallel = {0};
        return Rewrite.ofLoops(in, (e, r) -> {
            if (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.HIST || e.prim() == Prim.SCAN) {
                parallel[0]++;
                r.b.append(r.copy(e));
                parallel[0]--;
                return true;
            }
            if (e.prim() != Prim.FOR) {
                return false;
            }
            var search = new Search(e, r);
            boolean few = e.in().get(0) instanceof Lit n && n.asLong() <= FEW_TRIPS;
            if (!search.matches() || inside != Inside.ALL && (few || parallel[0] > 0) && !search.looksAlongRow()) {
                return false;
            }
            if (inside != Inside.LONG_ROWS || parallel[0] == 0) {
                r.replace(e.out(), search.emit());
                return true;
            }
            Eqn old = r.copy(e);
            Atom trips = r.atom(e.in().get(0));
            r.replace(e.out(), r.b.cond(r.b.emit(Prim.GT, trips, Lit.of(trips.dtype(), SHORT_ROW)), search::emit, () -> {
                r.b.append(old);
                return List.copyOf(old.out());
            }));
            return true;
        });
    }

    /** One loop. */
    private static final class Search {
        private final Rewrite r;
        private final RegionView loop;
        private final Region body;
        private final Map<Integer, Eqn> byId = new HashMap<>();
        private final Definitions defs = new Definitions(byId);
        /** What depends on the carries. */
        private final Set<Integer> carried = new HashSet<>();
        /** What each carry becomes in the trip that is found. */
        private final Map<RegionView.Slot, Atom> chosen = new LinkedHashMap<>();
        private Eqn test;
        /** The trip's value, and how it compares with the best so far when it replaces it. */
        private Atom value;
        private Prim relation;
        /** The carry that holds the best value, or null when it is read from an array at the carry {@code place}. */
        private RegionView.Slot best;
        private Eqn read;
        private RegionView.Slot place;
        /** What the read's indices are made of the carry by. */
        private final Set<Eqn> places = new HashSet<>();

        Search(Eqn e, Rewrite r) {
            this.r = r;
            loop = RegionView.of(e);
            body = loop.body();
        }

        boolean matches() {
            if (body.body().size() > MOST_EQUATIONS || body.out().isEmpty()) {
                return false;
            }
            loop.slots().forEach(s -> carried.add(s.param().id()));
            for (Eqn x : body.body()) {
                if (!Regions.of(x).isEmpty() || x.prim() != Prim.CHECK && x.prim().hasEffect() || x.prim() == Prim.CALL
                    || x.out().stream().anyMatch(v -> !v.type().isScalar())) {
                    return false;
                }
                x.out().forEach(v -> byId.put(v.id(), x));
                if (depends(x.in())) {
                    x.out().forEach(v -> carried.add(v.id()));
                }
            }
            return loop.slots().stream().allMatch(s -> s.param().type().isScalar() && carry(s)) && test != null && compared()
                && body.body().stream().allMatch(x -> !depends(x.in()) || isPart(x));
        }

        /** Whether a trip's value is an element next to that of the trip before: then it costs nothing to read it twice, and what other rows are searched for at the same time does not matter. */
        boolean looksAlongRow() {
            Eqn x = defs.of(value);
            if (x == null || x.prim() != Prim.INDEX) {
                return false;
            }
            boolean place = read != null || loop.slots().size() > 1;
            return place && isNext(x.in().get(x.in().size() - 1)) && x.in().subList(1, x.in().size() - 1).stream().allMatch(this::isSame);
        }

        /** The trip's number, and what stays the same added to it. */
        private boolean isNext(Atom a) {
            Eqn sum = defs.of(a);
            return a.equals(loop.trip()) || sum != null && sum.prim() == Prim.ADD
                && (isSame(sum.in().get(0)) && isNext(sum.in().get(1)) || isSame(sum.in().get(1)) && isNext(sum.in().get(0)));
        }

        /** Whether all trips have the same value. */
        private boolean isSame(Atom a) {
            return !a.equals(loop.trip()) && defs.of(a) == null && !depends(a);
        }

        private boolean depends(List<Atom> as) {
            return as.stream().anyMatch(this::depends);
        }

        private boolean depends(Atom a) {
            return a instanceof Var v && carried.contains(v.id());
        }

        /** Equations that may look at the carries: the comparison, in either sense, the choices, the read of the best value and its indices. */
        private boolean isPart(Eqn x) {
            return x == read || places.contains(x) || x.prim() != Prim.CHECK && (body.out().contains(x.result()) || isTest(x));
        }

        private boolean isTest(Eqn x) {
            return x.in().equals(test.in()) && (x.prim() == test.prim() || opposite(x.prim(), test.prim()));
        }

        private boolean opposite(Prim p, Prim q) {
            return p.group() == Prim.Group.COMPARE && !test.in().get(0).dtype().isFloat() && Facts.negated(p) == q;
        }

        /** The carry is replaced, or not, by a value that the trip gives. */
        private boolean carry(RegionView.Slot s) {
            Var p = s.param();
            Eqn y = defs.of(s.yield());
            if (y == null) {
                return false;
            }
            if ((y.prim() == Prim.MIN || y.prim() == Prim.MAX) && p.dtype().isInt()) {
                Atom other = y.in().get(0).equals(p) ? y.in().get(1) : y.in().get(1).equals(p) ? y.in().get(0) : null;
                chosen.put(s, other);
                return other != null && !depends(other);
            }
            if (y.prim() != Prim.SELECT) {
                return false;
            }
            boolean when = y.in().get(2).equals(p);
            Atom now = y.in().get(when ? 1 : 2);
            Eqn c = defs.of(y.in().get(0));
            if (!when && !y.in().get(1).equals(p) || depends(now) || c == null || c.prim().group() != Prim.Group.COMPARE) {
                return false;
            }
            chosen.put(s, now);
            if (!when) {
                if (c.in().get(0).dtype().isFloat()) {
                    return false;
                }
                c = new Eqn(Facts.negated(c.prim()), c.in(), c.params(), c.out());
            }
            if (test == null) {
                test = c;
            }
            return c.prim() == test.prim() && c.in().equals(test.in());
        }

        /** Reads the test as "the trip's value is beyond the best so far". */
        private boolean compared() {
            Atom a = test.in().get(0);
            Atom b = test.in().get(1);
            boolean first = depends(b);
            if (depends(a) == depends(b)) {
                return false;
            }
            value = first ? a : b;
            Atom with = first ? b : a;
            DType t = value.dtype();
            relation = first ? test.prim() : Facts.mirror(test.prim());
            if (test.prim() == Prim.EQ || test.prim() == Prim.NE || t != DType.I32 && t != DType.I64 && t != DType.F32 && t != DType.F64) {
                return false;
            }
            boolean least = relation == Prim.LT || relation == Prim.LE;
            for (RegionView.Slot s : loop.slots()) {
                Eqn y = defs.of(s.yield());
                if (y.prim() != Prim.SELECT && (!s.param().equals(with) || (y.prim() == Prim.MIN) != least)) {
                    return false;
                }
                best = s.param().equals(with) ? s : best;
            }
            return best != null ? chosen.get(best).equals(value) : isRead(with);
        }

        /**
         * True when the best value is an array's element at a carry that becomes the place from which the trip's value is read: the indices of both are the same
         * expressions, of the carry and of what it becomes.
         */
        private boolean isRead(Atom with) {
            read = defs.of(with);
            Eqn x = defs.of(value);
            if (read == null || x == null || read.prim() != Prim.INDEX || x.prim() != Prim.INDEX || !read.params().equals(x.params())
                || read.in().size() != x.in().size() || !read.in().get(0).equals(x.in().get(0)) || depends(x.in())) {
                return false;
            }
            return IntStream.range(1, x.in().size()).allMatch(q -> alike(read.in().get(q), x.in().get(q))) && place != null;
        }

        private boolean alike(Atom now, Atom then) {
            if (!depends(now)) {
                return now.equals(then) && isSame(now);
            }
            RegionView.Slot s = loop.ofParam((Var) now);
            if (s != null) {
                boolean first = place == null || place == s;
                place = s;
                return first && then.equals(chosen.get(s));
            }
            Eqn a = defs.of(now);
            Eqn b = defs.of(then);
            if (b == null || a.prim() != b.prim() || a.prim().form() != Prim.Form.ELEMENTWISE || !a.params().equals(b.params())) {
                return false;
            }
            places.add(a);
            return IntStream.range(0, a.in().size()).allMatch(k -> alike(a.in().get(k), b.in().get(k)));
        }

        /** Copies what a trip computes without the carries, for trip {@code i}; returns the substitution. */
        private Map<Integer, Atom> trip(Atom i, boolean checks) {
            var by = new HashMap<Integer, Atom>(Map.of(loop.trip().id(), i));
            for (Eqn x : body.body()) {
                if (!depends(x.in()) && (checks || x.prim() != Prim.CHECK)) {
                    List<Var> out = r.b.emitAll(x.prim(), x.params(), now(x.in(), by));
                    for (int k = 0; k < out.size(); k++) {
                        by.put(x.out().get(k).id(), out.get(k));
                    }
                }
            }
            return by;
        }

        private List<Atom> now(List<Atom> as, Map<Integer, Atom> by) {
            return as.stream().map(a -> a instanceof Var v && by.containsKey(v.id()) ? by.get(v.id()) : r.atom(a)).toList();
        }

        private Atom now(Atom a, Map<Integer, Atom> by) {
            return now(List.of(a), by).get(0);
        }

        /** What the carries are in the end. */
        List<Atom> emit() {
            Builder b = r.b;
            Atom n = loop.head();
            DType t = value.dtype();
            boolean least = relation == Prim.LT || relation == Prim.LE;
            boolean firstOne = relation == Prim.LT || relation == Prim.GT;
            Prim op = least ? Prim.MIN : Prim.MAX;
            Lit neutral = FoldIdentity.neutral(op, t);
            Atom extreme = reduce(n, op, neutral, i -> {
                Atom x = now(value, trip(i, true));
                return t.isFloat() ? b.emit(Prim.SELECT, b.emit(Prim.NE, x, x), neutral, x) : x;
            });
            Atom before = best != null ? best.init() : before(n, neutral);
            List<Atom> old = loop.slots().stream().map(RegionView.Slot::init).toList();
            List<Var> out = b.cond(b.emit(relation, extreme, before), () -> {
                Lit none = firstOne ? FoldIdentity.neutral(Prim.MIN, n.dtype()) : Lit.of(n.dtype(), -1);
                Atom at = reduce(n, firstOne ? Prim.MIN : Prim.MAX, none,
                    i -> b.emit(Prim.SELECT, b.emit(Prim.EQ, now(value, trip(i, false)), extreme), i, none));
                // All values may be NaN, or there may be no trip: then the neutral element, which "<=" lets through, is nowhere.
                return firstOne ? at(at) : b.cond(b.emit(Prim.GE, at, Lit.zero(n.dtype())), () -> at(at), () -> old);
            }, () -> old);
            return List.copyOf(out);
        }

        private List<Atom> at(Atom i) {
            Map<Integer, Atom> by = trip(i, false);
            return now(List.copyOf(chosen.values()), by);
        }

        private Atom reduce(Atom n, Prim op, Lit init, Function<Var, Atom> term) {
            return r.b.reduce(op, loop.extent(), n, init, term);
        }

        /** The element at the place that the loop starts from, which is known to be valid only if there is a trip. */
        private Atom before(Atom n, Lit neutral) {
            return r.b.cond(r.b.emit(Prim.GT, n, Lit.zero(n.dtype())), () -> {
                var by = new HashMap<Integer, Atom>(Map.of(place.param().id(), place.init()));
                for (Eqn x : body.body()) {
                    if (places.contains(x)) {
                        by.put(x.result().id(), r.b.emitAll(x.prim(), x.params(), now(x.in(), by)).get(0));
                    }
                }
                return List.of(r.b.index(r.atom(read.in().get(0)), (Params.Access) read.params(), now(read.indices(), by)));
            }, () -> List.of(neutral)).get(0);
        }
    }
}
