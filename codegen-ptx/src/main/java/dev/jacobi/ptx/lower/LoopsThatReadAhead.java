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
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.llvm.lower.Rebuild;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops that read only what no trip before has written, {@code for (c = n; c >= w; c--) best[c] = max(best[c], best[c - w] + v)}: their trips may go together when what they read is the array as it was. Where
 * it depends on a value how far a read is from the store, the program finds out: a map has all trips or none, and the loop the others.
 */
final class LoopsThatReadAhead {
    private final Builder b;
    private final RegionView loop;
    private final Map<Atom, Eqn> made = new HashMap<>();
    private Eqn update;
    private final List<Map<Atom, Long>> distances = new ArrayList<>();
    private long step;

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
        for (Eqn x : body) {
            boolean read = x.prim() == Prim.INDEX && x.in().get(0).equals(array);
            boolean plain = x == update || x.computesScalars() || x.prim() == Prim.DIM || x.prim() == Prim.INDEX && !x.result().isArray();
            if (!plain || x.prim() == Prim.CHECK || !read && x != update && x.prim() != Prim.DIM && x.in().contains(array) || read && (!promised(x) || !distance(x, place))) {
                return false;
            }
        }
        return !distances.isEmpty() && distances.stream().noneMatch(d -> d.keySet().stream().allMatch(Lit.class::isInstance) && !ahead(constant(d)));
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

    /** Adds {@code by} times an integer, as a sum of what it is made of; the literals' own values are the factors of 1. Null where factors get large. */
    private Map<Atom, Long> linear(Atom a, long by, Map<Atom, Long> to) {
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
        Atom ok = null;
        for (Map<Atom, Long> d : distances) {
            if (!d.keySet().stream().allMatch(Lit.class::isInstance)) {
                DType t = update.in().get(1).dtype();
                Atom sum = Lit.zero(t);
                for (Map.Entry<Atom, Long> x : d.entrySet()) {
                    sum = b.folded(Prim.ADD, sum, b.folded(Prim.MUL, x.getKey(), Lit.of(t, x.getValue())));
                }
                Var now = b.emit(step > 0 ? Prim.GE : Prim.LE, sum, Lit.zero(t));
                ok = ok == null ? now : b.emit(Prim.AND, ok, now);
            }
        }
        Atom none = Lit.zero(n.dtype());
        Var all = map(ok == null ? n : b.emit(Prim.SELECT, ok, n, none));
        if (ok == null) {
            return all;
        }
        var in = new ArrayList<Atom>(List.of(b.emit(Prim.SELECT, ok, none, n), all));
        return b.emitAll(Prim.FOR, loop.eqn().params(), in).get(0);
    }

    /** All trips at once, which read the array as it is before. */
    private Var map(Atom n) {
        RegionView.Slot s = loop.slots().get(0);
        var copy = new Rewrite(b);
        Var i = copy.rename(loop.trip());
        Var to = b.fresh(s.param().type());
        // a copy to read, so that what is written keeps its place
        copy.replace(s.param(), b.emit(Prim.COPY, s.init()));
        b.open();
        Set<Eqn> rest = new HashSet<>(loop.body().body());
        rest.remove(update);
        for (Eqn x : loop.body().body()) {
            if (rest.contains(x)) {
                b.append(copy.eqn(x));
            }
        }
        Var out = b.update(to, (Params.Access) update.params(), copy.atoms(update.indices()), copy.atom(update.written()));
        return b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, b.close(List.of(i, to), List.of(out))), List.of(n, s.init())).get(0);
    }
}
