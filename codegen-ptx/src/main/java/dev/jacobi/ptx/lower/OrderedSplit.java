package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop whose trips hand scalars on, in three: what depends on no such scalar, the {@code chain} from one trip's scalars to the next one's, and what only uses them.
 * The first and the last may run for many trips at once; the chain stays in order, so that sums of floats keep each bit. With
 *
 * <pre>for(n, s, y) { i, s, y -> x = index a i; e = exp x; t = add s e; q = update y i t; yield t, q }</pre>
 *
 * {@code x} and {@code e} come before, {@code t} is the chain, {@code q} comes after.
 *
 * @param n the number of trips
 * @param index the trip's number
 * @param carries the scalars that are handed on, as the body knows them
 * @param crossing scalars made before that the chain or what comes after needs
 * @param kept scalars of the chain that what comes after needs
 * @param yields what the chain hands on
 */
public record OrderedSplit(Atom n, Var index, List<Var> carries, List<Atom> init, List<Atom> yields, List<Var> results, List<Eqn> before, List<Eqn> chain, List<Eqn> after, List<Var> crossing,
        List<Var> kept, Map<Var, Var> versions) {

    /** Null where trips may touch elements of each other, where something is checked before something is written, and where calls are made. */
    public static OrderedSplit of(Eqn e, int firstId) {
        return of(e, firstId, false);
    }

    /** The same; {@code nested}: loops inside may write to arrays, too, where each trip has its own part. */
    static OrderedSplit of(Eqn e, int firstId, boolean nested) {
        var view = RegionView.of(e);
        Region r = view.body();
        var carries = new ArrayList<Var>();
        var init = new ArrayList<Atom>();
        var yields = new ArrayList<Atom>();
        var results = new ArrayList<Var>();
        var body = new ArrayList<Eqn>(r.body());
        var versions = new HashMap<Var, Var>();
        var ids = new Builder(firstId);
        for (RegionView.Slot s : view.slots()) {
            if (s.role() == RegionView.Role.FOLD) {
                // the terms in their order are one of the orders that are allowed
                Var sum = ids.fresh(s.result().type());
                Var now = ids.fresh(s.result().type());
                body.add(new Eqn(s.op(), List.of(sum, s.yield()), Params.NONE, List.of(now)));
                carries.add(sum);
                yields.add(now);
            } else if (s.result().isArray()) {
                versions.put(s.param(), s.param());
                continue;
            } else {
                carries.add(s.param());
                yields.add(s.yield());
            }
            init.add(s.init());
            results.add(s.result());
        }
        Var index = r.params().get(0);
        return !carries.isEmpty() && new OwnElements(index, carries, body, versions, nested).hold(view)
            ? split(view.head(), index, carries, init, yields, results, body, versions) : null;
    }

    private static OrderedSplit split(Atom n, Var index, List<Var> carries, List<Atom> init, List<Atom> yields, List<Var> results, List<Eqn> body, Map<Var, Var> versions) {
        var late = new HashSet<Var>(carries);
        for (Eqn x : body) {
            if (uses(x).stream().anyMatch(late::contains)) {
                x.out().stream().filter(v -> !v.isArray()).forEach(late::add);
            }
        }
        var needed = new HashSet<Var>(Var.among(yields));
        var chained = new HashSet<Eqn>();
        for (int k = body.size() - 1; k >= 0; k--) {
            Eqn x = body.get(k);
            if (x.out().stream().anyMatch(v -> needed.contains(v) && late.contains(v))) {
                chained.add(x);
                needed.addAll(uses(x));
            }
        }
        var before = new ArrayList<Eqn>();
        var chain = new ArrayList<Eqn>();
        var after = new ArrayList<Eqn>();
        for (Eqn x : body) {
            (chained.contains(x) ? chain : uses(x).stream().anyMatch(late::contains) ? after : before).add(x);
        }
        var made = new LinkedHashSet<Var>();
        before.forEach(x -> x.out().stream().filter(v -> !v.isArray()).forEach(made::add));
        var used = new HashSet<Var>(Var.among(yields));
        chain.forEach(x -> used.addAll(uses(x)));
        var then = new HashSet<Var>();
        after.forEach(x -> then.addAll(uses(x)));
        List<Var> crossing = made.stream().filter(v -> used.contains(v) || then.contains(v)).toList();
        var links = new LinkedHashSet<Var>(carries);
        chain.forEach(x -> links.addAll(x.out()));
        List<Var> kept = links.stream().filter(then::contains).toList();
        return new OrderedSplit(n, index, carries, init, yields, results, before, chain, after, crossing, kept, versions);
    }

    /** The variables that an equation uses, in its regions, too. */
    public static Set<Var> uses(Eqn x) {
        var out = new HashSet<Var>(Var.among(x.in()));
        out.addAll(Regions.captures(x));
        return out;
    }

    /** Whether enough is done beside the chain that other threads than its own are of use: something is read, or slow. */
    public boolean worthwhile() {
        boolean[] some = {false};
        Regions.each(before, x -> some[0] |= x.prim() == Prim.INDEX || x.prim().cost().isSlow());
        Regions.each(after, x -> some[0] |= x.prim() == Prim.UPDATE);
        return some[0];
    }

    /** Whether what is done beside the chain is so much that it is worth a grid. */
    boolean heavy() {
        return Regions.any(before, x -> !Regions.of(x).isEmpty() && x.prim() != Prim.COND || x.prim().cost().isSlow());
    }
}
