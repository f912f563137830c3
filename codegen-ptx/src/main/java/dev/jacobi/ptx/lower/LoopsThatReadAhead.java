package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.lower.Rebuild;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loops that read only what no trip before has written, {@code for (c = n; c >= w; c--) best[c] = max(best[c], best[c - w] + v)}, or the row above: their trips may go together when what they read is the array as it was. Where
 * it depends on a value how far a read is from the store, the program finds out: a map has all trips or none, and the loop the others.
 */
final class LoopsThatReadAhead {
    private static final int MOST_TERMS = 1000;
    private final Builder b;
    private final RegionView loop;
    private final Map<Atom, Eqn> made = new HashMap<>();
    private Eqn update;
    private final List<Map<Atom, Long>> distances = new ArrayList<>();
    private long step;
    /** How many terms are still looked at: sums of sums can have any number of them. */
    private int terms = MOST_TERMS;

    private LoopsThatReadAhead(Builder b, Eqn e) {
        this.b = b;
        loop = RegionView.of(e);
    }

    /** As a pass. */
    static FunctionPass pass() {
        return PassBuilder.named("loops-that-read-ahead").keeps(Property.EXACT_CHECKS, Property.DIFFERENTIABLE).mayBeLeftOut().each(f -> Rebuild.run(f, to -> e -> {
            if (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST) {
                return to.keep(e);
            }
            if (e.prim() != Prim.FOR) {
                return null;
            }
            Eqn now = to.inside(e);
            var ahead = new LoopsThatReadAhead(to.builder(), now);
            return ahead.applies() ? List.of(ahead.emit()) : to.keep(now);
        }));
    }

    /** Whether a loop is such a one. */
    static boolean is(Eqn e) {
        return e.prim() == Prim.FOR && new LoopsThatReadAhead(new Builder(), e).applies();
    }

    private boolean applies() {
        List<Eqn> body = loop.body().body();
        if (loop.slots().size() != 1 || !loop.slots().get(0).result().isArray()) {
            return false;
        }
        Var array = loop.slots().get(0).param();
        body.forEach(x -> x.out().forEach(v -> made.put(v, x)));
        update = made.get(loop.slots().get(0).yield());
        if (update == null || update.prim() != Prim.UPDATE || !update.in().get(0).equals(array) || update.in().size() != 3 || !promised(update) || ((Params.Access) update.params()).op() != null) {
            return false;
        }
        Map<Atom, Long> place = linear(update.in().get(1), 1, new HashMap<>());
        step = place == null ? 0 : place.getOrDefault(loop.trip(), 0L);
        if (step == 0) {
            return false;
        }
        if (!body.stream().allMatch(x -> x == update || plain(x)) || body.indexOf(update) != body.size() - 1 && body.stream().anyMatch(x -> x.in().contains(update.result()))) {
            return false;
        }
        boolean[] fixed = {true};
        Regions.each(body, x -> {
            x.out().forEach(v -> made.put(v, x));
            boolean uses = x != update && x.in().contains(array) && x.prim() != Prim.DIM;
            fixed[0] &= !uses || x.prim() == Prim.INDEX && promised(x);
        });
        Regions.each(body, x -> fixed[0] &= x.prim() != Prim.INDEX || !x.in().get(0).equals(array) || distance(x, place));
        if (!fixed[0]) {
            return false;
        }
        return !distances.isEmpty() && distances.stream().noneMatch(d -> d.keySet().stream().allMatch(Lit.class::isInstance) && !ahead(constant(d)));
    }

    /** Scalars, elements that are read, and branches of such. */
    private static boolean plain(Eqn x) {
        boolean branch = x.prim() == Prim.COND && x.out().stream().noneMatch(Atom::isArray) && Regions.of(x).stream().allMatch(r -> r.out().stream().noneMatch(Atom::isArray) && r.body().stream().allMatch(
            LoopsThatReadAhead::plain));
        return branch || x.computesScalars() && x.prim() != Prim.CHECK || x.prim() == Prim.DIM || x.prim() == Prim.INDEX && !x.result().isArray();
    }

    private static boolean promised(Eqn x) {
        return ((Params.Access) x.params()).mode() == Params.Mode.PROMISED;
    }

    /** Notes how far a read is from the store, when that does not change; false when it does, or when what is read is no element. */
    private boolean distance(Eqn read, Map<Atom, Long> place) {
        Map<Atom, Long> d = read.in().size() != 2 ? null : linear(read.in().get(1), 1, new HashMap<>());
        if (d == null || !read.in().get(1).dtype().equals(update.in().get(1).dtype())) {
            return false;
        }
        place.forEach((a, c) -> d.merge(a, -c, Long::sum));
        d.values().removeIf(c -> c == 0);
        boolean fixed = d.keySet().stream().noneMatch(a -> made.containsKey(a) || a.equals(loop.trip()));
        if (fixed && !d.isEmpty()) {
            distances.add(d);
        }
        return fixed;
    }

