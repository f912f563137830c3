package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a write may come after another access and touch the same element. Indices are sums of trips and values from around; one axis on which the
 * indices certainly differ is enough. All holds modulo 2^32, as indices are computed; so few terms are allowed that a difference cannot wrap to zero.
 */
final class Overwriting {
    private static final int STEPS = 6;
    private static final long MOST = (1L << 31) - 2;
    private final BlockTree prog;
    private final AccessProofs proofs;

    Overwriting(BlockTree prog, AccessProofs proofs) {
        this.prog = prog;
        this.proofs = proofs;
    }

    /** A variable as an access has it: {@code later} in the trip of the write, which may be another one. The variable null is the distance of the two trips. */
    private record Sym(Var v, boolean later) {
    }

    private static final Sym DISTANCE = new Sym(null, true);

    /** The sum of a constant and multiples of symbols. */
    private record Sum(long constant, Map<Sym, Long> terms) {
        Sum plus(Sum o, long factor) {
            var sum = new HashMap<>(terms);
            o.terms.forEach((s, c) -> sum.merge(s, c * factor, Long::sum));
            sum.values().removeIf(c -> c == 0);
            return new Sum(constant + factor * o.constant, sum);
        }

        /** Whether its size is less than 2^32 when each symbol is from 0 to 2^31 - 2. */
        boolean isSmall() {
            long up = constant;
            long down = constant;
            for (long c : terms.values()) {
                if (Math.abs(c) > 4) {
                    return false;
                }
                up += Math.max(c, 0) * MOST;
                down += Math.min(c, 0) * MOST;
            }
            return Math.abs(constant) <= MOST && up < 1L << 32 && down > -(1L << 32);
        }
    }

    /** The loops in whose trip both accesses lie, the outermost first, and how a variable is called at the write. */
    private record Frame(List<BlockTree.Block> common, int moving) {
    }

