package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many trips a tape holds whose loops are of differing length, {@code for i < n { for j < i { .. } }}: where each length follows from the trips' numbers and from what stands in front of the nest, the
 * lengths are added up there. The tape is made once and as long as it has to be, where it would else grow by doubling and be asked about in each trip of the loop around.
 */
final class TapeSize {
    /** Loops that are run in front of the nest only to count. */
    private static final int MOST_LOOPS = 2;
    private final BlockTree prog;
    private final Tapes.Group group;
    private final List<BlockTree.Block> around = new ArrayList<>();

    private TapeSize(BlockTree prog, Tapes.Group group) {
        this.prog = prog;
        this.group = group;
    }

    /** Writes the sum in front of the nest; null where the lengths are not known there. */
    static Atom of(BlockTree prog, Tapes.Group group, FormulaBuilder code) {
        var size = new TapeSize(prog, group);
        return size.isCounted() ? size.total(0, new HashMap<>(), code) : null;
    }

    private boolean isCounted() {
        if (group.counter == null || group.nest.isEmpty()) {
            return false;
        }
        for (BlockTree.Block b = group.root().parent; b != group.host; b = b.parent) {
            if (b.isFunction() || !b.isLevel() || !isCounted(b.owner)) {
                return false;
            }
            around.add(0, b);
        }
        return around.size() <= MOST_LOOPS && group.nest.stream().allMatch(b -> isCounted(b.owner))
            && around.stream().allMatch(b -> follows(b.owner.in().get(0), 0)) && group.counts.stream().allMatch(n -> follows(n, 0));
    }

    private static boolean isCounted(Eqn loop) {
        return loop.prim() == Prim.FOR || loop.prim() == Prim.MAP || loop.prim() == Prim.REDUCE;
    }

    /** Whether a number follows from those of the trips by arithmetic. */
    private boolean follows(Atom a, int depth) {
        if (prog.isKnown(a, group.host) || around.stream().anyMatch(b -> a.equals(b.trip()))) {
            return true;
        }
        Eqn e = depth > 20 ? null : prog.def(a);
        return e != null && e.prim().isElementwise() && !e.prim().cost().isSlow() && e.result().type().isScalar() && !e.result().dtype().isFloat()
            && e.in().stream().allMatch(x -> x.type().isScalar() && !x.dtype().isFloat() && follows(x, depth + 1));
    }

    private Atom total(int depth, Map<Atom, Atom> known, FormulaBuilder code) {
        if (depth == around.size()) {
            Atom n = Lit.of(DType.I64, 1);
            for (int k = 0; k < group.counts.size(); k++) {
                Atom places = code.add(length(group.counts.get(k), known, code), Lit.of(DType.I64, group.more(k, group.counts.size())));
                n = n instanceof Lit ? code.mul(n, places) : tooLongAtMost(code.mul(n, places), code);
            }
            return n;
        }
        BlockTree.Block b = around.get(depth);
        Atom trips = there(b.owner.in().get(0), known, code);
        return code.loop(trips, List.of(Lit.of(DType.I64, 0)), at -> {
            Map<Atom, Atom> inside = new HashMap<>(known);
            inside.put(b.trip(), at.get(0));
            Atom one = total(depth + 1, inside, code);
            return List.of(code.add(at.get(1), depth + 1 < around.size() ? tooLongAtMost(one, code) : one));
        }).get(0);
    }

    /** What is longer than any array is as good as one more than its most elements: products and sums of what is left do not wrap around. */
    private static Atom tooLongAtMost(Atom n, FormulaBuilder code) {
        return code.emit(Prim.MIN, n, Lit.of(DType.I64, 1L << 31));
    }

    private Atom length(Atom count, Map<Atom, Atom> known, FormulaBuilder code) {
        Atom n = code.emit(Prim.MAX, code.cast(there(count, known, code), DType.I64), Lit.of(DType.I64, 0));
        return count.dtype() == DType.I64 ? tooLongAtMost(n, code) : n;
    }

    /** The number as it is for these trips. */
    private Atom there(Atom a, Map<Atom, Atom> known, FormulaBuilder code) {
        if (known.containsKey(a) || prog.isKnown(a, group.host)) {
            return known.getOrDefault(a, a);
        }
        Eqn e = prog.def(a);
        Var out = code.fresh(e.result().type());
        code.append(new Eqn(e.prim(), e.in().stream().map(x -> there(x, known, code)).toList(), e.params(), List.of(out)));
        known.put(a, out);
        return out;
    }

    /** As an array's extent: a tape is no longer than an array may be. */
    static Atom extent(Atom total, FormulaBuilder code) {
        code.check(code.emit(Prim.LE, total, Lit.of(DType.I64, Integer.MAX_VALUE)), Params.Code.MEMORY, "tape");
        return code.cast(total, DType.I32);
    }
}
