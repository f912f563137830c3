package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.BackwardSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Answers that a branch hands on beside the arrays that it writes, such as whether the method has returned in it, are chosen in front of it where they are simple: what they decide about is then known before anything is
 * written.
 * <pre>
 * x, p = cond(q) false { yield a, false } true { .. d = lt n 5; yield w, d }   ⇒   d = lt n 5; p = select q d false; x = cond(q) false { yield a } true { .. yield w }
 * </pre>
 */
final class BranchFlags {
    /** Longer computations stay in their branch. */
    private static final int MOST = 4;

    private BranchFlags() {
    }

    /** The condition without such results, for which the builder gets a choice each; {@code simple}: equations that may be computed without need. */
    static Eqn ahead(Eqn cond, Builder b, Predicate<Eqn> simple) {
        List<Region> regions = Regions.of(cond);
        Atom question = cond.in().get(0);
        if (question.dtype() != DType.BOOL || cond.out().size() < 2) {
            return cond;
        }
        var kept = new ArrayList<Integer>();
        for (int k = 0; k < cond.out().size(); k++) {
            Var flag = cond.out().get(k);
            int at = k;
            if (flag.isArray() || flag.dtype() != DType.BOOL || !regions.stream().allMatch(r -> isSimple(r, r.out().get(at), simple))) {
                kept.add(k);
                continue;
            }
            List<Atom> answers = regions.stream().map(r -> copy(r, r.out().get(at), b)).toList();
            b.append(new Eqn(Prim.SELECT, List.of(question, answers.get(1), answers.get(0)), Params.NONE, List.of(flag)));
        }
        if (kept.size() == cond.out().size()) {
            return cond;
        }
        List<Region> rest = regions.stream().map(r -> new Region(r.params(), r.body(), kept.stream().map(r.out()::get).toList())).toList();
        return new Eqn(cond.prim(), cond.in(), new Params.Branches(rest), kept.stream().map(cond.out()::get).toList());
    }

    private static boolean isSimple(Region r, Atom value, Predicate<Eqn> simple) {
        BackwardSlice slice = BackwardSlice.of(r.body(), List.of(value));
        return slice.eqns().size() <= MOST && slice.eqns().stream().allMatch(simple);
    }

    /** The value, computed in front of the branch. */
    private static Atom copy(Region r, Atom value, Builder b) {
        var rewrite = new Rewrite(b);
        rewrite.append(BackwardSlice.of(r.body(), List.of(value)).eqns());
        return rewrite.atom(value);
    }
}
