package dev.jacobi.vectorize.order;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two loops in each trip of a parallel one that do the same, up to the trip's number and behind it, as one loop that leaves that number out:
 *
 * <pre>
 *  for (j = 0; j &lt; i; j++) s -= a[i][j] * x[j];  for (j = i + 1; j &lt; n; j++) s -= a[i][j] * x[j];        for (j = 0; j &lt; n; j++) if (j != i) s -= a[i][j] * x[j];
 * </pre>
 *
 * Of the two, each trip has another number of trips; of the one all have the same, so that they go side by side. The order of a sum stays.
 */
final class JoinedHalves {
    private final Eqn around;
    private final Var number;
    private final Definitions definitions;
    private final Map<Integer, Integer> uses;

    private JoinedHalves(Eqn around) {
        this.around = around;
        RegionView loop = RegionView.of(around);
        number = loop.trip();
        definitions = Definitions.in(loop.body().body());
        uses = Regions.uses(loop.body().body(), loop.body().out());
    }

    /** The function with such loops joined; itself where there are none. */
    static Func run(Func f) {
        var firsts = new HashMap<Integer, Eqn>();
        var joined = new HashMap<Integer, JoinedHalves>();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.MAP || e.prim() == Prim.REDUCE) {
                var halves = new JoinedHalves(e);
                RegionView.of(e).body().body().stream().filter(x -> isSum(x) && x.in().get(0) instanceof Var).forEach(second -> {
                    Eqn first = halves.first(second);
                    if (first != null) {
                        firsts.put(second.result().id(), first);
                        joined.put(first.result().id(), halves);
                    }
                });
            }
        });
        return firsts.isEmpty() ? f : Rewrite.run(f, (e, r) -> {
            if (e.out().isEmpty() || e.prim() != Prim.FOR) {
                return false;
            }
            Eqn first = firsts.get(e.result().id());
            if (first != null) {
                joined.get(first.result().id()).write(first, e, r);
            }
            return first != null || joined.containsKey(e.result().id()); // the first one goes
        });
    }

    /** A loop of numbers alone that does not compute much, without checks and branches. */
    private static boolean isSum(Eqn e) {
        return e.prim() == Prim.FOR && e.in().size() > 1 && e.out().stream().allMatch(v -> v.type().isScalar()) && BothBranches.areShort(RegionView.of(e).body().body());
    }

    /** The loop up to the number that goes before this one behind it; null where there is none. */
    private Eqn first(Eqn second) {
        Eqn first = definitions.of(second.in().get(1));
        boolean before = first != null && isSum(first) && first.in().get(0).equals(number) && second.in().subList(1, second.in().size()).equals(first.out())
            && first.out().stream().allMatch(v -> uses.get(v.id()) == 1);
        Var from = before ? begin(second.in().get(0)) : null;
        return from != null && isAlike(RegionView.of(first), RegionView.of(second), from) ? first : null;
    }

    /** The number behind that of the trip where there are as many trips as from there to the end of the loop around. */
    private Var begin(Atom trips) {
        Eqn e = definitions.of(trips);
        Eqn from = e != null && e.prim() == Prim.SUB && e.in().get(0).equals(around.in().get(0)) ? definitions.of(e.in().get(1)) : null;
        return from != null && from.prim() == Prim.ADD && from.in().equals(List.of(number, Lit.of(number.dtype(), 1))) ? from.result() : null;
    }

    private boolean isAlike(RegionView first, RegionView second, Var from) {
        Map<Integer, Atom> same = new HashMap<>();
        for (int k = 0; k < first.params().size(); k++) {
            same.put(second.params().get(k).id(), first.params().get(k));
        }
        List<Eqn> body = first.body().body();
        int next = 0;
        for (Eqn x : second.body().body()) {
            if (x.prim() == Prim.ADD && (x.in().equals(List.of(from, second.trip())) || x.in().equals(List.of(second.trip(), from)))) {
                same.put(x.result().id(), first.trip());
                continue;
            }
            Eqn y = next < body.size() ? body.get(next++) : null;
            boolean alike = y != null && y.prim() == x.prim() && y.params().equals(x.params()) && y.in().equals(Rewrite.substitute(x.in(), same)) && y.result().type().equals(x.result().type());
            if (!alike || x.in().contains(second.trip())) {
                return false;
            }
            same.put(x.result().id(), y.result());
        }
        return next == body.size() && first.body().out().equals(Rewrite.substitute(second.body().out(), same));
    }

    private void write(Eqn first, Eqn second, Rewrite r) {
        RegionView loop = RegionView.of(first);
        var params = new ArrayList<Var>(List.of(loop.trip()));
        params.addAll(loop.params());
        r.b.open();
        Var own = r.b.emit(Prim.EQ, loop.trip(), r.atom(number));
        List<Var> outs = loop.params().stream().map(v -> r.b.fresh(v.type())).toList();
        r.append(new Eqn(Prim.COND, List.of(own), new Params.Branches(List.of(new Region(List.of(), loop.body().body(), loop.body().out()), new Region(List.of(), List.of(), List.copyOf(loop.params())))), outs));
        var in = new ArrayList<Atom>(List.of(r.atom(around.in().get(0))));
        in.addAll(r.atoms(loop.inits()));
        r.b.append(new Eqn(Prim.FOR, in, new Params.Loop(Dim.UNKNOWN, r.b.close(params, outs)), second.out()));
    }
}
