package dev.jacobi.vectorize.rewrite;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Looking at equations and the regions inside them; nothing here changes anything. */
public final class Regions {
    private Regions() {
    }

    /** The regions of an equation, in order of evaluation. */
    public static List<Region> of(Eqn e) {
        return of(e.params());
    }

    static List<Region> of(Params p) {
        return Rewrite.regions(p);
    }

    /** The number of the trip in a loop's body. */
    public static Var trip(Eqn loop) {
        return of(loop).get(0).params().get(0);
    }

    /** The same params with other regions, as many as they have. */
    public static Params with(Params p, List<Region> regions) {
        var next = regions.iterator();
        return Rewrite.mapRegions(p, r -> next.next());
    }

    /** Whether a block has an equation with regions. */
    public static boolean any(List<Eqn> body) {
        for (Eqn e : body) {
            if (!of(e).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Visits the equations of a block and of all regions inside, outer ones first. */
    public static void each(List<Eqn> body, Consumer<Eqn> visit) {
        for (Eqn e : body) {
            visit.accept(e);
            for (Region r : of(e)) {
                each(r.body(), visit);
            }
        }
    }

    /** Defining equations by id of the variable, regions included. */
    public static Map<Integer, Eqn> definitions(List<Eqn> body) {
        var defs = new HashMap<Integer, Eqn>();
        each(body, e -> e.out().forEach(v -> defs.put(v.id(), e)));
        return defs;
    }

    /** Every variable that a region defines, its parameters and those of inner regions included. */
    public static Set<Integer> defined(Region r) {
        var ids = new HashSet<Integer>();
        r.params().forEach(v -> ids.add(v.id()));
        each(r.body(), e -> {
            e.out().forEach(v -> ids.add(v.id()));
            of(e).forEach(q -> q.params().forEach(v -> ids.add(v.id())));
        });
        return ids;
    }

    /** How often each variable is read, as operand or yield. */
    public static Map<Integer, Integer> uses(List<Eqn> body, List<? extends Atom> out) {
        var uses = new HashMap<Integer, Integer>();
        Consumer<Atom> read = a -> {
            if (a instanceof Var v) {
                uses.merge(v.id(), 1, Integer::sum);
            }
        };
        each(body, e -> {
            e.in().forEach(read);
            of(e).forEach(r -> r.out().forEach(read));
        });
        out.forEach(read);
        return uses;
    }

    /** True when the equation does something besides computing its results, itself or inside. */
    public static boolean hasEffect(Eqn e) {
        if (e.prim().hasEffect()) {
            return true;
        }
        for (Region r : of(e)) {
            for (Eqn x : r.body()) {
                if (hasEffect(x)) {
                    return true;
                }
            }
        }
        // A call may fail inside: it stays.
        return e.prim() == dev.jacobi.ir.Prim.CALL && !External.is(e);
    }

    /** One list after the other. */
    public static <T> List<T> concat(List<? extends T> a, List<? extends T> b) {
        var all = new ArrayList<T>(a);
        all.addAll(b);
        return all;
    }
}
