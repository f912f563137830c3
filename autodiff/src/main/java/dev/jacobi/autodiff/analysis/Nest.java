package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The loops around a point of a function, as far as they tell whether a further loop's trips can be numbered together with theirs: {@code inside} are the
 * variables defined since the outermost loop of those that count together. {@link dev.jacobi.autodiff.vjp.Tapes} groups loops by the same rules.
 */
public record Nest(Kind kind, boolean branch, Set<Integer> inside) {
    /** No loop; loops whose trips are all known in front of them; loops that count their trips from one execution to the next; a while. */
    enum Kind { FUNCTION, KNOWN, COUNTED, WHILE }

    public static final Nest TOP = new Nest(Kind.FUNCTION, false, Set.of());

    /** Inside of a branch. */
    public Nest inBranch() {
        return new Nest(kind, kind != Kind.FUNCTION, inside);
    }

    /** Inside of a loop that stands here. */
    public Nest in(Eqn loop) {
        Set<Integer> within = new HashSet<>(kind != Kind.FUNCTION && isJoinedBy(loop) ? inside : Set.of());
        for (Region r : Regions.of(loop)) {
            r.params().forEach(v -> within.add(v.id()));
            Regions.definitions(r.body(), within::add);
        }
        Kind inner = loop.prim() == Prim.WHILE ? Kind.WHILE : kind == Kind.FUNCTION ? Kind.KNOWN : isJoinedBy(loop) ? kind : Kind.COUNTED;
        return new Nest(inner, false, within);
    }

    /** Whether the loop's trips are numbered together with those of the loops here; else it needs a counter of its own, which these carry. */
    boolean isJoinedBy(Eqn loop) {
        boolean counted = loop.prim() != Prim.WHILE;
        return switch (kind) {
            case FUNCTION -> true;
            case KNOWN, COUNTED -> counted && !branch && !(loop.in().get(0) instanceof Var v && inside.contains(v.id()));
            case WHILE -> false;
        };
    }

    /** True when the loop has to count while its own trips run, as a loop in it that {@code flows} accepts has trips of its own in each of them. */
    public boolean counts(Eqn loop, Predicate<Eqn> flows) {
        Nest inner = in(loop);
        return Regions.of(loop).stream().anyMatch(r -> inner.counts(r.body(), flows));
    }

    private boolean counts(List<Eqn> body, Predicate<Eqn> flows) {
        for (Eqn e : body) {
            List<Region> regions = Regions.of(e);
            boolean loop = !regions.isEmpty() && e.prim() != Prim.COND;
            if (flows.test(e) && loop && !isJoinedBy(e)) {
                return true;
            }
            Nest inner = loop ? in(e) : inBranch();
            if (regions.stream().anyMatch(r -> inner.counts(r.body(), flows))) {
                return true;
            }
        }
        return false;
    }
}
