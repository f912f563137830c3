package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.pass.FunctionPass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop of rows that each have a chain of their own and go on with the row before: {@code for y { s = 0; for x { s += a[y, x]; b[y, x] = s + b[y - 1, x] } }}. The chains of all rows depend on no
 * other row, so they are made before, at once, and kept; what is left of a row is then a map.
 */
final class ChainsOfRows {
    private final Builder b;
    private final RegionView rows;
    private RegionView row;
    private List<RegionView.Slot> carries;
    private List<Eqn> chain;
    private List<Eqn> before;
    private List<Var> kept;

    private ChainsOfRows(Builder b, Eqn e) {
        this.b = b;
        rows = RegionView.of(e);
    }

    /** As a pass. */
    static FunctionPass pass() {
        return OutermostLoops.pass("chains-of-rows", b -> e -> {
            var chains = e.prim() == Prim.FOR ? new ChainsOfRows(b, e) : null;
            return chains != null && chains.applies() ? chains.emit() : null;
        });
    }

    private boolean applies() {
        List<Eqn> body = rows.body().body();
        List<Eqn> loops = body.stream().filter(x -> !Regions.of(x).isEmpty()).toList();
        if (loops.size() != 1 || loops.get(0).prim() != Prim.FOR || body.stream().anyMatch(x -> x.prim() == Prim.CHECK)) {
            return false;
        }
        row = RegionView.of(loops.get(0));
        carries = row.slots().stream().filter(s -> !s.result().isArray()).toList();
        Map<Integer, Integer> uses = Regions.uses(body, rows.body().out());
        Set<Integer> inside = Regions.defined(rows.body());
        boolean fixed = !(row.head() instanceof Var v && inside.contains(v.id()));
        if (carries.isEmpty() || row.slots().size() != carries.size() + 1 || !fixed || carries.stream().anyMatch(s -> uses.getOrDefault(s.result().id(), 0) > 0)) {
            return false;
        }
        List<Eqn> inner = row.body().body();
        var wanted = new ArrayList<Atom>();
        carries.forEach(s -> wanted.add(s.yield()));
        BackwardSlice slice = BackwardSlice.of(inner, wanted);
        chain = slice.eqns();
        var outside = new ArrayList<Atom>();
        carries.forEach(s -> outside.add(s.init()));
        slice.from().stream().filter(v -> row.params().stream().noneMatch(v::equals) && !v.equals(row.trip())).forEach(outside::add);
        BackwardSlice first = BackwardSlice.of(body.subList(0, body.indexOf(loops.get(0))), outside);
        before = first.eqns();
        boolean free = slice.from().stream().noneMatch(v -> row.slots().stream().anyMatch(s -> s.result().isArray() && s.param().equals(v))) && first.isOfOnly(rows.trip(), inside);
        if (!free || !chain.stream().allMatch(ChainsOfRows::plain) || !before.stream().allMatch(ChainsOfRows::plain)) {
            return false;
        }
        kept = kept(inner);
        return LoopsThatReadAhead.is(rest(new Builder(Integer.MAX_VALUE / 2), kept.stream().map(v -> (Atom) v).toList()));
    }

    private static boolean plain(Eqn x) {
        return x.computesScalars() && x.prim() != Prim.CHECK || x.prim() == Prim.DIM || x.prim() == Prim.INDEX && !x.result().isArray();
    }

    /** Scalars of the chain, and those handed on, that the rest of a trip uses. */
    private List<Var> kept(List<Eqn> inner) {
        var late = new HashSet<Var>();
        carries.forEach(s -> late.add(s.param()));
        for (Eqn x : inner) {
            if (OrderedSplit.uses(x).stream().anyMatch(late::contains)) {
                x.out().stream().filter(v -> !v.isArray()).forEach(late::add);
            }
        }
        var used = new HashSet<Var>();
        inner.stream().filter(x -> !late(x, late)).forEach(x -> used.addAll(OrderedSplit.uses(x)));
        var handed = new HashSet<Var>();
        carries.forEach(s -> handed.add(s.param()));
        chain.forEach(x -> handed.addAll(x.out()));
        return late.stream().filter(v -> used.contains(v) && handed.contains(v)).sorted((x, y) -> Integer.compare(x.id(), y.id())).toList();
    }

