package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop outside of others that computes much beside what one trip hands to the next, {@code s += log(row(i))}: what is beside it becomes a map, whose results an array each hold, and the
 * loop that is left only follows the chain. Each value is computed as before and added in the order of before.
 */
public final class LoopsInParts {
    private final Builder b;

    private LoopsInParts(Builder b) {
        this.b = b;
    }

    /** As a pass. */
    public static FunctionPass pass() {
        return OutermostLoops.pass("loops-in-parts", b -> new LoopsInParts(b)::eqn);
    }

    private List<? extends Atom> eqn(Eqn e) {
        boolean loop = e.prim() == Prim.FOR && !Regions.any(List.of(e), x -> x.prim() == Prim.CHECK || x.prim() == Prim.CALL);
        OrderedSplit s = loop ? OrderedSplit.of(e, b.nextId(), true) : null;
        return s == null || !s.heavy() ? null : parts(e, s);
    }

    private List<Atom> parts(Eqn e, OrderedSplit s) {
        List<RegionView.Slot> slots = RegionView.of(e).slots();
        Set<Var> early = new HashSet<>();
        for (Eqn x : s.before()) {
            x.out().stream().filter(s.versions()::containsKey).forEach(v -> early.add(s.versions().get(v)));
        }
        var results = new HashMap<Var, Atom>();
        Map<Var, Var> crossing = map(e, s, slots, early, results);
        // what is left: the chain and what comes after it
        var in = new ArrayList<Atom>(List.of(e.in().get(0)));
        var copy = new Rewrite(b);
        Var i = copy.rename(s.index());
        var params = new ArrayList<Var>(List.of(i));
        var yields = new ArrayList<Atom>();
        var left = new ArrayList<Var>();
        for (RegionView.Slot x : slots) {
            if (!early.contains(x.param())) {
                in.add(x.init());
                params.add(copy.rename(x.param()));
                yields.add(x.yield());
                left.add(x.result());
            }
        }
        b.open();
        crossing.forEach((v, all) -> copy.replace(v, b.index(all, Params.Access.PROMISED, List.of(i))));
        b.append(copy.body(s.chain()));
        b.append(copy.body(s.after()));
        List<Var> out = b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, b.close(params, copy.atoms(yields))), in);
        for (int k = 0; k < left.size(); k++) {
            results.put(left.get(k), out.get(k));
        }
        return e.out().stream().map(results::get).toList();
    }

    /** What comes before the chain, for all trips at once: an array for each scalar that crosses; {@code results} gets the arrays that it writes to. */
    private Map<Var, Var> map(Eqn e, OrderedSplit s, List<RegionView.Slot> slots, Set<Var> early, Map<Var, Atom> results) {
        var in = new ArrayList<Atom>(List.of(e.in().get(0)));
        var copy = new Rewrite(b);
        var params = new ArrayList<Var>(List.of(copy.rename(s.index())));
        var yields = new ArrayList<Atom>();
        var written = new ArrayList<Var>();
        for (RegionView.Slot x : slots) {
            if (early.contains(x.param())) {
                in.add(x.init());
                params.add(copy.rename(x.param()));
                yields.add(x.yield());
                written.add(x.result());
            } else if (x.result().isArray()) {
                copy.replace(x.param(), x.init());
            }
        }
        yields.addAll(s.crossing());
        b.open();
        b.append(copy.body(s.before()));
        Region r = b.close(params, copy.atoms(yields));
        List<Var> out = b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, r), in);
        for (int k = 0; k < written.size(); k++) {
            results.put(written.get(k), out.get(k));
        }
        var arrays = new HashMap<Var, Var>();
        for (int k = 0; k < s.crossing().size(); k++) {
            arrays.put(s.crossing().get(k), out.get(written.size() + k));
        }
        return arrays;
    }
}
