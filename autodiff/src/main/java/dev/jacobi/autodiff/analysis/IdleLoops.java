package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values loops use that may make no trip, at once or through what else is computed of them. What computes such a value may have been in the loop before others moved it in front; then the program as it was written does
 * not ask for its slope where the loop makes no trip.
 */
public final class IdleLoops {
    private final Map<BlockTree.Block, Set<Var>> used = new IdentityHashMap<>();

    /** Whether a loop in the block, or in one within, that may make no trip uses a value that the block computes. */
    public boolean use(BlockTree.Block b, Var value) {
        return used(b).contains(value);
    }

    private Set<Var> used(BlockTree.Block b) {
        Set<Var> known = used.get(b);
        if (known == null) {
            known = new HashSet<>();
            for (int k = b.eqns.size() - 1; k >= 0; k--) {
                addUsed(b, b.eqns.get(k), known);
            }
            used.put(b, known);
        }
        return known;
    }

    private void addUsed(BlockTree.Block b, Eqn e, Set<Var> to) {
        if (!makesATrip(e) || e.out().stream().anyMatch(to::contains)) {
            to.addAll(Var.among(e.in()));
            to.addAll(Regions.captures(e));
        } else {
            b.inner.getOrDefault(e, List.of()).forEach(inner -> addUsedWithin(inner, e, to));
        }
    }

    /** What loops use of an inner block may be a parameter of it, which begins as one of the operands. */
    private void addUsedWithin(BlockTree.Block inner, Eqn owner, Set<Var> to) {
        Set<Var> within = used(inner);
        to.addAll(within);
        if (inner.params.stream().anyMatch(within::contains)) {
            to.addAll(Var.among(owner.in()));
        }
    }

    /** True of everything but loops, too. */
    private static boolean makesATrip(Eqn e) {
        return !Regions.isLoop(e) || e.prim() != Prim.WHILE && e.in().get(0) instanceof Lit n && n.asLong() > 0;
    }
}
