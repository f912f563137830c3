package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places that are certainly within their arrays need not be brought there: {@code index[clamp] a i} is {@code index a i}, and {@code min i n-1} is {@code i}. Gradients clamp where they read what the
 * program reads under a condition, and places behind a min or max look as if they might be anywhere.
 */
public final class KnownPlaces implements Optimisation {
    @Override
    public String name() {
        return "known-places";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), KnownPlaces::asks)) {
            return in;
        }
        Map<Eqn, Atom> extremes = new IdentityHashMap<>();
        Map<Eqn, Boolean> inside = new IdentityHashMap<>();
        var values = new IntValues(in);
        values.walk(in.body(), e -> {
            if (isExtreme(e)) {
                Atom one = one(e, values);
                if (one != null) {
                    extremes.put(e, one);
                }
            } else if (clamps(e) && isInside(e, values)) {
                inside.put(e, true);
            }
        });
        return extremes.isEmpty() && inside.isEmpty() ? in : Rewrite.run(in, (e, r) -> {
            if (extremes.containsKey(r.old())) {
                r.replace(e.out(), r.atoms(List.of(extremes.get(r.old()))));
                return true;
            } else if (inside.containsKey(r.old())) {
                Params.Access p = (Params.Access) e.params();
                r.append(new Eqn(e.prim(), e.in(), new Params.Access(Params.Mode.PROMISED, p.axis(), p.op()), e.out()));
                return true;
            }
            return false;
        });
    }

    private static boolean asks(Eqn e) {
        return clamps(e) || !Regions.of(e).isEmpty() && Regions.any(Regions.of(e).get(0).body(), KnownPlaces::isExtreme);
    }

    private static boolean isExtreme(Eqn e) {
        return (e.prim() == Prim.MIN || e.prim() == Prim.MAX) && e.result().type().isScalar() && e.result().dtype().isInt();
    }

    private static boolean clamps(Eqn e) {
        return (e.prim() == Prim.INDEX || e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) && e.params() instanceof Params.Access a && a.mode() == Params.Mode.CLAMP;
    }

    /** The operand that a min or max is, where that is certain. */
    private static Atom one(Eqn e, IntValues values) {
        Atom a = e.in().get(0);
        Atom b = e.in().get(1);
        try {
            Poly more = values.exact(b).minus(values.exact(a));
            boolean least = e.prim() == Prim.MIN;
            return values.facts.prove(more) ? least ? a : b : values.facts.prove(more.negate()) ? least ? b : a : null;
        } catch (ArithmeticException tooLarge) {
            return null;
        }
    }

    private static boolean isInside(Eqn e, IntValues values) {
        return values.shapes.isInside(e.in().get(0), e.indices().stream().map(values::exact).toList(), values.facts);
    }
}
