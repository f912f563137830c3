package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a function's checks as early as what they look at is known, in front of loops that write: of arguments that are written before a check, code works on copies, as a call that fails must have changed
 * nothing. What fails there would have failed later, too, as every call comes to all of a function's own checks. Only what may write text or call others stays in front of them. So it is with the checks of a branch
 * that writes, or stands behind something that does, wherever the branch is taken; those that are arithmetic of scalars go in front of the branch, with its question:
 * <pre>
 * b = update a 0 x; cond(p) true { check c; .. update b .. }   ⇒   check (not p or c); b = update a 0 x; cond(p) true { .. update b .. }
 * </pre>
 * Checks that hold in all trips of a loop if they hold in its first one are made in front of it ({@link ShrinkingChecks}).
 */
public final class EarlyChecks implements Optimisation {
    /** A branch that does not begin with its checks and little else keeps them: others would pay for the arithmetic. */
    private static final int MOST_IN_FRONT = 24;
    /** The same behind something that writes, which would have to be taken back. */
    private static final int MOST_BEHIND = 200;

    @Override
    public String name() {
        return "early-checks";
    }

    @Override
    public Func run(Func in) {
        Func f = ShrinkingChecks.run(in);
        List<Eqn> body = placed(f.body(), false, new Builder(Regions.firstFreeId(f)));
        return body.equals(f.body()) ? f : new Func(f.in(), body, f.out());
    }

    /** A block with its checks at the places where they belong; {@code behind}: it stands behind something that writes. */
    private static List<Eqn> placed(List<Eqn> body, boolean behind, Builder b) {
        var all = new ArrayList<Eqn>();
        boolean written = behind;
        for (Eqn whole : body) {
            Eqn e = whole;
            if (whole.prim() == Prim.COND && writes(whole)) {
                b.open();
                e = BranchFlags.ahead(whole, b, EarlyChecks::isArithmetic);
                all.addAll(b.close());
            }
            boolean asks = e.prim() == Prim.COND && (written || writes(e)) && Regions.any(List.of(e), x -> x.prim() == Prim.CHECK);
            all.addAll(asks ? branches(e, written, b) : List.of(e));
            written |= writes(e);
        }
        if (!written || all.stream().noneMatch(EarlyChecks::isCheck)) {
            return all;
        }
        return new Places(all).all().stream().map(Placed::eqn).toList();
    }

    /** A condition, with the checks in front of it that its branches begin with. */
    private static List<Eqn> branches(Eqn cond, boolean behind, Builder b) {
        Atom question = cond.in().get(0);
        var regions = new ArrayList<Region>();
        b.open();
        for (Region r : Regions.of(cond)) {
            List<Eqn> body = placed(r.body(), behind, b);
            regions.add(new Region(r.params(), question.dtype() == DType.BOOL ? withoutChecks(body, question, regions.size() == 1, behind ? MOST_BEHIND : MOST_IN_FRONT, b) : body, r.out()));
        }
        var all = new ArrayList<>(b.close());
        all.add(new Eqn(cond.prim(), cond.in(), new Params.Branches(regions), cond.out()));
        return all;
    }

    /** A branch without the checks that it begins with; these go to the builder, with the arithmetic that stands between them, for where the answer is the branch's. */
    private static List<Eqn> withoutChecks(List<Eqn> body, Atom question, boolean answer, int most, Builder b) {
        int end = 0;
        for (int k = 0; k < Math.min(body.size(), most) && (body.get(k).prim() == Prim.CHECK || isArithmetic(body.get(k))); k++) {
            end = body.get(k).prim() == Prim.CHECK ? k + 1 : end;
        }
        Atom otherwise = end == 0 ? null : answer ? b.emit(Prim.NOT, question) : question;
        for (Eqn e : body.subList(0, end)) {
            if (e.prim() == Prim.CHECK) {
                b.emitAll(Prim.CHECK, e.params(), List.of(b.emit(Prim.OR, otherwise, e.in().get(0))));
            } else {
                b.append(e);
            }
        }
        return body.subList(end, body.size());
    }

