package dev.jacobi.vectorize.checks;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that hold in each trip of a {@code while} if they hold in its first one, made in front of it: those of a length that the loop divides, as a wavelet transform's {@code for (len = n; len > 1; len /= 2)}. Such a
 * length only shrinks, and all that a check compares grows or shrinks with it. What fails in front of the loop would fail in its first trip, and only where there is one:
 * <pre>
 * while(p) { p > 1 } do { check (p <= m); .. yield p / 2 }   ⇒   check (not (p > 1) or p <= m); while(p) { p > 1 } do { .. yield p / 2 }
 * </pre>
 */
final class ShrinkingChecks {
    private static final int DEEPEST = 12;
    /** Numbers of more bits might wrap around when they are computed, and would not grow and shrink with the length then. */
    private static final int MOST_BITS = 62;
    private final Definitions defs;
    private final Rewrite rewrite;
    private final RegionView loop;
    private final Set<Integer> inside;
    /** What shrinks, by its parameters in both regions. */
    private final Map<Integer, RegionView.Slot> lengths = new HashMap<>();
    private final Map<Integer, Atom> first = new HashMap<>();

    private ShrinkingChecks(Eqn loop, Definitions defs, Rewrite rewrite) {
        this.defs = defs;
        this.rewrite = rewrite;
        this.loop = RegionView.of(loop);
        inside = new HashSet<>();
        Regions.of(loop).forEach(r -> inside.addAll(Regions.defined(r)));
        for (RegionView.Slot s : this.loop.carried()) {
            if (s.param().type().isScalar() && s.param().dtype() == DType.I32 && shrinks(s)) {
                s.params().forEach(p -> lengths.put(p.id(), s));
            }
        }
    }

