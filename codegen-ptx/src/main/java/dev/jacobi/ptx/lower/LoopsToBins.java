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
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.llvm.lower.Nest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loops outside of others that only join terms to elements of arrays, anywhere in them: {@code h[bin[i]] += w[i]}, {@code sum[label[i]][d] += x[i][d]}, or several such in one loop. Each
 * array gets a {@code hist} of its own. Checks of indices stay inside, what a failing check leaves in the arrays nobody sees; those beside a loop that has no trip come before.
 */
public final class LoopsToBins {
    private final Builder b;
    private final Nest nest;

    private LoopsToBins(Builder b) {
        this.b = b;
        this.nest = new Nest(b);
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return OutermostLoops.pass("loops-to-bins", b -> new LoopsToBins(b)::eqn);
    }

    /** {@code array[at..] = array[at..] op term}, in each trip of a loop or of one inside of that, whose number of trips is {@code inner} (null: none). */
    private record Join(Eqn update, Prim op, Atom term, Atom inner, Var second, List<Eqn> before, List<Eqn> inside) {
    }

    private List<? extends Atom> eqn(Eqn e) {
        Eqn loop = e.prim() == Prim.FOR ? e : e.prim() == Prim.MAP ? exchanged(e) : null;
        List<Join> joins = loop == null || loop.out().isEmpty() ? null : joins(loop);
        if (joins == null) {
            return null;
        }
        checks(loop, joins.get(0));
        var out = new ArrayList<Atom>();
        for (int k = 0; k < joins.size(); k++) {
            out.add(bins(loop, joins.get(k), RegionView.of(loop).slots().get(k)));
        }
        return out;
    }

    /** A parallel loop around one loop that joins terms at places which its own trips choose, the other way round; null for others. */
    private Eqn exchanged(Eqn map) {
        RegionView outer = RegionView.of(map);
        if (outer.slots().size() != 1 || outer.slots().get(0).role() != RegionView.Role.DEST || outer.body().body().isEmpty()) {
            return null;
        }
        List<Eqn> body = outer.body().body();
        Eqn loop = body.get(body.size() - 1);
        RegionView.Slot dest = outer.slots().get(0);
        boolean scalars = body.subList(0, body.size() - 1).stream().allMatch(Eqn::computesScalars);
        if (!scalars || loop.prim() != Prim.FOR || loop.out().size() != 1 || !loop.out().get(0).equals(dest.yield()) || !loop.in().get(1).equals(dest.param())
            || loop.in().get(0) instanceof Var n && body.stream().anyMatch(x -> x.out().contains(n)) || loop.in().get(0).equals(outer.trip())) {
            return null;
        }
        RegionView inner = RegionView.of(loop);
        RegionView.Slot s = inner.slots().get(0);
        Eqn update = Regions.definition(inner.body().body(), s.yield());
        var chosen = new HashSet<Var>(Set.of(inner.trip()));
        inner.body().body().stream().filter(x -> OrderedSplit.uses(x).stream().anyMatch(chosen::contains)).forEach(x -> chosen.addAll(x.out()));
        if (update == null || update.prim() != Prim.UPDATE || update.indices().stream().noneMatch(chosen::contains)) {
            return null;
        }
        Var between = b.fresh(s.param().type());
        Var done = b.fresh(s.param().type());
        var all = new ArrayList<Eqn>(body.subList(0, body.size() - 1));
        all.addAll(inner.body().body());
        var mapped = new Eqn(Prim.MAP, List.of(map.in().get(0), between), new Params.Loop(Dim.UNKNOWN, new Region(List.of(outer.trip(), s.param()), all, List.of(s.yield()))), List.of(done));
        return new Eqn(Prim.FOR, List.of(loop.in().get(0), dest.init()), new Params.Loop(Dim.UNKNOWN, new Region(List.of(inner.trip(), between), List.of(mapped), List.of(done))), map.out());
    }

