package dev.jacobi.vectorize.nests;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Scalars that a loop computes beside the map that it is to go into, made before it, in an array each: {@code for j { w = exp(s[j]) / sum;  map c { o[c] += w * v[j][c] } }} would else compute each
 * {@code w} for every c, and a gradient would keep as many.
 */
public final class ScalarExpansion {
    private ScalarExpansion() {
    }

    /** The loop, whose body consists of scalars and then one map, with reads of the arrays in place of scalars that take long; these arrays are appended to the builder. Null where there are none. */
    public static Eqn of(Eqn loop, Builder b) {
        RegionView view = RegionView.of(loop);
        Eqn map = view.body().body().stream().filter(e -> e.prim() == Prim.MAP).findFirst().orElse(null);
        if (map == null) {
            return null;
        }
        RegionView inner = RegionView.of(map);
        List<Eqn> fixed = fixed(inner);
        Eqn rest = inner.with(inner.slots(), List.of(inner.body().body().stream().filter(e -> !fixed.contains(e)).toList()));
        var scalars = new ArrayList<>(view.body().body().subList(0, view.body().body().indexOf(map)));
        scalars.addAll(fixed);
        List<Var> slow = Regions.captures(rest).stream().filter(v -> Regions.definition(scalars, v) != null && isSlow(scalars, v)).toList();
        if (slow.isEmpty()) {
            return null;
        }
        Atom extent = view.head() instanceof Lit l ? Lit.of(l.dtype(), Math.max(0, l.asLong())) : b.emit(Prim.MAX, view.head(), Lit.zero(view.head().dtype()));
        // Where the map has no trip nothing in it is known to be valid.
        Atom n = fixed.isEmpty() ? extent : b.emit(Prim.SELECT, b.emit(Prim.GT, inner.head(), Lit.zero(inner.head().dtype())), extent, Lit.zero(extent.dtype()));
        var copy = new Rewrite(b);
        Var trip = copy.rename(view.trip());
        var arrays = slow.stream().map(v -> b.full(Lit.zero(v.dtype()), List.of(view.extent()), List.of(extent))).toList();
        var params = new ArrayList<Var>(List.of(trip));
        arrays.forEach(a -> params.add(b.fresh(a.type())));
        b.open();
        copy.append(BackwardSlice.of(scalars, slow).eqns());
        var stored = new ArrayList<Var>();
        for (int k = 0; k < slow.size(); k++) {
            stored.add(b.update(params.get(1 + k), Params.Access.PROMISED, List.of(trip), copy.atom(slow.get(k))));
        }
        Region region = b.close(params, stored);
        List<Var> made = b.loop(Prim.MAP, view.extent(), region, n, arrays);
        var now = new ArrayList<Eqn>();
        scalars.add(rest);
        for (Eqn e : scalars) {
            int k = e.out().size() == 1 ? slow.indexOf(e.result()) : -1;
            now.add(k < 0 ? e : new Eqn(Prim.INDEX, List.of(made.get(k), view.trip()), Params.Access.PROMISED, e.out()));
        }
        return view.with(view.slots(), List.of(now));
    }

    /** The scalars of a map that are the same in each of its trips. */
    private static List<Eqn> fixed(RegionView map) {
        Set<Integer> changing = Regions.defined(map.body());
        var out = new ArrayList<Eqn>();
        for (Eqn e : map.body().body()) {
            boolean scalar = Regions.of(e).isEmpty() && !Regions.hasEffect(e) && e.prim() != Prim.CALL && e.out().stream().allMatch(v -> v.type().isScalar());
            if (scalar && Var.among(e.in()).stream().noneMatch(v -> changing.contains(v.id()))) {
                e.out().forEach(v -> changing.remove(v.id()));
                out.add(e);
            }
        }
        return out;
    }

    private static boolean isSlow(List<Eqn> scalars, Var v) {
        return BackwardSlice.of(scalars, List.of(v)).eqns().stream().anyMatch(e -> e.out().size() == 1 && (e.prim().cost().isSlow() || e.prim() == Prim.DIV && e.result().dtype().isFloat()));
    }
}
