package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
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
 * Parallel loops outside of others write all their results into arrays that are there before: what {@code map} stacks becomes updates of new arrays. A row
 * that an inner map makes is written where it belongs element by element, so that the two loops are one space of elements.
 */
public final class StacksToUpdates {
    private static final Params.Access IN = Params.Access.PROMISED;
    private final Builder b;

    private StacksToUpdates(Builder b) {
        this.b = b;
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return PassBuilder.named("stacks-to-updates").requires(Property.LOWERED, Property.NO_VIEWS).keeps(Property.LOWERED, Property.NO_VIEWS)
            .each(f -> Rebuild.outermost(f, StacksToUpdates::isParallel, b -> new StacksToUpdates(b)::eqn));
    }

    private static boolean isParallel(Eqn e) {
        return e.prim() == Prim.MAP || e.prim() == Prim.REDUCE || e.prim() == Prim.SCAN || e.prim() == Prim.HIST;
    }

    private List<Var> eqn(Eqn e) {
        return e.prim() == Prim.MAP && e.out().size() >= e.in().size() ? map(e) : null;
    }

    /** What stands for the results of a map that stacks some. */
    private List<Var> map(Eqn now) {
        Region r = ((Params.Loop) now.params()).body();
        int dests = now.in().size() - 1;
        var extents = new HostExtents(now, b);
        Atom i = r.params().get(0);
        var in = new ArrayList<Atom>(now.in());
        var params = new ArrayList<Var>(r.params());
        var whole = new ArrayList<Var>();
        for (int k = dests; k < r.out().size(); k++) {
            Atom row = r.out().get(k);
            var sizes = new ArrayList<Atom>(List.of(now.in().get(0)));
            for (int d = 0; d < row.type().rank(); d++) {
                sizes.add(extents.known(row, d));
            }
            Var all = b.full(Lit.zero(row.dtype()), now.out().get(k).type().dims(), sizes);
            whole.add(all);
            in.add(all);
            params.add(b.fresh(all.type()));
        }
        b.open();
        var out = new ArrayList<Atom>(r.out().subList(0, dests));
        var direct = new HashMap<Integer, Var>();
        for (Eqn x : r.body()) {
            int k = inner(r, dests, x);
            b.append(k < 0 ? x : into(x, i, params.get(1 + k), direct, k));
        }
        for (int k = dests; k < r.out().size(); k++) {
            out.add(direct.containsKey(k) ? direct.get(k) : b.update(params.get(1 + k), IN, List.of(i), r.out().get(k)));
        }
        Region done = b.close(params, out);
        var results = new ArrayList<Var>(now.out().subList(0, dests));
        whole.forEach(v -> results.add(b.fresh(v.type())));
        b.append(new Eqn(Prim.MAP, in, new Params.Loop(Dim.UNKNOWN, done), results));
        return results;
    }

    /** The number of the result that an equation of the body is for: a map that makes one row of scalars, used for nothing else; -1 for others. */
    private static int inner(Region r, int dests, Eqn x) {
        if (x.prim() != Prim.MAP || x.in().size() != 1 || x.out().size() != 1 || x.result().type().rank() != 1) {
            return -1;
        }
        boolean used = Regions.uses(r.body(), List.of()).containsKey(x.result().id());
        List<Atom> at = r.out();
        return !used && at.stream().filter(x.result()::equals).count() == 1 && at.indexOf(x.result()) >= dests ? at.indexOf(x.result()) : -1;
    }

    /** The inner map with its elements written to {@code to[i, j]}. */
    private Eqn into(Eqn x, Atom i, Var to, Map<Integer, Var> direct, int k) {
        Region r = ((Params.Loop) x.params()).body();
        Var d = b.fresh(to.type());
        b.open();
        r.body().forEach(b::append);
        Var u = b.update(d, IN, List.of(b.convert(i, DType.I64), b.convert(r.params().get(0), DType.I64)), r.out().get(0));
        Region inner = b.close(List.of(r.params().get(0), d), List.of(u));
        Var out = b.fresh(to.type());
        direct.put(k, out);
        return new Eqn(Prim.MAP, List.of(x.in().get(0), to), new Params.Loop(Dim.UNKNOWN, inner), List.of(out));
    }
}
