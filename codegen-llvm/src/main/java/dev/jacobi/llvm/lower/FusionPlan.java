package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which arrays of a function are not made, because the loops that read their elements can compute these themselves: chains of operations element by element become one loop each, and their
 * operands that are broadcast, counted or sliced cost nothing. An array is made after all where its elements would be computed more often than once and that costs more than reading them, where
 * something else than such a loop uses it, and where an operand may be overwritten before the loop that would read it. Where several loops over arrays of one shape would compute the same, and none
 * waits for another one's whole result, they become one loop with several results ({@link #together}): the gradients of a formula by all its arguments, say.
 */
final class FusionPlan {
    /** The most operations in a loop: LLVM takes more for each the longer a body is. */
    private static final int LARGEST = 800;
    /** The same where each element has a thread with registers of its own, and a loop more is another kernel. */
    private static final int LARGEST_KERNEL = 200;
    /** The same for a loop that adds up in order, which cannot compute its terms by lanes. */
    private static final int LARGEST_TERM = 6;
    /** How many loops may compute a cheap operation again. */
    private static final int AGAIN = 3;
    /** What an equation is to the others. */
    private enum Role {
        /** Each element is computed from those of its operands at the same place. */
        COMPUTED,
        /** Its elements are read where they are, or are a number. */
        FREE,
        /** It reads each element of its operand once at most. */
        READER, OTHER
    }

    private final Set<Var> unmade = new HashSet<>();
    private final Map<Var, List<Eqn>> together = new HashMap<>();
    private final Map<Var, Eqn> definitions = new HashMap<>();
    /** What another back end makes of equations outside of parallel loops; null for the CPU. */
    private final BackendLowering own;

    private FusionPlan(BackendLowering own) {
        this.own = own;
    }

    /** {@code own}: as for {@link Lower#run(Func, BackendLowering, boolean)}. */
    static FusionPlan of(Func f, BackendLowering own) {
        var plan = new FusionPlan(own);
        plan.block(f.body(), f.out(), own != null);
        return plan;
    }

    /** Whether an array is not made, or by the loop of an equation further behind ({@link #together}); such arrays are defined by equations of one result. */
    boolean isUnmade(Var v) {
        return unmade.contains(v);
    }

    /** The equations, in order, whose arrays the loop that makes this one makes, too: all stand in front of its own equation, and are read behind it only. */
    List<Eqn> together(Var v) {
        return together.getOrDefault(v, List.of());
    }

    /** {@code asked}: whether the back end is asked what becomes of the equations. */
    private void block(List<Eqn> body, List<Atom> out, boolean asked) {
        boolean arrays = false;
        for (Eqn e : body) {
            for (Region r : Regions.of(e)) {
                block(r.body(), r.out(), asked && !Lower.isParallel(e));
            }
            arrays |= isCandidate(e);
        }
        if (arrays) {
            body.forEach(e -> e.out().forEach(v -> definitions.put(v, e)));
            new Block(body, out, asked).plan();
        }
    }

    /** What computes each element of its one result from numbers and elements of its operands. */
    private static boolean isCandidate(Eqn e) {
        return e.out().size() == 1 && e.result().isArray() && (isElementwise(e) || isFree(e));
    }

    private static boolean isElementwise(Eqn e) {
        return role(e) == Role.COMPUTED;
    }

    private static boolean isFree(Eqn e) {
        return role(e) == Role.FREE;
    }

    private static Role role(Eqn e) {
        return switch (e.prim().form()) {
            case ELEMENTWISE, FUNCTION -> Role.COMPUTED;
            case SELECT -> e.in().get(0).isArray() ? Role.COMPUTED : Role.OTHER;
            case BROADCAST, IOTA, FULL, SLICE -> Role.FREE;
            case TRANSPOSE, REV, DIM, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR -> Role.READER;
            case COPY, RESHAPE, UPDATE_SLICE, PAD, CONCAT, INDEX, UPDATE, GATHER, SCATTER, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY,
                 TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_NEW, ACC_ADD, ACC_GET, THREEFRY2X32, PSUM, PMAX, PMIN,
                 ALL_GATHER, AXIS_INDEX, STOP_GRADIENT, SHARD, OPT_BARRIER -> Role.OTHER;
        };
    }

    private boolean isFree(Atom a) {
        return a instanceof Var v && definitions.containsKey(v) && isFree(definitions.get(v));
    }

    private static boolean isReduction(Eqn e) {
        return e.prim().group() == Prim.Group.REDUCTION;
    }

    /** Whether it only reads its operands, so that they are the same afterwards. */
    private static boolean onlyReads(Eqn e) {
        return Regions.of(e).isEmpty() && (e.prim().memory() == Prim.Memory.NEW || e.prim() == Prim.SELECT && e.in().get(0).isArray());
    }

    /** Equations that are evaluated one after the other; those whose results are not made are evaluated where these are read. */
    private final class Block {
        private final List<Eqn> body;
        private final Map<Var, List<Integer>> reads = new HashMap<>();
        private final Map<Var, List<Integer>> otherUses = new HashMap<>();
        /** For each equation: the loops that compute its elements, by the numbers of their equations; for one whose array is made the loop that makes it. */
        private final List<Set<Integer>> loops = new ArrayList<>();
        private final int[] sizes;
        private final boolean asked;

        Block(List<Eqn> body, List<Atom> out, boolean asked) {
            this.body = body;
            this.asked = asked;
            this.sizes = new int[body.size()];
            for (int i = 0; i < body.size(); i++) {
                Eqn e = body.get(i);
                use(e.in(), i, onlyReads(e) ? reads : otherUses);
                int at = i;
                for (Region r : Regions.of(e)) {
                    Regions.each(r.body(), inner -> use(inner.in(), at, otherUses));
                    Regions.each(r.body(), inner -> Regions.of(inner).forEach(x -> use(x.out(), at, otherUses)));
                    use(r.out(), i, otherUses);
                }
                loops.add(Set.of(i));
            }
            use(out, body.size(), otherUses);
        }

