package dev.jacobi.vectorize;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Pass;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves scalar arithmetic on values that a loop does not change in front of the loop, where range analysis sees one symbol in place
 * of one per trip. Every such primitive is total, so it may run though the loop makes no trip. Element reads stay, as
 * only a check in the loop may make them valid.
 */
public final class Hoist implements Pass {
    @Override
    public String name() {
        return "hoist";
    }

    @Override
    public Func run(Func in) {
        return new Func(in.in(), block(in.body()), in.out());
    }

    private static List<Eqn> block(List<Eqn> body) {
        var out = new ArrayList<Eqn>();
        for (Eqn e : body) {
            List<Region> rs = Regions.of(e);
            if (rs.isEmpty()) {
                out.add(e);
                continue;
            }
            var now = new ArrayList<Region>();
            for (Region r : rs) {
                List<Eqn> inner = block(r.body());
                if (e.prim() == Prim.COND) {
                    now.add(new Region(r.params(), inner, r.out()));
                    continue;
                }
                Set<Integer> inside = new HashSet<>(Regions.defined(new Region(r.params(), inner, r.out())));
                // A while evaluates its condition at least once, so what is fixed in it may fail or read before the loop.
                boolean certain = e.prim() == Prim.WHILE && now.isEmpty();
                var kept = new ArrayList<Eqn>();
                for (Eqn x : inner) {
                    boolean fixed = x.in().stream().noneMatch(a -> a instanceof Var v && inside.contains(v.id()));
                    if (fixed && (isScalarArithmetic(x) || certain && (x.prim() == Prim.CHECK || x.prim() == Prim.INDEX))) {
                        out.add(x);
                        x.out().forEach(v -> inside.remove(v.id()));
                    } else {
                        kept.add(x);
                    }
                }
                now.add(new Region(r.params(), kept, r.out()));
            }
            out.add(new Eqn(e.prim(), e.in(), Regions.with(e.params(), now), e.out()));
        }
        return out;
    }

    private static boolean isScalarArithmetic(Eqn e) {
        boolean scalars = e.in().stream().map(Atom::type).allMatch(t -> t.isScalar()) && e.out().stream().allMatch(v -> v.type().isScalar());
        return switch (e.prim().group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> scalars;
            case STRUCTURAL -> e.prim() == Prim.DIM;
            case ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }
}
