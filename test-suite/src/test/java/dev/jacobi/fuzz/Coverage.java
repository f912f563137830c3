// Which primitives, and which forms of them, the programs reach.
package dev.jacobi.fuzz;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Counts programs, not equations. */
final class Coverage {
    private Coverage() {
    }

    static void count(Counts counts, Mode mode, Module module) {
        if (!mode.interprets()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        module.funcs().values().forEach(f -> f.body().forEach(e -> eqn(e, 0, seen)));
        seen.forEach(s -> counts.add(mode + " has " + s));
    }

    private static void eqn(Eqn e, int depth, Set<String> seen) {
        String prim = e.prim().name().toLowerCase(Locale.ROOT);
        seen.add(prim);
        // a loop may have nothing that comes in or goes out
        Stream.of(e.out(), e.in()).filter(atoms -> !atoms.isEmpty()).findFirst()
            .ifPresent(atoms -> seen.add(prim + " " + atoms.get(0).type().dtype().name().toLowerCase(Locale.ROOT)));
        if (e.params() instanceof Params.Access a) {
            seen.add(prim + " " + a.mode());
        } else if (e.params() instanceof Params.Check c) {
            seen.add("check " + c.code());
        } else if (e.params() instanceof Params.Fold f) {
            f.ops().forEach(op -> seen.add(prim + " " + op.name().toLowerCase(Locale.ROOT)));
        }
        for (Region r : Regions.of(e)) {
            seen.add(prim + " at depth " + Math.min(depth, 4));
            r.body().forEach(inner -> eqn(inner, depth + 1, seen));
        }
    }
}
