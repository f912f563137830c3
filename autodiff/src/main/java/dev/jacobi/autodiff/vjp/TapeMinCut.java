package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.analysis.MinCut;
import dev.jacobi.autodiff.analysis.UnoverwrittenValues;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values of one level are kept and which are computed again, so that all that the adjoint needs can be had: a minimum cut of the level's
 * dataflow between what cannot be computed (carries, loads from arrays that change, results of loops and calls) and what is needed. Keeping costs a
 * value's bytes, computing again what its operation costs.
 */
final class TapeMinCut {
    /** The cost of writing and reading back one byte. */
    private static final int BYTE = 10;
    private static final int LAST_RESORT = 1_000_000;
    private final Adjoint adjoint;
    private final Tapes tapes;
    private final BlockTree.Block level;
    private final MinCut cut = new MinCut();
    /** The node before each variable; the one behind it is next. */
    private final Map<Var, Integer> nodes = new LinkedHashMap<>();
    private final Deque<Var> found = new ArrayDeque<>();

    final Set<Var> kept = new LinkedHashSet<>();
    final Set<Eqn> again = Collections.newSetFromMap(new IdentityHashMap<>());
    /** What is read where it stands at the end of its loops. */
    final Map<Var, UnoverwrittenValues.Place> standing = new LinkedHashMap<>();

    TapeMinCut(Adjoint adjoint, Tapes tapes, BlockTree.Block level, List<Var> needed) {
        this.adjoint = adjoint;
        this.tapes = tapes;
        this.level = level;
        for (Var v : needed) {
            cut.edge(node(v) + 1, MinCut.SINK, MinCut.INFINITE);
        }
        while (!found.isEmpty()) {
            edges(found.poll());
        }
        BitSet side = cut.solve();
        nodes.forEach((v, n) -> {
            if (!side.get(n) && side.get(n + 1)) {
                kept.add(v);
            }
        });
        nodes.forEach((v, n) -> {
            Eqn e = adjoint.prog.def(v);
            UnoverwrittenValues.Place place = place(v, e);
            if (side.get(n) && place != null) {
                standing.put(v, place);
            } else if (side.get(n) && e != null) {
                again.add(e);
            }
        });
    }

    private int node(Var v) {
        Integer known = nodes.get(v);
        if (known != null) {
            return known;
        }
        int n = cut.node();
        cut.node();
        nodes.put(v, n);
        found.add(v);
        return n;
    }

    /** The edges into a variable: from what computes it, and from the source at the cost of that. */
    private void edges(Var v) {
        int n = nodes.get(v);
        cut.edge(n, n + 1, keeping(v));
        Eqn e = adjoint.prog.def(v);
        UnoverwrittenValues.Place place = place(v, e);
        if (place != null) {
            cut.edge(MinCut.SOURCE, n, BYTE);
            operands(place.at(), n);
            return;
        }
        if (e == null || !computable(e)) {
            if (!(e == null && v.equals(level.trip()))) {
                cut.edge(MinCut.SOURCE, n, MinCut.INFINITE);
            }
            return;
        }
        int cost = computing(e);
        if (cost > 0) {
            cut.edge(MinCut.SOURCE, n, cost);
        }
        operands(e.in(), n);
    }

    private void operands(List<Atom> in, int n) {
        for (Atom a : in) {
            if (a instanceof Var w && adjoint.prog.home(w).level() == level) {
                cut.edge(node(w) + 1, n, MinCut.INFINITE);
            }
        }
    }

    /** Where the value stands at the end of its loops, if having it in another way costs more than a load. */
    private UnoverwrittenValues.Place place(Var v, Eqn e) {
        if (e == null || adjoint.survivors == null) {
            return null;
        }
        boolean changes = e.prim() == Prim.INDEX && adjoint.prog.home(e.in().get(0)).level() == level;
        return changes || e.prim().cost().isSlow() || !computable(e) ? adjoint.survivors.place(v) : null;
    }

    private int keeping(Var v) {
        return v.type().isScalar() ? BYTE * Math.max(2, v.dtype().bytes()) : tapes.keepsArray(v, level) ? 100 * BYTE
            : tapes.canKeep(v, level) ? LAST_RESORT : MinCut.INFINITE;
    }

    private int computing(Eqn e) {
        Prim p = e.prim();
        boolean lanes = level.owner != null && (level.owner.prim() == Prim.MAP || level.owner.prim() == Prim.REDUCE);
        boolean known = (p == Prim.DIV || p == Prim.REM) && e.in().get(1) instanceof Lit;
        if (known && (e.result().dtype() == DType.I32 || e.result().dtype() == DType.I64 && !lanes)) {
            // an integer is divided by a known number in a product and a few shifts; lanes have no long product for 64 bits
            return 5;
        }
        return switch (p.cost()) {
            case MANY -> lanes ? 7 * BYTE : 12 * BYTE;
            case SEVERAL -> 3 * BYTE;
            case ONE, SCALAR, FUSED, FEW -> p == Prim.INDEX ? BYTE : 1;
        };
    }

    private boolean computable(Eqn e) {
        Prim p = e.prim();
        boolean pure = p.isElementwise() || p == Prim.AXIS_INDEX || makesArray(p) || CallAdjoints.isPure(e)
            || p == Prim.STOP_GRADIENT && e.result().type().isScalar();
        if (p == Prim.INDEX || p == Prim.DIM) {
            // of an array of this level the edge from it decides
            Var a = (Var) e.in().get(0);
            return adjoint.prog.home(a).level() == level ? p == Prim.INDEX && tapes.keepsArray(a, level) || remade(a) : tapes.isThere(a);
        }
        return pure && e.in().stream().allMatch(a -> !(a instanceof Var v) || adjoint.prog.home(v).level() == level || v.type().isScalar()
            || tapes.isThere(v));
    }

    /** Whether it makes an array of a given value, which takes no array to make again. */
    private static boolean makesArray(Prim p) {
        return p.group() == Prim.Group.STRUCTURAL && p.memory() == Prim.Memory.NEW && p.extents() == Prim.Extents.GIVEN;
    }

    /** An array of this level that only depends on scalars. */
    private boolean remade(Var a) {
        Eqn e = adjoint.prog.def(a);
        return e != null && makesArray(e.prim()) && adjoint.prog.stays(a);
    }
}
