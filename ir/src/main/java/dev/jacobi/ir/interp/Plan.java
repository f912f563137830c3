package dev.jacobi.ir.interp;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A function prepared for interpretation: for each equation the array variables whose last use it is, so that the
 * interpreter can let go of them and update in place. A variable dies in the region that defines it; one that is last used
 * by a {@code cond} dies within each branch, because only one branch runs and it runs once.
 */
final class Plan {
    final Func func;
    final Block body;
    final int slots;

    /** Equations, and the variables to let go of once the values yielded have been read. */
    record Block(List<Var> params, Step[] steps, List<Atom> out, int[] dieAtEnd) {
    }

    /** An equation; {@code scalar} when it is elementwise on scalars; {@code before} dies once the operands have been read, {@code after} when all is done. */
    record Step(Eqn eqn, boolean scalar, Block[] blocks, int[] before, int[] after) {
    }

    private int max = -1;

    Plan(Func f) {
        func = f;
        body = block(f.in(), f.body(), f.out(), Set.of());
        slots = max + 1;
    }

    private static boolean counted(Atom a) {
        return a instanceof Var v && !v.type().isScalar();
    }

    private static void addVars(List<? extends Atom> atoms, Set<Integer> to) {
        for (Atom a : atoms) {
            if (counted(a)) {
                to.add(((Var) a).id());
            }
        }
    }

    private Block block(List<Var> params, List<Eqn> eqns, List<Atom> out, Set<Integer> alsoMine) {
        Set<Integer> mine = new HashSet<>(alsoMine);
        see(params);
        addVars(params, mine);
        eqns.forEach(e -> addVars(e.out(), mine));
        Set<Integer> live = new HashSet<>();
        addVars(out, live);
        Set<Integer> atEnd = new HashSet<>(live);
        atEnd.retainAll(mine);
        Step[] steps = new Step[eqns.size()];
        for (int i = eqns.size() - 1; i >= 0; i--) {
            steps[i] = step(eqns.get(i), mine, live);
        }
        // A parameter that nothing uses has no last use either.
        addVars(params, atEnd);
        return new Block(params, steps, out, ints(atEnd));
    }

    private Step step(Eqn e, Set<Integer> mine, Set<Integer> live) {
        see(e.out());
        List<Region> regions = Regions.of(e);
        Set<Integer> captured = new HashSet<>();
        regions.forEach(r -> capture(r, captured));
        Set<Integer> before = new HashSet<>();
        addVars(e.in(), before);
        Set<Integer> after = new HashSet<>(captured);
        addVars(e.out(), after);
        before.removeAll(captured);
        before.removeAll(live);
        before.retainAll(mine);
        after.removeAll(live);
        after.retainAll(mine);
        Set<Integer> given = e.prim() == Prim.COND ? after : Set.of();
        Block[] blocks = regions.stream().map(r -> block(r.params(), r.body(), r.out(), given)).toArray(Block[]::new);
        addVars(e.in(), live);
        live.addAll(captured);
        return new Step(e, isScalar(e), blocks, ints(before), ints(after));
    }

    private static boolean isScalar(Eqn e) {
        return switch (e.prim().group()) {
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION -> e.result().type().isScalar();
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> false;
        };
    }

    private void see(List<Var> vars) {
        for (Var v : vars) {
            max = Math.max(max, v.id());
        }
    }

    /** Every array variable mentioned in a region, its own ones too (they are in nobody else's sets). */
    private static void capture(Region r, Set<Integer> to) {
        for (Eqn e : r.body()) {
            addVars(e.in(), to);
            Regions.of(e).forEach(n -> capture(n, to));
        }
        addVars(r.out(), to);
    }

    private static int[] ints(Set<Integer> ids) {
        return new ArrayList<>(ids).stream().mapToInt(Integer::intValue).toArray();
    }
}
