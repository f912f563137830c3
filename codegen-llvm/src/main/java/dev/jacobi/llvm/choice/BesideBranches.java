package dev.jacobi.llvm.choice;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Selects by the condition of a branch that comes behind them in a loop's body and stays a branch, as it stores or loops: {@code if (++n == 32) { out[k++] = bits; bits = 0; n = 0; }}. Which of two values there is is
 * known where the ways of the branch meet. A select before would have each trip wait for the condition, where a processor that foresees the branch goes on. That matters where the next trip's condition asks for what one
 * of them gives; a condition of data is known ahead, and what it chooses is better a select.
 */
public final class BesideBranches {
    /** Longer bodies keep choices in their order, as values may have to go to memory where they are defined. */
    private static final int SHORT = 200;
    private static final Set<Prim> STAYS = EnumSet.of(Prim.UPDATE, Prim.FOR, Prim.WHILE, Prim.MAP, Prim.CALL);

    private BesideBranches() {
    }

    /** All in a function, by the first result of the branch. */
    public static Map<Var, List<Eqn>> of(Func f) {
        var found = new HashMap<Var, List<Eqn>>();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                loop(RegionView.of(e), SteeredReads.handedOn(e), found);
            }
        });
        return found;
    }

    private static void loop(RegionView loop, Set<Atom> made, Map<Var, List<Eqn>> found) {
        List<Eqn> body = loop.body().body();
        if (body.size() > SHORT) {
            return;
        }
        for (int k = 0; k < body.size(); k++) {
            Eqn e = body.get(k);
            if (e.prim() == Prim.COND && !e.out().isEmpty() && Regions.of(e).size() == 2 && Regions.of(e).stream().anyMatch(BesideBranches::stays)) {
                List<Eqn> before = before(body, k);
                before.removeIf(s -> made.contains(s.result()));
                Set<Atom> asked = asked(body, e.in().get(0), new HashSet<>());
                if (loop.carried().stream().anyMatch(s -> asked.contains(s.param()) && before.stream().anyMatch(x -> x.result().equals(s.yield())))) {
                    found.put(e.out().get(0), before);
                }
            }
        }
    }

    /** What the arithmetic of a trip makes a value of. */
    private static Set<Atom> asked(List<Eqn> body, Atom value, Set<Atom> seen) {
        Eqn e = seen.add(value) ? Regions.definition(body, value) : null;
        if (e != null && e.prim().isElementwise()) {
            e.in().forEach(x -> asked(body, x, seen));
        }
        return seen;
    }

    private static boolean stays(Region way) {
        return way.body().stream().anyMatch(e -> STAYS.contains(e.prim()) || Regions.of(e).stream().anyMatch(BesideBranches::stays));
    }

    /** The selects of numbers by the same condition that nothing needs before the branch or in it. */
    private static List<Eqn> before(List<Eqn> body, int branch) {
        var out = new ArrayList<Eqn>();
        var used = new HashSet<Integer>();
        for (int k = branch; k >= 0; k--) {
            Eqn e = body.get(k);
            boolean waits = k < branch && e.prim() == Prim.SELECT && e.in().get(0).equals(body.get(branch).in().get(0)) && e.result().type().isScalar() && !used.contains(e.result().id());
            if (waits) {
                out.add(0, e);
            }
            Regions.uses(e, used::add);
        }
        return out;
    }
}
