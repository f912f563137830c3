package dev.jacobi.vectorize.vmap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.External;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.DeadCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Elements and rows of a part of an argument, which has more axes than one, are those of the argument: {@code double[][] mine = a[lane]; .. mine[i][j] ..} reads {@code a[lane][i][j]}. So arrays of matrices, one for each
 * lane of a {@code vmap}, may be used as they lie, row by row. So it is with rows of new arrays, such as those that a gradient keeps of each example.
 */
public final class LaneParts {
    private LaneParts() {
    }

    /** The pass, of a lowered program. */
    public static FunctionPass pass() {
        return PassBuilder.named("lane-parts").keeps(Property.LOWERED, Property.NO_VIEWS).mayBeLeftOut().each(LaneParts::run);
    }

    static Func run(Func in) {
        Map<Atom, Eqn> parts = new HashMap<>();
        Regions.each(in.body(), e -> {
            boolean part = isPromised(e) && e.result().type().rank() > 1 && (in.in().contains(e.in().get(0)) || parts.containsKey(e.in().get(0)));
            if (part) {
                parts.put(e.result(), e);
            }
        });
        ofNewArrays(in, parts);
        return parts.isEmpty() ? in : new DeadCode().run(Rewrite.run(in, (e, r) -> {
            Eqn part = isPromised(e) ? parts.get(r.old().in().get(0)) : null;
            if (part == null) {
                return false;
            }
            var whole = new ArrayList<Atom>(part.in());
            for (Eqn outer = parts.get(part.in().get(0)); outer != null; outer = parts.get(outer.in().get(0))) {
                whole.remove(0);
                whole.addAll(0, outer.in());
            }
            whole.addAll(r.old().indices());
            r.b.append(new Eqn(Prim.INDEX, r.atoms(whole), Params.Access.PROMISED, e.out()));
            return true;
        }));
    }

    /** Adds parts that are used for their elements only, of arrays that are only read, where the whole need not be kept for the part. */
    private static void ofNewArrays(Func in, Map<Atom, Eqn> parts) {
        List<Eqn> found = new ArrayList<>();
        Map<Atom, Integer> reads = new HashMap<>();
        Map<Atom, Integer> elements = new HashMap<>();
        Regions.each(in.body(), e -> {
            if (e.params() instanceof Params.Call c && External.isRoutine(c.name())) {
                e.in().stream().filter(Atom::isArray).forEach(a -> reads.merge(a, 1, Integer::sum));
            }
            if (!isPromised(e)) {
                return;
            }
            Atom array = e.in().get(0);
            reads.merge(array, 1, Integer::sum);
            if (e.result().type().isScalar()) {
                elements.merge(array, 1, Integer::sum);
            } else if (!in.in().contains(array) && !parts.containsKey(array)) {
                found.add(e);
            }
        });
        if (found.isEmpty()) {
            return;
        }
        Map<Integer, Integer> uses = Regions.uses(in.body(), in.out());
        for (Eqn e : found) {
            boolean fits = uses.getOrDefault(e.result().id(), 0).equals(elements.getOrDefault(e.result(), 0))
                && uses.getOrDefault(((Var) e.in().get(0)).id(), 0).equals(reads.getOrDefault(e.in().get(0), 0));
            if (fits) {
                parts.put(e.result(), e);
            }
        }
    }

    private static boolean isPromised(Eqn e) {
        return e.prim() == Prim.INDEX && e.params().equals(Params.Access.PROMISED);
    }
}
