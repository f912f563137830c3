package dev.jacobi.ir.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * What is known about integer variables at a point of the program: intervals, polynomials that are not negative,
 * and variables that equal one of two polynomials (min, max, select). Facts are added as the walk enters scopes
 * and forgotten when it leaves them ({@link #mark}, {@link #reset}).
 *
 * <p>{@link #prove} looks for a way to write a goal as a sum of known facts with positive factors, by eliminating
 * the most harmful monomial first (a goal-directed Fourier–Motzkin elimination with a budget): failing to find one
 * means only "not proven".
 */
public final class IntFacts {
    /** In place of the number of conditions: the fact is that a check was passed. */
    public static final int CHECKED = -1;
    /** In place of the number of conditions: the fact is true but no value needs to come near to what it allows. */
    public static final int SLACK = -2;
    private static final Range ONE = Range.of(1);
    private static final Range NOT_NEGATIVE = new Range(0, Long.MAX_VALUE);
    private static final int BUDGET = 60;
    /** With products of three more eliminations lead nowhere. */
    private static final int BUDGET_OF_PRODUCTS = 150;
    private static final int MOST_NARROWINGS = 40;
    private static final int MOST_OF_FACTOR = 3;

    /** One entry of the log of what was learnt; a list from newest to oldest, shared between snapshots. */
    public record Entry(Entry older, Poly nonNegative, int conditions, int var, Poly either, Poly or) {
    }

    /** A polynomial that is not negative, and under how many conditions (branches around it) that was learnt. */
    public record Fact(Poly p, int conditions) {
    }

    private final Map<Integer, Range> always = new HashMap<>();
    /** By variable: the interval that holds here, null where only {@link #always} says something. */
    private Range[] ranges = new Range[64];
    /** By variable and end of its interval: under how many conditions that end was learnt. */
    private final Map<Long, Integer> rangeConditions = new HashMap<>();
    private final Map<Long, List<Fact>> facts = new HashMap<>();
    private final Map<Integer, Poly[]> splits = new HashMap<>();
    private final Range.Products products = new Range.Products();
    private final List<Runnable> undo = new ArrayList<>();
    /** Goals that were not proven, and what was known then. */
    private final Map<Poly, Entry> failed = new HashMap<>();
    /** What the current search could not prove, by how many steps it was given. */
    private final Map<Poly, Integer> refuted = new HashMap<>();
    /** Variables whose interval became narrower since this was last asked. */
    private Set<Integer> news = new LinkedHashSet<>();
    private Entry log;
    private int budget;
    /** Whether the current search has ended a way because it was long. */
    private boolean cut;

    /** What is known now, for {@link #reset}. */
    public int mark() {
        return undo.size();
    }

    /** Forgets what was learnt since the mark. */
    public void reset(int mark) {
        while (undo.size() > mark) {
            undo.remove(undo.size() - 1).run();
        }
    }

    /** All that is known now, to be looked at after the scope has been left. */
    public Entry snapshot() {
        return log;
    }

    /** Adds the facts of a snapshot, with variables renamed. */
    void addAll(Entry snapshot, IntUnaryOperator rename) {
        var entries = new ArrayDeque<Entry>();
        for (Entry e = snapshot; e != null; e = e.older()) {
            entries.addFirst(e);
        }
        for (Entry e : entries) {
            if (e.nonNegative() != null) {
                add(e.nonNegative().rename(rename), e.conditions());
            } else {
                split(rename.applyAsInt(e.var()), e.either().rename(rename), e.or().rename(rename));
            }
        }
    }

    private void push(Entry e) {
        Entry before = log;
        log = e;
        undo.add(() -> log = before);
    }

    /** From here on {@code p >= 0}. */
    public void add(Poly p, int conditions) {
        if (p.isConst()) {
            return;
        }
        push(new Entry(log, p, conditions, -1, null, null));
        var fact = new Fact(p, conditions);
        // what is said of one variable alone is in its interval; a product of variables has none
        if (p.size() > 2 || p.size() - (p.constant() != 0 ? 1 : 0) > 1 || Poly.onlyVar(p.mono(p.size() - 1)) < 0) {
            for (int k = 0; k < p.size(); k++) {
                if (p.mono(k) != 0) {
                    List<Fact> list = facts.computeIfAbsent(p.mono(k), m -> new ArrayList<>());
                    list.add(fact);
                    undo.add(() -> list.remove(list.size() - 1));
                }
            }
        }
        var changed = new ArrayDeque<Integer>();
        narrow(fact, changed);
        // A narrower interval may narrow those of variables that earlier facts relate to it.
        for (int k = 0; k < MOST_NARROWINGS && !changed.isEmpty(); k++) {
            for (Fact f : List.copyOf(facts.getOrDefault(changed.poll() + 1L, List.of()))) {
                narrow(f, changed);
            }
        }
    }

    /** Learns intervals from a fact; variables whose interval changes are added to {@code changed}. */
    private void narrow(Fact f, Queue<Integer> changed) {
        Poly p = f.p();
        try {
            for (int k = 0; k < p.size(); k++) {
                int[] vars = Poly.vars(p.mono(k));
                if (vars.length == 1 && narrow(vars[0], p.coef(k), range(p.minus(Poly.mono(p.mono(k), p.coef(k)))), f.conditions())) {
                    changed.add(vars[0]);
                } else if (vars.length == 2 && (f.conditions() == CHECKED && p.size() <= 3 || f.conditions() == SLACK) && p.coef(k) < 0) {
                    bounded(p.mono(k), vars, -p.coef(k), range(p.minus(Poly.mono(p.mono(k), p.coef(k)))));
                }
            }
        } catch (ArithmeticException tooLarge) {
            // No interval is learnt; the fact itself stands.
        }
    }

    /** From a check, or from what a quotient leaves open, c * product <= rest. */
    private void bounded(long mono, int[] vars, long c, Range rest) {
        Runnable forget = rest.boundedAbove() ? products.learn(mono, Math.floorDiv(rest.hi(), c), rangeOf(mono)) : null;
        if (forget != null) {
            undo.add(forget);
            news.addAll(List.of(vars[0], vars[1]));
        }
    }

    /** c * v + rest >= 0. */
    private boolean narrow(int v, long c, Range rest, int conditions) {
        if (!rest.boundedAbove()) {
            return false;
        }
        Range old = range(v);
        Range now = old.meet(c > 0 ? new Range(Math.negateExact(Math.floorDiv(rest.hi(), c)), Long.MAX_VALUE)
            : new Range(Long.MIN_VALUE, Math.floorDiv(rest.hi(), Math.negateExact(c))));
        if (now.equals(old)) {
            return false;
        }
        if (v >= ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * v);
        }
        Range previous = ranges[v];
        ranges[v] = now;
        news.add(v);
        long end = end(v, c < 0);
        Integer before = rangeConditions.put(end, conditions);
        undo.add(() -> {
            ranges[v] = previous;
            Range.Products.restore(rangeConditions, end, before);
        });
        return true;
    }

    private static long end(int v, boolean upper) {
        return 2L * v + (upper ? 1 : 0);
    }

    /** The variable lies in the interval wherever it is defined; not forgotten with the scope. */
    void always(int v, Range r) {
        always.put(v, r);
        news.add(v);
    }

    /** Notes that more is known of a variable. */
    void changed(int v) {
        news.add(v);
    }

    /** The variables of which more is known than when this was called before. */
    Set<Integer> takeChanged() {
        Set<Integer> now = news;
        news = now.isEmpty() ? now : new LinkedHashSet<>();
        return now;
    }

    /** The intervals that hold everywhere, for another set of facts, under other names where {@code rename} says so. */
    void alwaysTo(IntFacts other, IntUnaryOperator rename) {
        always.forEach((v, r) -> {
            other.always.put(v, r);
            other.always.put(rename.applyAsInt(v), r);
        });
    }

    /** From here on {@code v} lies in the interval. */
    void bound(int v, Range r) {
        bound(v, r, 0);
    }

    /** Likewise, with what is to be said of the interval's upper end in place of the number of conditions. */
    void bound(int v, Range r, int above) {
        if (r.boundedBelow()) {
            add(Poly.var(v).plus(Math.negateExact(r.lo())), 0);
        }
        if (r.boundedAbove()) {
            add(Poly.of(r.hi()).minus(Poly.var(v)), above);
        }
    }

    /** From here on {@code v} equals one of two polynomials. */
    void split(int v, Poly a, Poly b) {
        push(new Entry(log, null, 0, v, a, b));
        Poly[] old = splits.put(v, new Poly[] {a, b});
        undo.add(() -> Range.Products.restore(splits, v, old));
    }

    Poly[] splitOf(int v) {
        return splits.get(v);
    }

    Range range(int v) {
        Range r = v < ranges.length ? ranges[v] : null;
        return r != null ? r : always.getOrDefault(v, Range.ALL);
    }

    private Range rangeOf(long mono) {
        int only = Poly.onlyVar(mono);
        if (only >= 0) {
            return range(only);
        }
        Range r = ONE;
        int[] vars = Poly.vars(mono);
        for (int v : vars) {
            r = r.times(range(v));
        }
        return products.of(mono, vars, vars.length == 2 && vars[0] == vars[1] ? r.meet(NOT_NEGATIVE) : r, this::range);
    }

    /** The interval of a polynomial, from the intervals of its variables alone. */
    public Range range(Poly p) {
        long lo = 0;
        long hi = 0;
        for (int k = 0; k < p.size(); k++) {
            long c = p.coef(k);
            if (p.mono(k) == 0) {
                lo = Range.low(lo, c);
                hi = Range.high(hi, c);
            } else {
                Range r = rangeOf(p.mono(k));
                lo = Range.low(lo, Range.mul(c > 0 ? r.lo() : r.hi(), c));
                hi = Range.high(hi, Range.mul(c > 0 ? r.hi() : r.lo(), c));
            }
        }
        return new Range(lo, hi);
    }

    /** The facts in which a monomial occurs, newest first. */
    List<Fact> about(long mono) {
        var list = new ArrayList<>(facts.getOrDefault(mono, List.of()));
        Collections.reverse(list);
        return list;
    }

    /** True when {@code p >= 0} certainly holds. */
    public boolean prove(Poly p) {
        if (log != null && failed.get(p) == log) {
            return false;
        }
        budget = p.degree() < 3 ? BUDGET : BUDGET_OF_PRODUCTS;
        refuted.clear();
        cut = false;
        boolean proven = p.degree() < 3 && search(p, 3);
        if (!proven && (cut || p.degree() > 2)) {
            budget = Math.max(budget, BUDGET / 4); // the shallow search leaves nothing of it in nests
            proven = search(p, 9);
        }
        if (!proven) {
            failed.put(p, log);
        }
        return proven;
    }

    /** True when {@code p} is certainly not zero. */
    public boolean proveNotZero(Poly p) {
        return prove(p.plus(-1)) || prove(p.negate().plus(-1));
    }

    private boolean search(Poly p, int depth) {
        try {
            // The interval, and on the way the two monomials that pull the value down most; where only the constant does, as in i + k - 1, a fact may say just this.
            long lo = 0;
            long hi = 0;
            long worst = 0;
            long second = 0;
            long worstLow = 0;
            long secondLow = 0;
            for (int k = 0; k < p.size(); k++) {
                long m = p.mono(k);
                long c = p.coef(k);
                if (m == 0) {
                    lo = Range.low(lo, c);
                    hi = Range.high(hi, c);
                    continue;
                }
                Range r = rangeOf(m);
                long low = Range.mul(c > 0 ? r.lo() : r.hi(), c);
                lo = Range.low(lo, low);
                hi = Range.high(hi, Range.mul(c > 0 ? r.hi() : r.lo(), c));
                if (low < worstLow) {
                    second = worst;
                    secondLow = worstLow;
                    worst = m;
                    worstLow = low;
                } else if (low < secondLow) {
                    second = m;
                    secondLow = low;
                }
            }
            if (lo >= 0) {
                return true;
            }
            if (hi < 0 || depth == 0 || --budget <= 0) {
                cut |= hi >= 0;
                return false;
            }
            // Eliminations in another order lead to the same polynomials.
            Integer searched = refuted.get(p);
            if (searched != null && searched >= depth) {
                return false;
            }
            refuted.put(p, depth);
            if (Poly.vars(worst).length < 3) {
                // of two that pull alike, the one of which less is known is soon done with: a loop's trip before an extent
                boolean swap = second != 0 && secondLow <= worstLow / 4 && facts.getOrDefault(second, List.of()).size() < facts.getOrDefault(worst, List.of()).size();
                return eliminate(p, worst == 0 ? p.mono(p.size() - 1) : swap ? second : worst, depth) || second != 0 && eliminate(p, swap ? worst : second, depth) || bySplit(p, depth);
            }
            return second != 0 && Poly.vars(second).length == 2 && eliminate(p, second, depth) || eliminate(p, worst, depth);
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    private boolean eliminate(Poly p, long m, int depth) {
        long c = p.coefOf(m);
        // from the newest on; most of what is asked is not so, and then all ways are gone
        List<Fact> about = facts.getOrDefault(m, List.of());
        for (int k = about.size() - 1; k >= 0; k--) {
            if (without(p, m, c, about.get(k).p(), depth)) {
                return true;
            }
        }
        int[] vars = Poly.vars(m);
        if (vars.length != 2) {
            return vars.length > 2 && byLatest(p, m, vars, depth);
        }
        // A fact about one factor, times the other factors when their sign is known.
        for (int x : vars) {
            long rest = Poly.quotient(m, x);
            Range sign = rangeOf(rest);
            if (sign.lo() < 0 && sign.hi() > 0) {
                continue;
            }
            int factor = sign.lo() >= 0 ? 1 : -1;
            for (Fact f : bounds(x)) {
                if (Long.signum(f.p().coefOf(x + 1L)) * factor == Long.signum(c)
                        && without(p, m, c, f.p().timesMono(rest, factor), depth)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * A product of three, by what was learnt last about each factor, which is that an index is below its loop's end: all other ways would be too many. The facts about
     * the product itself come from the checks of an index of three dimensions.
     */
    private boolean byLatest(Poly p, long m, int[] vars, int depth) {
        for (int x : vars) {
            long rest = Poly.quotient(m, x);
            List<Fact> about = facts.getOrDefault(x + 1L, List.of());
            int tried = rangeOf(rest).lo() < 0 ? MOST_OF_FACTOR : 0;
            for (int k = about.size() - 1; k >= 0 && tried < MOST_OF_FACTOR; k--) {
                Poly f = about.get(k).p();
                if (f.degree() == 1 && Long.signum(f.coefOf(x + 1L)) == Long.signum(p.coefOf(m))) {
                    tried++;
                    if (without(p, m, p.coefOf(m), f.timesMono(rest, 1), depth)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Facts about a variable, its interval's ends included. */
    public List<Fact> bounds(int v) {
        List<Fact> list = about(v + 1L);
        Range r = range(v);
        if (r.boundedBelow()) {
            list.add(new Fact(Poly.var(v).plus(-r.lo()), rangeConditions.getOrDefault(end(v, false), 0)));
        }
        if (r.boundedAbove()) {
            list.add(new Fact(Poly.of(r.hi()).minus(Poly.var(v)), rangeConditions.getOrDefault(end(v, true), 0)));
        }
        return list;
    }

    /** Proves p from a fact f >= 0: p = s*f + q with s > 0 and q without the monomial m. */
    private boolean without(Poly p, long m, long c, Poly f, int depth) {
        long d = f.coefOf(m);
        if (d == 0 || Long.signum(c) != Long.signum(d) || budget <= 0) {
            return false;
        }
        long g = Poly.gcd(Math.abs(c), Math.abs(d));
        long times = Math.abs(d) / g;
        // as these are whole numbers, p is not negative where times * p is greater than -times
        return search(p.combine(times, f, -(Math.abs(c) / g)).plus(times - 1), depth - 1);
    }

    private boolean bySplit(Poly p, int depth) {
        if (splits.isEmpty()) {
            return false;
        }
        for (int v : p.variables()) {
            Poly[] s = splits.get(v);
            if (s != null) {
                return search(p.with(v, s[0]), depth - 2 < 0 ? 0 : depth - 2) && search(p.with(v, s[1]), depth - 2 < 0 ? 0 : depth - 2);
            }
        }
        return false;
    }
}