    private static List<Join> joins(Eqn e) {
        RegionView loop = RegionView.of(e);
        List<Eqn> body = loop.body().body();
        var own = new HashSet<Var>();
        for (RegionView.Slot s : loop.slots()) {
            if (!s.result().isArray()) {
                return null;
            }
            own.add(s.param());
        }
        var joins = new ArrayList<Join>();
        var used = new HashSet<Eqn>();
        for (RegionView.Slot s : loop.slots()) {
            Join j = join(body, s, used);
            if (j == null) {
                return null;
            }
            joins.add(j);
        }
        // nothing else looks at the arrays
        for (Eqn x : body) {
            if (!used.contains(x) && (OrderedSplit.uses(x).stream().anyMatch(own::contains) || x.out().stream().anyMatch(Atom::isArray) || x.prim() == Prim.CALL || !Regions.of(x).isEmpty())) {
                return null;
            }
        }
        return joins;
    }

    /** How the loop's array comes from one trip to the next; {@code used} gets the equations that do that. */
    private static Join join(List<Eqn> body, RegionView.Slot s, Set<Eqn> used) {
        Eqn by = Regions.definition(body, s.yield());
        if (by == null) {
            return null;
        }
        if (by.prim() == Prim.UPDATE) {
            return direct(body, s.param(), by, null, null, List.of(), used);
        }
        if (by.prim() == Prim.HIST) {
            return histogram(body, s.param(), by, used);
        }
        boolean nested = (by.prim() == Prim.MAP || by.prim() == Prim.FOR) && by.out().size() == 1 && by.in().size() == 2 && by.in().get(1).equals(s.param());
        boolean fixed = nested && (!(by.in().get(0) instanceof Var n) || body.stream().noneMatch(x -> x.out().contains(n)));
        if (!fixed) {
            return null;
        }
        RegionView inner = RegionView.of(by);
        RegionView.Slot in = inner.slots().get(0);
        Eqn update = Regions.definition(inner.body().body(), in.yield());
        var inside = new HashSet<Eqn>();
        Join j = update == null || update.prim() != Prim.UPDATE ? null : direct(inner.body().body(), in.param(), update, by.in().get(0), inner.trip(), body, inside);
        boolean plain = j != null && inner.body().body().stream().allMatch(x -> inside.contains(x)
            || Regions.of(x).isEmpty() && x.prim() != Prim.CALL && x.out().stream().noneMatch(Atom::isArray) && !OrderedSplit.uses(x).contains(in.param()));
        boolean once = body.stream().filter(x -> OrderedSplit.uses(x).contains(s.param())).count() == 1;
        if (!plain || !once) {
            return null;
        }
        used.add(by);
        return j;
    }

    /** A histogram in each trip: its trips and those around it are one histogram's. */
    private static Join histogram(List<Eqn> body, Var array, Eqn hist, Set<Eqn> used) {
        RegionView inner = RegionView.of(hist);
        RegionView.Slot bins = inner.slots().get(0);
        boolean fixed = !(hist.in().get(0) instanceof Var n) || body.stream().noneMatch(x -> x.out().contains(n));
        boolean plain = inner.body().body().stream().allMatch(x -> Regions.of(x).isEmpty() && x.prim() != Prim.CALL && x.out().stream().noneMatch(Atom::isArray));
        boolean once = body.stream().filter(x -> OrderedSplit.uses(x).contains(array)).count() == 1;
        if (!fixed || !plain || !once || !bins.init().equals(array) || Regions.captures(hist).contains(array) || bins.result().dtype().isFloat() && bins.op() != Prim.MIN && bins.op() != Prim.MAX) {
            return null;
        }
        used.add(hist);
        var update = new Eqn(Prim.UPDATE, List.of(array, bins.yields().get(0), bins.yields().get(1)), Params.Access.PROMISED, hist.out());
        return new Join(update, bins.op(), bins.yields().get(1), hist.in().get(0), inner.trip(), body, inner.body().body());
    }