    /** Adds {@code by} times an integer, as a sum of what it is made of; the literals' own values are the factors of 1. Null where factors or the number of terms get large. */
    private Map<Atom, Long> linear(Atom a, long by, Map<Atom, Long> to) {
        terms = Math.max(0, terms - 1);
        if (terms == 0) {
            return null;
        }
        Eqn e = made.get(a);
        if (a instanceof Lit l) {
            to.merge(Lit.of(l.dtype(), 1), by * l.asLong(), Long::sum);
        } else if (e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB)) {
            if (linear(e.in().get(0), by, to) == null || linear(e.in().get(1), e.prim() == Prim.ADD ? by : -by, to) == null) {
                return null;
            }
        } else {
            to.merge(a, by, Long::sum);
        }
        return to.values().stream().anyMatch(c -> Math.abs(c) > 1L << 31) ? null : to;
    }

    private static long constant(Map<Atom, Long> d) {
        return d.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether what lies so far from a trip's store is stored by no trip before it. */
    private boolean ahead(long distance) {
        return step > 0 ? distance >= 0 : distance <= 0;
    }

    private Var emit() {
        Atom n = loop.head();
        DType t = update.in().get(1).dtype();
        Atom apart = Lit.bool(Math.abs(step) == 1 && n.dtype() == t);
        Atom old = Lit.bool(true);
        for (Map<Atom, Long> d : distances) {
            Atom sum = Lit.zero(t);
            for (Map.Entry<Atom, Long> x : d.entrySet()) {
                sum = b.folded(Prim.ADD, sum, b.folded(Prim.MUL, x.getKey(), Lit.of(t, x.getValue())));
            }
            Atom forwards = step > 0 ? sum : b.folded(Prim.SUB, Lit.zero(t), sum);
            Atom ahead = sum instanceof Lit ? Lit.bool(true) : b.emit(Prim.GE, forwards, Lit.zero(t));
            if (apart.equals(Lit.bool(false))) {
                old = and(old, ahead);
                continue;
            }
            // so far before or behind that no trip of this loop stores there
            Atom behind = b.emit(Prim.GE, b.folded(Prim.SUB, Lit.zero(t), forwards), n);
            apart = and(apart, b.emit(Prim.OR, behind, b.emit(Prim.GE, forwards, n)));
            old = and(old, ahead instanceof Lit ? ahead : b.emit(Prim.OR, ahead, behind));
        }
        Atom none = Lit.zero(n.dtype());
        boolean never = apart.equals(Lit.bool(false));
        Var direct = never ? (Var) loop.slots().get(0).init() : map(b.emit(Prim.SELECT, apart, n, none), loop.slots().get(0).init(), false);
        Atom copied = never ? old : and(old, b.emit(Prim.NOT, apart));
        Var ahead = copied instanceof Lit ? map(n, direct, true) : b.cond(copied, () -> List.of(map(n, direct, true)), () -> List.of(direct)).get(0);
        if (old instanceof Lit) {
            return ahead;
        }
        Atom taken = never ? old : b.emit(Prim.OR, old, apart);
        return b.emitAll(Prim.FOR, loop.eqn().params(), List.of(b.emit(Prim.SELECT, taken, none, n), ahead)).get(0);
    }

    private Atom and(Atom x, Atom y) {
        return x.equals(Lit.bool(true)) ? y : y.equals(Lit.bool(true)) ? x : b.emit(Prim.AND, x, y);
    }

    /** All trips at once; with {@code copied} they read the array as it is before, else themselves, what none of them writes or what they do. */
    private Var map(Atom n, Atom array, boolean copied) {
        var copy = new Rewrite(b);
        Var i = copy.rename(loop.trip());
        Var to = b.fresh(loop.slots().get(0).param().type());
        copy.replace(loop.slots().get(0).param(), copied ? b.emit(Prim.COPY, array) : to);
        b.open();
        for (Eqn x : loop.body().body()) {
            if (x != update) {
                b.append(copy.eqn(x));
            }
        }
        Var out = b.update(to, (Params.Access) update.params(), copy.atoms(update.indices()), copy.atom(update.written()));
        return b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, b.close(List.of(i, to), List.of(out))), List.of(n, array)).get(0);
    }
}
