package dev.jacobi.vectorize.checks;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.IntValues;
import dev.jacobi.ir.analysis.Poly;
import dev.jacobi.ir.pass.Optimisation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A nest that passes over what is zero, as programs that think of sparse matrices do, gets a copy that does not ask:
 *
 * <pre>
 *  for i { for k { if (a[i, k] != 0) { for j { c[i, j] += a[i, k] * b[k, j] } } } }
 *  becomes      if (no a[i, k] is zero, or zeros add nothing) { for i { for k { for j { c[i, j] += a[i, k] * b[k, j] } } } } else { the nest as it was }
 * </pre>
 *
 * The copy is a product of matrices, whose loops may change places. It does the same where the branch would be taken in all trips, whatever it is about. It also does where the terms that it adds in further trips are
 * zeros that change no sum ({@link ZeroTerms}), and the elements that these trips reach are there, which the nest says of the trips only in which the branch is taken; then it is taken unless most trips are passed over.
 */
public final class DenseCopies implements Optimisation {
    private static final int MOST_BOUNDS = 24;

    @Override
    public String name() {
        return "dense-copies";
    }

    @Override
    public Func run(Func in) {
        if (!Regions.any(in.body(), e -> e.prim() == Prim.FOR && Regions.any(Regions.of(e).get(0).body(), x -> x.prim() == Prim.COND))) {
            return in;
        }
        Map<Eqn, SkippedWork> nests = new IdentityHashMap<>();
        find(in.body(), nests);
        if (nests.isEmpty()) {
            return in;
        }
        var walk = new Walk(in);
        nests.values().forEach(walk::lookFor);
        walk.block(in.body());
        var b = new Builder(walk.values.shapes.ids);
        var code = new PolyCode(b, walk.values, in);
        Rewrite r = Rewrite.inPlace(b, (e, rewrite) -> {
            SkippedWork skipped = nests.get(rewrite.old());
            if (skipped == null) {
                return false;
            }
            Atom dense = isDense(skipped, walk.zeros.get(rewrite.old()), walk.bounds.get(rewrite.old()), code, b);
            b.cond(dense, () -> skipped.dense(b), () -> Rewrite.repeat(b, e), e.out());
            return true;
        });
        r.append(in.body());
        return b.build(in.in(), r.atoms(in.out()));
    }

    /** The outermost nests of this form. */
    private static void find(List<Eqn> body, Map<Eqn, SkippedWork> nests) {
        for (Eqn e : body) {
            SkippedWork skipped = e.prim() == Prim.FOR ? SkippedWork.of(e) : null;
            if (skipped != null) {
                nests.put(e, skipped);
            } else {
                Regions.of(e).forEach(r -> find(r.body(), nests));
            }
        }
    }

    /** Appends whether the copy does the same. */
    private static Atom isDense(SkippedWork skipped, ZeroTerms zeros, Set<Poly> bounds, PolyCode code, Builder b) {
        Set<Integer> inside = Regions.defined(Regions.of(skipped.nest()).get(0));
        Atom worth = skipped.isWorthAsking(b, inside);
        if (worth instanceof Lit) {
            return answer(skipped, zeros, bounds, code, b);
        }
        return b.cond(worth, () -> List.of(answer(skipped, zeros, bounds, code, b)), () -> List.of(Lit.bool(false))).get(0);
    }

    private static Atom answer(SkippedWork skipped, ZeroTerms zeros, Set<Poly> bounds, PolyCode code, Builder b) {
        List<Var> counts = skipped.ask(b);
        Var none = b.emit(Prim.EQ, counts.get(0), Lit.i64(0));
        if (zeros == null || bounds == null) {
            return none;
        }
        return b.cond(none, () -> List.of(Lit.bool(true)), () -> {
            Var some = b.emit(Prim.LE, counts.get(1), Lit.i64(0));
            Atom may = b.emit(Prim.AND, b.emit(Prim.AND, some, zeros.takesLittle(b)), code.hold(bounds));
            return b.cond(may, () -> List.of(zeros.hold(b)), () -> List.of(Lit.bool(false)));
        }).get(0);
    }

    /** Finds what must not be negative for the elements that a nest's branch reaches to be there in all trips. The branch is taken as the copy has it, without its condition, which says nothing of the trips that it passed over. */
    private static final class Walk {
        final IntValues values;
        final Map<Eqn, ZeroTerms> zeros = new IdentityHashMap<>();
        /** By nest; null where such a condition cannot be asked in front of it. */
        final Map<Eqn, Set<Poly>> bounds = new IdentityHashMap<>();
        private final Map<Eqn, Eqn> nests = new IdentityHashMap<>();
        private final Map<Eqn, SkippedWork> choices = new IdentityHashMap<>();
        private final Deque<Checks.Around> loops = new ArrayDeque<>();

        Walk(Func f) {
            values = new IntValues(f);
        }

        void lookFor(SkippedWork skipped) {
            ZeroTerms z = ZeroTerms.of(skipped);
            if (z != null) {
                zeros.put(skipped.nest(), z);
                bounds.put(skipped.nest(), new LinkedHashSet<>());
                choices.put(skipped.choice(), skipped);
                z.accesses().forEach(e -> nests.put(e, skipped.nest()));
            }
        }

        List<Eqn> block(List<Eqn> body) {
            for (Eqn e : body) {
                Eqn nest = nests.get(e);
                SkippedWork skipped = choices.get(e);
                if (nest != null && bounds.get(nest) != null && !bound(e, nest)) {
                    bounds.remove(nest);
                } else if (skipped != null) {
                    block(skipped.work().body());
                } else if (!Regions.of(e).isEmpty()) {
                    Checks.Around.regions(e, values, loops, this::block);
                }
                values.define(e);
            }
            return body;
        }

        /** Notes what must not be negative in front of the nest for an element to be there in all of its trips; whether there is such a thing. */
        private boolean bound(Eqn access, Eqn nest) {
            Set<Poly> goals = new LinkedHashSet<>();
            Poly[] extents = values.shapes.of(access.in().get(0));
            try {
                for (int k = 0; k < extents.length; k++) {
                    Poly at = SafeSums.unwrapped(access.indices().get(k), values, goals);
                    goals.add(at);
                    goals.add(extents[k].minus(at).plus(-1));
                }
                for (Checks.Around loop : loops) {
                    goals = outside(goals, loop);
                    if (goals == null || loop.loop() == nest) {
                        break;
                    }
                }
            } catch (ArithmeticException tooLarge) {
                return false;
            }
            if (goals == null) {
                return false;
            }
            bounds.get(nest).addAll(goals);
            return bounds.get(nest).size() <= MOST_BOUNDS;
        }

        /** What must not be negative in front of a loop for these not to be in any of its trips; null where that is not known. */
        private Set<Poly> outside(Set<Poly> goals, Checks.Around loop) {
            var bounds = new Bounds(values, loop.level(), loop.conditions(), false);
            var lower = new LinkedHashSet<Poly>();
            for (Poly p : goals) {
                Poly q = bounds.lower(p);
                if (q == null) {
                    return null;
                }
                lower.add(q);
            }
            lower.addAll(bounds.assumed());
            boolean asks = loop.loop().prim() == Prim.FOR && lower.stream().allMatch(q -> SafeSums.isSafe(q, values.facts) && !q.mentions(v -> values.depthOf(v) >= loop.level()));
            return asks ? lower : null;
        }
    }
}
