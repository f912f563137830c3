package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Splits a loop in three: the trips before number {@code at}, that trip, and those after it. Loops whose trips depend on a single
 * one of them (as in Floyd–Warshall, where all rows read row k) so become two parallel loops around it.
 */
final class LoopSplit {
    /** Bodies larger than this are not copied. */
    static final int MOST_EQUATIONS = 120;

    private LoopSplit() {
    }

    /** The equations in place of a for loop whose trips other than {@code at} are independent; {@code at} is one of its trips. */
    static List<Eqn> around(Eqn loop, Atom at, Builder b) {
        Region body = Regions.of(loop).get(0);
        Atom n = loop.in().get(0);
        List<Atom> init = loop.in().subList(1, loop.in().size());
        DType t = n.dtype();
        b.open();
        List<Var> before = b.emitAll(Prim.MAP, new Params.Loop(dev.jacobi.ir.Dim.UNKNOWN, new Rewrite(b).region(body)), Stream.concat(Stream.of(at), init.stream()).toList());
        var one = new Rewrite(b);
        one.replace(body.params().get(0), at);
        one.replace(body.params().subList(1, body.params().size()), before);
        one.body(body.body()).forEach(b::append);
        Var next = b.emit(Prim.ADD, at, Lit.of(t, 1));
        Var rest = b.emit(Prim.SUB, n, next);
        Region last = new Rewrite(b).region(body);
        Var i = b.fresh(body.params().get(0).type());
        var shifted = new ArrayList<Eqn>();
        shifted.add(new Eqn(Prim.ADD, List.of(next, i), Params.NONE, List.of(last.params().get(0))));
        shifted.addAll(last.body());
        var params = new ArrayList<>(last.params());
        params.set(0, i);
        b.append(new Eqn(Prim.MAP, Stream.concat(Stream.of(rest), one.atoms(body.out()).stream()).toList(),
            new Params.Loop(dev.jacobi.ir.Dim.UNKNOWN, new Region(params, shifted, last.out())), loop.out()));
        return b.close(List.of(), List.of()).body();
    }
}