    /** Whether an equation is of the chain: what depends on it and is not of it stays in the row. */
    private boolean late(Eqn x, Set<Var> late) {
        return chain.contains(x) && x.out().stream().anyMatch(late::contains);
    }

    /** A row without its chain, whose scalars are read from {@code values}: arrays, or themselves. */
    private Eqn rest(Builder to, List<? extends Atom> values) {
        RegionView.Slot array = row.slots().stream().filter(s -> s.result().isArray()).findFirst().orElseThrow();
        var copy = new Rewrite(to);
        Var k = copy.rename(row.trip());
        Var a = copy.rename(array.param());
        to.open();
        for (int c = 0; c < kept.size(); c++) {
            Atom v = values.get(c);
            copy.replace(kept.get(c), v.isArray() ? to.index(v, Params.Access.PROMISED, List.of(rows.trip(), k)) : v);
        }
        var late = new HashSet<>(kept);
        carries.forEach(s -> late.add(s.param()));
        for (Eqn x : row.body().body()) {
            boolean chained = chain.contains(x) && (x.out().stream().anyMatch(late::contains) || OrderedSplit.uses(x).stream().anyMatch(late::contains));
            if (chained) {
                late.addAll(x.out());
            } else {
                to.append(copy.eqn(x));
            }
        }
        Region r = to.close(List.of(k, a), List.of(copy.atom(array.yield())));
        return new Eqn(Prim.FOR, List.of(row.head(), array.init()), new Params.Loop(Dim.UNKNOWN, r), List.of(array.result()));
    }

    private List<Atom> emit() {
        Atom none = Lit.zero(row.head().dtype());
        Atom n = b.emit(Prim.MAX, rows.head(), Lit.zero(rows.head().dtype()));
        Atom m = b.emit(Prim.MAX, row.head(), none);
        var init = new ArrayList<Atom>(List.of(n));
        for (Var v : kept) {
            init.add(b.full(Lit.zero(v.dtype()), List.of(Dim.UNKNOWN, Dim.UNKNOWN), List.of(n, m)));
        }
        List<Var> chains = b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, chains(m)), init);
        b.open();
        for (Eqn x : rows.body().body()) {
            b.append(x == row.eqn() ? rest(b, chains) : x);
        }
        Region r = b.close(rows.body().params(), rows.body().out());
        return List.copyOf(b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, r), rows.eqn().in()));
    }

    /** The chain of a row, with what is kept of it in arrays. */
    private Region chains(Atom m) {
        var copy = new Rewrite(b);
        Var i = copy.rename(rows.trip());
        List<Var> to = kept.stream().map(v -> b.fresh(new Type(v.dtype(), List.of(Dim.UNKNOWN, Dim.UNKNOWN)))).toList();
        b.open();
        b.append(copy.body(before));
        var params = new ArrayList<Var>(List.of(copy.rename(row.trip())));
        var in = new ArrayList<Atom>(List.of(m));
        for (RegionView.Slot s : carries) {
            in.add(copy.atom(s.init()));
            params.add(copy.rename(s.param()));
        }
        List<Var> now = to.stream().map(v -> b.fresh(v.type())).toList();
        in.addAll(to);
        params.addAll(now);
        b.open();
        b.append(copy.body(chain));
        var yields = new ArrayList<Atom>();
        carries.forEach(s -> yields.add(copy.atom(s.yield())));
        Map<Var, Var> stored = new HashMap<>();
        for (int c = 0; c < kept.size(); c++) {
            stored.put(now.get(c), b.update(now.get(c), Params.Access.PROMISED, List.of(i, params.get(0)), copy.atom(kept.get(c))));
        }
        now.forEach(v -> yields.add(stored.get(v)));
        Region body = b.close(params, yields);
        List<Var> out = b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, body), in);
        var all = new ArrayList<Var>(List.of(i));
        all.addAll(to);
        return b.close(all, out.subList(carries.size(), out.size()));
    }
}