    static Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.WHILE && Regions.of(e).get(1).body().stream().anyMatch(x -> x.prim() == Prim.CHECK))) {
            return in;
        }
        Definitions defs = Definitions.in(in.body());
        return Rewrite.ofLoops(in, (e, r) -> e.prim() == Prim.WHILE && new ShrinkingChecks(r.old(), defs, r).move());
    }

    private boolean move() {
        List<Eqn> body = loop.body().body();
        if (lengths.isEmpty() || body.stream().anyMatch(Regions::doesMoreThanCheck)) {
            return false;
        }
        List<Eqn> moved = body.stream().filter(e -> e.prim() == Prim.CHECK && stays(e.in().get(0), 0) && isKnown(e.in().get(0), 0)).toList();
        if (moved.isEmpty() || !isKnown(condition(), 0)) {
            return false;
        }
        Builder b = rewrite.b;
        Atom none = b.emit(Prim.NOT, atFirst(condition()));
        for (Eqn check : moved) {
            b.emitAll(Prim.CHECK, check.params(), List.of(b.emit(Prim.OR, none, atFirst(check.in().get(0)))));
        }
        List<Eqn> rest = body.stream().filter(e -> !moved.contains(e)).toList();
        Eqn old = loop.eqn();
        List<Region> regions = Regions.of(old);
        rewrite.append(new Eqn(old.prim(), old.in(), Regions.with(old.params(), List.of(regions.get(0), new Region(loop.body().params(), rest, loop.body().out()))), old.out()));
        return true;
    }

    private Atom condition() {
        return Regions.of(loop.eqn()).get(0).out().get(0);
    }

    /** Whether what a trip hands on is a part of what it was given, and no trip is given a negative number. */
    private boolean shrinks(RegionView.Slot s) {
        Eqn next = defs.of(s.yield());
        boolean part = next != null && next.in().size() == 2 && next.in().get(0).equals(s.param()) && next.in().get(1) instanceof Lit n
            && (next.prim() == Prim.DIV ? n.asLong() > 0 : (next.prim() == Prim.SHR || next.prim() == Prim.USHR) && n.asLong() >= 0 && n.asLong() < 32);
        return part && isPositive(condition(), s);
    }

    /** Whether the loop goes on only while what is carried is not negative. */
    private boolean isPositive(Atom condition, RegionView.Slot s) {
        Eqn e = defs.of(condition);
        if (e != null && e.prim() == Prim.AND) {
            return e.in().stream().anyMatch(a -> isPositive(a, s));
        }
        boolean carried = e != null && (e.prim() == Prim.GT || e.prim() == Prim.GE) && s.params().contains(e.in().get(0));
        return carried && e.in().get(1) instanceof Lit n && n.asLong() >= 0;
    }

    /** Whether a condition that holds in one trip holds in the next one. */
    private boolean stays(Atom a, int depth) {
        Eqn e = depth > DEEPEST ? null : defs.of(a);
        if (isFixed(a)) {
            return true;
        } else if (e == null || !inside.contains(((Var) a).id())) {
            return false;
        } else if (e.prim() == Prim.AND || e.prim() == Prim.OR) {
            return e.in().stream().allMatch(x -> stays(x, depth + 1));
        }
        boolean less = e.prim() == Prim.LT || e.prim() == Prim.LE;
        if (!less && e.prim() != Prim.GT && e.prim() != Prim.GE) {
            return false;
        }
        Way small = way(e.in().get(less ? 0 : 1), depth + 1);
        Way large = way(e.in().get(less ? 1 : 0), depth + 1);
        return small != null && large != null && small.sign >= 0 && large.sign <= 0;
    }

    /** How an integer changes when the lengths shrink: it shrinks, too (1), stays the same (0), or grows (-1); and how many bits its absolute value has at most. */
    private record Way(int sign, int bits) {
    }

    private boolean isFixed(Atom a) {
        return a instanceof Lit || !inside.contains(((Var) a).id());
    }

    /** Null where that is not known. */
    private Way way(Atom a, int depth) {
        if (isFixed(a) || lengths.containsKey(((Var) a).id())) {
            return new Way(isFixed(a) ? 0 : 1, bits(a, depth));
        }
        Eqn e = depth > DEEPEST ? null : defs.of(a);
        if (e == null || e.prim().group() == Prim.Group.COMPARE || !a.type().isScalar() || !e.in().stream().allMatch(x -> x.type().isScalar() && x.dtype().isInt())) {
            return null;
        }
        Way x = way(e.in().get(0), depth + 1);
        Way y = e.in().size() == 2 ? way(e.in().get(1), depth + 1) : x;
        Way way = x == null || y == null ? null : e.in().size() == 2 ? ofTwo(e, x, y) : e.prim() == Prim.CONVERT ? x : null;
        return way == null || way.bits > (a.dtype() == DType.I64 ? MOST_BITS : a.dtype() == DType.I32 ? 31 : 0) ? null : way;
    }

    private static Way ofTwo(Eqn e, Way x, Way y) {
        if (e.prim() == Prim.ADD || e.prim() == Prim.SUB) {
            int other = e.prim() == Prim.ADD ? y.sign : -y.sign;
            return x.sign * other < 0 ? null : new Way(Integer.signum(x.sign + other), Math.max(x.bits, y.bits) + 1);
        }
        long by = e.in().get(1) instanceof Lit n ? n.asLong() : 0;
        if (e.prim() == Prim.MUL && by != 0) {
            return new Way(Long.signum(by) * x.sign, x.bits + y.bits);
        }
        return by > 0 && (e.prim() == Prim.DIV || e.prim() == Prim.SHR && by < 32) ? x : null;
    }

    /** How many bits the absolute value of a number has that the loop does not change. */
    private int bits(Atom a, int depth) {
        if (a instanceof Lit n) {
            return 64 - Long.numberOfLeadingZeros(Math.abs(n.asLong()));
        }
        Eqn e = depth > DEEPEST ? null : defs.of(a);
        int whole = a.dtype() == DType.U16 ? a.dtype().bits() : a.dtype().bits() - 1;
        if (e == null || !e.in().stream().allMatch(x -> x.type().isScalar() && x.dtype().isInt())) {
            return whole;
        }
        int most = e.in().stream().mapToInt(x -> bits(x, depth + 1)).max().orElse(whole);
        return Math.min(whole, e.prim() == Prim.CONVERT ? most : e.prim() == Prim.ADD || e.prim() == Prim.SUB ? most + 1 : e.prim() == Prim.MUL ? 2 * most : whole);
    }

    /** Whether a value of the first trip can be computed in front of the loop: by arithmetic that stops nothing. */
    private boolean isKnown(Atom a, int depth) {
        if (isFixed(a) || loop.carried().stream().anyMatch(s -> s.params().contains(a))) {
            return a.type().isScalar();
        }
        Eqn e = depth > DEEPEST ? null : defs.of(a);
        return e != null && e.computesScalars() && e.out().size() == 1 && (e.prim() != Prim.DIV && e.prim() != Prim.REM || e.in().get(1) instanceof Lit n && n.asLong() != 0)
            && e.in().stream().allMatch(x -> isKnown(x, depth + 1));
    }

    /** A value of the first trip. */
    private Atom atFirst(Atom a) {
        if (isFixed(a)) {
            return rewrite.atom(a);
        }
        Atom known = first.get(((Var) a).id());
        if (known == null) {
            RegionView.Slot carried = loop.carried().stream().filter(s -> s.params().contains(a)).findFirst().orElse(null);
            Eqn e = defs.of(a);
            known = carried != null ? rewrite.atom(carried.init()) : rewrite.b.emitAll(e.prim(), e.params(), e.in().stream().map(this::atFirst).toList()).get(0);
            first.put(((Var) a).id(), known);
        }
        return known;
    }
}
