package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the difference of two integers does not exceed, where both grow with the same number: {@code min(i + k, n) - (i + 1)} is at most {@code k - 1}, however large {@code i} is. Ranges of the two say
 * nothing of that. Integers are seen as sums of others, and a minimum, which is no more than each of its operands, as these; so is a maximum that is subtracted.
 */
public final class Differences {
    private static final int MOST_FORMS = 6;
    private static final int DEPTH = 8;
    private final Function<Atom, Eqn> definition;

    /**
     * A sum of integers, each as many times as {@code parts} says, and a constant.
     *
     * @param sums what was added up on the way: the form says nothing where one of these has wrapped around
     */
    public record Form(Map<Atom, Long> parts, long constant, Set<Atom> sums) {
        private Form plus(Form other, long times) {
            var all = new HashMap<>(parts);
            other.parts.forEach((a, n) -> all.merge(a, times * n, Long::sum));
            all.values().removeIf(n -> n == 0);
            var both = new HashSet<>(sums);
            both.addAll(other.sums);
            return new Form(all, constant + times * other.constant, both);
        }

        private Form of(Atom sum) {
            var all = new HashSet<>(sums);
            all.add(sum);
            return new Form(parts, constant, all);
        }
    }

    /** {@code definition} gives the equation that makes a value, or null. */
    public Differences(Function<Atom, Eqn> definition) {
        this.definition = definition;
    }

    /** Sets of forms: of each set {@code a - b} does not exceed the greatest. All are of fewer integers than what they are the difference of. */
    public List<Set<Form>> most(Atom a, Atom b) {
        return most(a, b, DEPTH);
    }

    private List<Set<Form>> most(Atom a, Atom b, int depth) {
        if (a.equals(b)) {
            return List.of(Set.of(new Form(Map.of(), 0, Set.of())));
        }
        Eqn greater = defined(a, Prim.MAX, depth);
        Eqn less = greater != null ? null : defined(b, Prim.MIN, depth);
        if (greater != null || less != null) {
            List<Atom> parts = greater != null ? greater.in() : less.in();
            var both = new ArrayList<Set<Form>>();
            for (Set<Form> x : most(greater != null ? parts.get(0) : a, less != null ? parts.get(0) : b, depth - 1)) {
                for (Set<Form> y : most(greater != null ? parts.get(1) : a, less != null ? parts.get(1) : b, depth - 1)) {
                    var all = new HashSet<>(x);
                    all.addAll(y);
                    both.add(all);
                }
            }
            return both.size() > MOST_FORMS ? both.subList(0, MOST_FORMS) : both;
        }
        var found = new ArrayList<Set<Form>>();
        for (Form x : bounds(a, true, depth)) {
            for (Form y : bounds(b, false, depth)) {
                Form d = x.plus(y, -1);
                if (d.parts.isEmpty() || d.parts.size() < x.parts.size() + y.parts.size()) {
                    found.add(Set.of(d));
                }
            }
        }
        return found;
    }

    private Eqn defined(Atom a, Prim by, int depth) {
        Eqn e = depth == 0 || a.dtype() != DType.I32 ? null : definition.apply(a);
        return e != null && e.prim() == by ? e : null;
    }

    /** Forms that an integer does not exceed, or does not fall below. */
    private List<Form> bounds(Atom a, boolean above, int depth) {
        if (a instanceof Lit n) {
            return List.of(new Form(Map.of(), n.asLong(), Set.of()));
        }
        Eqn e = depth == 0 || a.dtype() != DType.I32 ? null : definition.apply(a);
        List<Form> all = new ArrayList<>();
        if (e != null && e.prim() == (above ? Prim.MIN : Prim.MAX)) {
            e.in().forEach(x -> all.addAll(bounds(x, above, depth - 1)));
        } else if (e != null && (e.prim() == Prim.ADD || e.prim() == Prim.SUB)) {
            boolean adds = e.prim() == Prim.ADD;
            for (Form x : bounds(e.in().get(0), above, depth - 1)) {
                bounds(e.in().get(1), above == adds, depth - 1).forEach(y -> all.add(x.plus(y, adds ? 1 : -1).of(a)));
            }
        }
        if (all.isEmpty()) {
            all.add(new Form(Map.of(a, 1L), 0, Set.of()));
        }
        return all.size() > MOST_FORMS ? all.subList(0, MOST_FORMS) : all;
    }
}
