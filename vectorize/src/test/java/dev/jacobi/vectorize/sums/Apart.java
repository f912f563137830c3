package dev.jacobi.vectorize.sums;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets every trip of a map or reduce start from the arrays as they were before the loop, and brings together what the trips have changed: two trips that add
 * to one element lose one of the sums, in any order of the trips. A NaN is an element that has no value yet.
 */
final class Apart {
    private Apart() {
    }

    static Func run(Func f) {
        return Rewrite.run(f, (e, r) -> {
            if (e.prim() != Prim.MAP && e.prim() != Prim.REDUCE) {
                return false;
            }
            List<Prim> ops = e.params() instanceof Params.Fold fold ? fold.ops() : List.of();
            Region body = Regions.of(e).get(0);
            int first = ops.size();
            int arrays = body.params().size() - 1;
            if (body.out().size() != first + arrays) {
                return false;
            }
            Builder b = r.b;
            var params = new ArrayList<Var>(List.of(body.params().get(0)));
            e.out().forEach(v -> params.add(b.fresh(v.type())));
            for (int k = 0; k < arrays; k++) {
                r.replace(body.params().get(1 + k), e.in().get(1 + first + k));
            }
            b.open();
            r.append(body.body());
            List<Atom> out = r.atoms(body.out());
            var yields = new ArrayList<Atom>();
            for (int k = 0; k < first; k++) {
                yields.add(b.emit(ops.get(k), params.get(1 + k), out.get(k)));
            }
            for (int k = first; k < out.size(); k++) {
                Var changed = b.emit(Prim.AND, b.emit(Prim.NE, out.get(k), e.in().get(1 + k)), b.emit(Prim.EQ, out.get(k), out.get(k)));
                yields.add(b.emit(Prim.SELECT, changed, out.get(k), params.get(1 + k)));
            }
            r.replace(e.out(), b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, b.close(params, yields)), e.in()));
            return true;
        });
    }
}
