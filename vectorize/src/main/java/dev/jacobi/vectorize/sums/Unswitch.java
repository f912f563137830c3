package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A nest in whose branches something is added, where what is asked does not change within the nest: asked in front of it, so that each branch is a nest that only adds. */
final class Unswitch {
    private static final int MOST = 300;
    /** With so many questions there are sixteen nests; each further one would double them. */
    private static final int MOST_QUESTIONS = 4;

    private Unswitch() {
    }

    /** The function with such branches around all of its nests but those with these results. */
    static Func run(Func f, Set<Integer> stay) {
        return Rewrite.run(f, (e, r) -> {
            boolean loop = e.prim() == Prim.FOR || e.prim() == Prim.MAP;
            Eqn asked = loop && e.out().stream().noneMatch(v -> stay.contains(v.id())) ? of(e, r.b) : null;
            if (asked != null) {
                r.append(asked);
            }
            return asked != null;
        });
    }

    /** The branch around two nests; null where there is none. */
    static Eqn of(Eqn loop, Builder fresh) {
        Set<Integer> inside = Regions.defined(Regions.of(loop).get(0));
        var choices = new ArrayList<Eqn>();
        find(Regions.of(loop).get(0).body(), inside, choices);
        if (choices.isEmpty() || choices.stream().map(e -> e.in().get(0)).distinct().count() > MOST_QUESTIONS || Regions.size(List.of(loop)) > MOST) {
            return null;
        }
        Eqn choice = choices.get(0);
        var branches = new ArrayList<Region>();
        for (int k = 0; k < Regions.of(choice).size(); k++) {
            int answer = k;
            fresh.open();
            new Rewrite(fresh, (e, w) -> {
                // all that asks the same gets the same answer
                Eqn was = w.old();
                boolean asks = (e.prim() == Prim.COND || e.prim() == Prim.SELECT) && was.in().get(0).equals(choice.in().get(0));
                if (asks && e.prim() == Prim.COND) {
                    Region branch = Regions.of(was).get(answer);
                    w.append(branch.body());
                    w.replace(was.out(), w.atoms(branch.out()));
                } else if (asks) {
                    w.replace(was.result(), w.atom(was.in().get(answer == 0 ? 2 : 1)));
                }
                return asks;
            }).append(loop);
            List<Eqn> body = fresh.close();
            branches.add(new Region(List.of(), body, List.copyOf(body.get(body.size() - 1).out())));
        }
        return new Eqn(Prim.COND, choice.in(), new Params.Branches(branches), loop.out());
    }

    private static void find(List<Eqn> body, Set<Integer> inside, List<Eqn> to) {
        for (Eqn e : body) {
            boolean fixed = e.prim() == Prim.COND && !(e.in().get(0) instanceof Var v && inside.contains(v.id()));
            if (fixed && Regions.any(List.of(e), x -> x.prim() == Prim.ACC_ADD)) {
                to.add(e);
            }
            if (e.prim() == Prim.FOR || e.prim() == Prim.MAP) {
                find(Regions.of(e).get(0).body(), inside, to);
            }
        }
    }
}
