package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.RegionView.Slot;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import dev.jacobi.ir.analysis.ElementAccess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A loop that adds up what its trips find, and of which each trip writes rows of its own, as the forward part of a gradient keeps what it has computed: the rows, and the terms, are a map in front, and the loop that is left adds.
 *
 * <pre>
 *  for i { r = f(a[i], kept[i, ..]);  s += r }        map i { t[i] = f(a[i], kept[i, ..]) }   for i { s += t[i] }
 * </pre>
 */
record RowsAhead(RegionView loop, List<Eqn> ahead, List<Eqn> left, List<Var> terms) {

    /** Whether the trips touch arrays that they carry in rows of their own only, which they write. */
    static boolean writesOwnRows(RegionView loop) {
        List<Slot> arrays = loop.slots().stream().filter(s -> !s.param().type().isScalar()).toList();
        return !arrays.isEmpty() && arrays.size() < loop.slots().size() && arrays.stream().map(Slot::init).distinct().count() == arrays.size()
            && arrays.stream().allMatch(s -> isOwn(loop.body(), s.param(), s.yield(), loop.trip()));
    }

    private static boolean isOwn(Region r, Var array, Atom yield, Var trip) {
        Var now = array;
        var versions = new HashSet<Var>(Set.of(array));
        for (Eqn e : r.body()) {
            if (Regions.captures(List.of(e)).stream().noneMatch(versions::contains)) {
                continue;
            }
            Var one = now;
            if (e.in().stream().filter(versions::contains).count() != 1 || Regions.of(e).stream().anyMatch(x -> Regions.captures(x).stream().anyMatch(versions::contains))) {
                return false;
            } else if (ElementAccess.isOne(e, Prim.UPDATE) && e.in().get(0).equals(now) && e.indices().get(0).equals(trip)) {
                now = e.result();
            } else if (e.prim() == Prim.FOR || e.prim() == Prim.MAP) {
                Slot s = RegionView.of(e).slots().stream().filter(x -> one.equals(x.init())).findFirst().orElse(null);
                if (s == null || !isOwn(RegionView.of(e).body(), s.param(), s.yield(), trip)) {
                    return false;
                }
                now = s.result();
            } else {
                return false;
            }
            versions.add(now);
        }
        return yield.equals(now) && r.out().stream().filter(versions::contains).count() == 1;
    }

    /** The map and the loop behind it. */
    List<Eqn> write(Builder b) {
        b.open();
        Atom n = loop.head();
        Atom size = n instanceof Lit ? n : b.emit(Prim.MAX, n, Lit.zero(n.dtype()));
        List<Slot> rows = loop.slots().stream().filter(s -> !s.param().type().isScalar()).toList();
        List<Slot> sums = loop.slots().stream().filter(s -> s.param().type().isScalar()).toList();
        var init = new ArrayList<Atom>(List.of(n));
        rows.forEach(s -> init.add(s.init()));
        var copy = new Rewrite(b);
        var params = new ArrayList<Var>(List.of(copy.rename(loop.trip())));
        rows.forEach(s -> params.add(copy.rename(s.param())));
        for (Var t : terms) {
            Var none = b.full(Lit.unset(t.dtype()), List.of(Dim.UNKNOWN), List.of(size));
            init.add(none);
            params.add(b.fresh(none.type()));
        }
        b.open();
        copy.append(ahead);
        var out = new ArrayList<Atom>(copy.atoms(rows.stream().map(Slot::yield).toList()));
        var results = new ArrayList<Var>(rows.stream().map(Slot::result).toList());
        for (int k = 0; k < terms.size(); k++) {
            Var array = params.get(1 + rows.size() + k);
            out.add(b.update(array, Params.Access.PROMISED, List.of(params.get(0)), copy.atom(terms.get(k))));
            results.add(b.fresh(array.type()));
        }
        b.append(new Eqn(Prim.MAP, init, new Params.Loop(Dim.UNKNOWN, b.close(params, out)), results));
        b.open();
        var behind = new Rewrite(b);
        var own = new ArrayList<Var>(List.of(behind.rename(loop.trip())));
        sums.forEach(s -> own.add(behind.rename(s.param())));
        for (int k = 0; k < terms.size(); k++) {
            behind.replace(terms.get(k), b.index(results.get(rows.size() + k), Params.Access.PROMISED, List.of(own.get(0))));
        }
        behind.append(left);
        Region adds = b.close(own, behind.atoms(sums.stream().map(Slot::yield).toList()));
        var from = new ArrayList<Atom>(List.of(n));
        sums.forEach(s -> from.add(s.init()));
        b.append(new Eqn(Prim.FOR, from, new Params.Loop(Dim.UNKNOWN, adds), sums.stream().map(Slot::result).toList()));
        return b.close();
    }
}
