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
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop that looks for the place of the smallest or largest value, {@code if (x(i) < m) { m = x(i); at = i; }}, becomes two reductions: the
 * extreme of all x, then, if it is beyond what m was before the loop, the first trip that has it (the last one for {@code <=}). What the
 * carries are after the loop is what that trip gives them, so the sign of a zero is right too; NaN is never chosen, as in Java. The value may
 * also be read again from the array by the carried place: {@code if (a[i] < a[at]) at = i}. Only short loop bodies outside of parallel loops
 * are taken, since x is computed twice.
 */
public final class ArgExtreme implements Optimisation {
    private static final int MOST_EQUATIONS = 16;

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
            if (e.prim() != Prim.FOR || parallel[0] > 0) {
                return false;
            }
            var search = new Search(e, r);
            if (!search.matches()) {
                return false;
            }
            search.emit();
            return true;
        });
    }

    /** One loop. */
    private static final class Search {
        private final Eqn e;
        private final Rewrite r;
        private final Region body;
        private final Map<Integer, Eqn> defs = new HashMap<>();
        /** What depends on the carries. */
        private final Set<Integer> carried = new HashSet<>();
        /** What each carry becomes in the trip that is found. */
        private final List<Atom> chosen = new ArrayList<>();
        private Eqn test;
        /** The trip's value, and how it compares with the best so far when it replaces it. */
        private Atom value;
        private Prim relation;
        /** The carry that holds the best value, or null when it is read from an array at the carry {@code place}. */
        private Integer best;
        private Eqn read;
        private int place;

        Search(Eqn e, Rewrite r) {
            this.e = e;
            this.r = r;
            body = Regions.of(e).get(0);
        }

        boolean matches() {
            if (body.body().size() > MOST_EQUATIONS || body.out().isEmpty()) {
                return false;
            }
            body.params().stream().skip(1).forEach(p -> carried.add(p.id()));
            for (Eqn x : body.body()) {
                if (!Regions.of(x).isEmpty() || x.prim() != Prim.CHECK && x.prim().hasEffect() || x.prim() == Prim.CALL
                    || x.out().stream().anyMatch(v -> !v.type().isScalar())) {
                    return false;
                }
                x.out().forEach(v -> defs.put(v.id(), x));
                if (depends(x.in())) {
                    x.out().forEach(v -> carried.add(v.id()));
                }
            }
            for (int k = 0; k < body.out().size(); k++) {
                if (!body.params().get(k + 1).type().isScalar() || !carry(k)) {
                    return false;
                }
            }
            return test != null && compared() && body.body().stream().allMatch(x -> !depends(x.in()) || isPart(x));
        }

        private boolean depends(List<Atom> as) {
            return as.stream().anyMatch(this::depends);
        }

        private boolean depends(Atom a) {
            return a instanceof Var v && carried.contains(v.id());
        }

        private Eqn def(Atom a) {
            return a instanceof Var v ? defs.get(v.id()) : null;
        }

        /** Equations that may look at the carries: the comparison, in either sense, the choices, the read of the best value. */
        private boolean isPart(Eqn x) {
            return x == read || x.prim() != Prim.CHECK && (body.out().contains(x.result()) || isTest(x));
        }

        private boolean isTest(Eqn x) {
            return x.in().equals(test.in()) && (x.prim() == test.prim() || opposite(x.prim(), test.prim()));
        }

        private boolean opposite(Prim p, Prim q) {
            return p.group() == Prim.Group.COMPARE && !test.in().get(0).dtype().isFloat() && Facts.negated(p) == q;
        }

        /** Carry k is replaced, or not, by a value that the trip gives. */
        private boolean carry(int k) {
            Var p = body.params().get(k + 1);
            Eqn y = def(body.out().get(k));
            if (y == null) {
                return false;
            }
            if ((y.prim() == Prim.MIN || y.prim() == Prim.MAX) && p.dtype().isInt()) {
                Atom other = y.in().get(0).equals(p) ? y.in().get(1) : y.in().get(1).equals(p) ? y.in().get(0) : null;
                chosen.add(other);
                return other != null && !depends(other);
            }
            if (y.prim() != Prim.SELECT) {
                return false;
            }
            boolean when = y.in().get(2).equals(p);
            Atom now = y.in().get(when ? 1 : 2);
            Eqn c = def(y.in().get(0));
            if (!when && !y.in().get(1).equals(p) || depends(now) || c == null || c.prim().group() != Prim.Group.COMPARE) {
                return false;
            }
            chosen.add(now);
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
            relation = first ? test.prim() : mirrored(test.prim());
            if (relation == null || t != DType.I32 && t != DType.I64 && t != DType.F32 && t != DType.F64) {
                return false;
            }
            boolean least = relation == Prim.LT || relation == Prim.LE;
            for (int k = 0; k < body.out().size(); k++) {
                Eqn y = def(body.out().get(k));
                if (y.prim() != Prim.SELECT && (!body.params().get(k + 1).equals(with) || (y.prim() == Prim.MIN) != least)) {
                    return false;
                }
                if (body.params().get(k + 1).equals(with)) {
                    best = k;
                }
            }
            return best != null ? chosen.get(best).equals(value) : isRead(with);
        }

        private static Prim mirrored(Prim p) {
            return p == Prim.LT ? Prim.GT : p == Prim.GT ? Prim.LT : p == Prim.LE ? Prim.GE : p == Prim.GE ? Prim.LE : null;
        }

        /** True when the best value is an array's element at a carry that becomes the place from which the trip's value is read. */
        private boolean isRead(Atom with) {
            read = def(with);
            Eqn x = def(value);
            if (read == null || x == null || read.prim() != Prim.INDEX || x.prim() != Prim.INDEX || !read.params().equals(x.params())
                || read.in().size() != x.in().size() || !read.in().get(0).equals(x.in().get(0)) || depends(x.in())) {
                return false;
            }
            int found = 0;
            for (int q = 1; q < x.in().size(); q++) {
                if (depends(read.in().get(q))) {
                    place = body.params().indexOf(read.in().get(q)) - 1;
                    if (place < 0 || !chosen.get(place).equals(x.in().get(q))) {
                        return false;
                    }
                    found++;
                } else if (!read.in().get(q).equals(x.in().get(q)) || def(x.in().get(q)) != null || x.in().get(q).equals(body.params().get(0))) {
                    return false;
                }
            }
            return found == 1;
        }

        /** Copies what a trip computes without the carries, for trip {@code i}; returns the substitution. */
        private Map<Integer, Atom> trip(Atom i, boolean checks) {
            var by = new HashMap<Integer, Atom>(Map.of(body.params().get(0).id(), i));
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

        void emit() {
            Builder b = r.b;
            Atom n = e.in().get(0);
            DType t = value.dtype();
            boolean least = relation == Prim.LT || relation == Prim.LE;
            boolean firstOne = relation == Prim.LT || relation == Prim.GT;
            Prim op = least ? Prim.MIN : Prim.MAX;
            Lit neutral = FoldIdentity.neutral(op, t);
            Atom extreme = reduce(n, op, neutral, i -> {
                Atom x = now(value, trip(i, true));
                return t.isFloat() ? b.emit(Prim.SELECT, b.emit(Prim.NE, x, x), neutral, x) : x;
            });
            Atom before = best != null ? e.in().get(best + 1) : before(n, neutral);
            List<Atom> old = e.in().subList(1, e.in().size());
            List<Var> out = b.cond(b.emit(relation, extreme, before), () -> {
                Lit none = firstOne ? FoldIdentity.neutral(Prim.MIN, n.dtype()) : Lit.of(n.dtype(), -1);
                Atom at = reduce(n, firstOne ? Prim.MIN : Prim.MAX, none,
                    i -> b.emit(Prim.SELECT, b.emit(Prim.EQ, now(value, trip(i, false)), extreme), i, none));
                // All values may be NaN, or there may be no trip: then the neutral element, which "<=" lets through, is nowhere.
                return firstOne ? at(at) : b.cond(b.emit(Prim.GE, at, Lit.zero(n.dtype())), () -> at(at), () -> old);
            }, () -> old);
            r.replace(e.out(), out);
        }

        private List<Atom> at(Atom i) {
            Map<Integer, Atom> by = trip(i, false);
            return now(chosen, by);
        }

        private Atom reduce(Atom n, Prim op, Lit init, java.util.function.Function<Var, Atom> term) {
            Var i = r.b.fresh(n.type());
            r.b.open();
            Region terms = r.b.close(List.of(i), List.of(term.apply(i)));
            return r.b.emitAll(Prim.REDUCE, new Params.Fold(((Params.Loop) e.params()).extent(), List.of(op), terms), List.of(n, init)).get(0);
        }

        /** The element at the place that the loop starts from, which is known to be valid only if there is a trip. */
        private Atom before(Atom n, Lit neutral) {
            return r.b.cond(r.b.emit(Prim.GT, n, Lit.zero(n.dtype())), () -> {
                Atom start = e.in().get(place + 1);
                List<Atom> at = read.in().stream().skip(1).map(a -> depends(a) ? start : r.atom(a)).toList();
                return List.of(r.b.index(r.atom(read.in().get(0)), (Params.Access) read.params(), at));
            }, () -> List.of(neutral)).get(0);
        }
    }
}
