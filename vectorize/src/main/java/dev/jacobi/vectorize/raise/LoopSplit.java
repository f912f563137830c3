package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a loop in three: the trips before number {@code at}, that trip, and those after it. Loops whose trips depend on a single
 * one of them (as in Floyd–Warshall, where all rows read row k) so become two parallel loops around it.
 */
final class LoopSplit {
    /** Bodies larger than this are not copied. */
    static final int MOST_EQUATIONS = 120;

    private LoopSplit() {
    }

    /** Appends what stands in place of a for loop whose trips other than {@code at} are independent; {@code at} is one of its trips. */
    static void around(Eqn loop, Atom at, Builder b) {
        RegionView view = RegionView.of(loop);
        Region body = view.body();
        Atom n = view.head();
        List<Var> before = b.loop(Prim.MAP, Dim.UNKNOWN, new Rewrite(b).region(body), at, view.slots().stream().map(RegionView.Slot::init).toList());
        var one = new Rewrite(b).replace(view.trip(), at);
        for (int k = 0; k < before.size(); k++) {
            one.replace(view.slots().get(k).param(), before.get(k));
        }
        one.append(body.body());
        Var next = b.emit(Prim.ADD, at, Lit.of(n.dtype(), 1));
        Var rest = b.emit(Prim.SUB, n, next);
        Region last = new Rewrite(b).region(body);
        Var i = b.fresh(view.trip().type());
        var shifted = new ArrayList<Eqn>(List.of(new Eqn(Prim.ADD, List.of(next, i), Params.NONE, List.of(last.params().get(0)))));
        shifted.addAll(last.body());
        var params = new ArrayList<>(last.params());
        params.set(0, i);
        var in = new ArrayList<Atom>(List.of(rest));
        in.addAll(one.atoms(body.out()));
        b.append(new Eqn(Prim.MAP, in, new Params.Loop(Dim.UNKNOWN, new Region(params, shifted, last.out())), loop.out()));
    }
}