        private void use(List<Atom> as, int i, Map<Var, List<Integer>> uses) {
            for (Atom a : as) {
                if (a instanceof Var v && v.isArray()) {
                    uses.computeIfAbsent(v, k -> new ArrayList<>()).add(i);
                }
            }
        }

        /** From the last equation to the first, so that where a result is read is known when its own equation is looked at. */
        void plan() {
            for (int i = body.size() - 1; i >= 0; i--) {
                Eqn e = body.get(i);
                if (isCandidate(e) && !otherUses.containsKey(e.result()) && reads.containsKey(e.result())) {
                    consider(e, i);
                }
            }
            for (int i = 0; i < body.size(); i++) {
                int last = Collections.max(loops.get(i));
                if (last != i && unmade.add(body.get(i).result())) {
                    together.computeIfAbsent(body.get(last).result(), v -> new ArrayList<>()).add(body.get(i));
                }
            }
        }

        /** Whether the equation reads each element of its array operands once at most, by loops that may compute them. */
        private boolean readsOnce(Eqn e) {
            return (role(e) == Role.READER || e.prim() == Prim.SLICE || e.out().size() == 1 && isElementwise(e)) && !(asked && own.isOwn(e));
        }

        /** Whether it reads elements at other places than its own, so that another reader's are not the same ones. */
        private boolean readsElsewhere(Eqn e) {
            return !isElementwise(e) && e.prim() != Prim.DIM;
        }

        /** How many operations a loop may have that ends with this equation. */
        private int largest(Eqn e) {
            return isReduction(e) ? LARGEST_TERM : asked ? LARGEST_KERNEL : LARGEST;
        }

        private void consider(Eqn e, int i) {
            boolean free = isFree(e);
            List<Integer> readers = reads.get(e.result());
            if (!free && readers.stream().filter(j -> body.get(j).prim() != Prim.DIM).count() > 1 && readers.stream().anyMatch(j -> readsElsewhere(body.get(j)))) {
                return;
            }
            var in = new HashSet<Integer>();
            for (int j : readers) {
                Eqn reader = body.get(j);
                if (!readsOnce(reader) && !(free && reader.prim() == Prim.BROADCAST)) {
                    return;
                }
                if (reader.prim() != Prim.DIM) {
                    in.addAll(loops.get(j));
                }
            }
            if (in.size() > 1 && !free && !isCheapAgain(e, in.size())) {
                if (!join(e, in)) {
                    return;
                }
                in.retainAll(Set.of(Collections.max(in)));
            }
            int last = in.isEmpty() ? i : Collections.max(in);
            boolean term = in.stream().anyMatch(j -> isReduction(body.get(j)));
            int cost = free ? e.in().get(0).isArray() ? 1 : 0 : e.prim().cost().isSlow() ? 4 : 1;
            if (in.isEmpty() || term && !free && e.prim().cost() != Prim.Cost.ONE
                || in.stream().anyMatch(j -> sizes[j] + cost > largest(body.get(j))) || mayBeOverwritten(e, i, last)) {
                return;
            }
            in.forEach(j -> sizes[j] += cost);
            loops.set(i, in);
            unmade.add(e.result());
        }

        /** Makes one loop of those that would compute an equation each, at the place of the last: each becomes that one. False, and nothing changed, where that cannot be. */
        private boolean join(Eqn e, Set<Integer> in) {
            int last = Collections.max(in);
            int size = in.stream().mapToInt(j -> sizes[j] + 1).sum();
            List<Dim> dims = e.result().type().dims();
            if (own != null || size > LARGEST || dims.stream().anyMatch(Dim::isUnknown)
                || !in.stream().allMatch(j -> isElementwise(body.get(j)) && body.get(j).out().size() == 1 && body.get(j).result().type().dims().equals(dims))) {
                return false;
            }
            for (int j = 0; j < last; j++) {
                boolean moves = loops.get(j).stream().anyMatch(in::contains);
                if (moves && (!unmade.contains(body.get(j).result()) && isNeededBefore(body.get(j).result(), last, in) || mayBeOverwritten(body.get(j), j, last))) {
                    return false;
                }
            }
            sizes[last] = size;
            loops.replaceAll(of -> of.stream().anyMatch(in::contains) ? of.stream().map(j -> in.contains(j) ? last : j).collect(Collectors.toSet()) : of);
            return true;
        }

        /** Whether anything but the loops that are joined uses an array in front of the last of them. */
        private boolean isNeededBefore(Var v, int last, Set<Integer> in) {
            return otherUses.getOrDefault(v, List.of()).stream().anyMatch(j -> j <= last)
                || reads.getOrDefault(v, List.of()).stream().anyMatch(j -> j <= last && !(isElementwise(body.get(j)) && in.containsAll(loops.get(j))));
        }

        /** An addition and the like with one array that is read anyway. */
        private boolean isCheapAgain(Eqn e, int times) {
            long arrays = e.in().stream().filter(a -> a.isArray() && !isFree(a)).distinct().count();
            return times <= AGAIN && e.prim().cost() == Prim.Cost.ONE && arrays <= 1;
        }

        private boolean mayBeOverwritten(Eqn e, int i, int last) {
            for (Atom a : e.in()) {
                if (a instanceof Var v && otherUses.containsKey(v) && otherUses.get(v).stream().anyMatch(j -> j > i && j < last)) {
                    return true;
                }
            }
            return false;
        }
    }
}