    boolean mayFollow(UnoverwrittenValues.Point first, UnoverwrittenValues.Point write) {
        if (areDifferentNumbers(first.at(), write.at())) {
            return false;
        }
        var common = new ArrayList<BlockTree.Block>();
        int depth = 0;
        int most = Math.min(first.blocks().size(), write.blocks().size());
        while (depth < most && first.blocks().get(depth) == write.blocks().get(depth)) {
            if (first.blocks().get(depth).isLevel()) {
                common.add(first.blocks().get(depth));
            }
            depth++;
            if (!first.places().get(depth - 1).equals(write.places().get(depth - 1))) {
                break;
            }
        }
        // In the same trips of all these loops: only when it stands behind; two branches never run both.
        boolean behind = write.places().get(depth - 1) > first.places().get(depth - 1);
        Eqn innermost = common.get(common.size() - 1).owner;
        if (behind && mayBeEqual(first, write, new Frame(common, common.size())) && !proofs.neverInTrip(first.eqn(), write.eqn(), innermost)) {
            return true;
        }
        for (int k = 0; k < common.size(); k++) {
            Eqn loop = common.get(k).owner;
            // Trips of parallel loops touch elements of their own.
            boolean inOrder = loop.prim() != Prim.MAP && loop.prim() != Prim.REDUCE;
            if (inOrder && mayBeEqual(first, write, new Frame(common, k)) && !proofs.neverLater(first.eqn(), write.eqn(), loop)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the elements have different constants on an axis, as those have that lie side by side on a tape. */
    private static boolean areDifferentNumbers(List<Atom> a, List<Atom> b) {
        for (int k = 0; k < a.size(); k++) {
            if (a.get(k) instanceof Lit x && b.get(k) instanceof Lit y && x.asLong() != y.asLong()) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeEqual(UnoverwrittenValues.Point first, UnoverwrittenValues.Point write, Frame f) {
        for (int axis = 0; axis < first.at().size(); axis++) {
            Sum d = named(sum(write.at().get(axis), 0), f).plus(sum(first.at().get(axis), 0), -1);
            if (d.isSmall() && (isPositive(d, f, STEPS) || isPositive(new Sum(0, Map.of()).plus(d, -1), f, STEPS))) {
                return false;
            }
        }
        return true;
    }

    /** The sum at the write, whose trip of the moving loop is a later one. */
    private Sum named(Sum s, Frame f) {
        Sum out = new Sum(s.constant, Map.of());
        for (Map.Entry<Sym, Long> t : s.terms.entrySet()) {
            Var v = t.getKey().v();
            BlockTree.Block level = prog.home(v).level();
            int k = f.common.indexOf(level);
            boolean around = k >= 0 ? k < f.moving : level.isFunction();
            boolean moves = k >= 0 && k == f.moving && v.equals(level.trip());
            out = out.plus(new Sum(0, Map.of(new Sym(v, !around && !moves), 1L)), t.getValue());
            out = moves ? out.plus(new Sum(0, Map.of(DISTANCE, 1L)), t.getValue()) : out;
        }
        return out;
    }

    private Sum sum(Atom a, int depth) {
        if (a instanceof Lit l) {
            return new Sum(l.asLong(), Map.of());
        }
        var v = (Var) a;
        Eqn e = depth > 20 ? null : prog.def(v);
        if (e != null && whole(v)) {
            if (e.prim() == Prim.ADD || e.prim() == Prim.SUB) {
                return sum(e.in().get(0), depth + 1).plus(sum(e.in().get(1), depth + 1), e.prim() == Prim.ADD ? 1 : -1);
            } else if (e.prim() == Prim.CONVERT && e.in().get(0) instanceof Var w && whole(w)) {
                return sum(w, depth + 1);
            }
        }
        return new Sum(0, Map.of(new Sym(v, false), 1L));
    }

    private static boolean whole(Var v) {
        return v.dtype() == DType.I32 || v.dtype() == DType.I64;
    }

    private boolean isPositive(Sum d, Frame f, int steps) {
        if (Math.abs(d.constant) > MOST) {
            return false;
        }
        long least = d.constant;
        for (Map.Entry<Sym, Long> t : d.terms.entrySet()) {
            Sym s = t.getKey();
            if (s.equals(DISTANCE) && t.getValue() > 0) {
                least += t.getValue();
            } else if (s.equals(DISTANCE) || !isTrip(s.v())) {
                return false;
            } else if (t.getValue() < 0) {
                Sum most = steps == 0 ? null : most(s, f);
                return most != null && isPositive(d.plus(new Sum(0, Map.of(s, 1L)), -t.getValue()).plus(most, t.getValue()), f, steps - 1);
            }
        }
        return least > 0;
    }

    private boolean isTrip(Var v) {
        BlockTree.Block level = prog.home(v).level();
        return !level.isFunction() && v.dtype() == DType.I32 && v.equals(level.trip());
    }

    /** The largest value of a trip's number, when its loop's count is a number, or one with another trip's number that cannot wrap; else null. */
    private Sum most(Sym trip, Frame f) {
        Eqn loop = prog.home(trip.v()).level().owner;
        if (loop.prim() == Prim.WHILE) {
            return null;
        }
        Sum n = sum(loop.in().get(0), 0);
        boolean exact = n.terms.isEmpty() || n.terms.size() == 1 && n.terms.values().iterator().next() == 1 && n.constant <= 1 && n.constant > -MOST
            && isTrip(n.terms.keySet().iterator().next().v());
        return exact ? (trip.later() ? named(n, f) : n).plus(new Sum(1, Map.of()), -1) : null;
    }

    /** True when a read that would be clamped is inside anyway: its indices are trips of loops that run to the array's extents, or to the number of such a trip. */
    boolean isInside(UnoverwrittenValues.Point read) {
        for (int axis = 0; axis < read.at().size(); axis++) {
            if (!isInside(read.at().get(axis), read.array(), axis)) {
                return false;
            }
        }
        return true;
    }

    private boolean isInside(Atom at, Var array, int axis) {
        if (!(at instanceof Var v) || !isTrip(v) || prog.home(v).level().owner.prim() == Prim.WHILE) {
            return false;
        }
        Atom count = prog.home(v).level().owner.in().get(0);
        Sum n = sum(count, 0);
        boolean likeTrip = n.terms.size() == 1 && n.terms.values().iterator().next() == 1 && n.constant <= 1 && n.constant > -MOST;
        return prog.isExtent(count, array, axis) || likeTrip && isInside(n.terms.keySet().iterator().next().v(), array, axis);
    }
}
