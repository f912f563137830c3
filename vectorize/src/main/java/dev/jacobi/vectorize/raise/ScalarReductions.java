package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recognises a scalar carry that a loop's body only folds into: carry = carry op term, possibly several times, in branches and
 * in inner loops. Then the carry's yield computed from the operator's neutral element is the trip's term.
 */
public final class ScalarReductions {
    private final Definitions defs;
    private final boolean fast;
    private final Set<Integer> chain = new HashSet<>();
    private final Map<Integer, Integer> chained = new HashMap<>();
    private Prim op;

    private ScalarReductions(Definitions defs, boolean fast) {
        this.defs = defs;
        this.fast = fast;
    }

    /** The operator of the fold that a carry is, or null when it is none that may be reordered. */
    public static Prim of(Region body, RegionView.Slot carry, Definitions defs, boolean fast) {
        var f = new ScalarReductions(defs, fast);
        if (!f.follow(carry.yield(), carry.param()) || f.op == null) {
            return null;
        }
        // Every use of a value on the chain must be the one by which the chain goes on.
        Map<Integer, Integer> uses = Regions.uses(body.body(), body.out());
        for (int id : f.chain) {
            if (!uses.getOrDefault(id, 0).equals(f.chained.getOrDefault(id, 0))) {
                return null;
            }
        }
        return f.op;
    }

    private boolean reorders(Prim p, DType t) {
        boolean real = t == DType.F64 || t == DType.F32;
        if (p == Prim.ADD || p == Prim.MUL) {
            return t.isInt() || fast && real;
        } else if (p == Prim.MIN || p == Prim.MAX) {
            return t.isInt() || real;
        }
        return (p == Prim.AND || p == Prim.OR || p == Prim.XOR) && !t.isFloat();
    }

    private boolean uses(Prim p, DType t) {
        if (!reorders(p, t) || op != null && op != p) {
            return false;
        }
        op = p;
        return true;
    }

    /** Follows the chain back from y to its start; each step counts one use of the value it goes through. */
    private boolean follow(Atom y, Var start) {
        if (!(y instanceof Var v)) {
            return false;
        }
        chained.merge(v.id(), 1, Integer::sum);
        if (v.equals(start)) {
            chain.add(v.id());
            return true;
        }
        Eqn e = defs.of(v);
        if (e == null) {
            return false;
        }
        if (!chain.add(v.id())) {
            return true;
        }
        List<Atom> ways = Definitions.ways(e, v);
        if (ways != null) {
            return ways.stream().allMatch(w -> follow(w, start));
        }
        return e.prim().group() == Prim.Group.BINARY ? binary(e, v, start) : e.prim().group() == Prim.Group.CONTROL && control(e, v, start);
    }

    private boolean binary(Eqn e, Var v, Var start) {
        Atom a = e.in().get(0);
        Atom b = e.in().get(1);
        if (e.prim() == Prim.SUB) {
            return uses(Prim.ADD, v.dtype()) && reaches(a, start, new HashSet<>(), 0) && follow(a, start);
        }
        return uses(e.prim(), v.dtype()) && (reaches(a, start, new HashSet<>(), 0) ? follow(a, start) : follow(b, start));
    }

    /** A cheap look whether the chain may come from this operand; what has been looked at in vain is not again, as ways meet again behind each choice. */
    private boolean reaches(Atom a, Var start, Set<Atom> seen, int depth) {
        if (a.equals(start)) {
            return true;
        }
        Eqn e = defs.of(a);
        if (e == null || depth > 60 || !seen.add(a)) {
            return false;
        }
        Prim p = e.prim();
        List<Atom> ways = Definitions.ways(e, a);
        if (ways != null) {
            return ways.stream().anyMatch(w -> reaches(w, start, seen, depth + 1));
        } else if (p == Prim.FOR || p == Prim.WHILE) {
            return reaches(RegionView.ofResult(e, a).init(), start, seen, depth + 1);
        }
        return (p == op || p == Prim.SUB && op == Prim.ADD)
            && (reaches(e.in().get(0), start, seen, depth + 1) || p != Prim.SUB && reaches(e.in().get(1), start, seen, depth + 1));
    }

    private boolean control(Eqn e, Var v, Var start) {
        RegionView.Slot s = RegionView.ofResult(e, v);
        if (e.prim() == Prim.WHILE) {
            // The condition must not look at it.
            chain.add(s.params().get(0).id());
        }
        return (e.prim() == Prim.FOR || e.prim() == Prim.WHILE) && follow(s.yield(), s.param()) && follow(s.init(), start);
    }
}
