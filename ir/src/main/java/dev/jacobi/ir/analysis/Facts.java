package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What {@link dev.jacobi.ir.simplify.Simplify} knows at the point of the program it has reached: which atom stands for which variable, the
 * value of each expression computed so far, ranges of integers, and what holds because a check passed or a branch was
 * taken. Everything learned inside a region is forgotten when {@link #close} leaves it.
 */
public final class Facts {
    /** One region: its equations so far, whether it is a loop's body, how to forget what it taught about variables, and whether that has been done. */
    private static final class Block {
        final List<Eqn> eqns = new ArrayList<>();
        final Deque<Runnable> undo = new ArrayDeque<>();
        final boolean loop;
        boolean closed;

        Block(boolean loop) {
            this.loop = loop;
        }
    }

    /** What an expression is as long as a region is open; then it is again what it was before. */
    private record Known(Atom value, Block within, Known before) {
    }

    /** An expression, up to the order of operands that does not matter. */
    private record Key(Prim prim, Params params, List<Atom> in) {
        // Written out as in Var.
        @Override
        public boolean equals(Object o) {
            return o instanceof Key k && prim == k.prim && in.equals(k.in) && (params == k.params || params.equals(k.params));
        }

        @Override
        public int hashCode() {
            return in.hashCode() * 31 + prim.ordinal();
        }
    }

    private static final int LT = 1;
    private static final int EQ = 2;
    private static final int GT = 4;
    private static final int NONE_OF_THEM = 8;
    private static final Prim[] COMPARISONS = {Prim.LT, Prim.LE, Prim.EQ, Prim.NE, Prim.GE, Prim.GT};

    private final List<Block> blocks = new ArrayList<>();
    private final Map<Key, Known> values = new HashMap<>();
    private Atom[] substitutes = new Atom[64];
    private Eqn[] definitions = new Eqn[64];
    private int[] depths = new int[64];
    private Range[] ranges = new Range[64];
    private final UnaryOperator<Atom> resolve = this::resolve;
    private int nextId;

    public Facts(int firstFreeId) {
        nextId = firstFreeId;
        grow(firstFreeId);
    }

    private void grow(int id) {
        if (id >= depths.length) {
            int n = Math.max(id + 1, 2 * depths.length);
            substitutes = Arrays.copyOf(substitutes, n);
            definitions = Arrays.copyOf(definitions, n);
            depths = Arrays.copyOf(depths, n);
            ranges = Arrays.copyOf(ranges, n);
        }
    }

    public void open(boolean loop) {
        blocks.add(new Block(loop));
    }

    /** Leaves the innermost region; returns its equations. */
    public List<Eqn> close() {
        Block b = blocks.remove(blocks.size() - 1);
        b.closed = true;
        while (!b.undo.isEmpty()) {
            b.undo.pop().run();
        }
        return b.eqns;
    }

    private Block top() {
        return blocks.get(blocks.size() - 1);
    }

    public Var fresh(Type t) {
        Var v = new Var(nextId++, t);
        grow(v.id());
        return v;
    }

    /** A parameter of the innermost region, or an input. */
    public void declare(Var v) {
        depths[v.id()] = blocks.size() - 1;
    }

    public Atom resolve(Atom a) {
        while (a instanceof Var v && substitutes[v.id()] != null) {
            a = substitutes[v.id()];
        }
        return a;
    }

    /** The same list when all of it stands for itself. */
    public List<Atom> resolve(List<Atom> as) {
        return Rewrite.replaced(as, resolve);
    }

    /** For good: {@code v} is {@code a}. */
    public void replace(Var v, Atom a) {
        substitutes[v.id()] = a.equals(v) ? null : a;
    }

    /** Until the region closes: {@code v} is {@code a}. */
    private void suppose(Var v, Atom a) {
        Atom old = substitutes[v.id()];
        substitutes[v.id()] = a;
        top().undo.push(() -> substitutes[v.id()] = old);
    }

    /** The equation that defines the atom with its operands resolved, null for literals, inputs and parameters. */
    public Eqn definition(Atom a) {
        Eqn e = a instanceof Var v ? definitions[v.id()] : null;
        return e == null ? null : e.with(resolve(e.in()));
    }

    /** The defining equation if it is of this primitive, else null. */
    public Eqn definition(Atom a, Prim p) {
        Eqn e = definition(a);
        return e != null && e.prim() == p ? e : null;
    }

    /** True when the atom, yielded by the region closed last, is defined outside of it. */
    public boolean visible(Atom a) {
        return !(a instanceof Var v) || depths[v.id()] < blocks.size();
    }

    /** True when the atom, taken from a region closed before the innermost one was opened beside it, is defined outside of both. */
    public boolean usable(Atom a) {
        return !(a instanceof Var v) || depths[v.id()] < blocks.size() - 1;
    }

    /** Appends the equation, to the outermost loop's surroundings that it does not depend on when {@code hoist} allows. */
    public void append(Eqn e, boolean hoist) {
        int at = hoist ? level(e.in()) : blocks.size() - 1;
        place(e, at);
        if (cacheable(e)) {
            remember(at, key(e.prim(), e.params(), e.in()), e.result());
        }
    }

    /** Inserts an equation that needs nothing but {@code v} where {@code v} is defined, beside others of its kind. */
    public void appendAtDefinition(Var v, Eqn e) {
        int at = depths[v.id()];
        List<Eqn> eqns = blocks.get(at).eqns;
        int i = 0;
        if (definitions[v.id()] != null) {
            i = eqns.size();
            while (eqns.get(i - 1) != definitions[v.id()]) {
                i--;
            }
        }
        while (i < eqns.size() && eqns.get(i).prim() == e.prim()) {
            i++;
        }
        place(e, at);
        eqns.remove(eqns.size() - 1);
        eqns.add(i, e);
        remember(at, key(e.prim(), e.params(), e.in()), e.result());
    }

    private void place(Eqn e, int at) {
        blocks.get(at).eqns.add(e);
        for (int i = 0, n = e.out().size(); i < n; i++) {
            Var v = e.out().get(i);
            grow(v.id());
            definitions[v.id()] = e;
            depths[v.id()] = at;
        }
    }

    /** Moves the equations of a closed region into the innermost open one. */
    public void splice(List<Eqn> body) {
        body.forEach(e -> place(e, blocks.size() - 1));
    }

    private int level(List<Atom> in) {
        int need = 0;
        for (int i = 0, n = in.size(); i < n; i++) {
            need = Math.max(need, in.get(i) instanceof Var v ? depths[v.id()] : 0);
        }
        for (int at = need; at < blocks.size() - 1; at++) {
            if (blocks.get(at + 1).loop) {
                return at;
            }
        }
        return blocks.size() - 1;
    }

    private static boolean cacheable(Eqn e) {
        return e.out().size() == 1 && e.result().type().isScalar() && (pure(e.prim()) || External.is(e));
    }

    /** Value depends on the operands alone, so that an earlier equation can stand for a later one. */
    public static boolean pure(Prim p) {
        return p.isElementwise() || p == Prim.DIM || p == Prim.INDEX;
    }

    private void remember(int at, Key k, Atom value) {
        Known old = values.get(k);
        values.put(k, new Known(value, blocks.get(at), open(old)));
    }

    private static Known open(Known k) {
        Known now = k;
        while (now != null && now.within.closed) {
            now = now.before;
        }
        return now;
    }

    /** The known value of the expression, null when it has not been computed here. */
    public Atom value(Prim p, Params params, List<Atom> in) {
        Known k = open(values.get(key(p, params, in)));
        return k == null ? null : resolve(k.value);
    }

    private static Key key(Prim p, Params params, List<Atom> in) {
        if (in.size() == 2) {
            Atom a = in.get(0);
            Atom b = in.get(1);
            if (p == Prim.GT || p == Prim.LE) {
                return new Key(mirror(p), params, List.of(b, a));
            }
            boolean symmetric = p == Prim.EQ || p == Prim.NE || commutes(p, a.dtype());
            if (symmetric && a instanceof Var v && b instanceof Var w && w.id() < v.id()) {
                return new Key(p, params, List.of(b, a));
            }
        }
        return new Key(p, params, in);
    }

    /** Swapping the operands gives the same bits; not so for floats, where it decides which NaN comes out. */
    public static boolean commutes(Prim p, DType d) {
        return (p.isFold() || p == Prim.MULHI) && !d.isFloat();
    }

    /** The comparison that holds of (b, a) when {@code p} holds of (a, b). */
    public static Prim mirror(Prim p) {
        return p == Prim.LT ? Prim.GT : p == Prim.GT ? Prim.LT : p == Prim.LE ? Prim.GE : p == Prim.GE ? Prim.LE : p;
    }

    /** The comparison that holds when {@code p} does not, of integers. */
    public static Prim negated(Prim p) {
        for (Prim q : COMPARISONS) {
            if ((outcomes(p) ^ outcomes(q)) == (LT | EQ | GT) || (outcomes(p) ^ outcomes(q)) == (LT | EQ | GT | NONE_OF_THEM)) {
                return q;
            }
        }
        throw new IllegalStateException(p.text() + " has no opposite");
    }

    /** From here to the end of the region the bool has this value. */
    public void assume(Atom a, boolean truth) {
        if (!(resolve(a) instanceof Var v) || !v.type().equals(Type.BOOL)) {
            return;
        }
        suppose(v, Lit.bool(truth));
        Eqn e = definition(v);
        if (e == null) {
            return;
        }
        if (e.prim() == Prim.NOT) {
            assume(e.in().get(0), !truth);
        } else if (e.prim() == (truth ? Prim.AND : Prim.OR)) {
            e.in().forEach(x -> assume(x, truth));
        } else if (e.prim().group() == Prim.Group.COMPARE) {
            assume(e.prim(), e.in().get(0), e.in().get(1), truth);
        } else if (e.prim() == Prim.COND) {
            assumeBranch(e, e.out().indexOf(v), truth);
        }
    }

    /** A bool that came out of a branch tells which one was taken when the other yields the opposite constant. */
    private void assumeBranch(Eqn e, int slot, boolean truth) {
        List<Region> regions = Regions.of(e);
        if (regions.size() == 2) {
            for (int side = 0; side < 2; side++) {
                if (regions.get(1 - side).out().get(slot).equals(Lit.bool(!truth))) {
                    assume(e.in().get(0), side == 1);
                }
            }
        }
    }

    /** From here to the end of the region the comparison has this outcome. */
    public void assume(Prim p, Atom a, Atom b, boolean truth) {
        if (!a.type().isScalar() || a.dtype() == DType.BOOL) {
            return;
        }
        int all = LT | EQ | GT | (a.dtype().isFloat() ? NONE_OF_THEM : 0);
        int possible = truth ? outcomes(p) : all & ~outcomes(p);
        for (Prim q : COMPARISONS) {
            if (value(q, Params.NONE, List.of(a, b)) instanceof Lit l) {
                possible &= l.asBool() ? outcomes(q) : ~outcomes(q);
            }
        }
        possible &= all;
        for (Prim q : COMPARISONS) {
            if ((possible & ~outcomes(q)) == 0) {
                remember(blocks.size() - 1, key(q, Params.NONE, List.of(a, b)), Lit.bool(true));
            } else if ((possible & outcomes(q)) == 0) {
                remember(blocks.size() - 1, key(q, Params.NONE, List.of(a, b)), Lit.bool(false));
            }
        }
        if (a.dtype().isInt()) {
            Range ra = range(a);
            Range rb = range(b);
            narrow(a, rb, possible);
            narrow(b, ra, (possible & EQ) | ((possible & LT) != 0 ? GT : 0) | ((possible & GT) != 0 ? LT : 0));
        }
    }

    private static int outcomes(Prim p) {
        if (p == Prim.NE) {
            return LT | GT | NONE_OF_THEM;
        }
        return (p == Prim.LT || p == Prim.LE ? LT : 0) | (p == Prim.GT || p == Prim.GE ? GT : 0) | (p == Prim.EQ || p == Prim.LE || p == Prim.GE ? EQ : 0);
    }

    /** Tightens the range of {@code a}, which compares to a number within {@code r} in one of the possible ways. */
    private void narrow(Atom a, Range r, int possible) {
        long lo = (possible & LT) != 0 ? Long.MIN_VALUE : (possible & EQ) != 0 || r.lo() == Long.MAX_VALUE ? r.lo() : r.lo() + 1;
        long hi = (possible & GT) != 0 ? Long.MAX_VALUE : (possible & EQ) != 0 || r.hi() == Long.MIN_VALUE ? r.hi() : r.hi() - 1;
        limit(a, lo, hi);
    }

    /** From here to the end of the region the integer lies in this range. */
    public void limit(Atom a, long lo, long hi) {
        if (!(a instanceof Var v)) {
            return;
        }
        Range before = range(a);
        Range now = before.meet(new Range(lo, hi));
        if (now.lo() > now.hi() || now.equals(before)) {
            return;
        }
        Range old = ranges[v.id()];
        ranges[v.id()] = now;
        top().undo.push(() -> ranges[v.id()] = old);
        if (now.lo() == now.hi()) {
            suppose(v, Lit.of(v.dtype(), now.lo()));
        }
        Eqn e = definition(v);
        if (e != null && (e.prim() == Prim.CONVERT || e.prim() == Prim.MUL)) {
            limitOperand(e, now);
        }
    }

    /** What follows for an operand from the range of what is converted, or computed of it and a literal, without a loss: {@code 4 * n < 2^31} says that {@code n < 2^29}. */
    private void limitOperand(Eqn e, Range r) {
        Atom x = e.in().get(0);
        if (e.prim() == Prim.CONVERT && x.dtype().isInt() && range(x).within(Range.of(e.result().dtype()))) {
            limit(x, r.lo(), r.hi());
        } else if (e.prim() == Prim.MUL && e.in().get(1) instanceof Lit c && c.asLong() > 0) {
            Range type = Range.of(e.result().dtype());
            if (range(x).within(new Range(type.lo() / c.asLong(), type.hi() / c.asLong()))) {
                limit(x, r.boundedBelow() ? -Math.floorDiv(-r.lo(), c.asLong()) : r.lo(), Math.floorDiv(r.hi(), c.asLong()));
            }
        }
    }

    /** Smallest and largest value that the integer scalar can have. */
    public Range range(Atom a) {
        return Ranges.of(this, a, 4);
    }

    /** What was learned about the variable itself, null for nothing. */
    Range learnedRange(Var v) {
        return ranges[v.id()];
    }
}