    /** What may be computed without need: it takes next to no time and stops nothing, as a division by zero would. */
    private static boolean isArithmetic(Eqn e) {
        boolean divides = (e.prim() == Prim.DIV || e.prim() == Prim.REM) && !(e.in().get(1) instanceof Lit l && !l.dtype().isFloat() && l.asLong() != 0);
        return e.prim() == Prim.DIM || e.computesScalars() && !divides && e.prim().form() != Prim.Form.FUNCTION;
    }

    private static boolean writes(Eqn e) {
        return Regions.any(List.of(e), x -> x.prim() == Prim.UPDATE || x.prim() == Prim.ACC_ADD);
    }

    /** A check, and loops and branches that do nothing but check. */
    private static boolean isCheck(Eqn e) {
        return e.prim() == Prim.CHECK || !Regions.of(e).isEmpty() && e.out().isEmpty() && Regions.any(List.of(e), x -> x.prim() == Prim.CHECK)
            && !Regions.any(List.of(e), x -> x.prim() == Prim.WHILE || Regions.isEffect(x) && x.prim() != Prim.CHECK);
    }

    private static boolean isScalar(Eqn e) {
        return e.prim() == Prim.DIM || e.prim() == Prim.INDEX && !Atom.anyArray(e.out()) || e.prim().isElementwise() && !Atom.anyArray(e.in()) && !Atom.anyArray(e.out());
    }

    /** An equation, and the one of those that stay where they are behind which it comes; -1 for none. */
    private record Placed(Eqn eqn, int after) {
    }

    /** Where each equation of a block belongs. */
    private static final class Places {
        private final List<Eqn> body;
        /** Checks, and the scalars that they need. */
        private final Set<Eqn> moving = Collections.newSetFromMap(new IdentityHashMap<>());
        /** By variable the equation that stays behind which it is known. */
        private final Map<Var, Integer> known = new HashMap<>();
        /** Behind which equations the latest check, and what checks may not pass, are. */
        private int checked = -1;
        private int barrier = -1;

        Places(List<Eqn> body) {
            this.body = body;
        }

        List<Placed> all() {
            var needed = new HashSet<Var>();
            for (int k = body.size() - 1; k >= 0; k--) {
                Eqn e = body.get(k);
                if (isCheck(e) || isScalar(e) && needed.contains(e.result())) {
                    moving.add(e);
                    needed.addAll(used(e));
                }
            }
            var all = new ArrayList<Placed>();
            for (int k = 0; k < body.size(); k++) {
                all.add(new Placed(body.get(k), place(k)));
            }
            all.sort((a, b) -> Integer.compare(a.after(), b.after()));
            return all;
        }

        private int place(int k) {
            Eqn e = body.get(k);
            boolean moves = moving.contains(e);
            boolean check = moves && !isScalar(e);
            int after = moves ? latest(used(e)) : k;
            if (check) {
                after = Math.max(after, barrier);
            }
            if (moves && Regions.any(List.of(e), x -> x.prim() == Prim.INDEX)) {
                after = Math.max(after, checked); // an element may be read once the check that it is there has been made
            } else if (!moves) {
                checked = Regions.any(List.of(e), x -> x.prim() == Prim.CHECK) ? k : checked;
                barrier = Regions.doesMoreThanCheck(e) ? k : barrier;
            }
            if (check) {
                checked = Math.max(checked, after);
            }
            int at = after;
            e.out().forEach(v -> known.put(v, at));
            return after;
        }

        /** The last place of the equations that define these; -1 when they come from outside. */
        private int latest(Set<Var> used) {
            int last = -1;
            for (Var v : used) {
                last = Math.max(last, known.getOrDefault(v, -1));
            }
            return last;
        }

        private static Set<Var> used(Eqn e) {
            return Regions.captures(List.of(e));
        }
    }
}