    private static Join direct(List<Eqn> body, Var array, Eqn update, Atom inner, Var second, List<Eqn> before, Set<Eqn> used) {
        Eqn fold = Regions.definition(body, update.written());
        Params.Access how = (Params.Access) update.params();
        if (fold == null || !fold.prim().isFold() || fold.result().isArray() || how.op() != null || how.mode() != Params.Mode.PROMISED || !update.in().get(0).equals(array) || fold.in().get(0).equals(fold.in().get(1))) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            Eqn read = Regions.definition(body, fold.in().get(side));
            if (read != null && read.prim() == Prim.INDEX && read.in().get(0).equals(array) && read.indices().equals(update.indices())) {
                long uses = body.stream().filter(x -> OrderedSplit.uses(x).contains(array)).count();
                long ofRead = body.stream().filter(x -> OrderedSplit.uses(x).contains(read.result()) || OrderedSplit.uses(x).contains(fold.result())).count();
                if (uses != 2 || ofRead != 2) {
                    return null;
                }
                used.addAll(List.of(read, fold, update));
                return new Join(update, fold.prim(), fold.in().get(1 - side), inner, second, before, body);
            }
        }
        return null;
    }

    /** What is checked outside of the loop inside, for when that has no trip that would do so. */
    private void checks(Eqn e, Join j) {
        if (j.inner == null || j.inner instanceof Lit n && n.asLong() > 0 || j.before.stream().noneMatch(x -> x.prim() == Prim.CHECK)) {
            return;
        }
        Atom trips = b.emit(Prim.SELECT, b.emit(Prim.LE, nest.wide(j.inner), Lit.i64(0)), nest.wide(e.in().get(0)), Lit.i64(0));
        Var k = b.fresh(Type.I64);
        b.open();
        Var index = RegionView.of(e).trip();
        terms(new Rewrite(b).replace(index, b.convert(k, index.dtype())), j.before, written(e));
        b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, b.close(List.of(k), List.of())), List.of(trips));
    }

    private static Set<Var> written(Eqn loop) {
        return RegionView.of(loop).slots().stream().map(RegionView.Slot::param).collect(Collectors.toCollection(HashSet::new));
    }

    private Atom bins(Eqn e, Join j, RegionView.Slot s) {
        Atom n = nest.wide(e.in().get(0));
        Atom inner = j.inner == null ? null : b.emit(Prim.MAX, nest.wide(j.inner), Lit.i64(0));
        Atom count = b.emit(Prim.MAX, n, Lit.i64(0));
        List<Atom> own = nest.extents(s.init());
        Var k = b.fresh(Type.I64);
        Var index = RegionView.of(e).trip();
        Atom whole = inner == null ? count : b.emit(Prim.MUL, count, inner);
        Atom flat = own.size() == 1 ? s.init() : nest.reshape(s.init(), List.of(Dim.UNKNOWN), List.of(nest.product(own)));
        Set<Var> written = written(e);
        b.open();
        var copy = new Rewrite(b);
        copy.replace(index, b.convert(inner == null ? k : b.emit(Prim.DIV, k, inner), index.dtype()));
        if (inner != null) {
            copy.replace(j.second, b.convert(b.emit(Prim.REM, k, inner), j.second.dtype()));
            terms(copy, j.before, written);
        }
        written.add((Var) j.update.in().get(0));
        terms(copy, j.inside, written);
        Atom place = nest.wide(copy.atom(j.update.indices().get(0)));
        for (int d = 1; d < own.size(); d++) {
            place = b.emit(Prim.ADD, b.emit(Prim.MUL, place, own.get(d)), nest.wide(copy.atom(j.update.indices().get(d))));
        }
        Region r = b.close(List.of(k), List.of(place, copy.atom(j.term)));
        Atom done = b.emitAll(Prim.HIST, new Params.Fold(Dim.UNKNOWN, List.of(j.op), r), List.of(whole, flat)).get(0);
        return own.size() == 1 ? done : nest.reshape(done, s.result().type().dims(), own);
    }

    /** What the terms are made of: all scalars that do not come from the arrays that are written. */
    private void terms(Rewrite copy, List<Eqn> body, Set<Var> written) {
        var gone = new HashSet<>(written);
        for (Eqn x : body) {
            boolean array = x.out().stream().anyMatch(Atom::isArray);
            if (array || OrderedSplit.uses(x).stream().anyMatch(gone::contains)) {
                gone.addAll(x.out());
            } else {
                b.append(copy.body(List.of(x)));
            }
        }
    }
}
